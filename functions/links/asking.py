"""One request to one site: HEAD or a GET of nothing, the status line and the headers, no more.

`http.client` and not one of the large libraries: nothing here wants cookies, pools, retries or
redirects followed unseen, and a socket of our own is what binds a name to a looked-at address.
A body is never read, so its size does not matter.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from functions.links.reaching import Reach

AGENT = "action-alerts (link check)"

Method = Literal["HEAD", "GET"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a site said: its status, where it sends us (""), whether a bot wall stood before it."""

    status: int
    location: str = ""
    challenge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Asks with a limit for connecting and one for the whole answer, both in seconds."""

    reach: Reach
    context: ssl.SSLContext
    connect_in: float = 5.0
    answer_in: float = 10.0

    def ask(self, method: Method, url: str) -> Reply:
        """The reply to one request.

        Raises NotPublicError, socket.gaierror (no such name), ssl.SSLError, TimeoutError,
        OSError (refused, reset), http.client.HTTPException (no HTTP).
        """
        parts = urlsplit(url)
        host = _ascii(parts.hostname or "")
        secure = parts.scheme.lower() == "https"
        connection = http.client.HTTPConnection(host)
        with self._line(host, parts.port or (443 if secure else 80)) as line, self._limited(line):
            try:
                connection.sock = self._wrapped(line, host) if secure else line
                connection.request(method, _target(url), headers=_headers(method, url, host))
                return _reply(connection.getresponse())
            finally:
                connection.close()

    def _wrapped(self, line: socket.socket, host: str) -> ssl.SSLSocket:
        return self.context.wrap_socket(line, server_hostname=host)

    def _line(self, host: str, port: int) -> socket.socket:
        failed: OSError = ConnectionRefusedError(host)
        for address in self.reach(host):
            try:
                line = socket.create_connection((address, port), self.connect_in)
                line.settimeout(self.answer_in)
                return line
            except OSError as error:
                failed = error
        raise failed

    @contextmanager
    def _limited(self, line: socket.socket) -> Iterator[None]:
        """End the talk after so long, however busily the other side sends a letter at a time."""
        late = threading.Event()
        twin = line.dup()  # the same connection, whoever closes the other end of it meanwhile

        def cut() -> None:
            late.set()
            with suppress(OSError):
                twin.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(self.answer_in, cut)
        timer.daemon = True
        timer.start()
        try:
            yield
            if late.is_set():  # a line that was cut reads like the end of the headers
                raise TimeoutError
        except (OSError, http.client.HTTPException) as error:
            if late.is_set():
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()
            timer.join()
            twin.close()


def _headers(method: Method, url: str, host: str) -> dict[str, str]:
    # One byte is enough, and what a site sends nevertheless is not read.
    some = {"Range": "bytes=0-0"} if method == "GET" else {}
    port = urlsplit(url).port
    name = f"{host}:{port}" if port else host
    return {"Host": name, "User-Agent": AGENT, "Accept": "*/*", "Connection": "close", **some}


def _reply(response: http.client.HTTPResponse) -> Reply:
    # Cloudflare marks its own pages so (developers.cloudflare.com, "Detect a Challenge Page").
    challenge = response.headers.get("cf-mitigated") == "challenge"
    location = (response.headers.get("Location") or "").strip()
    return Reply(status=response.status, location=location, challenge=challenge)


def _ascii(host: str) -> str:
    """The name as the DNS knows it."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _target(url: str) -> str:
    """The path and query of a request line, in ASCII."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return quote(f"{parts.path or '/'}{query}", safe="/?&=:;,@%+$!*'()~#[]")
