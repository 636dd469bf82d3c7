"""One look at an alert: the mails as readers get them, and everything that is wrong."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions.campaign_files import load
from functions.checked_files import draft_of, examine_path
from functions.watching.mails import Mails, findings_of, look_at
from tests.compiled import AWARD


def monday(zone: str) -> datetime:
    return datetime(2018, 4, 9, 9, tzinfo=ZoneInfo(zone))


@pytest.fixture
def alert(tmp_path: Path) -> Path:
    desk = tmp_path / "campaigns"
    shutil.copytree(AWARD.parent, desk)
    return desk / AWARD.name


def mended(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def mails_of(path: Path) -> Mails:
    found = look_at(path, monday).mails
    assert found is not None
    return found


def test_every_edition_of_every_language_is_there_and_one_of_each_is_now(alert: Path) -> None:
    mails = mails_of(alert)
    numbered = [(one.language, one.number, one.of, one.asks) for one in mails.shown]
    assert numbered == [(code, n, 3, 4 - n) for code in ("en", "es") for n in (1, 2, 3)]
    assert [one.language for one in mails.shown if one.current] == ["en", "es"]
    assert mails.shown[0].ends == mails.shown[1].begins == "Tue Apr 10, 2:30 PM CDT"


def test_fields_are_filled_as_for_a_reader_in_the_inbox_line_too(alert: Path) -> None:
    mended(alert, "subject: Campaign", "preheader: Dear ((first_name|friend))\nsubject: Campaign")
    mended(alert, "closing: Thank", "closing: ((last_name|friend)), thank")
    first = mails_of(alert).shown[0]
    assert first.preheader == "Dear María José"
    assert "O’Brien" in first.html
    assert "O’Brien, thank" in first.text
    assert "((" not in first.html + first.text + first.subject


def test_pictures_come_from_the_folder(alert: Path) -> None:
    mails = mails_of(alert)
    assert 'src="/images/logo.png"' in mails.shown[0].html
    assert mails.pictures["logo.png"] == alert.parent / "images" / "logo.png"
    assert set(mails.pictures) == {"logo.png", "welcoming-illinois-award.png"}


def test_its_findings_are_those_of_alerts_check(alert: Path) -> None:
    mended(alert, "closing: Thank", "closing: THANK YOU TODAY AND ALWAYS!!! Thank")
    seen = look_at(alert, monday)
    assert len(seen.findings) > 1
    assert seen.findings == examine_path(alert, monday)


def test_an_error_of_a_check_keeps_no_mail_from_being_shown(alert: Path) -> None:
    draft = draft_of(load(alert), at=monday("America/Chicago"))
    draft.reading.report((), "No.", "Do.", "error", rule="some-check")
    assert draft.compiled is not None
    assert [finding.found for finding in findings_of(draft)] == ["No."]


def test_it_is_looked_at_for_the_time_the_clock_says(alert: Path) -> None:
    def later(zone: str) -> datetime:
        return datetime(2018, 4, 10, 23, tzinfo=UTC)

    seen = look_at(alert, later)
    assert seen.at == "Tue Apr 10, 6:00 PM CDT"
    assert seen.mails is not None
    assert [one.number for one in seen.mails.shown if one.current] == [2, 2]


BROKEN = {
    "the alert": (AWARD.name, "level: state", "level: county and state"),
    "its organization": ("organization.yaml", "short_name:", "shrt_name:"),
    "half a line": (AWARD.name, "level: state", 'level: "sta'),
}


@pytest.mark.parametrize("which", BROKEN)
def test_a_file_that_makes_no_mail_has_findings_alone(alert: Path, which: str) -> None:
    name, old, new = BROKEN[which]
    mended(alert.parent / name, old, new)
    seen = look_at(alert, monday)
    assert seen.mails is None
    assert {Path(finding.file).name for finding in seen.findings} == {name}


def test_a_file_that_is_gone_is_a_finding(alert: Path) -> None:
    alert.unlink()
    (finding,) = look_at(alert, monday).findings
    assert finding.found == "There is no such file."


def test_a_card_has_no_mails_and_is_no_mistake(alert: Path) -> None:
    seen = look_at(alert.parent / "daca-updates.yaml", monday)
    assert seen.mails is not None
    assert seen.mails.shown == ()


def test_a_language_that_is_left_out_is_told(alert: Path) -> None:
    mended(alert, "  es:\n", "  es:\n    #")
    mails = look_at(alert, monday).mails
    if mails is None:
        pytest.fail("no mails")
    assert "es" in mails.lacking


def test_words_nobody_has_make_a_finding_of_the_whole_file(alert: Path) -> None:
    text = alert.read_text(encoding="utf-8").partition("translations:")[0]
    alert.write_text(f"{text}languages: [pl]\n", encoding="utf-8")
    seen = look_at(alert, monday)
    assert seen.mails is None
    assert "no language pack" in seen.findings[0].found
