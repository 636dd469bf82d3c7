"""Embedded AWS for another process: what it asks over HTTP is answered by the one in this process.

AWS_ENDPOINT_URL names it. Which service is meant stands in a request's signature.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import boto3
from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders

_SIGNED = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request")
_HOSTS = {"ses": "email"}  # the name that SES signs with, and its host's
_CLIENTS = {"ses": "sesv2"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # one packet an answer
    session: ClassVar[boto3.Session]

    def _go(self) -> None:
        """Hand the request to what answers boto3 in this process, as boto3 would hand it over."""
        region, service = self._service()
        host = f"{_HOSTS.get(service, service)}.{region}.amazonaws.com"
        length = int(self.headers.get("Content-Length", 0))
        headers = HTTPHeaders.from_dict({**dict(self.headers.items()), "Host": host})
        request = AWSPreparedRequest(
            self.command, f"https://{host}{self.path}", headers, self.rfile.read(length), False
        )
        events: Any = self.session.events
        name = f"before-send.{_CLIENTS.get(service, service)}"
        answer = next(got for _, got in events.emit(name, request=request) if got is not None)
        self._answer(answer)

    def _service(self) -> tuple[str, str]:
        signed = _SIGNED.search(self.headers.get("Authorization", ""))
        assert signed, "The request is not signed."
        return signed[1], signed[2]

    def _answer(self, answer: Any) -> None:
        body = answer.content
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            if name.lower() not in {"content-length", "connection", "transfer-encoding"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def do_GET(self) -> None:
        self._go()

    def do_PUT(self) -> None:
        self._go()

    def do_POST(self) -> None:
        self._go()

    def do_DELETE(self) -> None:
        self._go()

    def do_HEAD(self) -> None:
        self._go()

    def handle_expect_100(self) -> bool:
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def endpoint(session: boto3.Session) -> Iterator[str]:
    """The URL at which the session's embedded AWS answers until the block ends."""
    handler = type("Handler", (_Handler,), {"session": session})
    with serving(handler) as port:
        yield f"http://127.0.0.1:{port}"


class _Server(ThreadingHTTPServer):
    """A process that has ended resets its connections: no news, and nothing to print."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """The port of a server on this machine, without Nagle's algorithm: it waits 40 ms an answer."""
    handler.disable_nagle_algorithm = True
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
