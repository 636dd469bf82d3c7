"""Signing up: `/join`, `/join/{topic}`, `/api/join`, and `/c/{token}`, which a letter links to.

None of the first three looks at the list: whoever asks, one message goes onto a queue.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from functions import logs
from functions.alerts.mail.passing import read_pass
from functions.alerts.pages import join as pages
from functions.alerts.pages.supporter import offered
from functions.services.joining import ask_to_join, confirm
from functions.web.answering import ALWAYS, Reader, answer_page, read_reader
from functions.web.forms import FORMS, read_form
from functions.web.request import Answer, Refused, Request
from functions.web.sources import Sources
from functions.wiring import World

API_METHODS = ("POST", "OPTIONS")
JSON = "application/json"
LATER = {"retry-after": "3600"}
# Any site may carry a form of its own for these alerts: no cookie and no secret is involved.
_CORS = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "86400",
}
_TEXTS = ("email", "first_name", "zip", "language", pages.TRAP)
_DONE = "If all is well, a mail to confirm is on its way. Without the confirmation nothing happens."
_WRONG: Mapping[str, str] = {
    "email": "This is no email address that we can write to.",
    "zip": "A ZIP code has five digits.",
    "language": "This language is not one of the organization's.",
    "topics": "This is not one of the organization's topics.",
    "form": "Send a JSON object: email, and if wanted first_name, zip, language, topics (a list).",
}
# What each world of this process counted: a deployed function has one.
_sources: WeakKeyDictionary[World, Sources] = WeakKeyDictionary()


def serve_join(request: Request, names: Mapping[str, str], world: World) -> Answer:
    """`/join` and `/join/{topic}`: the form, or a letter to confirm."""
    reader, topic = read_reader(request, world), names.get("topic", "")
    if topic and topic not in reader.look.topics:
        raise Refused(404)
    if request.method != "POST":
        page = pages.join_page(reader.look, reader.wording, topic)
        return answer_page(200, page, reader)
    texts, topics = _typed(request)
    topics = [topic] if topic else topics
    if not admitted(request, world):
        return answer_page(429, pages.many_page(reader.wording), reader, LATER)
    wrong = _ask(texts, topics, "join page", reader, world)
    if wrong in ("email", "zip"):
        typed = pages.Typed(texts=texts, topics=frozenset(topics), wrong=wrong)
        page = pages.join_page(reader.look, reader.wording, topic, typed)
        return answer_page(400, page, reader)
    if wrong:
        raise Refused(400)
    return answer_page(200, pages.asked_page(reader.look, reader.wording), reader)


def serve_api(request: Request, names: Mapping[str, str], world: World) -> Answer:
    """`/api/join`: the same for other pages and programs, in JSON."""
    if request.method == "OPTIONS":
        return Answer(status=204, body="", headers=_CORS | ALWAYS)
    if request.media_type in FORMS:
        texts, topics = _typed(request)
    elif request.media_type == JSON:
        try:
            texts, topics = _object(request.body)
        except ValueError:
            return _wrong("form")
    else:
        raise Refused(415)
    if not admitted(request, world):
        return _told(429, {"error": "Too many sign-ups from your network. Try again in an hour."})
    reader = read_reader(request, world)
    wrong = _ask(texts, topics, "join api", reader, world)
    return _wrong(wrong) if wrong else _told(202, {"message": _DONE})


def serve_confirm(request: Request, names: Mapping[str, str], world: World) -> Answer:
    """`/c/{token}`: a page with a button, and what the button does; twice is as once."""
    fields = read_form(request) if request.method == "POST" else None
    reader = read_reader(request, world)
    link = read_pass("confirm", names["token"], world.now(), world.keyring)
    if link is None:
        return answer_page(404, pages.stale_page(reader.look, reader.wording), reader)
    if fields is None:
        return answer_page(200, pages.confirm_page(reader.look, reader.wording), reader)
    if ("confirm", "yes") not in fields:
        raise Refused(400)
    agreed_to = pages.agreement(reader.look, reader.wording)
    if not confirm(link, source="join page", agreed_to=agreed_to, world=world):
        return answer_page(404, pages.stale_page(reader.look, reader.wording), reader)
    choose = f"/p/{world.keyring.make('preferences', link.supporter)}{reader.query}"
    page = pages.confirmed_page(reader.look, reader.wording, choose)
    return answer_page(200, page, reader)


def forget_sources(world: World) -> None:
    """Throw away counts that are an hour old. Called at every request: a sign-up may be rare."""
    if world in _sources:
        _sources[world].forget(world.now())


def admitted(request: Request, world: World) -> bool:
    """Count a form that asks for a letter; whether its network sent no more than it may."""
    return _sources.setdefault(world, Sources()).admit(request, world.now())


def _ask(
    texts: Mapping[str, str], topics: list[str], source: str, reader: Reader, world: World
) -> str:
    """Queue the wish; which field is wrong, if one is. Who is in the trap is done."""
    # Imported late: reading addresses takes as long to load as all the rest of a click.
    from functions.alerts.people.joining import WrongWish, read_wish

    code = reader.wording.code
    languages = offered(reader.look)
    default = code if code in languages else reader.look.languages[0]
    try:
        wish = read_wish(
            texts, topics, known=reader.look.topics, languages=languages, default=default
        )
    except WrongWish as wrong:
        return wrong.field
    if texts.get(pages.TRAP):
        logs.event("join_trapped")
        return ""
    agreed_to = pages.agreement(reader.look, reader.wording)
    ask_to_join(wish, source=source, agreed_to=agreed_to, world=world)
    return ""


def _typed(request: Request) -> tuple[dict[str, str], list[str]]:
    """A form's texts, the first of each name, and its topics."""
    fields = read_form(request)
    texts = {name: value for name, value in reversed(fields) if name in _TEXTS}
    return texts, [value for name, value in fields if name == "topic"]


def _object(body: bytes) -> tuple[dict[str, str], list[str]]:
    """A JSON object's texts and topics. ValueError for anything else."""
    try:
        told: Any = json.loads(body)
    except RecursionError as error:
        raise ValueError("It is nested too deep.") from error
    if not isinstance(told, dict):
        raise ValueError("It is no object.")
    texts = {name: told[name] for name in _TEXTS if told.get(name) is not None}
    topics = told.get("topics") or []
    if not isinstance(topics, list) or not all(
        isinstance(t, str) for t in [*texts.values(), *topics]
    ):
        raise ValueError("A value is of another type.")
    return texts, topics


def _wrong(name: str) -> Answer:
    return _told(400, {"field": name, "error": _WRONG[name]})


def _told(status: int, content: Mapping[str, str]) -> Answer:
    headers = {"content-type": JSON} | (LATER if status == 429 else {})
    return Answer(status=status, body=json.dumps(content), headers=headers | _CORS | ALWAYS)
