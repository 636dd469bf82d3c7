"""Texts whose order only the eye sees: headings, steps and bullets that are none.

A screen reader jumps from heading to heading and counts a list's items; of bold lines and of
“1) … 2) …” in a paragraph it knows nothing. Draft ─► `check_steps` ─► findings
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from functions.alerts.checks.clients import broken_in
from functions.alerts.checks.draft import Draft, Said
from functions.alerts.checks.looks import looks
from functions.alerts.editions.markdown import parse

# `1)` or `(1)` anywhere, `1.` behind the end of a sentence: “section 1. In” is no step.
_NUMBER = re.compile(
    r"(?:(?<!\S)\(?(?P<one>\d{1,2})\)|(?:^|(?<=[.:;!?…—–]\s))(?P<two>\d{1,2})\.)\s+(?=\S)"
)
_BULLET = re.compile(r"^[•·◦▪‣●○■□➢➤✓✔–—]\s*(?=\S)")
# Without one of these there is nothing to say about a text, and it need not be parsed.
_WORTH = re.compile(rf"{_NUMBER.pattern}|^\s*(?:#|\*\*|__)|{_BULLET.pattern}|^ {{4}}", re.MULTILINE)
_ENDS = (".", "!", "?", "،", "؟", "…")  # a bold sentence is said with force, and heads nothing
_SHORT = 60  # a bold paragraph that is longer shouts; it heads nothing
_SHOWN = 60


def check_steps(draft: Draft) -> None:
    """Report headings and lists of the Markdown texts that are none, or out of order."""
    for said in draft.said:
        if said.kind == "markdown" and _is_worth(said):
            _check(draft, said)


def _is_worth(said: Said) -> bool:
    step = looks(said.language).step
    return bool(_WORTH.search(said.text) or (step and step.search(said.text)))


def _check(draft: Draft, said: Said) -> None:
    tokens = parse(said.text)
    _headings(draft, said, tokens)
    for number, (token, content) in enumerate(pairwise(tokens)):
        if token.type == "paragraph_open":
            _paragraph(draft, said, content, tokens[number - 1] if token.level else None)
        elif token.type == "heading_open" and not content.content.strip():
            remedy = "Write its words, or delete the line."
            draft.reading.report(said.path, "This heading has no words.", remedy, "warning",
                                 near=token.markup, rule="heading-order")  # fmt: skip
    for token in tokens:
        if token.type == "code_block":
            _indented(draft, said, token.content)


def _headings(draft: Draft, said: Said, tokens: Sequence[Token]) -> None:
    """Each is at most one level below the one before it; mails show all of a text alike."""
    before: int | None = None
    for token, content in pairwise(tokens):
        if token.type != "heading_open":
            continue
        level, words = int(token.tag[1]), content.content
        if before and level > before + 1:
            found = f"“{_cut(words)}” is a heading of level {level} below one of level {before}."
            remedy = f"Write `{'#' * (before + 1)} {_cut(words)}`."
            draft.reading.report(said.path, found, remedy, "note", near=words, rule="heading-order")
        before = level


def _paragraph(draft: Draft, said: Said, inline: Token, within: Token | None) -> None:
    """One of the page, or `within` what opens right before it."""
    alone, text = within is None, inline.content
    if within and within.type == "list_item_open" and within.info == "1":
        text = f"1. {text}"  # “1. Open … 2. Send …” is a list, of one item with all steps in it
    children = [one for one in inline.children or [] if one.content or one.type != "text"]
    words = children[1].content if alone and _is_bold(children) else ""
    if words and len(words) <= _SHORT and not words.endswith(_ENDS):
        found = f"“{words}” looks like a heading and is a bold line; screen readers jump past it."
        draft.reading.report(said.path, found, f"Write `## {words.rstrip(':')}`.", "note",
                             near=words, rule="heading-bold")  # fmt: skip
        return
    steps = _steps(text, said.language)
    if steps:
        lines = " ".join(f"`{n}. {_cut(step)}`" for n, step in enumerate(steps, start=1))
        found = f"These {len(steps)} steps run on in one paragraph; nobody can count them."
        remedy = f"Write each on a line of its own, behind an empty line: {lines}."
        draft.reading.report(said.path, found, remedy, "warning",
                             near=steps[0].split("\n")[0][:30], rule="steps-no-list")  # fmt: skip
        return
    bullets = [line for line in text.split("\n") if _BULLET.match(line)]
    if len(bullets) > 1:
        offered = " ".join(f"`- {_cut(_BULLET.sub('', line))}`" for line in bullets)
        found = f"“{bullets[0][0]}” makes no list: these lines run on in one paragraph."
        remedy = f"Write {offered}, behind an empty line."
        draft.reading.report(said.path, found, remedy, "warning", near=bullets[0][:30],
                             rule="steps-no-list")  # fmt: skip


def _is_bold(tokens: Sequence[Token]) -> bool:
    """Whether one bold run is all there is."""
    return len(tokens) == 3 and tokens[0].type == "strong_open"


def _steps(text: str, language: str) -> list[str]:
    """What stands behind 1, 2, 3 …; nothing unless they count up from one, as sentences do."""
    patterns = [_NUMBER, *filter(None, [looks(language).step])]
    for pattern in patterns:
        marks = list(_counted(pattern, text))
        if len(marks) > 1:
            ends = [mark.start() for mark in marks[1:]] + [len(text)]
            return [text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
    return []


def _counted(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    wanted = 1
    for match in pattern.finditer(text):
        number = next(int(group) for group in match.groups() if group)
        # “to (1) bar and (2) require” is a sentence of the law, not a step.
        if number == wanted and not text[match.end()].islower():
            yield match
            wanted += 1


def _indented(draft: Draft, said: Said, content: str) -> None:
    first = content.strip().split("\n")[0]
    found = (
        f"“{_cut(first)}” begins with four spaces more, so it is set as a program's code and does "
        f"not wrap in {broken_in('css-white-space')}."
    )
    remedy = f"Take the spaces away: `{_cut(first)}`."
    draft.reading.report(said.path, found, remedy, "warning", near=first, rule="indented-text")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rsplit(' ', 1)[0]} …"
