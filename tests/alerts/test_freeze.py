from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.freeze import FrozenBatch, Manifest, Part, freeze, manifest_of
from functions.alerts.supporter import Status, Supporter
from tests.alerts.test_send import SEND
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
