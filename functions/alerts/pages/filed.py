"""The page behind "I filed it": a button, what it stores, and that it is noted."""

from __future__ import annotations

from functions.alerts.pages.frame import Page
from functions.alerts.pages.look import Look
from functions.alerts.pages.mine import press_page
from functions.alerts.pages.supporter import message_page, name_of
from functions.alerts.pages.wording import Wording

FIELD, VALUE = "filed", "yes"


def filed_page(look: Look, wording: Wording) -> Page:
    """One button, and plainly what pressing it stores."""
    texts = (
        wording.say("filed_text", organization=name_of(look, wording)),
        wording.say("filed_keeps"),
    )
    button = wording.say("filed_button")
    return press_page(wording.say("filed_title"), texts, button, name=FIELD, value=VALUE)


def noted_page(wording: Wording) -> Page:
    """It is noted; the same again is harmless."""
    return message_page(wording.say("noted_title"), wording.say("noted_text"))


def past_page(wording: Wording) -> Page:
    """The hearing is over: nobody is reminded of it any more."""
    return message_page(wording.say("past_title"), wording.say("past_text"))
