from __future__ import annotations

import pytest

from functions.alerts.errors import Mistake
from functions.alerts.people.written import check_line, check_reason, read_topics
from tests.alerts.people.test_exporting import MARIA


def test_a_line_is_trimmed() -> None:
    assert check_line("  at the\n rally ") == "at the rally"


@pytest.mark.parametrize("text", ["x" * 201, "a\x00b", "a\u202eb"])
def test_a_line_is_short_and_seen(text: str) -> None:
    with pytest.raises(Mistake):
        check_line(text)


def test_topics_are_separated_by_commas() -> None:
    assert read_topics(" Welcoming, daca,") == {"welcoming", "daca"}


@pytest.mark.parametrize("text", ["two words", "ünïcode", "a_b", "-a"])
def test_what_is_no_topic_is_told(text: str) -> None:
    with pytest.raises(Mistake, match="no topic"):
        read_topics(text)


@pytest.mark.parametrize("text", ["wrote from x@y.org", "María called", "for RUIZ", "maría"])
def test_a_reason_names_nobody(text: str) -> None:
    with pytest.raises(Mistake, match="names the person"):
        check_reason(text, MARIA)


def test_a_reason_without_a_name_is_fine() -> None:
    assert check_reason("asked on the phone", MARIA) == "asked on the phone"
    assert check_reason("", None) == ""
