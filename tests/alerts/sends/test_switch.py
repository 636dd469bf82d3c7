from __future__ import annotations

import json

import pytest

from functions.alerts.sends.audit import Entry
from functions.alerts.sends.switch import NEW, Switch


@pytest.mark.parametrize(
    ("switch", "permitted"),
    [
        (NEW, True),
        (Switch(table="mine"), True),
        (Switch(table="mine", supporters="list"), True),
        (Switch(table="another"), False),
        (Switch(table="mine", supporters="another"), False),
        (Switch(on=False), False),
        (Switch(on=False, table="mine"), False),
    ],
    ids=["new", "bound", "to both", "restored", "list restored", "off", "off and bound"],
)
def test_a_switch_permits_sending_in_its_own_table_while_it_is_on(
    switch: Switch, permitted: bool
) -> None:
    assert switch.permits("mine", "list") is permitted


def test_a_switch_survives_being_stored_also_by_a_later_version() -> None:
    switch = Switch(on=False, by="ana", at="2018", why="wrong link", table="t")
    later = json.loads(switch.to_json()) | {"added": 1}
    assert Switch.from_json(json.dumps(later)) == switch


def test_a_switch_of_the_first_release_knows_no_list() -> None:
    stored = json.loads(Switch(by="ana", at="2018", table="t").to_json())
    del stored["supporters"]
    assert Switch.from_json(json.dumps(stored)) == Switch(by="ana", at="2018", table="t")


def test_a_line_of_the_audit_says_when_who_what_and_why() -> None:
    entry = Entry(at="2018-04-09", who="ana", what="pause", reason="a mistake")
    assert entry.line() == "2018-04-09  ana  pause: a mistake"
    assert Entry(at="2018-04-09", who="ana", what="resume").line() == "2018-04-09  ana  resume"
