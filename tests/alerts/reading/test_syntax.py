"""YAML's errors in the writer's terms: the right line, and what to write there."""

from __future__ import annotations

import time

import pytest

from functions.alerts.reading.document import examine_document
from tests.written import findings

HEAD = "level: state\nsubject: Hi\nbody: n\n"
ASK = HEAD + "asks:\n  - ask: donate\n"


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        (HEAD + "closing:x\n", 4, "`closing: x`"),
        (HEAD + "closing:x\nlanguages: [en]\n", 4, "`closing: x`"),
        (ASK + "    text:please\n    button: x\n", 6, "`    text: please`"),
        (HEAD + "bare words\n", 4, "`  bare words`"),
        ("level: state\nbody: |\n  One\ntwo three\n\n  four\n", 4, "`  two three`"),
        (ASK + "  text: x\n", 6, "`    text: x`"),
        (ASK + "   text: x\n", 6, "`    text: x`"),
        (HEAD + "  closing: x\n", 4, "`closing: x`"),
        (HEAD + 'closing: "\\d"\n', 4, "`closing: '\\d'`"),
        (HEAD + "closing: {{ 7*7 }}\n", 4, '`closing: "{{ 7*7 }}"`'),
        (HEAD + "colors: {main: #1b4f8a}\n", 4, 'main: "#1b4f8a"'),
        (HEAD + "...\nclosing: x\n", 5, "dots"),
        (HEAD + ": x\n", 4, "`key: value`"),
        (HEAD + "closing: #AbolishICE\n", 4, '`closing: "#AbolishICE"`'),
        (HEAD + "image: {file: images/x.png, alt: Hands, raised}\n", 4, "quotation marks"),
        (HEAD + "<<: {a: b}\n", 4, "Write the keys out"),
        (HEAD + "closing: &x [*a, *a]\n", 4, "Delete the word"),
        (HEAD + "with: [a, *b]\n", 4, '`with: [a, "*b"]`'),
        (ASK.replace("ask: donate", "ask:"), 5, "Write a value"),
    ],
    ids=[
        "no space after a colon, at the end", "no space after a colon", "the same in an ask",
        "a bare line", "a line of a text not indented", "an ask's key too far left",
        "an ask's key one too far left", "a key too far right", "no escape", "braces",
        "a colour", "three dots", "no key", "a hash", "a comma in braces", "a merge key",
        "an anchor", "an alias in a list", "an ask without a kind",
    ],
)  # fmt: skip
def test_a_mistake_is_one_finding_on_its_line(text: str, line: int, remedy: str) -> None:
    (finding,) = findings(text)
    assert finding.line == line
    assert remedy in finding.remedy


def test_a_key_that_stands_three_times_names_the_first_line_each_time() -> None:
    lines = [finding.found for finding in findings(HEAD + "subject: a\nsubject: b\n")]
    assert [found.rpartition(" ")[2] for found in lines] == ["2.", "2."]


def test_a_lost_text_names_its_field() -> None:
    (finding,) = findings(HEAD + "closing: Be brave #AbolishICE\n")
    assert finding.field == "closing"


MILLION = 900_000


@pytest.mark.parametrize(
    "text",
    [
        'closing: "a" ' + " " * MILLION + "x: y",
        "closing: @a" + " " * MILLION + "# x",
        "x" * MILLION + " : @" + " " * 50_000 + "y",
        "closing: a" + "\u00a0" * (MILLION // 2) + "b: c",
        "asks:\n" + "  - !a b\n" * 90_000,
        "a: 1\n" * 180_000,
        "body: '" + "[" * 49_000 + "'",
        "body: '" + "](" * 24_000 + "'",
        "body: '" + "((a|x" * 9_000 + "'",
    ],
    ids=["spaces behind quotes", "spaces before a comment", "a long key", "odd spaces", "tags",
         "equal keys", "brackets", "ends of links", "fields"],
)  # fmt: skip
def test_a_hostile_file_is_told_in_seconds(text: str) -> None:
    begin = time.perf_counter()
    assert findings(f"{HEAD}{text}\n")
    assert time.perf_counter() - begin < 5


def test_a_finding_shows_what_a_terminal_would_obey() -> None:
    _, (finding,) = examine_document(b'"a\\e[31mb" : x\n"a\\e[31mb" : y\n', "a.yaml")
    assert "\x1b" not in finding.found + finding.field
    assert "<U+001B>" in finding.found
