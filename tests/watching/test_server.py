"""The server: for this machine alone, reads only, and two browsers at once."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.watching.board import Board
from functions.watching.mails import Mails, Seen
from functions.watching.server import Server
from tests.watching.test_page import shown

Told = tuple[int, str, http.client.HTTPMessage]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    mail = shown("en", 1, html="<html><head></head><p>Dear reader</p>")
    pictures = {"logo.png": tmp_path / "logo.png", "gone.png": tmp_path / "gone.png"}
    board = Board("run")
    board.show(
        Seen(findings=(), mails=Mails(sender="A", shown=(mail,), pictures=pictures)), "14:00:00"
    )
    with Server(board, "a.yaml", 0) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        board.close()
        made.shutdown()
        thread.join()


def ask(server: Server, path: str, host: str = "", method: str = "GET") -> Told:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{server.server_port}"})
    answer = connection.getresponse()
    told = (answer.status, answer.read().decode(), answer.headers)
    connection.close()
    return told


class Browser:
    """Somebody who listens to what is new."""

    def __init__(self, server: Server, seen: str, last: str = "") -> None:
        self._line = socket.create_connection(("127.0.0.1", server.server_port), 30)
        after = f"Last-Event-ID: {last}\r\n" if last else ""
        host = f"Host: localhost:{server.server_port}\r\n"
        asked = f"GET /events?seen={seen} HTTP/1.1\r\n{host}{after}\r\n"
        self._line.sendall(asked.encode())
        self._lines = self._line.makefile("r", encoding="utf-8")

    def hears(self) -> str:
        """The next version it is told of."""
        return next(line[6:-1] for line in self._lines if line.startswith("data: "))

    def leave(self) -> None:
        self._lines.close()
        self._line.close()


def test_it_is_heard_on_this_machine_alone(server: Server) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"
    assert server.url == f"http://127.0.0.1:{server.server_port}/"


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1:1", "localhost.evil:{p}"])
@pytest.mark.parametrize("path", ["/", "/events", "/mail/run-1/en/1", "/images/logo.png"])
def test_a_strange_name_for_it_is_told_nothing(server: Server, host: str, path: str) -> None:
    status, text, _ = ask(server, path, host.format(p=server.server_port))
    assert (status, "a.yaml" in text, "Dear" in text) == (421, False, False)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1"])
def test_its_own_names_are_served(server: Server, host: str) -> None:
    assert ask(server, "/", f"{host}:{server.server_port}")[0] == 200


def test_the_page_loads_nothing_from_elsewhere_and_stands_in_no_frame(server: Server) -> None:
    _, _, headers = ask(server, "/")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"


def test_a_mail_runs_no_script_wherever_it_is_opened(server: Server) -> None:
    status, text, headers = ask(server, "/mail/whichever/en/1")
    policy = headers["Content-Security-Policy"]
    assert (status, "Dear reader" in text, '<base target="_blank">' in text) == (200, True, True)
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "sandbox allow-same-origin" in policy
    assert "allow-scripts" not in policy


def test_pictures_of_the_mail_are_served(server: Server) -> None:
    status, _, headers = ask(server, "/images/logo.png", method="HEAD")
    assert (status, headers["Content-Type"], headers["Content-Length"]) == (200, "image/png", "4")


@pytest.mark.parametrize(
    "path",
    [
        *("/images/gone.png", "/images/../logo.png", "/images/%2e%2e%2flogo.png", "/images/"),
        *("/mail/run-1/en/2", "/mail/run-1/es/1", "/mail/", "/mail/run-1/en/01", "/etc/passwd"),
        *("/watch.css/..", "/index.html"),
    ],
)
def test_there_is_nothing_else(server: Server, path: str) -> None:
    assert ask(server, path)[0] == 404


@pytest.mark.parametrize("path", ["/watch.css", "/watch.js", "/watch.svg"])
def test_what_the_page_needs_is_here(server: Server, path: str) -> None:
    status, text, _ = ask(server, path)
    assert (status, len(text) > 100) == (200, True)


def test_nothing_can_be_changed(server: Server) -> None:
    assert ask(server, "/", method="POST")[0] == 501


def test_two_browsers_are_told_of_each_save(server: Server) -> None:
    browsers = [Browser(server, "run-1") for _ in range(2)]
    server.board.show(Seen(findings=(), mails=None), "14:00:05")
    assert [browser.hears() for browser in browsers] == ["run-2", "run-2"]
    browsers[0].leave()
    server.board.show(Seen(findings=(), mails=None), "14:00:09")
    assert browsers[1].hears() == "run-3"
    browsers[1].leave()


def test_a_browser_that_lost_its_line_or_comes_from_an_earlier_run_catches_up(
    server: Server,
) -> None:
    for seen, last in (("run-0", ""), ("run-1", "run-0"), ("earlier-1", "earlier-7")):
        browser = Browser(server, seen, last)
        assert browser.hears() == "run-1"
        browser.leave()


def test_a_port_that_is_taken_is_an_error(server: Server) -> None:
    with pytest.raises(OSError, match="in use"):
        Server(server.board, "a.yaml", server.server_port)
