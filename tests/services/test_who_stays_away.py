"""Nobody who left comes back by an import, and nobody who never agreed comes in by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.alerts.errors import InputError
from functions.alerts.sends.supporter import Status, Supporter
from functions.services.import_report import read_lines
from tests.fakes import FakeWorld
from tests.importing import EXPORTS, MARIA, import_file, listed, person

HEADER = "email,first name,status\n"
NONSUBSCRIBED = "exports/nonsubscribed_email_audience_export_1a2b3c.csv"


def test_of_somebody_who_left_elsewhere_nothing_is_kept_but_that() -> None:
    world = FakeWorld()
    import_file(EXPORTS / "action_network.csv", world, topics=frozenset({"slips"}))
    noor = listed(world)["noor@people.example.org"]
    assert (noor.first_name, noor.last_name, noor.zip, noor.topics) == ("", "", "", frozenset())


@pytest.mark.parametrize("status", ["unsubscribed", "bounced", "complained"])
def test_nobody_who_left_is_brought_back(status: Status) -> None:
    world = FakeWorld()
    before = person(world, status)
    done = import_file(f"{HEADER}{MARIA},New,subscribed\n", world)
    assert listed(world)[MARIA] == before
    assert (done.tally.kept_out, done.refused) == (1, [])


def test_nobody_who_was_erased_is_brought_back() -> None:
    world = FakeWorld()
    world.supporters.erase(person(world).id, world.now())
    assert import_file(f"{HEADER}{MARIA},New,subscribed\n", world).tally.kept_out == 1
    assert listed(world) == {}


def test_who_was_found_under_an_older_key_is_not_entered_again() -> None:
    world = FakeWorld()
    before = person(world, "unsubscribed")
    old = world.settings.people_keys
    newer = '{"k2": "' + "29" * 32 + '", ' + old[1:]
    vars(world).pop("people_keyring")
    world.settings = replace(world.settings, people_keys=newer)
    assert import_file(f"{HEADER}{MARIA},New,subscribed\n", world).tally.kept_out == 1
    assert list(world.supporters.people) == [before.id]


# What is wrong with a row, beside that it says who left.
FAULTS = {
    "a_formula": "email,name,status\n{0},Maria,subscribed\n{0},=1+1,unsubscribed\n",
    "a_long_name": "email,name,status\n{0},Maria,subscribed\n{0},{1},spam\n",
    "a_bad_topic": "email,topics,status\n{0},slips,subscribed\n{0},???,bounced\n",
    "bad_attributes": "email,status,attributes\n{0},enabled,{{}}\n{0},blocklisted,[[\n",
    "an_unclosed_mark": 'email,name,status\n{0},Maria,subscribed\n{0},"Maria,unsubscribed\n',
    "too_few_cells": "email,unsubscribed,language\n{0},no,es\n{0},yes\n",
    "too_many_cells": "email,name,status\n{0},Maria,subscribed\n{0},Maria,unsubscribed,x,y\n",
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS)
def test_a_row_that_says_who_left_counts_whatever_else_is_wrong_with_it(text: str) -> None:
    world = FakeWorld()
    done = import_file(text.format(MARIA, "x" * 300), world)
    assert (done.tally.entered, done.tally.gone, done.refused) == (0, 1, [])
    assert listed(world)[MARIA].first_name == ""


def test_a_name_in_another_encoding_does_not_hide_who_left() -> None:
    rows = f"{HEADER}{MARIA},María,subscribed\n".encode()
    world = FakeWorld()
    import_file(rows + f"{MARIA},María,unsubscribed\n".encode("cp1252"), world)
    assert listed(world)[MARIA].status == "unsubscribed"


def test_a_bad_row_of_somebody_who_did_not_leave_is_refused() -> None:
    done = import_file(f"{HEADER}{MARIA},=1+1,subscribed\nbad,=1+1,unsubscribed\n", FakeWorld())
    assert (sorted(done.reasons), done.tally.people) == ([2, 3], 0)


def test_mailchimps_file_of_those_who_never_subscribed_brings_nobody_in() -> None:
    """Its columns are those of the subscribed; what they are stands in its name alone."""
    world = FakeWorld()
    text = (EXPORTS / "mailchimp_subscribed.csv").read_text(encoding="utf-8")
    done = import_file(text, world, name=NONSUBSCRIBED)
    assert (done.tally.people, len(done.refused)) == (0, 2)
    assert "never asked" in done.refused[0].reason


@pytest.mark.parametrize(
    ("name", "status"), [("unsubscribed", "unsubscribed"), ("cleaned", "bounced")]
)
def test_mailchimps_names_of_its_files_are_believed(name: str, status: Status) -> None:
    world = FakeWorld()
    import_file(f"Email Address\n{MARIA}\n", world, name=f"{name}_email_audience_export_1a.csv")
    assert listed(world)[MARIA].status == status


def test_who_left_a_list_in_listmonk_is_asked_for() -> None:
    found = import_file(EXPORTS / "listmonk.csv", FakeWorld()).reading
    assert any("does not export who left a list" in line for line in read_lines(found))
    plain = import_file(EXPORTS / "plain.csv", FakeWorld()).reading
    assert not any("listmonk" in line for line in read_lines(plain))


def test_an_empty_status_may_be_that_of_somebody_who_never_subscribed() -> None:
    """EveryAction: subscriptionStatus is empty for who is not subscribed."""
    text = f"VANID,Email,Email Subscription Status\n1,{MARIA},\n"
    with pytest.raises(InputError) as caught:
        import_file(text, FakeWorld())
    assert '--means "=never"' in caught.value.findings[0].remedy
    assert import_file(text, FakeWorld(), means=("=never",)).tally.people == 0


@pytest.mark.parametrize("first", ["everybody", "unsubscribed"])
def test_listmonks_file_of_who_left_a_list_takes_them_off_in_either_order(first: str) -> None:
    world, means = FakeWorld(), ("enabled=unsubscribed",)
    text = f"uuid,email,name,attributes,status,created_at,updated_at\nu,{MARIA},M,{{}},enabled,,\n"
    for told in ((), means) if first == "everybody" else (means, ()):
        import_file(text, world, means=told)
    assert listed(world)[MARIA].status == "unsubscribed"


def test_who_waits_for_a_confirmation_is_on_the_list_as_the_file_says_and_not_the_form() -> None:
    """Anybody may have filled in the form; the file tells of an agreement."""
    world = FakeWorld()
    form = replace(person(world, "pending"), topics=frozenset({"spam"}), agreed_to="a form")
    world.supporters.put(form)
    done = import_file(f"{HEADER}{MARIA},New,subscribed\n", world, topics=frozenset({"slips"}))
    found = listed(world)[MARIA]
    assert (done.tally.confirmed, found.status) == (1, "subscribed")
    assert (found.first_name, set(found.topics)) == ("New", {"slips"})


def test_a_sign_up_that_waited_for_too_long_is_no_reason_to_lose_somebody() -> None:
    world = FakeWorld()
    long_ago = "2001-01-01T00:00:00+00:00"
    world.supporters.put(replace(person(world, "pending"), agreed=long_ago))
    import_file(f"{HEADER}{MARIA},New,subscribed\n", world)
    assert listed(world)[MARIA].status == "subscribed"


def test_who_leaves_between_the_look_and_the_change_has_left() -> None:
    world = FakeWorld()
    person(world, "pending")
    readmit = world.supporters.readmit

    def late(supporter: Supporter, stands: Status) -> bool:
        world.supporters.suppress(supporter.id, "unsubscribed")
        return readmit(supporter, stands)

    world.supporters.readmit = late  # type: ignore[method-assign, assignment]
    assert import_file(f"{HEADER}{MARIA},New,subscribed\n", world).tally.kept_out == 1
    assert listed(world)[MARIA].status == "unsubscribed"
