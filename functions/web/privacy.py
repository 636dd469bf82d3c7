"""`/privacy`: what is kept, where, and for how long. The same for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from functions.alerts.pages.privacy import privacy_page
from functions.web.answering import answer_page, read_reader
from functions.web.request import Answer, Request
from functions.wiring import World


def serve_privacy(request: Request, names: Mapping[str, str], world: World) -> Answer:
    """The page. Nothing can be sent to it."""
    reader = read_reader(request, world)
    return answer_page(200, privacy_page(reader.look, reader.wording), reader)
