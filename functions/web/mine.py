"""A person's own page: see, change, download, erase. Behind a link that was mailed to the address.

`/m/{token}` ─► a button ─► POST: the link is used up ─► what is kept, and forms with a session's
token in a hidden field ─► POST `/mine`

No cookie: the session is that token, good for half an hour, and it stands in no address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta

from functions.alerts.mail.fields import LONGEST_NAME, clean_name
from functions.alerts.mail.passing import Pass, make_pass, read_pass, trace
from functions.alerts.pages import mine as pages
from functions.alerts.pages.frame import Page
from functions.alerts.sends.supporter import Supporter
from functions.services.own_data import change_own, erase_own
from functions.web.answering import ALWAYS, Reader, answer_page, read_reader
from functions.web.forms import read_form
from functions.web.request import Answer, Refused, Request
from functions.wiring import World

SESSION = timedelta(minutes=30)
# A second click, or one that got no answer, opens again what the first one opened.
AGAIN = timedelta(minutes=2)

_PAGE = re.compile(r"[0-9a-z]{1,32}", re.ASCII)
_ZIP = re.compile(r"(\d{5}(-\d{4})?)?", re.ASCII)  # United States; empty takes it away

Form = Mapping[str, str]


def serve_open(request: Request, names: Mapping[str, str], world: World) -> Answer:
    """`/m/{token}`: looking does not use it up, as link scanners look; the button does, once."""
    token, reader = names["token"], read_reader(request, world)
    fields = dict(read_form(request)) if request.method == "POST" else None
    link = read_pass("mine", token, world.now(), world.keyring)
    if link is None:
        return _over(reader)
    if fields is None:
        page = pages.open_page(reader.look, reader.wording, world.nonce())
        return answer_page(200, page, reader)
    by = fields.get("page", "")
    if not _PAGE.fullmatch(by):
        raise Refused(400)
    claim = world.claims.claim(f"link#{trace(token)}", by, link.until)
    if claim.by != by or world.now() > claim.at + AGAIN:
        return _over(reader)
    session = make_pass("session", link.supporter, claim.at + SESSION, by, world.keyring)
    return _show(link.supporter, session, reader, world)


def serve_mine(request: Request, names: Mapping[str, str], world: World) -> Answer:
    """`/mine`: what the forms of the page do. Who only looks may ask for a link."""
    reader = read_reader(request, world)
    if request.method != "POST":
        return answer_page(200, pages.fresh_page(reader.look, reader.wording), reader)
    fields = dict(read_form(request))
    do = _DOING.get(fields.get("do", ""))
    if do is None or "session" not in fields:
        raise Refused(400)
    session = read_pass("session", fields["session"], world.now(), world.keyring)
    return do(session, fields, reader, world) if session else _over(reader)


def _change(session: Pass, fields: Form, reader: Reader, world: World) -> Answer:
    names = {key: fields[key] for key in ("first_name", "last_name") if key in fields}
    zip_code = fields["zip"].strip() if "zip" in fields else None
    if any(len(name) > 2 * LONGEST_NAME for name in names.values()):
        raise Refused(400)
    if zip_code is not None and not _ZIP.fullmatch(zip_code):
        raise Refused(400)
    cleaned = {key: clean_name(name) for key, name in names.items()}
    change_own(session.supporter, {**cleaned, "zip": zip_code}, world)
    return _show(session.supporter, fields["session"], reader, world, changed=True)


def _download(session: Pass, fields: Form, reader: Reader, world: World) -> Answer:
    person = _read(session.supporter, world)
    if person is None:
        return answer_page(200, pages.nothing_page(reader.wording), reader)
    told = {name: value for name, value in asdict(person).items() if value}
    text = json.dumps(told, ensure_ascii=False, indent=2, default=sorted)
    own = {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": 'attachment; filename="what-is-kept.json"',
    }
    return Answer(status=200, body=text + "\n", headers={**own, **ALWAYS})


def _erase(session: Pass, fields: Form, reader: Reader, world: World) -> Answer:
    return answer_page(200, pages.sure_page(reader.wording, fields["session"]), reader)


def _erase_for_good(session: Pass, fields: Form, reader: Reader, world: World) -> Answer:
    erase_own(session.supporter, world)
    return answer_page(200, pages.erased_page(reader.wording), reader)


_DOING: Mapping[str, Callable[[Pass, Form, Reader, World], Answer]] = {
    "change": _change,
    "download": _download,
    "erase": _erase,
    "erase-for-good": _erase_for_good,
}


def _show(
    supporter: str, session: str, reader: Reader, world: World, *, changed: bool = False
) -> Answer:
    person = _read(supporter, world)
    if person is None:
        return answer_page(200, pages.nothing_page(reader.wording), reader)
    page = pages.mine_page(
        person,
        reader.look,
        reader.wording,
        session=session,
        links=(
            f"/p/{world.keyring.make('preferences', supporter)}{reader.query}",
            f"/u/{world.keyring.make('unsubscribe', supporter)}{reader.query}",
        ),
        changed=changed,
    )
    return answer_page(200, page, reader)


def _read(supporter: str, world: World) -> Supporter | None:
    return world.supporters.read([supporter]).get(supporter)


def _over(reader: Reader) -> Answer:
    """Used, expired, cut or not ours: one answer, which offers another link."""
    page: Page = pages.over_page(reader.look, reader.wording)
    return answer_page(404, page, reader)
