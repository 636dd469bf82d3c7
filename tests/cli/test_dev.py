"""`alerts dev --watch` as a whole: a process, a browser, saves, Ctrl-C."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import Alerts

AWARD = "welcoming-illinois-award.yaml"


class Running(NamedTuple):
    """A running `alerts dev`, and where it is."""

    process: subprocess.Popen[str]
    port: int

    def ask(self, path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def page_after(self, version: str) -> str:
        """The page once it is another than `version`."""
        with socket.create_connection(("127.0.0.1", self.port), 60) as line:
            asked = f"GET /events?seen={version} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n"
            line.sendall(asked.encode())
            next(told for told in line.makefile("rb") if told.startswith(b"data:"))
        return self.ask("/")


@pytest.fixture
def running(desk: Path) -> Iterator[Running]:
    command = [Path(sys.executable).parent / "alerts", "dev", "--watch", AWARD]
    clock = ["--as-of", "2018-04-09T09:00"]
    process = subprocess.Popen(
        [*map(str, command), *clock], cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    port = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
    assert port is not None
    yield Running(process, int(port[1]))
    process.kill()
    process.communicate()


def version(page: str) -> str:
    found = re.search(r'data-version="([^"]*)"', page)
    assert found is not None
    return found[1]


def first(running: Running) -> str:
    page = running.ask("/")
    return running.page_after(version(page)) if "Reading" in page else page


@pytest.mark.slow
def test_a_save_reaches_the_browser_and_ctrl_c_ends_it(running: Running, desk: Path) -> None:
    page = first(running)
    assert "ready to send" in page
    alert = desk / AWARD
    alert.write_text(alert.read_text().replace("Tuesday 2018-04-10", "Monday 2018-04-10"))
    broken = running.page_after(version(page))
    assert "2018-04-10 is a Tuesday, not a Monday." in broken
    assert "This is the mail of" in broken
    assert "<p" in running.ask(f"/mail/{version(broken)}/es/2")
    running.process.send_signal(signal.SIGINT)
    said, _ = running.process.communicate(timeout=60)
    assert (running.process.returncode, "Ended." in said, "Traceback" in said) == (0, True, False)


def test_a_port_that_is_taken_is_refused_with_what_to_do(alerts: Alerts, desk: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = alerts("dev", "--watch", desk / AWARD, "--port", taken.getsockname()[1])
    assert ran.code == 1
    assert "Name another with --port" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [["dev"], ["dev", "--watch", AWARD, "--as-of", "soon"], ["dev", "--watch", AWARD, "--port", 0]],
    ids=["nothing to watch", "no time", "no port"],
)
def test_wrong_usage(alerts: Alerts, arguments: list[object]) -> None:
    assert alerts(*arguments).code == 2
