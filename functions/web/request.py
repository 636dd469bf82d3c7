"""An HTTP API's event as a request, and what a handler answers.

Every part of it is written by a stranger. The event's format 2.0: "Create AWS Lambda proxy
integrations for HTTP APIs in API Gateway", API Gateway developer guide.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

MOST_BYTES = 16_384  # of a body: a form of ours has a few hundred
_MOST_QUERY = 1_024


class Refused(Exception):  # noqa: N818 – an answer, not an error
    """A request that is not taken: the HTTP status to answer with."""

    def __init__(self, status: int, **headers: str) -> None:
        super().__init__(f"HTTP {status}")
        self.status, self.headers = status, headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`method` in capitals, `path` without its query, `headers` by their names in small letters.

    `source` is the network address that connected: counted by in memory, never stored or logged.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    source: str = field(default="", repr=False)

    @property
    def media_type(self) -> str:
        """Of the body, without parameters, in small letters; empty if nothing tells."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


# What is answered to when it cannot even be read.
NO_REQUEST = Request(method="GET", path="", query={}, headers={}, body=b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back. `body` is text; a request by HEAD gets its headers alone."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_event(self, *, head: bool = False) -> dict[str, Any]:
        """In the format of a Lambda integration."""
        return {
            "statusCode": self.status,
            "headers": dict(self.headers),
            "body": "" if head else self.body,
            "isBase64Encoded": False,
        }


def read_request(event: Mapping[str, Any]) -> Request:
    """The request in an event. Raises Refused: 400 for what is no request, 413 if it is too large.

    The length is looked at before anything is decoded.
    """
    http = _mapping(_mapping(event.get("requestContext")).get("http"))
    method, path = http.get("method"), event.get("rawPath")
    if not isinstance(method, str) or not isinstance(path, str):
        raise Refused(400)
    headers = {
        name.lower(): value
        for name, value in _mapping(event.get("headers")).items()
        if isinstance(name, str) and isinstance(value, str)
    }
    return Request(
        method=method.upper(),
        path=path,
        query=_query(event.get("rawQueryString")),
        headers=headers,
        body=_body(event),
        source=str(http.get("sourceIp", "")),
    )


def _query(text: object) -> dict[str, str]:
    """The first value of each name; what is no query is none."""
    if not isinstance(text, str) or len(text) > _MOST_QUERY:
        return {}
    return dict(reversed(parse_qsl(text, errors="replace")))


def _body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    if not isinstance(body, str):
        raise Refused(400)
    encoded = event.get("isBase64Encoded") is True
    if len(body) > 2 * MOST_BYTES:  # more than base64 makes of it
        raise Refused(413)
    try:
        content = b64decode(body, validate=True) if encoded else body.encode(errors="replace")
    except (binascii.Error, ValueError) as error:
        raise Refused(400) from error
    if len(content) > MOST_BYTES:
        raise Refused(413)
    return content


def _mapping(value: object) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}
