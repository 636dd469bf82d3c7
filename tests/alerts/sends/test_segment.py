from __future__ import annotations

import json
from dataclasses import replace

import pytest

from functions.alerts.errors import Mistake
from functions.alerts.sends.segment import Segment, refusal
from functions.alerts.sends.supporter import Status
from tests.sending import TOPIC, person


@pytest.mark.parametrize("status", ["subscribed", "unsubscribed", "bounced", "complained"])
def test_a_segment_means_people_of_its_topic_whatever_their_status(status: Status) -> None:
    assert TOPIC.targets(person(1, status))


def test_a_segment_never_means_who_has_not_confirmed() -> None:
    assert not TOPIC.targets(person(1, "pending"))


def test_a_segment_does_not_mean_people_of_other_topics() -> None:
    assert not TOPIC.targets(person(1, topics=("daca",)))


def test_a_segment_without_rules_means_everybody() -> None:
    assert Segment().targets(person(1, topics=(), language="ar"))


def test_a_segment_of_languages_means_their_readers_only() -> None:
    spanish = Segment(languages=frozenset({"es"}))
    assert spanish.targets(person(1, language="es"))
    assert not spanish.targets(person(1, language="en"))


MARIA = replace(person(1), zip="60608", district="IL-04", source="rally", joined="2018-02-03")
SENDS = frozenset({"20180409-1a"})


@pytest.mark.parametrize(
    ("segment", "fits"),
    [
        (Segment(zips=frozenset({"606"})), True),
        (Segment(zips=frozenset({"605", "61"})), False),
        (Segment(districts=frozenset({"IL-0"})), True),
        (Segment(districts=frozenset({"IL-1"})), False),
        (Segment(sources=frozenset({"web", "rally"})), True),
        (Segment(sources=frozenset({"web"})), False),
        (Segment(joined_from="2018-02-03"), True),
        (Segment(joined_from="2018-02-04"), False),
        (Segment(joined_until="2018-02-03"), True),
        (Segment(joined_until="2018-02-02"), False),
        (Segment(zips=frozenset({"606"}), sources=frozenset({"web"})), False),
        (Segment(topics=frozenset({"daca"}), zips=frozenset({"606"})), False),
    ],
    ids=lambda value: value.sentence() if isinstance(value, Segment) else "",
)
def test_every_rule_of_a_segment_must_fit(segment: Segment, fits: bool) -> None:
    assert segment.targets(MARIA) is fits


def test_who_joined_at_a_day_nobody_knows_fits_no_day() -> None:
    assert not Segment(joined_until="2018-12-31").targets(person(1))


@pytest.mark.parametrize(
    ("segment", "got", "fits"),
    [
        (Segment(also=SENDS), True, True),
        (Segment(also=SENDS), False, False),
        (Segment(also=SENDS, topics=frozenset({"daca"})), True, True),
        (Segment(also=SENDS, topics=frozenset({"welcoming"})), False, True),
        (Segment(also=SENDS, not_filed="sb-35@2018-04-10"), False, False),
    ],
    ids=[
        "only them",
        "nobody else",
        "besides the topic",
        "the topic besides",
        "no rule of its own",
    ],
)
def test_recipients_of_another_send_are_taken_in(segment: Segment, got: bool, fits: bool) -> None:
    assert segment.targets(MARIA, also={MARIA.id} if got else ()) is fits


@pytest.mark.parametrize("rule", ["without", "filed"])
def test_who_is_left_out_is_left_out_whatever_else_fits(rule: str) -> None:
    segment = Segment(also=SENDS)
    assert not segment.targets(MARIA, also={MARIA.id}, **{rule: {MARIA.id}})


def test_who_has_not_confirmed_is_not_taken_in_either() -> None:
    assert not Segment(also=SENDS).targets(person(1, "pending"), also={person(1).id})


EVERY_RULE = Segment(
    topics=frozenset({"b", "a"}),
    languages=frozenset({"es"}),
    zips=frozenset({"606"}),
    districts=frozenset({"IL-04"}),
    sources=frozenset({"rally"}),
    joined_from="2018-01-01",
    joined_until="2018-03-31",
    also=SENDS,
    without=frozenset({"20180401-2b"}),
    not_filed="sb-35@2018-04-10",
)


@pytest.mark.parametrize("segment", [EVERY_RULE, TOPIC, Segment()], ids=["all", "topic", "none"])
def test_a_segment_survives_being_stored(segment: Segment) -> None:
    assert Segment.from_data(json.loads(json.dumps(segment.to_data()))) == segment


def test_a_segment_with_a_rule_nobody_knows_is_refused() -> None:
    with pytest.raises(Mistake, match="A segment has no rule shoe_size"):
        Segment.from_data({"topics": [], "shoe_size": 9})


@pytest.mark.parametrize(
    ("segment", "sentence"),
    [
        (Segment(), "everybody on the list"),
        (TOPIC, 'everybody who asked for "welcoming"'),
        (Segment(also=SENDS), 'whoever got send "20180409-1a"'),
        (
            Segment(zips=frozenset({"606", "605", "61"})),
            'everybody who lives where the ZIP begins with "605", "606" or "61"',
        ),
        (
            Segment(joined_from="2018-01-01", without=SENDS),
            'everybody who joined on 2018-01-01 or later, without whoever got send "20180409-1a"',
        ),
        (
            EVERY_RULE,
            'everybody who asked for "a" or "b" and reads "es" and lives where the ZIP begins with'
            ' "606" and lives where the district begins with "IL-04" and came by "rally" and joined'
            ' from 2018-01-01 to 2018-03-31, and besides whoever got send "20180409-1a", without'
            ' whoever got send "20180401-2b", without whoever told "I filed it" for'
            " sb-35@2018-04-10",
        ),
    ],
    ids=["none", "topic", "another send", "several", "left out", "all"],
)
def test_a_segment_is_told_as_a_sentence(segment: Segment, sentence: str) -> None:
    assert segment.sentence() == sentence


def test_who_was_taken_in_by_another_send_needs_no_topic_at_the_call() -> None:
    segment = Segment(topics=frozenset({"welcoming"}), also=SENDS)
    assert refusal(person(1, topics=("daca",)), segment) is None


@pytest.mark.parametrize("status", ["pending", "unsubscribed", "bounced", "complained"])
def test_who_is_not_subscribed_is_refused_by_status(status: Status) -> None:
    assert refusal(person(1, status), TOPIC) == status


def test_who_was_erased_is_refused() -> None:
    assert refusal(None, TOPIC) == "erased"


def test_who_dropped_the_topic_since_the_freeze_is_refused() -> None:
    assert refusal(person(1, topics=("daca",)), TOPIC) == "topic"


def test_who_changed_the_language_since_the_freeze_is_mailed() -> None:
    assert refusal(person(1, language="ar"), Segment(languages=frozenset({"en"}))) is None
