"""The pages behind the links in mails: leave with one click, or choose topics and language.

link in a mail ─► page with a button ─► POST ─► the log of leavings ─► the list

No Powertools here: its router takes some 150 ms to load, half of what boto3 with a client does, and
whoever clicks waits for it. Two routes are a table, and `web/openapi.yaml` describes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from functions import logs
from functions.alerts.errors import AlertsError
from functions.alerts.mail.token import (
    PREVIEW_KEYS,
    NobodysTokenError,
    Purpose,
    RetiredKeyError,
    TokenError,
)
from functions.alerts.pages import supporter as pages
from functions.alerts.pages.frame import Page, draw
from functions.alerts.pages.look import NEUTRAL, Look
from functions.alerts.pages.wording import Wording, choose_wording
from functions.services.leaving import leave
from functions.web.forms import Fields, read_form
from functions.web.request import NO_REQUEST, Answer, Refused, Request, read_request
from functions.wiring import World, world

ROUTES: Mapping[str, Purpose] = {"u": "unsubscribe", "p": "preferences"}
METHODS = ("GET", "HEAD", "POST")

_PATH = re.compile(r"/([up])/([^/]*)/?", re.ASCII)
_ONE_CLICK = ("list-unsubscribe", "one-click")  # RFC 8058, section 3.2, in small letters
_ALWAYS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",  # the address of a page is its token
    "strict-transport-security": "max-age=63072000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
}
_NONE: Mapping[str, str] = {}
_TROUBLES: Mapping[int, pages.Trouble] = {404: "missing", 503: "later"}


class Link(NamedTuple):
    """What a link's address says: whose it is, and what it is for."""

    purpose: Purpose
    supporter: str


class Reader(NamedTuple):
    """For whom a page is drawn."""

    look: Look
    wording: Wording


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Serve the HTTP API."""
    here = world("supporter_web")
    logs.configure(here.settings.log_level)
    return supporter_web(event, here)


def supporter_web(event: Mapping[str, Any], world: World) -> dict[str, Any]:
    """Answer one request. What goes wrong is a page that says what to do, and changes nothing.

    Nothing of the request is logged: its address is a token, its form holds topics.
    """
    request = NO_REQUEST
    try:
        request = read_request(event)
        answer = _serve(request, world)
    except Refused as refused:
        answer = _refuse(refused.status, request, world, refused.headers)
    except AlertsError as error:
        logs.trouble("page_failed", error)
        answer = _refuse(503, request, world, {"retry-after": "60"})
    return answer.to_event(head=request.method == "HEAD")


def _serve(request: Request, world: World) -> Answer:
    found = _PATH.fullmatch(request.path)
    if found is None:
        raise Refused(404)
    if request.method not in METHODS:
        raise Refused(405, allow=", ".join(METHODS))
    fields = read_form(request) if request.method == "POST" else None
    link = _read_link(ROUTES[found[1]], found[2], world)
    if not isinstance(link, Link):
        # A fresh link by mail will be offered here, beside the address to write to.
        reader = _reader(request, world)
        page = pages.trouble_page(link, reader.look, reader.wording)
        return _page(200 if link == "test" else 404, page, reader)
    if fields is None:
        reader = _reader(request, world)
        return _page(200, _form(link, reader, world), reader)
    serve = _leave if link.purpose == "unsubscribe" else _choose
    return serve(link, fields, request, world)


def _read_link(
    purpose: Purpose, token: str, world: World
) -> Link | Literal["broken", "retired", "test"]:
    if _is_test(purpose, token):
        return "test"
    try:
        return Link(purpose, world.keyring.read(purpose, token))
    except NobodysTokenError:
        return "test"
    except RetiredKeyError:
        return "retired"
    except TokenError:
        return "broken"


def _is_test(purpose: Purpose, token: str) -> bool:
    """Whether the key of previews signed it, which everybody has: it opens nothing."""
    try:
        PREVIEW_KEYS.read(purpose, token)
    except TokenError as error:
        return isinstance(error, NobodysTokenError)
    return True


def _leave(link: Link, fields: Fields, request: Request, world: World) -> Answer:
    """Unsubscribe, by a mail program's one click or by the page's button: in one request."""
    if _ONE_CLICK not in [(name.lower(), value.strip().lower()) for name, value in fields]:
        raise Refused(400)
    leave(link.supporter, "unsubscribed", "link", world)
    if (pages.FROM_PAGE, "yes") not in fields:  # no person looks at it: spare the page
        plain = {"content-type": "text/plain; charset=utf-8"}
        return Answer(status=200, body="Unsubscribed.\n", headers=plain | _ALWAYS)
    reader = _reader(request, world)
    return _page(200, pages.left_page(reader.look, reader.wording), reader)


def _choose(link: Link, fields: Fields, request: Request, world: World) -> Answer:
    """Store a choice. It has to be one of those that the page offers."""
    reader = _reader(request, world)
    topics = {value for name, value in fields if name == "topic"}
    languages = {value for name, value in fields if name == "language" and value}
    if not topics <= reader.look.topics.keys() or not languages <= pages.offered(reader.look):
        raise Refused(400)
    if len(languages) > 1:
        raise Refused(400)
    world.supporters.choose(
        link.supporter, topics=frozenset(topics) or None, language=next(iter(languages), None)
    )
    logs.event("choice_stored", supporter=link.supporter)
    return _page(200, pages.saved_page(reader.wording), reader)


def _form(link: Link, reader: Reader, world: World) -> Page:
    other: Purpose = "preferences" if link.purpose == "unsubscribe" else "unsubscribe"
    [letter] = [letter for letter, purpose in ROUTES.items() if purpose == other]
    token = world.keyring.make(other, link.supporter)
    address = f"/{letter}/{token}?lang={reader.wording.code}"
    draw_form = pages.leave_page if link.purpose == "unsubscribe" else pages.choose_page
    return draw_form(reader.look, reader.wording, address)


def _reader(request: Request, world: World) -> Reader:
    """The organization's look and the reader's language. A page without the look is still one."""
    try:
        look = world.site.look() or NEUTRAL
    except AlertsError as error:
        logs.trouble("look_not_read", error)
        look = NEUTRAL
    wanted, accepted = request.query.get("lang", ""), request.headers.get("accept-language", "")
    return Reader(look, choose_wording(wanted, accepted, look.languages[0]))


def _refuse(status: int, request: Request, world: World, headers: Mapping[str, str]) -> Answer:
    reader = _reader(request, world)
    page = pages.trouble_page(_TROUBLES.get(status, "refused"), reader.look, reader.wording)
    return _page(status, page, reader, headers)


def _page(status: int, page: Page, reader: Reader, headers: Mapping[str, str] = _NONE) -> Answer:
    drawn = draw(page, reader.look, reader.wording)
    own = {
        "content-type": "text/html; charset=utf-8",
        "content-language": reader.wording.code,
        "content-security-policy": drawn.policy,
    }
    return Answer(status=status, body=drawn.html, headers={**own, **_ALWAYS, **headers})
