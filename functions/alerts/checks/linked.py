"""The links of a file, each with its place and its words: what the checks of links look at.

written texts ─► Linked, one per link field and per link in Markdown
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from functions.alerts.checks.draft import Draft
from functions.alerts.content.ask import Slip, slip_link
from functions.alerts.content.organization import OrganizationFile
from functions.alerts.errors import Level, Mistake
from functions.alerts.reading.model import Kind
from functions.alerts.reading.texts import written_texts
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

# Where this product's own pages will be: they need not be there yet.
_OURS = ("site",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A link at `path`. In Markdown it has `words`, and `after` is the text that follows them.

    `words` is None where the link is a field of its own. `ask` is the id of its ask, if any.
    One that is `derived` does not stand there: it follows from what does.
    """

    path: Path
    url: str
    language: str = ""
    ask: str = ""
    words: str | None = None
    after: str = ""
    derived: bool = False

    @property
    def parts(self) -> SplitResult:
        """The link in its parts, which `reading.link` has found right."""
        return urlsplit(self.url)

    @property
    def host(self) -> str:
        """Its host in small letters, without `www.`; empty for mailto: and tel:."""
        return (self.parts.hostname or "").removeprefix("www.")

    def report(self, reading: Reading, found: str, advice: str, level: Level, rule: str) -> None:
        """Report something that has no mended address."""
        reading.report(self.path, found, advice, level, near=self.url, rule=rule)

    def mend(
        self, reading: Reading, found: str, clean: str, level: Level, rule: str, advice: str = ""
    ) -> None:
        """Report what is wrong with its address, with `clean` in its place."""
        if self.words is None:
            reading.mistake(self.path, Mistake(found, clean, advice=advice), level, rule=rule)
            return
        words = self.words if self.words != self.url else "…"
        remedy = f"Write `[{words}]({clean})`. {advice}".strip()
        reading.report(self.path, found, remedy, level, near=self.url, rule=rule)


def links_of(draft: Draft) -> tuple[Linked, ...]:
    """Every link to the web in the campaign, in all its languages."""
    found = (
        link
        for said in draft.said
        for link in _links(said.path, said.kind, said.text, said.language, said.ask)
    )
    return tuple(link for link in found if link.host)


def derived_links(draft: Draft) -> tuple[Linked, ...]:
    """The pages of bills, which slips link to where nobody wrote a link."""
    return tuple(
        Linked(path=draft.path_of(ask, "bill"), url=link, ask=ask.id, derived=True)
        for ask in draft.campaign.asks
        if isinstance(ask, Slip) and (link := slip_link(ask)) and ask.link == link
    )


def organization_links(reading: Reading) -> tuple[Linked, ...]:
    """Every link to the web in organization.yaml, but those to this product's own pages."""
    texts = written_texts(OrganizationFile, reading.document.value, ())
    found = (
        link for path, kind, text in texts if path != _OURS for link in _links(path, kind, text)
    )
    return tuple(link for link in found if link.host)  # fmt: skip


def _links(
    path: Path, kind: Kind, text: str, language: str = "", ask: str = ""
) -> Iterator[Linked]:
    if kind == "link":
        yield Linked(path=path, url=text.strip(), language=language, ask=ask)
    elif kind == "markdown" and ("](" in text or "<http" in text.lower() or "]:" in text):
        for url, words, after in markdown_links(text):
            yield Linked(
                path=path, url=url, language=language, ask=ask, words=words, after=after
            )  # fmt: skip


@lru_cache(maxsize=256)
def markdown_links(text: str) -> tuple[tuple[str, str, str], ...]:
    """The links of a Markdown text: address, words and the text behind them in the paragraph."""
    return tuple(
        link for token in _parser().parse(text) for link in _inline_links(token.children or ())
    )


def _inline_links(tokens: Sequence[Token]) -> Iterable[tuple[str, str, str]]:
    for start, token in enumerate(tokens):
        if token.type == "link_open":
            end = next(n for n in range(start, len(tokens)) if tokens[n].type == "link_close")
            after = _plain(tokens[end + 1 :])
            yield str(token.attrs["href"]), _plain(tokens[start + 1 : end]), after


def _plain(tokens: Sequence[Token]) -> str:
    broken = ("softbreak", "hardbreak")
    return "".join(" " if token.type in broken else token.content for token in tokens)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign] # as it was written
    return parser


# An address that stands in a text without being a link.
BARE = re.compile(r"https?://[^\s<>()\[\]]+[^\s<>()\[\].,;:!?'\"”’]")


def bare_addresses(text: str) -> Iterator[str]:
    """The addresses in a Markdown text that are no links and no code."""
    if "://" not in text:
        return
    for token in _parser().parse(text):
        depth = 0
        for inner in token.children or ():
            depth += inner.nesting if inner.type in ("link_open", "link_close") else 0
            if inner.type == "text" and not depth:
                yield from BARE.findall(inner.content)
