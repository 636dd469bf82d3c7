"""What is kept of people, where, and for how long: in the packs' words, held equal to `infra/`."""

from __future__ import annotations

from functions.alerts.pages.frame import Page
from functions.alerts.pages.html import fill, joined
from functions.alerts.pages.look import Look
from functions.alerts.pages.supporter import name_of
from functions.alerts.pages.wording import Wording

# The phrases (`privacy_…`) that tell of one thing each that is kept; a test holds their days equal
# to the stores' own. "I filed it" is told of where it is turned on.
KEPT = (
    "you",
    "waiting",
    "sends",
    "events",
    "leaving",
    "audit",
    "links",
    "filed",
    "ways",
    "backup",
)
AFTER = "erased"


def privacy_page(look: Look, wording: Wording) -> Page:
    """All of it on one page, the same for everybody."""
    title = wording.say("privacy_title")
    told = [one for one in (*KEPT, AFTER) if one != "filed" or look.i_filed_it]
    return Page(
        title=title,
        body=fill(
            "privacy.html",
            title=title,
            text=wording.say("privacy_text", organization=name_of(look, wording)),
            items=joined(fill("item.html", text=wording.say(f"privacy_{one}")) for one in told),
            never=wording.say("privacy_never"),
            where=wording.say("privacy_where", organization=name_of(look, wording)),
            fresh=f"/fresh?lang={wording.code}",
            fresh_title=wording.say("fresh_title"),
        ),
        switch=True,
    )
