"""The public pages: join, leave with one click, choose, see, change, download, erase, "I filed it".

a link in a mail, or somebody's own way here ─► page with a button ─► POST ─► the list

No Powertools here: its router takes some 150 ms to load, half of what boto3 with a client does, and
whoever clicks waits for it. The routes are a table, and `web/openapi.yaml` describes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions import logs
from functions.alerts.errors import AlertsError
from functions.web.filed import serve_filed
from functions.web.fresh import serve_fresh
from functions.web.join import API_METHODS, forget_sources, serve_api, serve_confirm, serve_join
from functions.web.leaving import serve_choose, serve_leave
from functions.web.mine import serve_mine, serve_open
from functions.web.privacy import serve_privacy
from functions.web.request import NO_REQUEST, Refused, read_request
from functions.web.routes import Route, serve
from functions.web.troubles import refuse
from functions.wiring import World, world

ROUTES = (
    Route("/join", serve_join),
    Route("/join/{topic}", serve_join),
    Route("/api/join", serve_api, methods=API_METHODS),
    Route("/c/{token}", serve_confirm),
    Route("/u/{token}", serve_leave),
    Route("/p/{token}", serve_choose),
    Route("/fresh", serve_fresh),
    Route("/m/{token}", serve_open),
    Route("/mine", serve_mine),
    Route("/f/{posting}/{token}", serve_filed),
    Route("/privacy", serve_privacy, methods=("GET", "HEAD")),
)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Serve the HTTP API."""
    here = world("supporter_web")
    logs.configure(here.settings.log_level)
    return supporter_web(event, here)


def supporter_web(event: Mapping[str, Any], world: World) -> dict[str, Any]:
    """Answer one request. What goes wrong is a page that says what to do, and changes nothing.

    Nothing of the request is logged: its address is a token, its form holds topics and addresses.
    """
    request = NO_REQUEST
    forget_sources(world)
    try:
        request = read_request(event)
        answer = serve(request, ROUTES, world)
    except Refused as refused:
        answer = refuse(refused.status, request, world, refused.headers)
    except AlertsError as error:
        logs.trouble("page_failed", error)
        answer = refuse(503, request, world, {"retry-after": "60"})
    return answer.to_event(head=request.method == "HEAD")
