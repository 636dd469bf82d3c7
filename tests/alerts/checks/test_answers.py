"""What is said about links once they were followed."""

from __future__ import annotations

import pytest

from functions.alerts.checks.answers import Answer, State, report_answers
from functions.alerts.checks.draft import Draft
from functions.alerts.checks.examine import examine
from functions.alerts.checks.linked import derived_links, links_of
from functions.alerts.errors import Finding
from functions.alerts.reading.link import https_twin
from tests.checking import draft, of_rule
from tests.written import card

TO = "ask: take_action\ntitle: Write\nlink: "
URL = "https://a.example/page"


def followed(text: str, **answers: Answer) -> tuple[Finding, ...]:
    """The findings after links gave these answers, by `url` or `secure` (its https twin)."""
    made = draft(text)
    links = links_of(made)
    named = [(links[0].url, answers.get("url")), (https_twin(links[0].url), answers.get("secure"))]
    known = {url: answer for url, answer in named if answer}

    def report(draft: Draft) -> None:
        report_answers(draft.reading, links, known)

    return tuple(one for one in examine(made, report) if "link" in one.rule)


def said(state: State, last: str = URL, url: str = URL, *, for_good: bool = True) -> Finding | None:
    answer = Answer(state=state, last=last, why="does so", for_good=for_good)
    found = followed(card(TO + url), url=answer)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("state", "level", "rule"),
    [
        ("gone", "warning", "dead-link"),
        ("nowhere", "warning", "dead-link"),
        ("broken", "warning", "failing-link"),
        ("silent", "warning", "failing-link"),
        ("circle", "warning", "failing-link"),
        ("astray", "warning", "failing-link"),
        ("unsafe", "warning", "unsafe-link"),
        ("closed", "note", "links-unseen"),
        ("unasked", "note", "links-unseen"),
    ],
)
def test_what_readers_would_meet_is_told(state: State, level: str, rule: str) -> None:
    finding = said(state)
    assert finding
    assert (finding.level, finding.rule, finding.line) == (level, rule, 6)


@pytest.mark.parametrize(
    "last",
    [URL, f"{URL}/", "https://www.a.example/page", "https://a.example/Page/index.html"],
)
def test_a_page_that_is_there_gives_no_finding(last: str) -> None:
    assert said("works", last) is None


def test_a_page_that_moved_for_good_has_its_new_address_offered() -> None:
    finding = said("works", "https://a.example/new?fbclid=1")
    assert finding
    assert (finding.level, finding.remedy) == ("note", "Write `link: https://a.example/new`.")


def test_a_way_for_now_is_the_sites_own_affair() -> None:
    assert said("works", "https://a.example/en/page", for_good=False) is None


def test_a_page_that_leads_to_the_front_page_is_gone() -> None:
    finding = said("works", "https://a.example/", for_good=False)
    assert finding
    assert finding.rule == "dead-link"


def test_a_page_behind_a_sign_in_is_told() -> None:
    finding = said("works", "https://accounts.google.com/v3/signin?continue=x", for_good=False)
    assert finding
    assert finding.rule == "link-needs-sign-in"


def test_a_shortened_link_is_told_once_with_what_is_behind_it() -> None:
    answer = Answer(state="works", last="https://a.example/long", for_good=False)
    (finding,) = of_rule(followed(card(f"{TO}https://bit.ly/x"), url=answer), "shortened-link")
    assert finding.remedy == "Write `link: https://a.example/long`."


def test_an_https_address_that_works_needs_no_more_trying() -> None:
    text = card(f"{TO}http://a.example/page")
    (finding,) = followed(text, secure=Answer(state="works", last=URL))
    assert finding.remedy == f"Write `link: {URL}`. It works."


def test_where_there_is_no_https_address_none_is_demanded() -> None:
    text = card(f"{TO}http://a.example/page")
    works = Answer(state="works", last="http://a.example/page")
    refused = Answer(state="silent", last=URL, why="gave no answer")
    (finding,) = followed(text, url=works, secure=refused)
    assert (finding.level, "no https address" in finding.found) == ("note", True)


def test_a_machine_without_a_network_is_told_once() -> None:
    made = draft(card(f'{TO}{URL}\ntext: "[b](https://b.example) [c](https://c.example)"'))
    links = links_of(made)
    nowhere = {link.url: Answer(state="nowhere", last=link.url, why="x") for link in links}
    report_answers(made.reading, links, nowhere)
    (finding,) = (one for one in made.reading.result() if "link" in one.rule)
    assert (finding.level, finding.rule) == ("note", "links-unseen")


def test_the_pages_of_bills_are_followed_though_nobody_wrote_them() -> None:
    (link,) = derived_links(draft(card("ask: slip\nbill: SB 35\ncloses: Tuesday 2018-04-10 3 PM")))
    assert (link.path, "DocNum=35&GAID=14" in link.url) == (("asks", 0, "bill"), True)


def test_a_redirect_to_what_is_no_address_is_told_like_any_other() -> None:
    found = said("astray", last="http://[::1")
    assert found
    assert "It leads to `http://[::1`." in found.found
