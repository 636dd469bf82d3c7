"""The words of links in texts: whether they say where a link leads, and lead where they say."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from functions.alerts.checks.draft import Draft
from functions.alerts.checks.link_lists import Vague, is_listed, is_of, link_lists
from functions.alerts.checks.linked import Linked, bare_addresses, links_of
from functions.alerts.checks.wrapped import wrapper_of
from functions.alerts.reading.validation import Reading

_ADDRESS = re.compile(r"(?i)(?:https?://)?((?:[\w-]+\.)+[a-z]{2,24})(?::\d+)?(?:[/?#]\S*)?")
# A short one can be read out and typed; from here on it is a heap of letters.
_READABLE = 32


def check_link_names(draft: Draft) -> None:
    """Report link words that say nothing, something else, or two things; and lonely addresses."""
    named: dict[tuple[str, str], Linked] = {}
    for link in links_of(draft):
        if link.words is None or not (words := _plain(link.words)):
            continue
        vague = link_lists().vague.get(link.language.split("-")[0])
        if vague and words in vague.words:
            _vague(draft.reading, link, vague)
        elif not _address(draft.reading, link):
            other = named.setdefault((link.language, words), link)
            if _page(other.url) != _page(link.url):
                _two_targets(draft.reading, link, other)
    _check_bare(draft)


def _vague(reading: Reading, link: Linked, vague: Vague) -> None:
    found = (
        f"“{link.words}” does not say where the link leads; many hear the links without the text."
    )
    aim = (
        re.match(rf"\s+({vague.aim})\s+([^.,;:!?()\n]{{3,60}})", link.after) if vague.aim else None
    )
    words, shown = aim[2].strip() if aim else "", link.words or ""
    if not aim:
        remedy = f"Write the words that name it: `[…]({link.url})`."
    elif shown[:1].isupper():
        remedy = f"Write `[{words[0].upper()}{words[1:]}]({link.url})`."
    else:  # it is in the middle of a sentence, which goes on to need it
        remedy = f"Write `{shown} {aim[1]} [{words}]({link.url})`."
    link.report(reading, found, remedy, "warning", "vague-link")


def _address(reading: Reading, link: Linked) -> bool:
    """Whether an address stands in place of words; says so if it is long or another's."""
    shown = _ADDRESS.fullmatch((link.words or "").strip())
    if not shown:
        return False
    host = shown[1].lower().removeprefix("www.")
    if not is_of(link.host, host) and not is_of(host, link.host) and not _is_hidden(link):
        found = (
            f"The words say {host} and the link leads to {link.host}: mail filters call that fraud."
        )
        remedy = f"Write what it is: `[…]({link.url})`."
        link.report(reading, found, remedy, "warning", "link-says-another")
    elif len(shown[0]) > _READABLE and not _is_hidden(link):
        _bare(reading, link.path, link.url)
    return True


def _is_hidden(link: Linked) -> bool:
    """Whether something else was said about where it leads already."""
    return bool(wrapper_of(link.url)) or is_listed(link.host, link_lists().shorteners)


def _two_targets(reading: Reading, link: Linked, other: Linked) -> None:
    found = f"“{link.words}” leads to `{other.url}` in one place and to `{link.url}` in another."
    remedy = f"Write other words that tell them apart: `[…]({link.url})`."
    link.report(reading, found, remedy, "warning", "one-name-two-links")


def _check_bare(draft: Draft) -> None:
    for said in draft.said:
        if said.kind == "markdown":
            for url in bare_addresses(said.text):
                # Of a tag, and of a link that stands in another one, was told already.
                if f'="{url}' not in said.text and not wrapper_of(url):
                    _bare(draft.reading, said.path, url)


def _bare(reading: Reading, path: tuple[str | int, ...], url: str) -> None:
    found = f"`{url}` stands as an address in the text; a screen reader spells it."
    remedy = f"Write `[words that say what it is]({url})`."
    reading.report(path, found, remedy, "warning", near=url, rule="bare-link")


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", words.casefold()).split())


def _page(url: str) -> str:
    """What two spellings of one page have in common."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}"
