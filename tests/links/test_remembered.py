"""What is kept about links between two checks, and for how long."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from functions.alerts.checks.answers import Answer
from functions.links.remembered import HOUR, Remembered

URL = "https://www.icirr.org/a"
WORKS = Answer(state="works", last=URL)


def kept(file: Path, answer: Answer = WORKS) -> Path:
    Remembered(file, lambda: 1_000.0).keep({URL: answer})
    return file


def test_an_answer_is_there_for_the_next_command_within_the_hour(tmp_path: Path) -> None:
    file = kept(tmp_path / "made" / "links.json")
    assert Remembered(file, lambda: 1_000.0 + HOUR - 1).get(URL) == WORKS


@pytest.mark.parametrize("now", [1_000.0 + HOUR, 999.0], ids=["too old", "from the future"])
def test_it_is_not_there_at_another_time(tmp_path: Path, now: float) -> None:
    assert Remembered(kept(tmp_path / "links.json"), lambda: now).get(URL) is None


def test_a_dead_page_is_looked_at_anew_as_it_may_be_mended(tmp_path: Path) -> None:
    file = kept(tmp_path / "links.json", Answer(state="gone", last=URL))
    assert Remembered(file, lambda: 1_000.0).get(URL) is None


BROKEN = ["", "[]", "{", '{"v": 2}', '{"v": 1, "links": {"a": 3}}', "[" * 100_000]


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "links.json"
    file.write_text(content)
    assert Remembered(kept(file), lambda: 1_000.0).get(URL) == WORKS


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept(tmp_path / "file" / "links.json")


@pytest.mark.parametrize(
    "answer",
    [{"state": "gone", "last": URL}, {"state": "odd", "last": URL}, {"state": "works", "last": 5}],
)
def test_what_was_never_kept_is_not_believed(tmp_path: Path, answer: dict[str, object]) -> None:
    file = tmp_path / "links.json"
    file.write_text(json.dumps({"v": 1, "links": {URL: {"at": 1_000, **answer}}}))
    assert Remembered(file, lambda: 1_000.0).get(URL) is None


def test_it_is_the_users_own_whatever_the_folder_is_open_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert kept(tmp_path / "links.json").stat().st_mode & 0o777 == 0o600
