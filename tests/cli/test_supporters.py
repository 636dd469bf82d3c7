"""`alerts supporters`: one person at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.supporter import Status, Supporter
from tests.cli.conftest import Alerts, Ran, StaffWorld

ADDRESS = "maria@people.example"
SAID = ("--source", "phone", "--agreed-to", "mails about immigrant rights")


def maria(staff: StaffWorld, status: Status = "subscribed") -> Supporter:
    """Maria, on the list under the id of her address."""
    (id,) = supporter_ids(ADDRESS, staff.people_keyring)
    person = Supporter(
        id=id,
        email=ADDRESS,
        status=status,
        language="es",
        first_name="María",
        last_name="Ruiz",
        topics=frozenset({"daca"}),
        zip="60601",
        source="rally",
        agreed="2018-01-02T10:00:00+00:00",
        agreed_to="alerts",
    )
    staff.supporters.put(person)
    return person


def run(alerts: Alerts, *arguments: object) -> Ran:
    return alerts("supporters", *arguments)


def stands(staff: StaffWorld, person: Supporter) -> str | None:
    return staff.supporters.standing([person.id]).get(person.id)


def audit(staff: StaffWorld, person: Supporter) -> list[tuple[str, str, str]]:
    return [(line.who, line.what, line.reason) for line in staff.ledger.audit_of(person.id)]


def test_show_prints_all_that_is_kept(alerts: Alerts, staff: StaffWorld) -> None:
    maria(staff)
    shown = run(alerts, "show", " Maria@People.example ").out
    for text in ("María Ruiz", "60601", "daca", "rally", "2018-01-02", "subscribed", "alerts"):
        assert text in shown


@pytest.mark.parametrize("on_ours", [True, False])
def test_show_tells_that_amazon_mails_nothing_there(
    alerts: Alerts, staff: StaffWorld, on_ours: bool
) -> None:
    if on_ours:
        maria(staff)
    staff.suppressions.listed[ADDRESS] = "complained"
    assert "complained by Amazon's own list" in run(alerts, "show", ADDRESS).out


def test_show_tells_who_changed_what(alerts: Alerts, staff: StaffWorld) -> None:
    maria(staff)
    run(alerts, "unsubscribe", ADDRESS, "--reason", "asked on the phone")
    shown = run(alerts, "show", ADDRESS).out
    assert "arn:aws:iam::1:user/ana  unsubscribe: asked on the phone" in shown


def test_somebody_who_is_not_there_is_told(alerts: Alerts, staff: StaffWorld) -> None:
    assert "not on the list" in run(alerts, "show", ADDRESS).out


def test_somebody_with_an_id_of_the_first_release_is_found(
    alerts: Alerts, staff: StaffWorld
) -> None:
    staff.supporters.put(replace(maria(staff), id="0" * 31 + "1", email="old@people.example"))
    assert run(alerts, "erase", "old@people.example", "--yes").code == 0
    assert staff.supporters.find("old@people.example") == []
    assert "0" * 31 + "1" in staff.supporters.erased


@pytest.mark.parametrize("command", ["show", "unsubscribe", "erase"])
def test_what_is_no_address_is_wrong_usage(alerts: Alerts, staff: StaffWorld, command: str) -> None:
    assert run(alerts, command, "maria at people").code == 2


def test_subscribing_keeps_where_when_and_what(alerts: Alerts, staff: StaffWorld) -> None:
    ran = run(alerts, "subscribe", ADDRESS, *SAID, "--topic", "daca", "--language", "Spanish")
    assert (ran.code, ran.out) == (0, "They are on the list.\n")
    (id,) = supporter_ids(ADDRESS, staff.people_keyring)
    assert staff.supporters.people[id] == Supporter(
        id=id,
        email=ADDRESS,
        status="subscribed",
        language="es",
        topics=frozenset({"daca"}),
        source="phone",
        joined="2018-04-09",
        agreed="2018-04-09T14:00:00+00:00",
        agreed_to="mails about immigrant rights",
    )
    assert audit(staff, staff.supporters.people[id]) == [(staff.caller.who, "subscribe", "")]


def test_without_consent_nobody_is_subscribed(alerts: Alerts, staff: StaffWorld) -> None:
    assert run(alerts, "subscribe", ADDRESS).code == 2
    assert run(alerts, "subscribe", ADDRESS, "--source", " ", "--agreed-to", "x").code == 2
    assert staff.ledger.entries == []


@pytest.mark.parametrize(
    "wrong",
    [("--topic", "No Topic"), ("--language", "Chinese"), ("--first-name", "A\x00"),
     ("--reason", "wrote from maria@people.example"), ("--last-name", "x" * 201)],
    ids=["topic", "language", "control character", "address in the reason", "too long"],
)  # fmt: skip
def test_what_is_written_wrong_changes_nothing(
    alerts: Alerts, staff: StaffWorld, wrong: tuple[str, str]
) -> None:
    before = dict(staff.supporters.people)
    assert run(alerts, "subscribe", ADDRESS, *SAID, *wrong).code == 2
    assert (staff.supporters.people, staff.ledger.entries) == (before, [])


def test_who_waits_for_a_confirmation_is_subscribed(alerts: Alerts, staff: StaffWorld) -> None:
    person = maria(staff, "pending")
    run(alerts, "subscribe", ADDRESS, *SAID)
    assert stands(staff, person) == "subscribed"
    assert staff.supporters.people[person.id].first_name == "María"


def test_of_who_is_on_the_list_topics_are_added(alerts: Alerts, staff: StaffWorld) -> None:
    person = maria(staff)
    ran = run(alerts, "subscribe", ADDRESS, *SAID, "--topic", "welcoming", "--zip", "60602")
    assert "already" in ran.out
    now = replace(person, topics=frozenset({"daca", "welcoming"}), zip="60602")
    assert staff.supporters.people[person.id] == now


@pytest.mark.parametrize("status", ["unsubscribed", "bounced", "complained"])
def test_who_left_comes_back_only_with_a_reason(
    alerts: Alerts, staff: StaffWorld, status: Status
) -> None:
    person = maria(staff, status)
    refused = run(alerts, "subscribe", ADDRESS, *SAID)
    assert (refused.code, stands(staff, person)) == (1, status)
    assert "--reason" in refused.err
    run(alerts, "subscribe", ADDRESS, *SAID, "--reason", "asked on the phone")
    assert stands(staff, person) == "subscribed"
    assert audit(staff, person) == [(staff.caller.who, "unsuppress", "asked on the phone")]


def test_who_was_erased_comes_back_only_with_a_reason(alerts: Alerts, staff: StaffWorld) -> None:
    person = maria(staff)
    run(alerts, "erase", ADDRESS, "--yes")
    assert run(alerts, "subscribe", ADDRESS, *SAID).code == 1
    assert stands(staff, person) == "erased"
    run(alerts, "subscribe", ADDRESS, *SAID, "--reason", "signed a sheet")
    assert stands(staff, person) == "subscribed"
    assert staff.supporters.people[person.id].first_name == ""


def test_coming_back_takes_the_address_off_amazons_list(alerts: Alerts, staff: StaffWorld) -> None:
    maria(staff, "bounced")
    staff.suppressions.listed[ADDRESS] = "bounced"
    run(alerts, "subscribe", ADDRESS, *SAID, "--reason", "the mailbox was full")
    assert staff.suppressions.listed == {}


def test_a_new_address_on_amazons_list_needs_a_reason(alerts: Alerts, staff: StaffWorld) -> None:
    staff.suppressions.listed[ADDRESS] = "complained"
    refused = run(alerts, "subscribe", ADDRESS, *SAID)
    assert refused.code == 1
    assert "Amazon" in refused.err
    assert staff.suppressions.listed == {ADDRESS: "complained"}


def test_unsubscribing_holds_and_is_logged_outside_the_table(
    alerts: Alerts, staff: StaffWorld
) -> None:
    person = maria(staff)
    ran = run(alerts, "unsubscribe", ADDRESS, "--reason", "asked on the phone")
    again = run(alerts, "unsubscribe", ADDRESS)
    assert (ran.code, again.code, stands(staff, person)) == (0, 0, "unsubscribed")
    assert "already" in again.out
    assert [(left.id, left.status) for left in staff.leavings.log] == [(person.id, "unsubscribed")]


def test_unsubscribing_who_is_not_there_says_so(alerts: Alerts, staff: StaffWorld) -> None:
    assert "several" in run(alerts, "unsubscribe", ADDRESS).err


def test_erasing_asks(alerts: Alerts, staff: StaffWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    person = maria(staff)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    assert run(alerts, "erase", ADDRESS).code == 1
    assert staff.supporters.people[person.id] == person


def test_erasing_leaves_a_mark_a_line_of_the_log_and_one_of_the_audit(
    alerts: Alerts, staff: StaffWorld
) -> None:
    person = maria(staff)
    staff.suppressions.listed[ADDRESS] = "bounced"
    assert run(alerts, "erase", ADDRESS, "--yes", "--reason", "wrote to us").code == 0
    assert stands(staff, person) == "erased"
    assert [(left.id, left.status) for left in staff.leavings.log] == [(person.id, "erased")]
    assert audit(staff, person) == [(staff.caller.who, "erase", "wrote to us")]
    assert staff.suppressions.listed == {}


def test_erasing_again_is_harmless(alerts: Alerts, staff: StaffWorld) -> None:
    maria(staff)
    run(alerts, "erase", ADDRESS, "--yes")
    lines = len(staff.ledger.entries)
    again = run(alerts, "erase", ADDRESS, "--yes")
    assert (again.code, len(staff.ledger.entries)) == (0, lines)
    assert "nothing to erase" in again.out


def test_a_reason_that_names_the_person_is_refused(alerts: Alerts, staff: StaffWorld) -> None:
    person = maria(staff)
    ran = run(alerts, "erase", ADDRESS, "--yes", "--reason", "mrs. ruiz wrote to us")
    assert (ran.code, stands(staff, person)) == (2, "subscribed")
    assert staff.ledger.entries == []
