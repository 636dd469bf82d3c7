"""Follows many addresses at once, one per site at a time, within a limit for all of them.

addresses ─► what is remembered ─► a queue per site ─► workers ─► Answers
"""

from __future__ import annotations

import queue
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from functions.alerts.checks.answers import Answer
from functions.links.asking import Asker
from functions.links.reaching import Reach, public_addresses
from functions.links.remembered import Remembered
from functions.links.visit import visit

WORKERS = 8
PAUSE = 0.5  # seconds between two requests to one site
LIMIT = 60.0  # seconds for the links of one run


@dataclass(slots=True)
class SiteTurns:
    """One request to a site at a time, and a pause (seconds) before the next."""

    pause: float = PAUSE
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _free: dict[str, float] = field(default_factory=dict)
    _door: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        """A turn at `host`, once it is free."""
        with self._door:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            wait = self._free.get(host, 0.0) - self.clock()
            if wait > 0:
                self.sleep(wait)
            try:
                yield
            finally:
                self._free[host] = self.clock() + self.pause


@dataclass(slots=True)
class Follower:
    """Asks each address once, whatever number of files have it. `limit` is for all together."""

    asker: Asker
    remembered: Remembered
    turns: SiteTurns = field(default_factory=SiteTurns)
    limit: float = LIMIT
    _answers: dict[str, Answer] = field(default_factory=dict)
    _ends: float | None = None

    def __call__(self, urls: Iterable[str]) -> dict[str, Answer]:
        """What is at each of `urls` (http and https only)."""
        wanted = list(dict.fromkeys(urls))
        for url in wanted:
            known = self.remembered.get(url)
            if known and url not in self._answers:
                self._answers[url] = known
        new = [url for url in wanted if url not in self._answers]
        if new:
            self._follow(new)
            self.remembered.keep(self._answers)
        return {url: self._answers[url] for url in wanted}

    def _follow(self, urls: list[str]) -> None:
        sites = _by_site(urls)
        waiting: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[str, Answer]] = queue.SimpleQueue()
        for site in sorted(sites, key=len, reverse=True):  # the longest way first
            waiting.put(site)
        stop = threading.Event()
        for _ in range(min(WORKERS, len(sites))):
            # Daemons: a site that never ends does not hold up the command.
            args = (waiting, done, stop)
            threading.Thread(target=self._work, args=args, daemon=True).start()
        self._collect(done, len(urls))
        stop.set()
        for url in urls:
            late = Answer(state="unasked", last=url, why="was not reached in the time for all")
            self._answers.setdefault(url, late)

    def _collect(self, done: queue.SimpleQueue[tuple[str, Answer]], count: int) -> None:
        now = time.monotonic()
        self._ends = self._ends or now + self.limit
        for _ in range(count):
            try:
                url, answer = done.get(timeout=max(0.0, self._ends - time.monotonic()))
            except queue.Empty:
                return
            self._answers[url] = answer

    def _work(
        self,
        waiting: queue.SimpleQueue[list[str]],
        done: queue.SimpleQueue[tuple[str, Answer]],
        stop: threading.Event,
    ) -> None:
        while not stop.is_set():
            try:
                site = waiting.get_nowait()
            except queue.Empty:
                return
            for url in site:
                if stop.is_set():
                    return
                done.put((url, _visited(url, self.asker, self.turns)))


def _visited(url: str, asker: Asker, turns: SiteTurns) -> Answer:
    try:
        return visit(url, asker, turns)
    except (ValueError, LookupError):  # one odd site must not take the others' answers along
        return Answer(state="broken", last=url, why="answers with something else than a page")


def _by_site(urls: list[str]) -> list[list[str]]:
    sites: dict[str, list[str]] = {}
    for url in urls:
        sites.setdefault((urlsplit(url).hostname or "").lower(), []).append(url)
    return list(sites.values())


def polite_follower(remembered: Remembered, reach: Reach = public_addresses) -> Follower:
    """The follower of a command, with the machine's own trusted certificates."""
    return Follower(Asker(reach=reach, context=ssl.create_default_context()), remembered)
