"""The two links of every mail: leave with one click, or choose topics and language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from functions import logs
from functions.alerts.errors import OutcomeUnknown, TryLater
from functions.alerts.mail.token import Purpose
from functions.alerts.pages import supporter as pages
from functions.alerts.pages.mine import with_fresh_for
from functions.services.leaving import leave
from functions.services.noting import THEMSELVES, note
from functions.web.answering import ALWAYS, answer_page, read_reader
from functions.web.forms import Fields, read_form
from functions.web.link import Whose, read_link
from functions.web.request import Answer, Refused, Request
from functions.web.troubles import closed
from functions.wiring import World

_ONE_CLICK = ("list-unsubscribe", "one-click")  # RFC 8058, section 3.2, in small letters
_Do = Callable[[Whose, Fields, Request, World], Answer]


def serve_leave(request: Request, names: Mapping[str, str], world: World) -> Answer:
    """`/u/{token}`: unsubscribe."""
    return _serve("unsubscribe", _leave, request, names["token"], world)


def serve_choose(request: Request, names: Mapping[str, str], world: World) -> Answer:
    """`/p/{token}`: topics and language."""
    return _serve("preferences", _choose, request, names["token"], world)


def _serve(purpose: Purpose, do: _Do, request: Request, token: str, world: World) -> Answer:
    fields = read_form(request) if request.method == "POST" else None
    who = read_link(purpose, token, world)
    if not isinstance(who, Whose):
        return closed(who, request, world)
    if fields is None:
        return _show(purpose, who, token, request, world)
    return do(who, fields, request, world)


def _leave(who: Whose, fields: Fields, request: Request, world: World) -> Answer:
    """Unsubscribe, by a mail program's one click or by the page's button: in one request."""
    if _ONE_CLICK not in [(name.lower(), value.strip().lower()) for name, value in fields]:
        raise Refused(400)
    if leave(who, "unsubscribed", "link", world):
        _note("unsubscribe", who, world)
    if (pages.FROM_PAGE, "yes") not in fields:  # no person looks at it: spare the page
        plain = {"content-type": "text/plain; charset=utf-8"}
        return Answer(status=200, body="Unsubscribed.\n", headers=plain | ALWAYS)
    reader = read_reader(request, world)
    return answer_page(200, pages.left_page(reader.look, reader.wording), reader)


def _choose(who: Whose, fields: Fields, request: Request, world: World) -> Answer:
    """Store a choice. It has to be one of those that the page offers."""
    reader = read_reader(request, world)
    topics = {value for name, value in fields if name == "topic"}
    languages = {value for name, value in fields if name == "language" and value}
    if not topics <= reader.look.topics.keys() or not languages <= pages.offered(reader.look):
        raise Refused(400)
    if len(languages) > 1:
        raise Refused(400)
    language = next(iter(languages), None)
    if world.supporters.choose(who, topics=frozenset(topics) or None, language=language):
        _note("choose", who, world)
    logs.event("choice_stored", supporter=str(who))
    return answer_page(200, pages.saved_page(reader.wording), reader)


def _note(what: str, who: Whose, world: World) -> None:
    """Into the audit. What somebody wished is done: they need not be told that this is not."""
    try:
        note(world, THEMSELVES, what, who)
    except (TryLater, OutcomeUnknown) as error:
        logs.trouble("not_in_the_audit", error, supporter=str(who))


def _show(purpose: Purpose, who: Whose, token: str, request: Request, world: World) -> Answer:
    """The page with the form; it leads to the other one."""
    reader = read_reader(request, world)
    if purpose == "unsubscribe":
        other = f"/p/{world.keyring.make('preferences', who)}{reader.query}"
        page = pages.leave_page(reader.look, reader.wording, other)
    else:
        other = f"/u/{world.keyring.make('unsubscribe', who)}{reader.query}"
        page = pages.choose_page(reader.look, reader.wording, other)
        page = with_fresh_for(page, reader.wording, token)
    return answer_page(200, page, reader)
