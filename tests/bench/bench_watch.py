"""How long `alerts dev --watch` takes from a save to the mail in the browser.

From the file's own time of change to the new text in both frames of a headless Chromium; where
there is no Chromium, to the new mail at an HTTP client that listens for events.

Run by `make bench`, or alone: `python -m tests.bench.bench_watch`.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from tests.bench.table import Row, show
from tests.compiled import AWARD

SAVES = 20
_TITLE = "Wins Prestigious Award"
# When the frame has the words, on the clock that files are stamped by.
_ARRIVED = """words => ['phone', 'desktop'].every(id =>
    document.getElementById(id).contentDocument?.body?.innerText.includes(words)) && Date.now()"""

Arrived = Callable[[str], float]  # words of the mail -> when they were there, in Unix time


def main() -> None:
    """Print the middle and the slowest of some saves beside the aim."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        desk = Path(folder) / "campaigns"
        shutil.copytree(AWARD.parent, desk)
        url = stack.enter_context(_watching(desk / AWARD.name))
        try:
            means, arrived = "Chromium", stack.enter_context(_browser(url))
        except (ImportError, LookupError):
            means, arrived = "an HTTP client", stack.enter_context(_client(url))
        taken = [_save(desk / AWARD.name, number, arrived) for number in range(SAVES)]
    show(
        f"alerts dev --watch, from a save to the mail in {means}",
        Row("the middle of 20 saves", median(taken), 300, "ms"),
        Row("the slowest of 20 saves", max(taken), 300, "ms"),
    )


def _save(alert: Path, number: int, arrived: Arrived) -> float:
    """Milliseconds from the save to the mail."""
    words = f"Wins Award {number}"
    text = re.sub(r"Wins (Prestigious Award|Award \d+)", words, alert.read_text(encoding="utf-8"))
    alert.write_text(text, encoding="utf-8")
    saved = alert.stat().st_mtime
    taken = (arrived(words) - saved) * 1e3
    time.sleep(0.2 + number * 0.003)  # at any point between two looks at the files
    return taken


@contextmanager
def _watching(alert: Path) -> Iterator[str]:
    command = [str(Path(sys.executable).parent / "alerts"), "dev", "--watch", str(alert)]
    clock = ["--as-of", "2018-04-09T09:00"]
    process = subprocess.Popen([*command, *clock], stdout=subprocess.PIPE, text=True)
    try:
        told = process.stdout.readline() if process.stdout else ""
        url = told.rpartition(" at ")[2].strip()
        while _TITLE not in urlopen(url).read().decode():  # noqa: S310 -- our own, on this machine
            time.sleep(0.1)
        yield url
    finally:
        process.kill()
        process.communicate()


@contextmanager
def _browser(url: str) -> Iterator[Arrived]:
    from tests.mail.chromium import chromium

    with chromium() as browser:
        page = browser.new_page()
        page.goto(url)

        def arrived(words: str) -> float:
            found = page.wait_for_function(_ARRIVED, arg=words, polling="raf")
            return float(found.json_value()) / 1e3

        arrived(_TITLE)
        yield arrived


@contextmanager
def _client(url: str) -> Iterator[Arrived]:
    host = url.split("/")[2]
    line = socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])))
    line.sendall(f"GET /events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    events = (told[6:].strip().decode() for told in line.makefile("rb") if told[:5] == b"data:")

    def arrived(words: str) -> float:
        for version in events:
            mail = urlopen(f"{url}mail/{version}/en/1").read()  # noqa: S310 -- our own
            if words.encode() in mail:
                return time.time()
        raise RuntimeError("it ended")

    try:
        yield arrived
    finally:
        line.close()


if __name__ == "__main__":
    main()
