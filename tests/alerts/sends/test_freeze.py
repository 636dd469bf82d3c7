from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.errors import NeverRetry
from functions.alerts.sends.batch import Batch
from functions.alerts.sends.freeze import (
    FrozenBatch,
    Manifest,
    Others,
    Part,
    excludes,
    freeze,
    mailed_places,
    manifest_of,
)
from functions.alerts.sends.supporter import Status, Supporter
from tests.alerts.sends.test_send import SEND
from tests.sending import people, person

STARTED = replace(SEND, batch_size=2, parts=1)


def test_people_are_batched_by_language_and_size() -> None:
    supporters = [person(1), person(2, language="es"), person(3), person(4), person(5)]
    part = freeze(STARTED, 0, supporters)
    sizes = [(batch.language, len(batch.ids)) for batch in part.batches]
    assert sorted(sizes) == [("en", 2), ("en", 2), ("es", 1)]


def test_a_language_the_revision_lacks_gets_the_default() -> None:
    assert freeze(STARTED, 0, [person(1, language="ar")]).batches[0].language == "en"


def test_who_is_meant_but_not_subscribed_is_counted_by_reason() -> None:
    statuses: list[Status] = ["unsubscribed", "bounced", "bounced", "complained", "pending"]
    part = freeze(STARTED, 0, [person(n, status) for n, status in enumerate(statuses, 1)])
    assert part.batches == ()
    assert part.skipped == {"unsubscribed": 1, "bounced": 2, "complained": 1}


def test_who_is_not_meant_is_not_counted() -> None:
    assert freeze(STARTED, 0, [person(1, topics=("daca",))]).skipped == {}


def test_who_got_the_campaign_before_is_left_out_and_counted() -> None:
    first, second = people(2)
    part = freeze(STARTED, 0, [first, second], earlier={first.id})
    assert part.batches == (FrozenBatch(language="en", ids=(second.id,)),)
    assert part.skipped == {"already": 1}


def test_a_part_holds_no_address() -> None:
    assert "@" not in freeze(STARTED, 0, people(3)).to_json()


def test_part_and_manifest_survive_being_stored() -> None:
    part = freeze(STARTED, 0, [*people(3), person(4, "bounced")])
    manifest = manifest_of(part, "key")
    assert Part.from_json(part.to_json()) == part
    assert Manifest.from_json(manifest.to_json()) == manifest


def test_a_manifest_counts_by_language() -> None:
    part = freeze(STARTED, 0, [*people(3), person(4, language="es")])
    assert manifest_of(part, "key").languages == {"en": 3, "es": 1}


def test_who_was_left_out_is_named_by_reason() -> None:
    gone, first, second = person(9, "unsubscribed"), *people(2)
    part = freeze(STARTED, 0, [gone, first, second], earlier={first.id})
    assert part.left_out == {"unsubscribed": (gone.id,), "already": (first.id,)}


def test_a_reminder_is_for_those_who_got_the_original_only() -> None:
    first, second, third = people(3)
    others = Others(among={first.id, second.id}, filed={second.id})
    part = freeze(STARTED, 0, [first, second, third], others=others)
    assert part.batches == (FrozenBatch(language="en", ids=(first.id,)),)
    assert part.skipped == {}


FIRST_RELEASE = (
    '{"batches":[{"ids":["a","b"],"language":"en"}],"part":0,"send":"s","skipped":{"bounced":1},'
    '"v":1}'
)


def test_a_part_of_the_first_release_is_read() -> None:
    part = Part.from_json(FIRST_RELEASE)
    assert (part.batches[0].ids, part.skipped, part.left_out) == (("a", "b"), {"bounced": 1}, {})


@pytest.mark.parametrize("reader", [Part.from_json, Manifest.from_json], ids=["part", "manifest"])
def test_what_a_later_version_wrote_is_refused(reader: Callable[[str], object]) -> None:
    with pytest.raises(NeverRetry, match="A later version"):
        reader(FIRST_RELEASE.replace('"v":1', '"v":2'))


@pytest.mark.parametrize(
    ("mine", "other", "excluded"),
    [
        ({}, {}, True),
        ({}, {"kind": "correction", "of": "x"}, True),
        ({}, {"campaign": "another"}, False),
        ({}, {"id": SEND.id}, False),
        ({"kind": "reminder", "of": "a"}, {"id": "a"}, False),
        ({"kind": "reminder", "of": "a"}, {"kind": "reminder", "of": "a"}, True),
        ({"kind": "reminder", "of": "a"}, {"kind": "reminder", "of": "b"}, False),
        ({"kind": "correction", "of": "a"}, {"id": "a"}, False),
        ({"kind": "correction"}, {"kind": "correction", "digest": "other texts"}, False),
    ],
    ids=[
        "an alert and its alert",
        "an alert and a correction",
        "another campaign",
        "itself",
        "a reminder and its original",
        "a reminder twice",
        "reminders of two sends",
        "a correction and its original",
        "two corrections",
    ],
)
def test_nobody_gets_a_campaign_twice_unless_it_is_a_reminder_or_correction(
    mine: dict[str, Any], other: dict[str, Any], excluded: bool
) -> None:
    assert excludes(replace(SEND, **mine), replace(SEND, **{"id": "other"} | other)) is excluded


def test_who_was_skipped_or_refused_by_another_send_may_be_mailed() -> None:
    assert mailed_places(Batch(codes="s?.urcx")) == [0, 1, 2]
    assert mailed_places(Batch(codes="s?.u", again=((3, 2),))) == [0, 1, 2, 3]
    assert mailed_places(Batch(codes="s?.u", again=((3, 2),)), surely=True) == [0]


supporters = st.lists(
    st.builds(
        person,
        st.integers(0, 10**6),
        st.sampled_from(["pending", "subscribed", "unsubscribed", "bounced", "complained"]),
        st.sampled_from(["en", "es", "ar"]),
        st.sampled_from([("welcoming",), ("daca",), ()]),
    ),
    unique_by=lambda supporter: supporter.id,
)


@given(supporters, st.integers(1, 50))
def test_a_frozen_part_has_everybody_meant_exactly_once(found: list[Supporter], size: int) -> None:
    part = freeze(replace(STARTED, batch_size=size), 0, found)
    frozen = Counter(one for batch in part.batches for one in batch.ids)
    meant = [one for one in found if STARTED.segment.targets(one)]
    assert set(frozen.values()) <= {1}
    assert set(frozen) == {one.id for one in meant if one.status == "subscribed"}
    assert manifest_of(part, "").targeted == len(meant)
    assert all(1 <= len(batch.ids) <= size for batch in part.batches)
