"""Looks through Markdown for what a reader would stumble over, as the converter itself sees it.

Links that lead nowhere, links that never became one, pictures, tables, nesting. Text in code spans
and behind backslashes is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from functions.alerts.errors import Mistake
from functions.alerts.reading.link import check_link, https_twin
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

# Quotes in lists in quotes: what people write has three levels, ten cost nothing, and a converter
# that calls itself once per level survives them.
MAX_NESTING = 10

# The converter looks from every bracket to the end of its paragraph: 50,000 of them take seconds.
MAX_BRACKETS = 2_000

_TABLE = re.compile(r"^ {0,3}\|?(?: *:?-{3,}:? *\|)+(?: *:?-{3,}:?)? *$", re.M)
_MARKER = re.compile(r"\s*(?:>|[-+*](?=\s)|\d{1,9}[.)](?=\s))")
# What stays of a link that is none: its words' end and what should have been its address or name.
_LEFT_OVER = re.compile(r"\]\(([^()\n]*)\)?|\]\[([^\[\]\n]*)\]")


class _Reader(MarkdownIt):
    """Takes every link as it is written, so that a bad one can be told from no link."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- markdown-it's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 -- markdown-it's name
        return url.replace(" ", "%20")


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    # Without text_join, an escaped bracket stays a token of its own and is not taken for a link's.
    return _Reader("commonmark", {"html": False, "maxNesting": 100}).disable("text_join")


def check_markdown(reading: Reading, path: Path, value: str) -> bool:
    """Report what is wrong or doubtful in the Markdown `value`, which stands at `path`.

    Answers whether it can be converted: what is too long or too deep is never tried.
    """
    if max(value.count("["), value.count("](")) > MAX_BRACKETS:
        found = f"There are more than {MAX_BRACKETS:,} square brackets in this text."
        reading.report(path, found, "Leave out those that make no link.")
        return False
    _check_table(reading, path, value)
    if _is_nested(reading, path, value):
        return False
    for token in _reader().parse(value):
        _check_inline(reading, path, token.children or [])
    return True


def _check_inline(reading: Reading, path: Path, tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type == "link_open":
            _check_target(reading, path, str(token.attrs["href"]))
        elif token.type == "image":
            shown = f"![{token.content}]({token.attrs['src']})"
            reading.report(
                path,
                f"`{shown}` puts a picture into the text; mails show only the alert's own.",
                "Use `image:` for it, and write here what it says.",
                near=f"![{token.content}]",
            )
    for words, target in _left_over(tokens):
        _check_left_over(reading, path, words, target)


def _left_over(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """What was meant for a link and stayed text: as typed, and its address or name alone."""
    parts = [token.content if token.type == "text" else "\n" for token in tokens]
    text = "".join(parts)
    opening = text.find("[")
    for match in _LEFT_OVER.finditer(text, opening + 1) if opening != -1 else ():
        begins = max(text.rfind("[", 0, match.start()), match.start() - 60)
        yield text[begins : match.end()], (match[1] or "").strip()


def _check_left_over(reading: Reading, path: Path, typed: str, target: str) -> None:
    found = f"`{typed}` makes no link, so readers see it as it is typed."
    remedy = "Write `[words](https://…)`; without a space in the address."
    if target and " " in target:
        remedy = f"Write `[words]({target.replace(' ', '%20')})`: an address has no spaces."
    reading.report(path, found, remedy, "warning", near=typed[typed.find("](") :])


def _check_target(reading: Reading, path: Path, target: str) -> None:
    if target.startswith("(("):
        return
    try:
        check_link(target)
    except Mistake as mistake:
        offers = [f"Write `[…]({offer})`." for offer in mistake.instead[:1]]
        reading.report(
            path, mistake.found, " ".join([*offers, mistake.advice]).strip(), near=target
        )
        return
    if target.lower().startswith("http:"):
        reading.report(
            path,
            f"`{target}` begins with http:, so others can read along or change what is shown.",
            f"Write `{https_twin(target)}`. Try first whether the https address works.",
            "warning",
            near=target,
            rule="http-link",
        )


def _check_table(reading: Reading, path: Path, value: str) -> None:
    table = _TABLE.search(value)
    if table:
        found = "This is a table: phones have no room for one, so its bars are shown as typed."
        reading.report(
            path, found, "Write a list: `- ` before each line.", "warning", near=table[0]
        )


def _is_nested(reading: Reading, path: Path, value: str) -> bool:
    for line in value.splitlines():
        depth = _depth(line)
        if depth > MAX_NESTING:
            reading.report(
                path,
                f"Quotes and lists are nested {depth} levels deep here; {MAX_NESTING} are taken.",
                "Take away some of the `>`, `-` or spaces at the start of the line.",
                near=line[:60],
            )
            return True
    return False


def _depth(line: str) -> int:
    """How deep the quotes and list items are that a line opens: markers, and two spaces each."""
    depth, at = 0, 0
    while marker := _MARKER.match(line, at):
        depth, at = depth + 1, marker.end()
    indent = len(line) - len(line.lstrip())
    return depth + indent // 2 if depth else 0
