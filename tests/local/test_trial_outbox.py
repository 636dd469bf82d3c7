"""Test mails into a folder, from the campaign file to the index."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.editions.compile import compile_revision
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Revision
from functions.alerts.mail.trial import Trial, send_tests
from functions.campaign_files import load
from functions.local.demo import CAMPAIGN
from functions.local.trial import outbox_mailer

WEDNESDAY = datetime(2018, 4, 11, 9, tzinfo=ZoneInfo("America/Chicago"))


@pytest.fixture(scope="module")
def award() -> Revision:
    loaded = load(CAMPAIGN)
    return compile_revision(loaded.campaign, loaded.organization, load_packs()).revision


def trials(award: Revision, folder: Path, to: str) -> list[Trial]:
    with outbox_mailer(folder, award, WEDNESDAY, CAMPAIGN.parent / "images") as submit:
        return send_tests(award, [to], WEDNESDAY, submit, configuration_set="of-the-real-account")


def test_every_mail_still_to_come_is_in_the_folder(award: Revision, tmp_path: Path) -> None:
    done = trials(award, tmp_path / "outbox", "ana@people.example")
    assert [(t.language, t.number, t.of) for t in done] == [
        ("en", 1, 2),
        ("en", 2, 2),
        ("es", 1, 2),
        ("es", 2, 2),
    ]
    assert all(trial.went_out for trial in done)
    assert len(list((tmp_path / "outbox/mails").glob("*.eml"))) == 4
    index = (tmp_path / "outbox/index.html").read_text(encoding="utf-8")
    assert "[TEST es 2 of 2]" in index
    assert "Receipt" not in index
    assert (tmp_path / "outbox/images/welcoming-illinois-award.png").is_file()


def test_an_address_ses_cannot_mail_is_told(award: Revision, tmp_path: Path) -> None:
    done = trials(award, tmp_path / "outbox", "josé@people.example")
    assert {trial.answer.whole for trial in done} == {"bad_request"}
