from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from functions.alerts.errors import InputError, StateError, TryLater
from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.supporter import Supporter
from functions.services.importing import Checkpoint, note_import
from tests.fakes import FakeWorld
from tests.importing import EXPORTS, MARIA, import_file, listed, person

SYSTEMS = {
    "action_network": ("action_network.csv",),
    "everyaction": ("everyaction.csv",),
    "mailchimp": (
        "mailchimp_subscribed.csv",
        "mailchimp_unsubscribed.csv",
        "mailchimp_cleaned.csv",
    ),
    "listmonk": ("listmonk.csv",),
    "actionkit": ("actionkit.csv",),
    "plain": ("plain.csv",),
}
# ActionKit numbers its languages; only who knows its table can say which is which.
MEANS = {"actionkit": ("110=es", "140=pl")}
ADAM = "adam@people.example.org"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
HEADER = "email,first name,status\n"


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_systems_export_lands_on_the_same_supporters(system: str) -> None:
    world, means = FakeWorld(), MEANS.get(system, ())
    for name in SYSTEMS[system]:
        done = import_file(EXPORTS / name, world, source="the website", means=means)
        assert done.refused == []
    found = {
        email: (one.status, one.language, one.first_name, one.last_name, one.zip, one.agreed)
        for email, one in listed(world).items()
        if one.status == "subscribed"
    }
    assert {email.lower(): told for email, told in found.items()} == {
        MARIA: ("subscribed", "es", "María", "O'Hara", "60618", "2018-04-09T14:00:00+00:00"),
        ADAM: ("subscribed", "pl", "Adam", "Nowak", "02138", "2018-04-10T15:30:00+00:00"),
    }
    assert set(world.supporters.people) == {
        supporter_ids(f"{name}@people.example.org", world.people_keyring)[0]
        for name in ("maria", "adam", "noor", "lee", "pat")
    }


@pytest.mark.parametrize(
    ("system", "told"),
    [
        ("action_network", ["unsubscribed", "bounced", "complained"]),
        ("everyaction", ["unsubscribed", "bounced", "complained"]),
        ("mailchimp", ["unsubscribed", "bounced", "complained"]),
        ("plain", ["unsubscribed", "bounced", "complained"]),
        # These two do not tell a complaint, listmonk not even a bounce.
        ("actionkit", ["unsubscribed", "bounced", "unsubscribed"]),
        ("listmonk", ["unsubscribed", "unsubscribed", "unsubscribed"]),
    ],
)
def test_every_systems_statuses_are_kept(system: str, told: list[str]) -> None:
    world = FakeWorld()
    for name in SYSTEMS[system]:
        import_file(EXPORTS / name, world, means=MEANS.get(system, ()))
    people = {email.partition("@")[0]: one for email, one in listed(world).items()}
    assert [people[name].status for name in ("noor", "lee", "pat")] == told


def test_who_is_on_the_list_stays_as_they_are() -> None:
    world = FakeWorld()
    before = person(world)
    done = import_file(f"{HEADER}{MARIA},New,subscribed\n", world, topics=frozenset({"slips"}))
    assert listed(world)[MARIA] == before
    assert done.tally.stayed == 1


def test_a_file_takes_people_off_the_list_and_the_log_tells_it() -> None:
    world = FakeWorld()
    before = person(world)
    assert import_file(f"{HEADER}{MARIA},,spam complaint\n", world).tally.left == 1
    assert listed(world)[MARIA].status == "complained"
    assert [one.id for one in world.leavings.since(LONG_AGO)] == [before.id]


def test_the_most_restrictive_status_wins_whatever_the_order() -> None:
    rows = [f"{MARIA},Maria,{status}\n" for status in ("subscribed", "bounced", "unsubscribed")]
    rows += [f"MARIA@people.example.org,María,{status}\n" for status in ("subscribed", "spam")]
    found = set()
    for seed in range(10):
        world = FakeWorld()
        random.Random(seed).shuffle(rows)
        import_file(HEADER + "".join(rows), world)
        found.add(frozenset(world.supporters.people.values()))
    [[one]] = found
    assert one.status == "complained"


def test_rows_of_one_address_come_to_one_supporter() -> None:
    world = FakeWorld()
    text = (
        "email,first name,zip,language,topics,agreed\n"
        f"{MARIA},Maria,60618,,slips,2018-01-01\n"
        f" {MARIA.upper()} ,María,,es,daca,2018-02-01\n"
    )
    assert import_file(text, world).tally.entered == 1
    [one] = world.supporters.people.values()
    assert (one.first_name, one.zip, one.language) == ("María", "60618", "es")
    assert one.topics == {"slips", "daca"}


def test_a_language_that_is_said_wins_over_the_one_of_rows_that_name_none() -> None:
    world = FakeWorld()
    text = f"email,language,agreed\n{MARIA},es,2018-01-01\n{MARIA},,2019-01-01\n{ADAM},,\n"
    import_file(text, world, language="pl")
    assert {one.language for one in world.supporters.people.values()} == {"es", "pl"}
    assert listed(world)[MARIA].language == "es"


def test_actionkits_number_of_a_language_is_asked_about() -> None:
    with pytest.raises(InputError, match="“110” is no language that is known"):
        import_file(EXPORTS / "actionkit.csv", FakeWorld())


def test_a_dry_run_tells_the_same_and_changes_nothing() -> None:
    world, dry = FakeWorld(), FakeWorld()
    for one in (world, dry):
        person(one, email=ADAM)
        person(one, "complained", "noor@people.example.org")
    told = import_file(EXPORTS / "everyaction.csv", dry, dry=True)
    assert told.tally == import_file(EXPORTS / "everyaction.csv", world).tally
    assert len(dry.supporters.people) == 2
    assert list(dry.leavings.since(LONG_AGO)) == []


def test_a_second_run_does_no_harm() -> None:
    world = FakeWorld()
    import_file(EXPORTS / "plain.csv", world)
    before = dict(world.supporters.people)
    world.advance(days=1)
    again = import_file(EXPORTS / "plain.csv", world)
    assert world.supporters.people == before
    assert (again.tally.stayed, again.tally.entered) == (2, 0)


def test_what_was_cut_short_goes_on_from_its_checkpoint() -> None:
    world = FakeWorld()
    text = HEADER + "".join(f"p{n}@people.example.org,P,subscribed\n" for n in range(500))
    half = import_file(text, world, kept=lambda checkpoint: checkpoint.part < 100)
    assert (half.done.part, half.done.over) == (100, False)
    assert 0 < len(world.supporters.people) < 500
    told = Checkpoint.from_json(half.done.to_json())
    whole = import_file(text, world, begin=told)
    assert (whole.tally.entered, len(world.supporters.people), whole.done.over) == (500, 500, True)


def test_a_checkpoint_that_is_none_is_not_read() -> None:
    assert Checkpoint.from_json({"v": 99}) is None
    assert Checkpoint.from_json(["x"]) is None
    assert Checkpoint.from_json({"v": 1, "digest": "a", "part": 1, "tally": {"x": 1}}) is None


class Throttled(FakeWorld):
    """A list that takes nothing for the first `times` calls."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.times, enter = times, self.supporters.enter

        def throttled(supporter: Supporter) -> object:
            self.times -= 1
            if self.times >= 0:
                raise TryLater("throttled")
            return enter(supporter)

        self.supporters.enter = throttled  # type: ignore[method-assign, assignment]

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)


def test_an_import_waits_longer_and_longer_when_throttled() -> None:
    world = Throttled(4)
    assert import_file(f"{HEADER}{MARIA},M,subscribed\n", world).tally.entered == 1
    assert world.waits == sorted(world.waits)
    assert len(set(world.waits)) == 4


def test_a_list_that_takes_nothing_for_minutes_ends_it_with_what_to_do() -> None:
    with pytest.raises(StateError, match="goes on where it is"):
        import_file(f"{HEADER}{MARIA},M,subscribed\n", Throttled(1_000))


def test_consent_is_kept_with_each_supporter() -> None:
    world = FakeWorld()
    text = f"email,source,created_at\n{MARIA},rally,2018-03-01T10:00:00Z\n{ADAM},,\n"
    import_file(text, world, source="website", agreed_to="News")
    maria, adam = listed(world)[MARIA], listed(world)[ADAM]
    assert (maria.source, maria.agreed) == ("rally", "2018-03-01T10:00:00+00:00")
    assert (adam.source, adam.agreed, adam.agreed_to) == ("website", "", "News")


def test_an_ambiguous_language_is_asked_about_and_nothing_happens_before() -> None:
    world = FakeWorld()
    text = f"email,language\n{ADAM},Polish\n{MARIA},Chinese\n"
    with pytest.raises(InputError) as caught:
        import_file(text, world)
    [finding] = caught.value.findings
    assert (finding.line, finding.found) == (3, "“Chinese” may be zh-Hans or zh-Hant.")
    assert world.supporters.people == {}
    import_file(text, world, means=("Chinese=zh-Hant",))
    assert listed(world)[MARIA].language == "zh-Hant"


def test_an_unknown_status_is_asked_about() -> None:
    world = FakeWorld()
    text = f"{HEADER}{MARIA},M,Gold member\n"
    with pytest.raises(InputError, match="gold member"):
        import_file(text, world)
    assert import_file(text, world, means=("Gold member=unsubscribed",)).tally.gone == 1


def test_a_cell_that_may_be_an_address_is_not_repeated_in_a_question() -> None:
    with pytest.raises(InputError) as caught:
        import_file(f"email,language\n{MARIA},{ADAM}\n", FakeWorld())
    assert "adam" not in str(caught.value)


def test_a_column_is_mapped_or_left_out() -> None:
    world = FakeWorld()
    text = f"Contact,Status,Home\n{MARIA},Gold,2138\n"
    import_file(text, world, mapped={"Contact": "email", "status": "", "Home": "zip"})
    assert listed(world)[MARIA].zip == "02138"


def test_an_import_is_one_line_of_the_audit_without_an_address() -> None:
    world = FakeWorld()
    done = import_file(EXPORTS / "plain.csv", world)
    note_import(done.done, "staff", world)
    [entry] = world.ledger.audit(f"import-{done.done.digest[:16]}")
    assert entry.reason == "2 new, 0 taken off, 5 in all"


def test_the_samples_are_in_several_encodings_and_separators() -> None:
    found = {
        name: import_file(EXPORTS / f"{name}.csv", FakeWorld()).reading
        for name in ("everyaction", "plain", "listmonk")
    }
    told = {name: (one.encoding, one.separator) for name, one in found.items()}
    assert told == {
        "everyaction": ("utf-16", "\t"),
        "plain": ("cp1252", ";"),
        "listmonk": ("utf-8", ","),
    }
