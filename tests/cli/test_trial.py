"""`alerts test`: every mail still to come, marked, to a few addresses."""

from pathlib import Path

import pytest

from tests.cli.conftest import Alerts

TO = "a@people.example,b@people.example"


@pytest.mark.slow
def test_every_edition_still_to_come_goes_to_every_address(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    award, out = desk / "welcoming-illinois-award.yaml", tmp_path / "outbox"
    ran = alerts("test", award, "--to", TO, "--as-of", "2018-04-11T09:00", "--outbox", out)
    assert (ran.code, ran.out.count("[TEST en 2 of 2]"), ran.out.count("[TEST es")) == (0, 2, 4)
    assert len(list((out / "mails").glob("*.eml"))) == 8
    assert (out / "index.html").is_file()


def test_what_is_not_set_up_is_said(
    alerts: Alerts, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    ran = alerts("test", desk / "welcoming-illinois-award.yaml", "--to", TO)
    assert (ran.code, "No AWS region" in ran.err) == (1, True)


def test_with_nothing_still_to_come_nothing_is_written(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    award, out = desk / "award.yaml", tmp_path / "outbox"
    award.write_text(
        "level: state\nlanguages: [en]\nsubject: Call\nbody: Now\nasks:\n"
        "  - {ask: call, whom: Ana, numbers: 217-782-0000, closes: 2018-04-10 3:00 PM}\n"
    )
    ran = alerts("test", award, "--to", TO, "--as-of", "2018-04-10T14:45", "--outbox", out)
    assert (ran.code, out.exists()) == (1, False)
    assert "half an hour before its deadline" in ran.err


def test_a_folder_with_other_things_names_the_option_that_is_there(
    alerts: Alerts, desk: Path
) -> None:
    award = desk / "welcoming-illinois-award.yaml"
    ran = alerts("test", award, "--to", TO, "--as-of", "2018-04-09", "--outbox", desk)
    assert (ran.code, "--outbox" in ran.err) == (1, True)


def test_an_address_that_is_none_is_wrong_usage(alerts: Alerts, desk: Path) -> None:
    ran = alerts("test", desk / "welcoming-illinois-award.yaml", "--to", "maria")
    assert (ran.code, "--to" in ran.err) == (2, True)
