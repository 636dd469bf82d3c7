from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.sends.batch import CODES, LETTER, Batch, Claim, Ref, claim, record, untouched
from functions.alerts.sends.supporter import Supporter
from tests.sending import TOPIC, people, person

PEOPLE = people(3)
IDS = [supporter.id for supporter in PEOPLE]


def claimed(
    batch: Batch, *found: Supporter, edition: str | None = "en:0", ids: list[str] = IDS
) -> Claim:
    known = {supporter.id: supporter for supporter in found}
    return claim(batch, ids, known, TOPIC, edition=edition, owner="mine", at=1000)


def test_a_claim_puts_everybody_open_into_doubt() -> None:
    batch, callees = claimed(untouched(3), *PEOPLE)
    assert batch == Batch(codes="???", rev=1, owner="mine", at=1000, edition="en:0")
    assert callees == (0, 1, 2)


@pytest.mark.parametrize(
    ("supporter", "code"),
    [
        (person(2, "unsubscribed"), "u"),
        (person(2, "bounced"), "b"),
        (person(2, "complained"), "m"),
        (person(2, "pending"), "p"),
        (person(2, topics=()), "t"),
    ],
    ids=["unsubscribed", "bounced", "complained", "pending", "topic dropped"],
)
def test_a_claim_skips_who_must_not_be_mailed_any_more(supporter: Supporter, code: str) -> None:
    batch, callees = claimed(untouched(3), PEOPLE[0], supporter, PEOPLE[2])
    assert (batch.codes, callees) == (f"?{code}?", (0, 2))


def test_a_claim_skips_who_was_erased() -> None:
    assert claimed(untouched(3), PEOPLE[0], PEOPLE[2]).batch.codes == "?e?"


def test_when_every_ask_has_closed_a_claim_calls_nobody() -> None:
    batch, callees = claimed(untouched(3), PEOPLE[0], PEOPLE[1], edition=None)
    assert (batch.codes, callees) == ("xxe", ())


def test_a_claim_leaves_alone_who_is_not_open() -> None:
    batch, callees = claimed(Batch(codes="s?.", rev=4), *PEOPLE)
    assert (batch.codes, batch.rev, callees) == ("s??", 5, (2,))


def test_a_solo_claim_calls_one_and_skips_the_others_it_must() -> None:
    solo = replace(untouched(3), solo=True)
    batch, callees = claimed(solo, PEOPLE[0], PEOPLE[1])
    assert (batch.codes, callees, batch.solo) == ("?.e", (0,), True)


def test_a_record_gives_each_callee_the_letter() -> None:
    doubtful = Claim(Batch(codes="?u?", rev=1, owner="mine"), (0, 2))
    assert record(doubtful, "s.", solo=False) == Batch(codes="su.", rev=2, owner="mine")


def test_a_record_can_make_a_batch_solo_and_never_undoes_it() -> None:
    solo = record(Claim(Batch(codes="?"), (0,)), ".", solo=True)
    assert solo.solo
    assert record(Claim(solo, ()), "", solo=False).solo


def test_a_record_of_the_wrong_length_is_a_fault() -> None:
    with pytest.raises(ValueError, match="zip"):
        record(Claim(Batch(codes="??"), (0, 1)), "s", solo=False)


def test_each_letter_means_one_thing() -> None:
    assert len(LETTER) == len(CODES)
    assert all(len(letter) == 1 for letter in CODES)


refs = st.builds(
    Ref,
    st.from_regex(r"[A-Za-z0-9_-]+", fullmatch=True),
    *[st.integers(min_value=0, max_value=10**6)] * 4,
)


@given(refs)
def test_a_tag_can_be_read_back(ref: Ref) -> None:
    assert Ref.parse(str(ref)) == ref


@pytest.mark.parametrize(
    "text", ["", "hello", "1-2-3-4", "-1-2-3-4", "s-1-2-3-x", "s-1-2--3", "s-1-2-3-²", "s-1-2-3-+4"]
)
def test_a_foreign_tag_is_no_ref(text: str) -> None:
    assert Ref.parse(text) is None
