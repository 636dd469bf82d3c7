"""What the pages for signing up say: the form, what comes next, the button behind a letter's link.

None of them says anything about who is on the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.alerts.pages.frame import Page
from functions.alerts.pages.html import Html, fill, joined
from functions.alerts.pages.look import Look
from functions.alerts.pages.supporter import (
    choice,
    group,
    message_page,
    name_of,
    offered,
    topic_choices,
    write_to,
)
from functions.alerts.pages.wording import Wording, wordings

TRAP = "comment"  # the field that people do not see
_WRONG = ("email", "zip")  # the fields whose mistakes are told in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form: nothing yet, or what has to be mended. `wrong` names a field."""

    texts: Mapping[str, str] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    wrong: str = ""


EMPTY = Typed()


def join_page(look: Look, wording: Wording, topic: str = "", typed: Typed = EMPTY) -> Page:
    """The form; for one topic, or with all of them to choose from."""
    title = wording.say("join_title", organization=name_of(look, wording))
    wrong = typed.wrong if typed.wrong in _WRONG else ""
    path = f"/join/{topic}" if topic else "/join"
    told = {name: typed.texts.get(name, "") for name in ("email", "first_name", "zip")}
    return Page(
        title=title,
        body=fill(
            "join.html",
            title=title,
            text=_intro(look, wording, topic),
            wrong=fill("wrong.html", text=wording.say(f"join_wrong_{wrong}")) if wrong else "",
            action=f"{path}?lang={wording.code}",
            email_label=wording.say("join_email"),
            name_label=wording.say("join_name"),
            zip_label=wording.say("join_zip"),
            email_wrong=_mark("email", wrong),
            zip_wrong=_mark("zip", wrong),
            topics=Html("") if topic else _topics(look, wording, typed),
            languages=_languages(look, wording, typed),
            trap_label=wording.say("join_trap"),
            agree=wording.say("join_agree", organization=name_of(look, wording)),
            button=wording.say("join_button"),
            after=wording.say("join_after"),
            **told,
        ),
        switch=not typed.texts,
    )


def asked_page(look: Look, wording: Wording) -> Page:
    """A letter is on its way, or not: the same to everybody, with a person who helps."""
    texts = [wording.say("join_asked_text"), wording.say("join_asked_nothing")]
    return message_page(wording.say("join_asked_title"), *texts, *write_to(look, wording))


def confirm_page(look: Look, wording: Wording) -> Page:
    """The button behind the letter's link."""
    title = wording.say("confirm_title")
    return Page(
        title=title,
        body=fill(
            "confirm.html",
            title=title,
            text=wording.say("confirm_text", organization=name_of(look, wording)),
            button=wording.say("confirm_button"),
            otherwise=wording.say("confirm_not_you"),
        ),
        switch=True,
    )


def confirmed_page(look: Look, wording: Wording, preferences: str) -> Page:
    """It is done; `preferences` is where topics and language can be chosen."""
    text = wording.say("confirmed_text", organization=name_of(look, wording))
    page = message_page(wording.say("confirmed_title"), text)
    return _leading_on(page, preferences, wording.say("confirmed_choose"))


def stale_page(look: Look, wording: Wording) -> Page:
    """A link that confirms nothing any more, and where to begin again."""
    page = message_page(
        wording.say("stale_title"), wording.say("stale_text"), *write_to(look, wording)
    )
    return _leading_on(page, f"/join?lang={wording.code}", wording.say("stale_again"))


def many_page(wording: Wording) -> Page:
    """Too many sign-ups and wishes for a link from one network."""
    return message_page(wording.say("many_title"), wording.say("many_text"))


def agreement(look: Look, wording: Wording) -> str:
    """What who signs up agrees to, in the words that stand on the form: kept as their consent."""
    return wording.phrases["join_agree"].format(organization=name_of(look, wording))


def _intro(look: Look, wording: Wording, topic: str) -> Html:
    texts = [wording.say("join_text")]
    if topic:
        name = {**look.topics, **look.said(wording.code).topics}[topic]
        texts.insert(0, wording.say("join_topic", topic=name))
    return joined(Html(f"<p>{text}</p>") for text in texts)


def _topics(look: Look, wording: Wording, typed: Typed) -> Html:
    hint = fill("hint.html", text=wording.say("join_topics"))
    choices = topic_choices(look, wording, typed.topics)
    return group(wording.say("topics"), hint, choices) if choices else Html("")


def _languages(look: Look, wording: Wording, typed: Typed) -> Html:
    """The page's language is chosen beforehand, if the organization writes in it."""
    codes = [code for code in look.languages if code in offered(look)]
    if len(codes) < 2:
        return Html("")
    wanted = typed.texts.get("language", wording.code)
    ticked = wanted if wanted in codes else codes[0]
    choices = [
        choice(
            "radio", "language", code, wordings()[code].name, checked=code == ticked, language=code
        )
        for code in codes
    ]
    return group(wording.say("join_language"), Html(""), choices)


def _mark(name: str, wrong: str) -> Html:
    return Html(' aria-invalid="true" aria-describedby="wrong"' if name == wrong else "")


def _leading_on(page: Page, link: str, text: Html) -> Page:
    body = joined((page.body, fill("next.html", link=link, text=text)))
    return Page(title=page.title, body=body)
