from __future__ import annotations

import pytest

from functions.alerts.segment import Segment, refusal
from functions.alerts.supporter import Status
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


def test_a_segment_survives_being_stored() -> None:
    segment = Segment(topics=frozenset({"b", "a"}), languages=frozenset({"es"}))
    assert Segment.from_data(segment.to_data()) == segment


@pytest.mark.parametrize("status", ["pending", "unsubscribed", "bounced", "complained"])
def test_who_is_not_subscribed_is_refused_by_status(status: Status) -> None:
    assert refusal(person(1, status), TOPIC) == status


def test_who_was_erased_is_refused() -> None:
    assert refusal(None, TOPIC) == "erased"


def test_who_dropped_the_topic_since_the_freeze_is_refused() -> None:
    assert refusal(person(1, topics=("daca",)), TOPIC) == "topic"


def test_who_changed_the_language_since_the_freeze_is_mailed() -> None:
    assert refusal(person(1, language="ar"), Segment(languages=frozenset({"en"}))) is None
