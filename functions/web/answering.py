"""What all answers share: the reader's language and look, and headers that keep them private."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from functions import logs
from functions.alerts.errors import AlertsError
from functions.alerts.pages.frame import Page, draw
from functions.alerts.pages.look import NEUTRAL, Look
from functions.alerts.pages.wording import Wording, choose_wording
from functions.web.request import Answer, Request
from functions.wiring import World

ALWAYS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",  # the address of a page is its token
    "strict-transport-security": "max-age=63072000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
}
_NONE: Mapping[str, str] = {}


class Reader(NamedTuple):
    """For whom a page is drawn."""

    look: Look
    wording: Wording

    @property
    def query(self) -> str:
        """What a link of the page ends in, so that the next page speaks the same language."""
        return f"?lang={self.wording.code}"


def read_reader(request: Request, world: World) -> Reader:
    """The organization's look and the reader's language. A page without the look is still one."""
    try:
        look = world.site.look() or NEUTRAL
    except AlertsError as error:
        logs.trouble("look_not_read", error)
        look = NEUTRAL
    wanted, accepted = request.query.get("lang", ""), request.headers.get("accept-language", "")
    return Reader(look, choose_wording(wanted, accepted, look.languages[0]))


def answer_page(
    status: int, page: Page, reader: Reader, headers: Mapping[str, str] = _NONE
) -> Answer:
    """A page, with a policy that lets it run, load and send nothing else."""
    drawn = draw(page, reader.look, reader.wording)
    own = {
        "content-type": "text/html; charset=utf-8",
        "content-language": reader.wording.code,
        "content-security-policy": drawn.policy,
    }
    return Answer(status=status, body=drawn.html, headers={**own, **ALWAYS, **headers})
