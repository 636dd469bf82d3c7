"""`/fresh`: ask for a fresh link, by typing an address or from a link that knows whose it is."""

from __future__ import annotations

from collections.abc import Mapping

from functions.alerts.errors import Mistake
from functions.alerts.pages.join import many_page
from functions.alerts.pages.mine import asked_page, fresh_page
from functions.services.fresh import ask_fresh
from functions.web.answering import answer_page, read_reader
from functions.web.forms import read_form
from functions.web.join import LATER, admitted
from functions.web.link import Whose, read_link
from functions.web.request import Answer, Refused, Request
from functions.web.troubles import closed
from functions.wiring import World


def serve_fresh(request: Request, names: Mapping[str, str], world: World) -> Answer:
    """The form, or its answer: the same for whoever is on the list and whoever is not."""
    if request.method != "POST":
        reader = read_reader(request, world)
        return answer_page(200, fresh_page(reader.look, reader.wording), reader)
    fields = dict(read_form(request))
    if "preferences" in fields:
        who = read_link("preferences", fields["preferences"], world)
        if not isinstance(who, Whose):
            return closed(who, request, world)
        return _ask({"supporter": str(who)}, request, world)
    if "email" not in fields:
        raise Refused(400)
    return _typed(fields["email"], request, world)


def _typed(text: str, request: Request, world: World) -> Answer:
    # Imported late: reading addresses takes as long to load as all the rest of a click.
    from functions.alerts.people.address import read_address

    try:
        address = read_address(text)
    except Mistake:
        reader = read_reader(request, world)
        return answer_page(400, fresh_page(reader.look, reader.wording, wrong=True), reader)
    return _ask({"address": address}, request, world)


def _ask(who: Mapping[str, str], request: Request, world: World) -> Answer:
    reader = read_reader(request, world)
    if not admitted(request, world):  # else whoever has the list's addresses could mail them all
        return answer_page(429, many_page(reader.wording), reader, LATER)
    ask_fresh(who, world)
    return answer_page(200, asked_page(reader.wording), reader)
