"""Serves the page to browsers on this machine, and tells them when there is something new.

board ─► `GET /` the page · `/mail/…` a mail · `/images/…` its pictures · `/events` what is new
"""

from __future__ import annotations

import mimetypes
import socketserver
import sys
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from functions.watching.board import Board
from functions.watching.page import FOLDER, SANDBOX, chosen, draw

ADDRESS = "127.0.0.1"  # never another one: nobody but this machine is to see an alert early
ASSETS = {
    "/watch.css": "text/css; charset=utf-8",
    "/watch.js": "text/javascript; charset=utf-8",
    "/watch.svg": "image/svg+xml",
}
BEAT = 15.0  # seconds; a browser that went away is noticed when it is written to

_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
    " img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'none';"
    f" frame-ancestors 'self'; sandbox {SANDBOX}"
)
_ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_HTML = "text/html; charset=utf-8"


class Server(ThreadingHTTPServer):
    """Serves `board`, which shows the alert in `file`. Port 0 is any that is free.

    Raises OSError if the port is taken.
    """

    daemon_threads = True

    def __init__(self, board: Board, file: str, port: int) -> None:
        self.board, self.file = board, file
        super().__init__((ADDRESS, port), _Answer)

    def server_bind(self) -> None:
        """Bind, and look no name up: HTTPServer asks DNS for it."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, int(self.server_address[1])

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        return f"http://{ADDRESS}:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The names it goes by. Another one is a strange site's that had its name led here."""
        return frozenset(f"{name}:{self.server_port}" for name in (ADDRESS, "localhost"))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of browsers that went away."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Answer(BaseHTTPRequestHandler):
    """Answers one browser; nothing it asks for changes anything."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds without a request before the connection is closed
    server_version, sys_version = "alerts", ""

    def do_GET(self) -> None:
        """Answer a request."""
        if self.headers.get("Host", "").lower() not in self.server.hosts:
            self._say(HTTPStatus.MISDIRECTED_REQUEST, "This is not the host you think it is.")
            return
        asked = urlsplit(self.path)
        if asked.path == "/events":
            self._events()
        elif asked.path == "/":
            self._page(asked.query)
        elif asked.path in ASSETS:
            self._send((FOLDER / asked.path[1:]).read_bytes(), ASSETS[asked.path])
        elif asked.path.startswith("/mail/"):
            self._mail(asked.path.split("/")[2:])
        elif asked.path.startswith("/images/"):
            self._image(unquote(asked.path.removeprefix("/images/")))
        else:
            self._say(HTTPStatus.NOT_FOUND, "There is nothing here.")

    do_HEAD = do_GET  # noqa: N815 -- the base class's name

    def _page(self, query: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        number = _number(asked.get("edition", ""))
        html = draw(self.server.board.view, self.server.file, asked.get("lang", ""), number)
        self._send(html.encode(), _HTML, {"Content-Security-Policy": _PAGE_POLICY})

    def _mail(self, parts: list[str]) -> None:
        """One mail: `/mail/VERSION/LANGUAGE/NUMBER`. The version is there for the browser alone."""
        language, number = (*parts[1:], "", "")[:2]
        shown = chosen(self.server.board.view.mails, language, _number(number))
        if shown is None or (shown.language, str(shown.number)) != (language, number):
            self._say(HTTPStatus.NOT_FOUND, "There is no such mail any more.")
            return
        # Links leave the frame: no site would be shown in it.
        html = shown.html.replace("<head>", '<head><base target="_blank">', 1)
        self._send(html.encode(), _HTML, {"Content-Security-Policy": _MAIL_POLICY})

    def _image(self, name: str) -> None:
        mails = self.server.board.view.mails
        path = mails.pictures.get(name) if mails else None
        try:
            content = path.read_bytes() if path else None
        except OSError:
            content = None
        if content is None:
            self._say(HTTPStatus.NOT_FOUND, "There is no such picture in the mail.")
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._send(content, kind, {"Content-Security-Policy": "default-src 'none'; sandbox"})

    def _events(self) -> None:
        """Server-sent events: the version of each new view (HTML Living Standard, 9.2)."""
        query = parse_qs(urlsplit(self.path).query)
        seen = self.headers.get("Last-Event-ID") or query.get("seen", [""])[0]
        self._head(HTTPStatus.OK, "text/event-stream", {"Connection": "close"})
        self.close_connection = True
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 500\n\n")
        while not self.server.board.closed:
            view = self.server.board.other_than(seen, BEAT)
            seen = view.version if view else seen
            told = f"id: {seen}\ndata: {seen}\n\n" if view else ": still here\n\n"
            self.wfile.write(told.encode())

    def _say(self, status: HTTPStatus, text: str) -> None:
        self._send(f"{text}\n".encode(), "text/plain; charset=utf-8", status=status)

    def _send(
        self,
        body: bytes,
        kind: str,
        headers: Mapping[str, str] | None = None,
        *,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> None:
        self._head(status, kind, {"Content-Length": str(len(body)), **(headers or {})})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: HTTPStatus, kind: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **_ALWAYS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing between what the command says."""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
