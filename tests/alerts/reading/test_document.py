"""Files are read as they were typed, and what YAML would drop or twist is said."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.alerts.errors import MOST_FINDINGS, Finding, InputError
from functions.alerts.reading.document import examine_document, read_document


def value(text: str) -> Any:
    return read_document(text.encode(), "a.yaml").value


def problems(data: str | bytes) -> tuple[Finding, ...]:
    raw = data.encode() if isinstance(data, str) else data
    with pytest.raises(InputError) as caught:
        read_document(raw, "a.yaml")
    return caught.value.findings


def problem(data: str | bytes) -> Finding:
    (finding,) = problems(data)
    return finding


@pytest.mark.parametrize(
    "typed", ["15:00", "no", "Yes", "01234", "1e3", "~x", "2018-04-10", "0x1f"]
)
def test_a_scalar_is_the_text_that_was_typed(typed: str) -> None:
    assert value(f"closes: {typed}") == {"closes": typed}


@settings(deadline=None)  # a busy machine is no failure
@given(st.text())
def test_any_text_that_is_dumped_as_yaml_comes_back_as_typed(text: str) -> None:
    assert value(yaml.safe_dump({"text": text})) == {"text": text}


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.text(min_size=1, max_size=40), max_size=4))
def test_any_list_of_texts_comes_back_as_typed(texts: list[str]) -> None:
    assert value(yaml.safe_dump({"steps": texts}, default_flow_style=False)) == {"steps": texts}


def test_a_key_with_nothing_behind_it_has_no_value() -> None:
    assert value("a:\nb: ''\n") == {"a": None, "b": ""}


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert value("\ufefflevel: state\n") == {"level": "state"}


def test_a_folded_text_is_one_line() -> None:
    assert value("text: >-\n  one\n  two\n") == {"text": "one two"}


def test_lines_are_those_of_the_keys_and_items() -> None:
    document = read_document(b"a: x\nasks:\n  - ask: slip\n    text: >-\n      one\n", "a.yaml")
    assert [document.line(path) for path in (("asks", 0), ("asks", 0, "text"))] == [3, 4]


def test_the_line_of_what_is_not_there_is_that_of_what_is_around_it() -> None:
    document = read_document(b"asks:\n  - ask: slip\n", "a.yaml")
    assert document.line(("asks", 0, "closes")) == 2


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("closes: 3pm  # the original", "closes: new"),
        ('closes: "3pm"', 'closes: "new"'),
        ("{closes: 3pm, bill: SB 35}", "{closes: new, bill: SB 35}"),
    ],
    ids=["comment", "quotes", "brackets"],
)
def test_a_mended_line_keeps_what_stands_around_the_value(line: str, mended: str) -> None:
    document = read_document(line.encode(), "a.yaml")
    assert document.mended(("closes",), "new") == mended


def test_a_mended_line_quotes_what_yaml_would_misread() -> None:
    document = read_document(b"text: old", "a.yaml")
    assert document.mended(("text",), "new: #1") == 'text: "new: #1"'


@pytest.mark.parametrize(
    "line",
    ["languages: [en, es]   # the first is the default", "a: x  #", "# closes: 3pm", 'c: "#1b4"'],
)
def test_a_comment_that_looks_like_one_is_taken_for_one(line: str) -> None:
    assert "first" not in str(value(f"k: v\n{line}\n"))


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("subject: Be brave #AbolishICE now", 'subject: "Be brave #AbolishICE now"'),
        ("subject: Be brave # now", 'subject: "Be brave # now"'),
        ("subject: #AbolishICE", 'subject: "#AbolishICE"'),
        ("subject: 'Be brave' #AbolishICE", 'subject: "Be brave #AbolishICE"'),
        ('subject: Say "no" #AbolishICE', "subject: 'Say \"no\" #AbolishICE'"),
    ],
    ids=["hashtag", "one space", "at the start", "behind quotes", "with quotes inside"],
)
def test_text_that_yaml_would_drop_is_an_error_with_the_mended_line(line: str, mended: str) -> None:
    finding = problem(f"level: state\n{line}\n")
    assert (finding.line, f"`{mended}`" in finding.remedy) == (2, True)
    assert value(mended)["subject"].endswith(line.rpartition("#")[2])


def test_a_comment_that_cuts_a_text_of_several_lines_is_named() -> None:
    finding = problem("text: This is\n  about #AbolishICE\n  and more\n")
    assert finding.line == 2
    assert "“#AbolishICE” cuts the text" in finding.found


def test_a_text_that_goes_on_with_a_hashtag_in_the_next_line_is_named() -> None:
    assert problem("text: This is\n  #AbolishICE\nlevel: state\n").line == 2


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ('a: "Slip" in support\n', 1, "`a: '\"Slip\" in support'`"),
        ("a: 'it's'\n", 1, '`a: "it\'s"`'),
        ("x: y\na: News: we won\n", 2, '`a: "News: we won"`'),
        ("a: @icirr\n", 1, '`a: "@icirr"`'),
        ("a: *Important* news\n", 1, '`a: "*Important* news"`'),
        ("a:b\nc: d\n", 1, "`a: b`"),
        ("a:\n\t- b\n", 2, "`  - b`"),
        ("a:\n\u00a0\u00a0- b\n", 2, "`  - b`"),
        ("a: b\nc:\n\u00a0\u00a0- d: e\n", 3, "`  - d: e`"),
        ("a:\u00a0b\nc: d\n", 1, "`a: b`"),
        ("a: |\n  x\n y\n", 3, "Indent it"),
        ('a: "abc\n', 1, "Close it"),
        ("a: [b\nc: d\n", 1, "Close it"),
        ("a\nb: c\n", 1, "`key: value`"),
    ],
    ids=[
        "text behind quotes", "apostrophe", "second colon", "at sign", "asterisk", "no space",
        "tab", "non-breaking spaces", "non-breaking spaces that parse",
        "non-breaking after colon", "indentation", "open quote", "open bracket", "no colon",
    ],
)  # fmt: skip
def test_broken_yaml_is_one_finding_with_the_line_and_what_to_write(
    text: str, line: int, remedy: str
) -> None:
    finding = problem(text)
    assert finding.line == line
    assert remedy in finding.remedy


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("a: &x y\n", "anchor"),
        ("a: *x\n", "alias"),
        ("a: !!python/object:os.system y\n", "tag"),
        ("a: ! y\n", "tag"),
        ("<<: {a: b}\n", "merges"),
        ("a: b\n---\nc: d\n", "second document"),
        ("[a]: b\n", "key must be a word"),
        ("a: {alt: Hands, raised}\n", "comma ends a text"),
    ],
)  # fmt: skip
def test_what_only_programmers_write_in_yaml_is_refused(text: str, about: str) -> None:
    assert any(about in finding.found for finding in problems(text))


def test_a_yaml_bomb_is_refused_without_being_built() -> None:
    layers = "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 10))
    assert all("not used here" in finding.found for finding in problems("a0: &a0 x\n" + layers))


@pytest.mark.parametrize("text", ["a: " + "[" * 50_000, "a: " + "{b: " * 40, "- " * 500 + "x"])
def test_endless_nesting_is_refused(text: str) -> None:
    assert "nested more than 20 levels" in problems(text)[0].found


def test_a_key_that_stands_twice_names_the_first_line() -> None:
    finding = problem("subject: one\nlevel: state\nsubject: two\n")
    assert (finding.line, finding.field) == (3, "subject")
    assert "the first is on line 1" in finding.found


@pytest.mark.parametrize(
    ("data", "line", "about"),
    [
        ("a: x\nb: café\n".encode("cp1252"), 2, "“é” in Windows-1252"),
        ("a: x".encode("utf-16"), 1, "UTF-16"),
        (b"a: x\x00y\n", 1, "U+0000"),
        ("a: x\nb: y\u2028z\n".encode(), 2, "U+2028"),
        (b"a: x\n" * 300_000, None, "1,500,000 bytes"),
        (b"", None, "empty"),
        (b"- a\n- b\n", None, "not made of keys"),
    ],
    ids=["windows", "utf-16", "nul", "line separator", "too large", "empty", "list"],
)
def test_a_file_that_is_no_text_of_keys_says_so(data: bytes, line: int | None, about: str) -> None:
    finding = problem(data)
    assert finding.line == line
    assert about in finding.found


def test_all_problems_are_told_at_once_and_in_file_order() -> None:
    found = problems("a: &x y\nb: x #y\na: z\nd: !t u\n")
    assert [finding.line for finding in found] == [1, 2, 3, 4]


@pytest.mark.parametrize("line", ["k{}: x #y\n", "k{}: &a x\n", "k{}: \x01\n", "\tk{}: x\n"])
def test_a_file_full_of_problems_tells_the_first_of_them(line: str) -> None:
    assert len(problems("".join(line.format(n) for n in range(1000)))) == MOST_FINDINGS


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_findings(data: bytes) -> None:
    try:
        read_document(data, "a.yaml")
    except InputError as error:
        assert error.findings


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(alphabet="ab:#-'\"[]{}&*!|>%@ \n\t,.?", max_size=60))
def test_no_punctuation_raises_anything_but_findings(text: str) -> None:
    try:
        read_document(text.encode(), "a.yaml")
    except InputError as error:
        assert all(finding.found and finding.remedy for finding in error.findings)


def test_of_a_key_that_stands_twice_the_first_value_is_read_on() -> None:
    document, findings = examine_document(b"a: 1\nb: {c: 2}\nb: {c: 3, d: 4}\na: 5\n", "x.yaml")
    assert document is not None
    assert document.value == {"a": "1", "b": {"c": "2"}}
    assert [finding.line for finding in findings] == [3, 4]


@pytest.mark.parametrize(
    "line",
    ["reply_to: a@b.example # read", "link: https://a.example/b # ours", "amount: 25 # dollars"],
    ids=["address", "link", "number"],
)
def test_behind_a_code_one_space_is_enough_for_a_comment(line: str) -> None:
    key, _, rest = line.partition(": ")
    assert read_document(f"{line}\n".encode(), "x.yaml").value == {key: rest.split(" #")[0]}
