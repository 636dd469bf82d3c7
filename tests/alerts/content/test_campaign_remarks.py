"""What is said about a campaign: all that prevents the mail, and each thing in its place."""

from __future__ import annotations

import pytest

from tests.written import CARD, campaign, findings, only_finding


def test_warnings_never_displace_an_error_and_never_prevent_a_mail() -> None:
    links = "".join(f"  [a](http://e{n}.example.org)\n" for n in range(60))
    text = f"level: state\nlanguages: [en]\nsubject: Hi\nbody: |\n{links}"
    assert {finding.level for finding in findings(text)} == {"warning"}
    assert campaign(text).mailable
    assert "error" in {finding.level for finding in findings(f"{text}nonsense: 1\n")}


def test_an_empty_item_leaves_the_others_in_their_places() -> None:
    empty, unknown = findings(f"{CARD}asks:\n  -\n  - ask: donate\n    txet: x\n")
    assert (empty.line, unknown.line, unknown.field) == (4, 6, "asks.donate.txet")


@pytest.mark.parametrize(
    "subject",
    ["\u3164", '"\\u200b"', "Hi \u202ereversed", '"\\u2060\\ufe0f"'],
    ids=["a filler", "a zero-width space", "an override", "marks alone"],
)
def test_a_line_that_shows_nothing_or_turns_around_is_refused(subject: str) -> None:
    (finding,) = findings(f"level: state\nlanguages: [en]\nsubject: {subject}\nbody: n\n")
    assert (finding.level, finding.field) == ("error", "subject")


def test_the_example_text_of_a_new_file_is_told() -> None:
    (finding,) = findings("level: state\nheadline: Write the headline here\n")
    assert (finding.level, "still the example" in finding.found) == ("warning", True)


@pytest.mark.parametrize("name", ["a" * 5000 + ".png", '"a\\nb.png"'])
def test_a_picture_that_no_file_can_be_called_is_refused(name: str) -> None:
    assert only_finding(f"{CARD}image: {{file: {name}, alt: x}}\n").field == "image.file"
