"""Websites on this machine that behave as the worst of them do, by the path that is asked for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Say = Callable[[socket.socket], None]


def status(code: int, *headers: str) -> Say:
    """Answer with a status and headers and nothing else."""
    lines = [f"HTTP/1.1 {code} Odd", *headers, "Content-Length: 0", "", ""]
    return lambda line: line.sendall("\r\n".join(lines).encode())


def moved(to: str, code: int = 301) -> Say:
    return status(code, f"Location: {to}")


def endless(line: socket.socket) -> None:
    """Ten gigabytes, as long as somebody reads them."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
    while True:
        line.sendall(b"x" * 65_536)


def drip(line: socket.socket) -> None:
    """A letter of a header now and then, for ever."""
    line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        line.sendall(b"x")
        threading.Event().wait(0.02)


def ssh(line: socket.socket) -> None:
    line.sendall(b"SSH-2.0-OpenSSH_9.2p1\r\n")


def hang(line: socket.socket) -> None:
    line.recv(1)  # what follows never comes


@dataclass(slots=True)
class OddSites:
    """Every host of the tests is here: `pages` says by path what is answered."""

    port: int
    pages: dict[str, Say]
    asked: list[str] = field(default_factory=list)  # "HEAD /path host", in order
    open: int = 0
    most_open: int = 0

    def url(self, path: str, host: str = "site.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def reach(self, host: str) -> tuple[str, ...]:
        """Stands in for `public_addresses`: all names lead here."""
        return ("127.0.0.1",)

    def answer(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            request = line.recv(8_192).decode("latin-1")
            if (
                "host: " not in request.lower()
            ):  # the first words of a safe line, which is not spoken here
                return
            method, path, _ = request.split(" ", 2)
            host = request.lower().split("host: ")[1].split(":")[0]
            self.asked.append(f"{method} {path} {host}")
            say = self.pages.get(f"{method} {path}", self.pages.get(path, status(404)))
            say(line)


@contextmanager
def odd_sites(pages: dict[str, Say]) -> Iterator[OddSites]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        sites = OddSites(server.getsockname()[1], pages)
        threading.Thread(target=_serve, args=(server, sites), daemon=True).start()
        yield sites
        server.shutdown(socket.SHUT_RDWR)


def _serve(server: socket.socket, sites: OddSites) -> None:
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=sites.answer, args=(line,), daemon=True).start()
