"""The pages as a browser meets them: the real handler behind a browser's requests."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from functions.alerts.mail.token import Purpose
from functions.alerts.pages.publishing import look_of
from functions.campaign_files import load_organization
from functions.supporter_web import supporter_web
from tests.compiled import ROOT
from tests.fakes import FakeWorld
from tests.sending import person

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Route

SITE = "https://alerts.icirr.example"
MARIA = person(7, language="es", topics=("daca",))


def world() -> FakeWorld:
    """The list with one supporter, and ICIRR's look, in Arabic too."""
    made = FakeWorld(MARIA)
    look = look_of(load_organization(ROOT / "campaigns/organization.yaml"))
    made.site.publish_look(replace(look, languages=(*look.languages, "ar")))
    return made


def path(world: FakeWorld, purpose: Purpose, query: str = "", supporter: str = MARIA.id) -> str:
    """The path of a supporter's link."""
    letter = {"unsubscribe": "u", "preferences": "p"}[purpose]
    return f"/{letter}/{world.keyring.make(purpose, supporter)}{query}"


def event(
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    encoded: bool = True,
) -> dict[str, Any]:
    """An HTTP API's event, format 2.0; it gives bodies in base64, or as text."""
    where, _, query = path.partition("?")
    made: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "ANY /u/{token}",
        "rawPath": where,
        "rawQueryString": query,
        "headers": dict(headers or {}),
        "requestContext": {"http": {"method": method, "path": where, "sourceIp": "192.0.2.7"}},
        "isBase64Encoded": body is not None and encoded,
    }
    if body is not None:
        made["body"] = b64encode(body).decode() if encoded else body.decode()
    return made


def serve(context: BrowserContext, world: FakeWorld) -> list[str]:
    """Let the handler answer a browser's requests; what else it asks for is listed and refused."""
    refused: list[str] = []

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != SITE or asked.path.startswith("/images/"):
            refused.append(route.request.url)
            route.abort()
            return
        request = route.request
        told = supporter_web(
            event(
                request.method,
                f"{asked.path}?{asked.query}",
                headers=request.headers,
                body=request.post_data_buffer,
            ),
            world,
        )
        route.fulfill(status=told["statusCode"], headers=told["headers"], body=told["body"])

    context.route("**/*", answer)
    return refused
