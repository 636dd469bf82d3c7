"""What the web answered about a file's links, as findings; `functions/links/` asks it.

links ─► `addresses_of` ─► (the network) ─► Answers ─► `report_answers` ─► findings
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from functions.alerts.checks.link_lists import is_listed, link_lists
from functions.alerts.checks.linked import Linked
from functions.alerts.checks.wrapped import unwrapped, without_trackers, wrapper_of
from functions.alerts.errors import Finding, Mistake
from functions.alerts.reading.link import check_link, https_twin
from functions.alerts.reading.validation import Reading

State = Literal[
    "works",  # a page is there
    "gone",  # the site says that there is none: 404, 410
    "broken",  # the site fails: 5xx, and what no browser could show
    "nowhere",  # no such site
    "silent",  # no answer in time, or none at all
    "unsafe",  # a browser warns of it instead of showing it
    "circle",  # it leads on and on
    "astray",  # it leads to what no reader can open
    "closed",  # the site turns programs away, so nobody knows
    "unasked",  # not looked at: an address inside a network, or no time left
]

# What a site's own tidying changes without leading anybody elsewhere.
_TIDY = ("index.html", "index.php", "index.htm", "default.aspx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one address. `why` says it to people, as the rest of “This link …”.

    `last` is where it led in the end; `for_good` whether each step there was a permanent one
    (301 and 308, RFC 9110, 15.4).
    """

    state: State
    last: str
    why: str = ""
    for_good: bool = True


# Addresses -> what is there; each of them has an answer.
Follow = Callable[[Iterable[str]], Mapping[str, Answer]]


def addresses_of(links: Iterable[Linked]) -> tuple[str, ...]:
    """What is to be asked about: each address once, and the https twin of those with http."""
    asked: dict[str, None] = {}
    for link in links:
        asked[link.url] = None
        asked[https_twin(link.url)] = None
    return tuple(asked)


def report_answers(
    reading: Reading, links: Iterable[Linked], answers: Mapping[str, Answer]
) -> None:
    """Report what readers who follow the `links` of this file would meet.

    An address without an answer was not looked at. What many links have in common, that nobody
    could look at them, is said once.
    """
    links = tuple(links)
    if _all_unreachable(links, answers):
        found = "None of the links could be looked at: this machine reaches no site."
        reading.report((), found, "Ask again where it is on line.", "note", rule="links-unseen")
        return
    unseen: dict[State, dict[str, Linked]] = {"closed": {}, "unasked": {}}
    told: set[tuple[str, tuple[str | int, ...]]] = set()
    for link in links:
        secure = answers.get(https_twin(link.url))
        if link.url.lower().startswith("http:") and secure:
            _settle_twin(reading, link, secure)
        answer = _best(link, answers)
        if answer is None or (link.url, link.path) in told:
            continue
        told.add((link.url, link.path))
        if answer.state in unseen:
            unseen[answer.state].setdefault(link.url, link)
        elif answer.state == "works":
            _moved(reading, link, answer)
        else:
            _failed(reading, link, answer)
    _unseen(reading, unseen)


def _best(link: Linked, answers: Mapping[str, Answer]) -> Answer | None:
    """The answer for an address; that of its https twin if that works, as it is to be written."""
    secure = answers.get(https_twin(link.url))
    return secure if secure and secure.state == "works" else answers.get(link.url)


def _all_unreachable(links: tuple[Linked, ...], answers: Mapping[str, Answer]) -> bool:
    states = [answers[link.url].state for link in links if link.url in answers]
    hosts = {link.host for link in links}
    return len(hosts) > 1 and bool(states) and all(s in ("nowhere", "silent") for s in states)


def _failed(reading: Reading, link: Linked, answer: Answer) -> None:
    rule = {"gone": "dead-link", "nowhere": "dead-link", "unsafe": "unsafe-link"}
    led = f" It leads to `{_short(answer.last)}`." if _page(answer.last) != _page(link.url) else ""
    found = f"`{_short(link.url)}` {answer.why}.{led}"
    advice = {
        "gone": "Find the page’s new address, or take the link out.",
        "nowhere": "Look for a letter too many or too few in its name.",
        "unsafe": "Tell whoever keeps that site; until it is mended, link to another page.",
        "astray": "Copy the address anew from a browser that is not signed in.",
    }.get(answer.state, "Open it in a browser; if it does not open there either, take it out.")
    link.report(reading, found, advice, "warning", rule.get(answer.state, "failing-link"))


def _moved(reading: Reading, link: Linked, answer: Answer) -> None:
    """Say where it leads, if whoever wrote it would want to know."""
    target, given = urlsplit(answer.last), urlsplit(link.url)
    if is_listed(target.hostname or "", link_lists().sign_in):
        found = f"`{_short(link.url)}` asks readers to sign in at {target.hostname}."
        advice = "Share the page with everybody who has the link, or link to another one."
        link.report(reading, found, advice, "warning", "link-needs-sign-in")
    elif link.derived or _page(answer.last) == _page(link.url):
        return
    elif _hides(link):
        _resolved(reading, link, answer.last)
    elif given.path.strip("/") and not target.path.strip("/") and not target.query:
        found = (
            f"`{_short(link.url)}` leads to the front page of {target.hostname}: its own is gone."
        )
        advice = "Find the page’s new address, or take the link out."
        link.report(reading, found, advice, "warning", "dead-link")
    elif answer.for_good:
        found = f"`{_short(link.url)}` has moved for good."
        link.mend(reading, found, without_trackers(answer.last), "note", "moved-link")


def _hides(link: Linked) -> bool:
    hidden = wrapper_of(link.url) is not None and unwrapped(link.url) is None
    return hidden or is_listed(link.host, link_lists().shorteners)


def _resolved(reading: Reading, link: Linked, last: str) -> None:
    """Give the address behind a shortened or wrapped link, in place of the advice to look."""
    rules = ("shortened-link", "wrapped-link")
    line = reading.document.line(link.path)
    for number, finding in enumerate(reading.findings):
        here = finding.field == reading.dotted(link.path) and (finding.line or 0) >= line
        if here and finding.rule in rules and f"`{_short(link.url)}`" in finding.found:
            del reading.findings[number]
            link.mend(reading, finding.found, without_trackers(last), "warning", finding.rule)
            return
    link.mend(
        reading,
        f"`{_short(link.url)}` hides where it leads.",
        without_trackers(last),
        "warning",
        "shortened-link",
    )


def _settle_twin(reading: Reading, link: Linked, secure: Answer) -> None:
    """Make of “try the https address” what the trial gave."""
    field = reading.dotted(link.path)
    for number, finding in enumerate(reading.findings):
        about = finding.rule == "http-link" and finding.field == field
        if about and f"`{link.url}`" in finding.found:
            reading.findings[number] = _tried(finding, secure)


def _tried(finding: Finding, secure: Answer) -> Finding:
    offer = finding.remedy.replace("Try first whether the https address works.", "").strip()
    if secure.state == "works":
        return replace(finding, remedy=f"{offer} It works.")
    if secure.state in ("closed", "unasked"):
        return finding
    found = f"{finding.found} There is no https address in its place: it {secure.why}."
    remedy = "Link to another page that says the same, if there is one."
    return replace(finding, level="note", found=found, remedy=remedy)


def _unseen(reading: Reading, unseen: Mapping[State, Mapping[str, Linked]]) -> None:
    why = {
        "closed": "Their sites turn programs away, so these links were not looked at",
        "unasked": "These links were not looked at",
    }
    for state, links in unseen.items():
        if links:
            first = next(iter(links.values()))
            shown = ", ".join(_short(url) for url in list(links)[:5])
            more = f" and {len(links) - 5} more" if len(links) > 5 else ""
            found, remedy = f"{why[state]}: {shown}{more}.", "Open each once in a browser."
            first.report(reading, found, remedy, "note", "links-unseen")


def _page(url: str) -> str:
    """What stays of an address when a site tidies it: scheme, www., slash, index, capitals."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a site may send its readers to what is no address at all
        return url
    path = parts.path.lower()
    for name in _TIDY:
        path = path.removesuffix(f"/{name}")
    query = without_trackers(f"?{parts.query}").lstrip("?")
    return f"{(parts.hostname or '').removeprefix('www.')}{path.rstrip('/')}?{query}"


def followable(url: str) -> bool:
    """Whether a redirect leads to what a reader could open in a browser."""
    try:
        return check_link(url).lower().startswith(("http:", "https:"))
    except Mistake:
        return False


def _short(url: str) -> str:
    return url if len(url) <= 80 else f"{url[:79]}…"
