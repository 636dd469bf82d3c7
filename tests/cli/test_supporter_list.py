"""`alerts supporters count`, `export`, `suppressed`: the list as a whole."""

from __future__ import annotations

import csv
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from functions.alerts.people.address import supporter_ids
from functions.alerts.people.exporting import COLUMNS
from tests.cli.conftest import Alerts, StaffWorld
from tests.sending import person


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_is_counted_by_what_they_are(alerts: Alerts, staff: StaffWorld) -> None:
    staff.supporters.put(person(13, "unsubscribed"))
    staff.supporters.put(person(14, "pending"))
    staff.supporters.erase(person(12).id, staff.now())
    counted = alerts("supporters", "count").out.split("\n")
    assert counted[0].split() == ["subscribed", "11", "en", "8,", "es", "3"]
    assert [line.split()[:2] for line in counted[1:-1]] == [["pending", "1"], ["unsubscribed", "1"]]


def test_a_segment_is_counted_as_a_send_would(alerts: Alerts, staff: StaffWorld) -> None:
    counted = alerts("supporters", "count", "--to", "language=es")
    assert counted.out.split() == ["subscribed", "4", "es", "4"]
    assert alerts("supporters", "count", "--to", "topic=nobody-has-it").out.split()[1] == "0"


@pytest.mark.parametrize("to", ["langage=es", "also=no-such-send", "not-filed=sb-35@2018-04-10"])
def test_a_segment_that_cannot_be_read_is_told(alerts: Alerts, staff: StaffWorld, to: str) -> None:
    ran = alerts("supporters", "count", "--to", to)
    assert ran.code in {1, 2}
    assert ran.out == ""


def test_an_export_has_whom_may_be_mailed(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path
) -> None:
    staff.supporters.put(person(13, "unsubscribed"))
    ran = alerts("supporters", "export", "--out", tmp_path / "list.csv", "--to", "language=en")
    found = rows(tmp_path / "list.csv")
    assert "8 people" in ran.out
    assert list(found[0]) == list(COLUMNS)
    assert sorted(row["email"] for row in found) == sorted(
        f"p{number}@supporter.example" for number in range(1, 9)
    )


def test_an_export_of_those_who_left_is_asked_for(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path
) -> None:
    staff.supporters.put(person(13, "unsubscribed"))
    alerts("supporters", "export", "--out", tmp_path / "left.csv", "--status", "unsubscribed")
    assert [row["email"] for row in rows(tmp_path / "left.csv")] == ["p13@supporter.example"]


def test_an_export_is_for_whoever_made_it_alone(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path
) -> None:
    alerts("supporters", "export", "--out", tmp_path / "list.csv")
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def test_an_export_replaces_no_file(alerts: Alerts, staff: StaffWorld, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("mine")
    assert alerts("supporters", "export", "--out", tmp_path / "list.csv").code == 2
    assert (tmp_path / "list.csv").read_text() == "mine"


@pytest.mark.parametrize("out", ["no-folder/list.csv", "."])
def test_a_file_that_cannot_be_made_is_told_before_anything_is_read(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path, out: str
) -> None:
    assert alerts("supporters", "export", "--out", tmp_path / out).code == 2
    assert staff.ledger.entries == []


def test_an_export_that_breaks_off_leaves_no_file(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path
) -> None:
    wrong = "also=20180409-00000000"  # no such send
    ran = alerts("supporters", "export", "--out", tmp_path / "list.csv", "--to", wrong)
    assert ran.code != 0
    assert list(tmp_path.iterdir()) == []


def test_nobody_waits_for_an_export_with_a_file_of_their_own(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path
) -> None:
    (tmp_path / ".list.csv.part").touch(mode=0o644)
    alerts("supporters", "export", "--out", tmp_path / "list.csv")
    assert (tmp_path / ".list.csv.part").read_text() == ""
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600


def test_an_export_stands_in_the_audit_without_topic_or_address(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path
) -> None:
    alerts("supporters", "export", "--out", tmp_path / "a.csv", "--to", "topic=daca",
           "--reason", "moving to another system")  # fmt: skip
    (line,) = staff.ledger.audit("")
    assert (line.who, line.what, line.reason) == (
        staff.caller.who,
        "export supporters",
        "moving to another system",
    )


def test_amazons_list_is_held_against_ours_and_taken_over_when_asked(
    alerts: Alerts, staff: StaffWorld
) -> None:
    (id,) = supporter_ids("p90@supporter.example", staff.people_keyring)
    staff.supporters.put(replace(person(90), id=id))
    (gone,) = supporter_ids("p91@supporter.example", staff.people_keyring)
    staff.supporters.put(replace(person(91), id=gone, status="complained"))
    staff.suppressions.listed = {
        "p90@supporter.example": "bounced",
        "p91@supporter.example": "complained",
        "stranger@people.example": "bounced",
        "no address": "bounced",
    }
    shown = alerts("supporters", "suppressed").out
    assert [line.split()[0] for line in shown.splitlines()] == ["4", "2", "1", "1"]
    assert staff.supporters.people[id].status == "subscribed"
    assert "are marked now" in alerts("supporters", "suppressed", "--import").out
    assert staff.supporters.people[id].status == "bounced"
    assert [line.what for line in staff.ledger.audit_of(id)] == ["bounced by SES's list"]
    again = alerts("supporters", "suppressed", "--import").out
    assert [line.split()[0] for line in again.splitlines()] == ["4", "2", "2", "0"]


def test_our_own_import_takes_an_export_as_it_is(
    alerts: Alerts, staff: StaffWorld, tmp_path: Path
) -> None:
    odd = replace(
        person(90, language="es", topics=("daca", "welcoming")),
        email="-odd+label@people.example",
        first_name="Ana, “la” de",
        last_name="Núñez",
        zip="06060",
        source="rally",
        joined="2018-01-02",
        agreed="2018-01-02T10:00:00+00:00",
        agreed_to="alerts",
    )
    staff.supporters.people = {odd.id: odd}
    alerts("supporters", "export", "--out", tmp_path / "list.csv", "--status", "all")
    assert rows(tmp_path / "list.csv")[0]["email"] == "'-odd+label@people.example"
    staff.supporters.people = {}
    ran = alerts("supporters", "import", tmp_path / "list.csv")
    assert ran.code == 0, ran.err
    (read,) = staff.supporters.people.values()
    assert replace(read, id=odd.id, joined=odd.joined) == odd
