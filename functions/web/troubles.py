"""Pages that say why nothing was done, and who or what helps."""

from __future__ import annotations

from collections.abc import Mapping

from functions.alerts.pages import supporter as pages
from functions.alerts.pages.mine import with_fresh
from functions.web.answering import answer_page, read_reader
from functions.web.link import Closed
from functions.web.request import Answer, Request
from functions.wiring import World

_TROUBLES: Mapping[int, pages.Trouble] = {404: "missing", 503: "later"}
_NONE: Mapping[str, str] = {}


def closed(why: Closed, request: Request, world: World) -> Answer:
    """A link that opens nothing. One of a test mail is no trouble: it is as it should be."""
    reader = read_reader(request, world)
    page = pages.trouble_page(why, reader.look, reader.wording)
    if why != "test":
        page = with_fresh(page, reader.look, reader.wording)
    return answer_page(200 if why == "test" else 404, page, reader)


def refuse(
    status: int, request: Request, world: World, headers: Mapping[str, str] = _NONE
) -> Answer:
    """Whatever else cannot be done: an HTTP status of 400 and more."""
    reader = read_reader(request, world)
    trouble = _TROUBLES.get(status, "refused")
    page = pages.trouble_page(trouble, reader.look, reader.wording)
    return answer_page(status, page, reader, headers)
