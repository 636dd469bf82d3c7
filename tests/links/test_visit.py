"""What is said of a link, whatever the site behind it does."""

from __future__ import annotations

import http.client
import socket
from contextlib import AbstractContextManager, nullcontext

import pytest

from functions.alerts.checks.answers import Answer
from functions.links.reaching import NotPublicError
from functions.links.visit import MOST_REDIRECTS, visit
from tests.links_asking import plain_asker
from tests.odd_sites import OddSites, Say, drip, endless, hang, moved, odd_sites, ssh, status


class AnyTime:
    def at(self, host: str) -> AbstractContextManager[None]:
        return nullcontext()


def visited(sites: OddSites, path: str = "/page", answer_in: float = 10.0) -> Answer:
    return visit(sites.url(path), plain_asker(sites.reach, answer_in), AnyTime())


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (200, "works"),
        (204, "works"),
        (416, "works"),
        (404, "gone"),
        (410, "gone"),
        (500, "broken"),
        (503, "broken"),
        (400, "broken"),
        (403, "closed"),
        (405, "closed"),
        (429, "closed"),
        (999, "closed"),
    ],
)
def test_a_status_says_what_readers_meet(code: int, state: str) -> None:
    with odd_sites({"/page": status(code)}) as sites:
        assert visited(sites).state == state


def test_a_bot_wall_is_no_broken_page() -> None:
    with odd_sites({"/page": status(503, "cf-mitigated: challenge")}) as sites:
        assert visited(sites).state == "closed"


def test_a_page_that_works_is_asked_for_its_head_alone() -> None:
    with odd_sites({"/page": status(200)}) as sites:
        visited(sites)
        assert sites.asked == ["HEAD /page site.example"]


def test_a_site_that_refuses_head_is_asked_for_the_page() -> None:
    with odd_sites({"HEAD /page": status(404), "GET /page": status(206)}) as sites:
        assert visited(sites).state == "works"
        assert [line[:4] for line in sites.asked] == ["HEAD", "GET "]


def test_ten_gigabytes_are_not_read() -> None:
    with odd_sites({"HEAD /page": status(405), "GET /page": endless}) as sites:
        assert visited(sites).state == "works"


@pytest.mark.parametrize("say", [drip, hang], ids=["a letter at a time", "nothing at all"])
def test_who_does_not_answer_is_left_after_the_time_given(say: Say) -> None:
    with odd_sites({"/page": say}) as sites:
        assert visited(sites, answer_in=0.2).state == "silent"


def test_another_protocol_is_no_page() -> None:
    with odd_sites({"/page": ssh}) as sites:
        assert visited(sites).state == "broken"


def test_a_redirect_is_followed_to_its_end() -> None:
    with odd_sites({"/page": moved("/new?a=1#part"), "/new?a=1": status(200)}) as sites:
        assert visited(sites) == Answer(state="works", last=sites.url("/new?a=1"), for_good=True)


def test_one_step_for_now_makes_the_whole_way_one_for_now() -> None:
    pages = {"/page": moved("/b"), "/b": moved("/c", 302), "/c": status(200)}
    with odd_sites(pages) as sites:
        assert not visited(sites).for_good


def test_a_circle_is_left_where_it_closes() -> None:
    with odd_sites({"/page": moved("/b"), "/b": moved("/page")}) as sites:
        assert visited(sites).state == "circle"
        assert len(sites.asked) == 2


def test_a_way_without_end_is_left_after_five_steps() -> None:
    pages = {f"/{n}": moved(f"/{n + 1}") for n in range(20)}
    with odd_sites(pages) as sites:
        assert visited(sites, "/0").state == "circle"
        assert len(sites.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "target",
    [
        "ftp://files.example/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[::1",
        "gopher:",
    ],
)
def test_a_redirect_to_no_page_is_not_followed(target: str) -> None:
    with odd_sites({"/page": moved(target)}) as sites:
        assert visited(sites).state == "astray"
        assert len(sites.asked) == 1


def test_a_redirect_into_a_network_is_not_followed() -> None:
    def reach(host: str) -> tuple[str, ...]:
        if host != "site.example":
            raise NotPublicError(host)
        return ("127.0.0.1",)

    with odd_sites({"/page": moved("http://169.254.169.254/latest/meta-data/")}) as sites:
        answer = visit(sites.url("/page"), plain_asker(reach), AnyTime())
        assert (answer.state, len(sites.asked)) == ("astray", 1)


@pytest.mark.parametrize(
    ("url", "state"),
    [("https://intranet.example/x", "unasked"), ("http://192.168.1.5/x", "astray")],
)
def test_a_link_into_a_network_is_not_opened(url: str, state: str) -> None:
    def private(host: str) -> tuple[str, ...]:
        raise NotPublicError(host)

    assert visit(url, plain_asker(private), AnyTime()).state == state


@pytest.mark.parametrize(
    ("errno", "state"), [(socket.EAI_NONAME, "nowhere"), (socket.EAI_AGAIN, "silent")]
)
def test_a_name_that_is_not_there_is_told_from_one_that_nobody_could_look_up(
    errno: int, state: str
) -> None:
    def unknown(host: str) -> tuple[str, ...]:
        raise socket.gaierror(errno, "no")

    assert visit("https://www.icirrr.org/x", plain_asker(unknown), AnyTime()).state == state


def test_where_nothing_listens_nothing_answers() -> None:
    with odd_sites({}) as sites:
        url = sites.url("/page")
    assert visit(url, plain_asker(sites.reach), AnyTime()).state == "silent"


def test_what_speaks_no_tls_is_not_safe() -> None:
    with odd_sites({}) as sites:
        url = sites.url("/page").replace("http:", "https:")
        assert visit(url, plain_asker(sites.reach), AnyTime()).state in ("unsafe", "silent")


def test_a_hop_in_another_alphabet_is_followed() -> None:
    with odd_sites({"/page": moved("/año nuevo"), "/a%C3%B1o%20nuevo": status(200)}) as sites:
        assert visited(sites).state == "works"


def test_more_headers_than_anybody_reads_are_no_page() -> None:
    assert http.client._MAXHEADERS == 100  # type: ignore[attr-defined] # what the site goes over
    many = status(200, *[f"X-{n}: x" for n in range(500)])
    with odd_sites({"/page": many}) as sites:
        assert visited(sites).state == "broken"
