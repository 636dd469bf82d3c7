from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from functions.alerts.errors import TryLater
from functions.services.import_spill import PARTS
from tests.cli.conftest import Alerts, StaffWorld
from tests.importing import EXPORTS, listed

MARIA = "maria@people.example.org"


def _dies(supporter: object) -> object:
    raise TryLater("no")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The plain export, in a folder of its own."""
    shutil.copy(EXPORTS / "plain.csv", tmp_path / "list.csv")
    return tmp_path / "list.csv"


def test_people_of_a_file_come_on_the_list(alerts: Alerts, staff: StaffWorld, file: Path) -> None:
    before = len(staff.supporters.people)
    ran = alerts(
        *("supporters", "import", file, "--topic", "slips"),
        *("--source", "website", "--agreed-to", "News"),
    )
    assert ran.code == 0
    assert "2  new on the list" in ran.out
    assert len(staff.supporters.people) == before + 5
    assert listed(staff)[MARIA].topics == {"slips"}
    assert [one.name for one in file.parent.iterdir()] == ["list.csv"]


def test_a_dry_run_only_says_what_would_happen(
    alerts: Alerts, staff: StaffWorld, file: Path
) -> None:
    before = dict(staff.supporters.people)
    ran = alerts("supporters", "import", file, "--dry-run")
    assert "Nothing was changed" in ran.out
    assert staff.supporters.people == before


def test_who_has_no_consent_on_record_is_told(
    alerts: Alerts, staff: StaffWorld, file: Path
) -> None:
    err = alerts("supporters", "import", file).err
    assert "--agreed-to" in err
    assert "--source" in err


def test_rejected_rows_go_to_a_file_that_can_be_mended_and_imported(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("email,first name,notes\nmaria@,=1+1,@x\n", encoding="utf-8")
    ran = alerts("supporters", "import", file)
    rejected = tmp_path / "list.rejected.csv"
    assert str(rejected) in ran.err
    assert rejected.stat().st_mode & 0o077 == 0
    with rejected.open(encoding="utf-8-sig", newline="") as rows:
        names, row = csv.reader(rows)
    assert names == ["row", "why rejected", "email", "first name", "notes"]
    assert (row[0], row[2:]) == ("2", ["maria@", "'=1+1", "'@x"])
    mended = rejected.read_text(encoding="utf-8-sig").replace("maria@", MARIA).replace("'=1+1", "")
    rejected.write_text(mended, encoding="utf-8")
    alerts("supporters", "import", rejected)
    assert listed(staff)[MARIA].first_name == ""


def test_nothing_is_said_of_an_address(alerts: Alerts, staff: StaffWorld, file: Path) -> None:
    ran = alerts("supporters", "import", file)
    assert "people.example.org" not in ran.out + ran.err


def test_a_question_names_the_option_that_answers_it(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"email,language\n{MARIA},Chinese\n", encoding="utf-8")
    ran = alerts("supporters", "import", file)
    assert ran.code == 1
    assert '--means "Chinese=zh-Hans"' in ran.err
    assert alerts("supporters", "import", file, "--means", "Chinese=zh-Hant").code == 0
    assert listed(staff)[MARIA].language == "zh-Hant"


def test_after_a_crash_the_same_command_goes_on(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "list.csv"
    rows = "".join(f"p{n}@people.example.org\n" for n in range(300))
    file.write_text(f"email\n{rows}", encoding="utf-8")
    before, enter, calls = len(staff.supporters.people), staff.supporters.enter, iter(range(1000))

    def dies(supporter):  # type: ignore[no-untyped-def]
        if next(calls) > 150:
            raise TryLater("no")
        return enter(supporter)

    monkeypatch.setattr(staff, "pause", lambda seconds: None)
    monkeypatch.setattr(staff.supporters, "enter", dies)
    assert alerts("supporters", "import", file).code == 1
    notes = json.loads((tmp_path / ".list.csv.import.json").read_text())
    assert 0 < notes["part"] < PARTS
    monkeypatch.setattr(staff.supporters, "enter", enter)
    ran = alerts("supporters", "import", file)
    assert "Going on after" in ran.err
    assert len(staff.supporters.people) == before + 300
    assert not (tmp_path / ".list.csv.import.json").exists()


def test_what_was_begun_for_one_list_is_not_gone_on_with_for_another(
    alerts: Alerts, staff: StaffWorld, file: Path
) -> None:
    notes = file.with_name(f".{file.name}.import.json")
    digests = []
    for table in ("trial", "real"):
        staff.settings = replace(staff.settings, supporters_table=table)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(staff.supporters, "enter", _dies)
            patch.setattr(staff, "pause", lambda seconds: None)
            alerts("supporters", "import", file)
        digests.append(json.loads(notes.read_text())["digest"])
    assert digests[0] != digests[1]


def test_a_file_of_rejected_rows_that_somebody_mends_is_not_replaced(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path
) -> None:
    file, rejected = tmp_path / "list.csv", tmp_path / "list.rejected.csv"
    file.write_text("email\nmaria@\n", encoding="utf-8")
    alerts("supporters", "import", file)
    alerts("supporters", "import", file)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["list.csv", "list.rejected.csv"]
    rejected.write_text("half mended", encoding="utf-8")
    assert "list.rejected-2.csv" in alerts("supporters", "import", file).err.replace("\n", "")
    assert rejected.read_text(encoding="utf-8") == "half mended"


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--map", "Mail=adress", "is no mapping"),
        ("--means", "Chinese", "no language code"),
        ("--topic", "Two words", "is no topic"),
        ("--language", "klingon", "no language code"),
    ],
)
def test_an_option_that_says_nothing_is_wrong_usage(
    alerts: Alerts, staff: StaffWorld, file: Path, option: str, value: str, told: str
) -> None:
    ran = alerts("supporters", "import", file, option, value)
    assert ran.code == 2
    assert told in " ".join(ran.err.replace("│", " ").split())
