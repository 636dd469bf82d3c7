"""Many links at once: politely, each once, and never longer than the time for all."""

from __future__ import annotations

import socket
import threading

from functions.links.following import Follower, SiteTurns
from functions.links.remembered import Remembered
from functions.links.visit import visit
from tests.links_asking import plain_asker
from tests.odd_sites import OddSites, hang, moved, odd_sites, status


def follower(sites: OddSites, limit: float = 20.0) -> Follower:
    nothing = Remembered(None, lambda: 0.0)
    asker = plain_asker(sites.reach)
    return Follower(asker, nothing, turns=SiteTurns(pause=0.0), limit=limit)


def test_every_link_has_its_answer() -> None:
    pages = {"/a": status(200), "/b": status(404)}
    with odd_sites(pages) as sites:
        answers = follower(sites)([sites.url("/a"), sites.url("/b"), sites.url("/a", "b.example")])
        assert [answer.state for answer in answers.values()] == ["works", "gone", "works"]


def test_a_link_of_two_files_is_opened_once() -> None:
    with odd_sites({"/a": status(200)}) as sites:
        follow = follower(sites)
        follow([sites.url("/a"), sites.url("/a")])
        follow([sites.url("/a")])
        assert sites.asked == ["HEAD /a site.example"]


def test_a_site_is_asked_one_thing_at_a_time() -> None:
    """Also by those who were sent to it from elsewhere."""
    now, most = [0], [0]
    counting = threading.Lock()

    def busy(line: socket.socket) -> None:
        with counting:
            now[0] += 1
            most[0] = max(most[0], now[0])
        threading.Event().wait(0.01)
        with counting:
            now[0] -= 1
        status(200)(line)

    with odd_sites({"/busy": busy}) as sites:
        for n in range(8):
            sites.pages[f"/{n}"] = moved(sites.url("/busy", "one.example"))
        follow = follower(sites)
        follow([sites.url(f"/{n}", f"site{n}.example") for n in range(8)])
        assert sites.asked.count("HEAD /busy one.example") == 8
        assert most == [1]


def test_between_two_requests_to_a_site_lies_a_pause() -> None:
    waited: list[float] = []
    turns = SiteTurns(pause=0.5, sleep=waited.append, clock=lambda: 100.0)
    for host in ("a.example", "a.example", "b.example"):
        with turns.at(host):
            pass
    assert waited == [0.5]


def test_a_site_without_head_gets_the_same_pause_before_it_is_asked_again() -> None:
    waited: list[float] = []
    turns = SiteTurns(pause=0.5, sleep=waited.append, clock=lambda: 100.0)
    with odd_sites({"HEAD /page": status(405), "GET /page": status(200)}) as sites:
        visit(sites.url("/page"), plain_asker(sites.reach), turns)
    assert waited == [0.5]


def test_sites_that_hang_do_not_hold_up_the_others() -> None:
    with odd_sites({"/hangs": hang, "/works": status(200)}) as sites:
        slow = [sites.url("/hangs", f"h{n}.example") for n in range(3)]
        quick = sites.url("/works")
        answers = follower(sites, limit=1.0)([*slow, quick])
        assert answers[quick].state == "works"
        assert {answers[url].state for url in slow} == {"unasked"}


def test_what_is_remembered_is_not_asked_again() -> None:
    with odd_sites({"/a": status(200)}) as sites:
        remembered = Remembered(None, lambda: 1_000.0)
        for _ in range(2):
            Follower(plain_asker(sites.reach), remembered)([sites.url("/a")])
        assert len(sites.asked) == 1
