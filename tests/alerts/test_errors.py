"""A finding always says what is wrong and what to do, and an InputError always has one."""

from __future__ import annotations

import pytest

from functions.alerts.errors import Finding, InputError


def finding(**changes: str) -> Finding:
    texts = {"file": "a.yaml", "field": "", "found": "It is wrong.", "remedy": "Mend it."}
    return Finding(level="error", line=1, **(texts | changes))


def test_an_input_error_without_findings_is_impossible() -> None:
    with pytest.raises(ValueError, match="tells nobody anything"):
        InputError()


@pytest.mark.parametrize("part", ["found", "remedy"])
def test_a_finding_without_words_is_impossible(part: str) -> None:
    with pytest.raises(ValueError, match="what is wrong and what to do"):
        finding(**{part: ""})


def test_a_file_name_with_odd_bytes_can_be_printed() -> None:
    assert finding(file="b\udcffd.yaml").file.encode() == b"b<U+DCFF>d.yaml"


def test_a_field_of_a_thousand_letters_is_cut() -> None:
    assert len(finding(field="k" * 1000).field) < 130
