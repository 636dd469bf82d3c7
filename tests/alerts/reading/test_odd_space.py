"""A space that is none is said where it stands; a file with one is never refused without a word."""

from __future__ import annotations

import pytest

from tests.written import CARD, findings

HEAD = "level: state\nsubject: Hi\nbody: n\n"


@pytest.mark.parametrize(
    ("text", "line", "mended"),
    [
        ("\u200b" + HEAD, 1, "`level: state`"),
        (HEAD + "languages: [\u00a0en]\n", 4, "`languages: [en]`"),
        (HEAD + "image: {\u00a0file: images/x.png, alt: x}\n", 4, "`image: {file: images/x.png"),
        (HEAD + "image: {file:\u00a0images/x.png, alt: x}\n", 4, "`image: {file: images/x.png"),
        (HEAD + "asks:\n  - \u00a0ask: donate\n", 5, "`  - ask: donate`"),
        (HEAD + "asks:\n  -\u00a0ask: donate\n", 5, "`  - ask: donate`"),
        (HEAD + "asks:\n  -ask: donate\n", 5, "`  - ask: donate`"),
        (HEAD + "with:\n  -paso\n", 5, "`  - paso`"),
        (HEAD + "closing\u00a0: Thanks\n", 4, "`closing: Thanks`"),
    ],
    ids=[
        "before the first key", "in a list", "before a key in braces", "behind a colon in braces",
        "behind a dash and a space", "behind a dash", "no space behind a dash",
        "no space behind a dash in a list of words", "behind a key",
    ],
)  # fmt: skip
def test_it_is_one_finding_with_the_mended_line(text: str, line: int, mended: str) -> None:
    (finding,) = findings(text)
    assert finding.line == line
    assert mended in finding.remedy


@pytest.mark.parametrize(
    "line",
    ["closing: Art.\u00a05 holds", "closing: Thanks\u00a0", 'closing: "\u00a0Thanks"'],
    ids=["inside a text", "at the end of a line", "between quotation marks"],
)
def test_it_may_stand_in_a_text(line: str) -> None:
    assert findings(f"{CARD}{line}\n") == ()


def test_a_line_inside_a_text_is_not_blamed_for_another_ones_mistake() -> None:
    (finding,) = findings(f"{CARD}body: |\n  One\n  \u00a0two\n  three\nclosing:x\n")
    assert finding.line == 7
