"""Everything that a site leads to, followed from its front page as a thorough visitor would.

Links and pictures of pages, what their heads name, entries of feeds and calendars, the sitemap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser
from icalendar import Calendar

from tests.site.hosted import Answered, Hosted

NAMED = ("og:url", "og:image")  # addresses in a page's head


class Read(HTMLParser):
    """A page's ids, and the addresses in it as they are written."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.alternates: dict[str, str] = {}  # language -> address
        self.canonical = ""
        self.language = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values[name] for name in ("href", "src", "action") if name in values]
        if tag == "html":
            self.language = values["lang"]
        if tag == "meta" and values.get("property") in NAMED:
            self.links.append(values["content"])
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
        if tag == "link" and "hreflang" in values:
            self.alternates[values["hreflang"]] = values["href"]


@dataclass(frozen=True, slots=True)
class Link:
    """Where it stands and where it leads, both whole."""

    page: str
    to: str


@dataclass
class Crawl:
    """What was found: answers by address without "#…", links within the site and out of it."""

    hosted: Hosted
    answers: dict[str, Answered] = field(default_factory=dict)
    inside: list[Link] = field(default_factory=list)
    outside: list[Link] = field(default_factory=list)

    def run(self, *first: str) -> Crawl:
        """Follow everything from the paths `first`."""
        waiting = [f"{self.hosted.origin}{path}" for path in first]
        while waiting:
            url = urldefrag(waiting.pop()).url
            if url in self.answers:
                continue
            answer = self.answers[url] = self.hosted.get(url.removeprefix(self.hosted.origin))
            for link in dict.fromkeys(Link(url, urljoin(url, to)) for to in links(answer)):
                ours = link.to.startswith(f"{self.hosted.origin}/")
                (self.inside if ours else self.outside).append(link)
                waiting += [link.to] if ours else []
        return self

    def broken(self) -> list[Link]:
        """Links to what is not there, or to a place that the page does not have."""
        return [link for link in self.inside if not self._leads(link)]

    def pages(self) -> dict[str, Read]:
        """The pages of the site itself, not the API's, by address."""
        found = {url: one for url, one in self.answers.items() if one.kind == "text/html"}
        paths = {url: urlsplit(url).path for url in found}
        ours = [url for url in found if (paths[url][1:] or "index.html") in self.hosted.site.files]
        return {url: Read(found[url].text) for url in ours}

    def _leads(self, link: Link) -> bool:
        url, place = urldefrag(link.to)
        answer = self.answers[url]
        is_there = answer.status == 200 or url == link.page
        return is_there and (not place or place in Read(answer.text).ids)


def links(answer: Answered) -> Iterator[str]:
    """The addresses in what was answered, whatever it is."""
    match answer.kind:
        case "text/html":
            yield from Read(answer.text).links
        case "application/atom+xml":
            yield from in_feed(answer.text)
        case "text/calendar":
            yield from in_calendar(answer.text)
        case "application/xml":
            yield from re.findall(r"(?:<loc>|href=\")(.*?)[<\"]", answer.text)
        case "text/plain":
            yield from re.findall(r"^Sitemap: (.*)$", answer.text, re.MULTILINE)


def in_feed(text: str) -> Iterator[str]:
    """Of the feed, its entries, and the texts in them."""
    found = feedparser.parse(text.encode())
    yield from (link.href for link in found.feed.links)
    for entry in found.entries:
        yield from (link.href for link in entry.links)
        yield from (
            to for part in entry.content for to in Read(f'<html lang="">{part.value}').links
        )


def in_calendar(text: str) -> Iterator[str]:
    """Where the calendar stands, and what its entries lead to."""
    calendar = Calendar.from_ical(text)
    yield from [str(calendar["SOURCE"])] if "SOURCE" in calendar else []
    for event in calendar.walk("VEVENT"):
        yield str(event["URL"])
        yield from re.findall(r"https?://\S+", str(event["DESCRIPTION"]))
