"""`/f/{posting}/{token}`: "I filed it". Stores a keyed hash, and says so; reads nothing back.

`posting` is `sb-35-2018-04-10`: the ask's id and the day of its hearing (`sends/filed.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from functions import logs
from functions.alerts.pages import filed as pages
from functions.alerts.sends.filed import Filed, posting_of
from functions.web.answering import answer_page, read_reader
from functions.web.forms import read_form
from functions.web.link import Whose, read_link
from functions.web.request import Answer, Refused, Request
from functions.web.troubles import closed
from functions.wiring import World

_POSTING = re.compile(r"([a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?)-(\d{4}-\d\d-\d\d)", re.ASCII)
# It is still the hearing's day somewhere for that long after it is over in UTC.
_LATEST = timedelta(days=1)
# A hearing is posted weeks ahead; no mail carries one later than this.
_FARTHEST = timedelta(days=400)


def serve_filed(request: Request, names: Mapping[str, str], world: World) -> Answer:
    """The button, or what it does. Missing where the organization has not turned it on."""
    reader = read_reader(request, world)
    fields = read_form(request) if request.method == "POST" else None
    posting, day = _read_posting(names["posting"])
    today = world.now().date()
    if not reader.look.i_filed_it or day > today + _FARTHEST:
        raise Refused(404)
    who = read_link("filed", names["token"], world)
    if not isinstance(who, Whose):
        return closed(who, request, world)
    if day + _LATEST < today:
        return answer_page(200, pages.past_page(reader.wording), reader)
    if fields is None:
        return answer_page(200, pages.filed_page(reader.look, reader.wording), reader)
    if (pages.FIELD, pages.VALUE) not in fields:
        raise Refused(400)
    Filed(posting, world.filed_keyring).add(str(who), world.filed)
    logs.event("filed_noted")  # by whom would be what the hash hides
    return answer_page(200, pages.noted_page(reader.wording), reader)


def _read_posting(text: str) -> tuple[str, date]:
    found = _POSTING.fullmatch(text)
    try:
        day = date.fromisoformat(found[2]) if found else None
    except ValueError:
        day = None
    if found is None or day is None:
        raise Refused(404)
    return posting_of(found[1], day), day
