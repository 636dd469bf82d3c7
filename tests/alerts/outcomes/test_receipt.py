from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.evidence import Evidence
from functions.alerts.outcomes.receipt import (
    Receipt,
    Tally,
    WrongReceiptError,
    outcome,
)
from functions.alerts.sends.batch import CODES, Batch
from functions.alerts.sends.freeze import Manifest

AT = datetime(2018, 4, 9, 15, tzinfo=UTC)


def drawn(
    batches: list[str], *events: Delivery, skipped: dict[str, int] | None = None, missing: int = 0
) -> Receipt:
    sizes = (*map(len, batches), *[1] * missing)
    manifest = Manifest(send="s", part=0, key="k", sizes=sizes, skipped=skipped or {})
    sums = Tally("s")
    sums.add(manifest, enumerate(Batch(codes=codes) for codes in batches), Evidence(events))
    return sums.receipt("done", AT)


def told(place: int, kind: str, subtype: str = "", *, rev: int = 1) -> Delivery:
    return Delivery(ref=f"s-0-0-{place}-{rev}", type=kind, subtype=subtype, time="")


def test_a_receipt_sums_codes_and_those_skipped_at_the_freeze() -> None:
    receipt = drawn(["ssu", "?.r"], skipped={"unsubscribed": 2, "bounced": 1})
    assert (receipt.targeted, receipt.submitted, receipt.uncertain, receipt.waiting) == (9, 2, 1, 1)
    assert receipt.skipped == {"bounced": 1, "unsubscribed": 3}
    assert receipt.failed == {"rejected": 1}


def test_a_receipt_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(WrongReceiptError, match="sum up to 3, the manifests to 4"):
        drawn(["sss"], missing=1)


@pytest.mark.parametrize(
    ("kind", "reason"), [("Reject", "rejected"), ("Rendering Failure", "not_rendered")]
)
def test_what_ses_took_and_never_sent_is_failed(kind: str, reason: str) -> None:
    receipt = drawn(["ss"], told(1, "Send"), told(1, kind))
    assert (receipt.submitted, receipt.failed) == (1, {reason: 1})


def test_a_failure_of_a_skipped_person_changes_nothing() -> None:
    assert drawn(["su"], told(1, "Reject")).skipped == {"unsubscribed": 1}


def test_deliveries_are_counted_by_person_however_often_they_are_told() -> None:
    events = [told(0, "Delivery"), told(0, "Delivery"), told(1, "Delivery")]
    assert drawn(["sss"], *events).delivered == 2


def test_a_late_bounce_takes_the_delivery_back() -> None:
    receipt = drawn(["s"], told(0, "Delivery"), told(0, "Bounce", "Permanent/General"))
    assert (receipt.delivered, receipt.bounced) == (0, 1)


def test_a_soft_bounce_and_a_not_spam_report_count_for_nothing() -> None:
    events = [told(0, "Bounce", "Transient/General"), told(1, "Complaint", "not-spam")]
    receipt = drawn(["ss"], *events)
    assert (receipt.bounced, receipt.complained) == (0, 0)


def test_two_accepted_calls_for_one_person_are_told() -> None:
    assert drawn(["s"], told(0, "Send", rev=1), told(0, "Send", rev=5)).twice == 1


def test_the_words_leave_out_what_did_not_happen() -> None:
    receipt = drawn(["ss?"], told(0, "Delivery"), skipped={"unsubscribed": 1})
    assert receipt.lines() == (
        "4 people = 2 handed to Amazon + 1 skipped + 0 failed + 1 uncertain",
        "2 handed to Amazon, 1 delivered so far",
        "1 skipped: had unsubscribed",
        "1 uncertain: Amazon may or may not have the mail",
    )


def test_every_reason_has_words() -> None:
    letters = [letter for letter in CODES if letter != "."]
    frozen = dict.fromkeys(["already", "unsubscribed", "bounced", "complained"], 1)
    receipt = drawn(["".join(letters)], skipped=frozen)
    assert len(receipt.lines()) == 2 + len(receipt.skipped) + len(receipt.failed) + 1


def test_a_receipt_survives_being_stored() -> None:
    receipt = drawn(["su?"], skipped={"already": 1})
    assert Receipt.from_json(receipt.to_json()) == receipt


def test_a_receipt_of_an_earlier_or_later_version_is_read() -> None:
    receipt = drawn(["su?"])
    stored = json.loads(receipt.to_json()) | {"v": 9, "new": 1}
    assert Receipt.from_json(json.dumps(stored)) == receipt


def test_a_receipt_as_a_table_adds_up() -> None:
    table = list(csv.reader(io.StringIO(drawn(["ssu", "?.r"], skipped={"bounced": 2}).csv())))
    sums = [row[1] for row in table].index("people in all")
    assert table[0] == ["number", "outcome", "reason"]
    assert sum(int(row[0]) for row in table[1:sums]) == int(table[sums][0]) == 8
    assert ["2", "skipped", "the address had bounced before"] in table


MARKED = ((0, 3),)


@pytest.mark.parametrize(
    ("code", "events", "told"),
    [
        ("u", [], "?"),
        ("r", [], "?"),
        ("c", [], "?"),
        (".", [], "."),
        ("u", ["Send"], "s"),
        ("u", ["Reject"], "u"),
        ("s", [], "s"),
        ("s", ["Rendering Failure"], "s"),
    ],
    ids=[
        "unsubscribed",
        "refused",
        "cancelled",
        "waiting",
        "had the first mail",
        "the first mail was refused",
        "mailed again",
        "only the first mail failed",
    ],
)
def test_somebody_opened_again_may_have_the_first_mail(
    code: str, events: list[str], told: str
) -> None:
    heard = [Delivery(ref="s-0-0-0-1", type=kind, subtype="", time="") for kind in events]
    batch = Batch(codes=code, rev=4, again=MARKED)
    assert outcome(batch, Evidence(heard), 0, 0, 0) == told


def test_a_listed_doubt_whose_event_comes_late_is_settled_after_all() -> None:
    receipt = drawn(["??"], told(0, "Send"), told(1, "Reject"))
    assert (receipt.submitted, receipt.failed, receipt.uncertain) == (1, {"rejected": 1}, 0)


def test_while_a_send_goes_on_bounces_count_each_person_once() -> None:
    sums = Tally("s")
    manifest = Manifest(send="s", part=0, key="k", sizes=(3,), skipped={})
    sums.add(manifest, [(0, Batch(codes="ss."))], None)
    sums.add_returned([told(0, "Bounce", "Permanent/General")] * 2 + [told(1, "Complaint")])
    receipt = sums.receipt("sending", AT)
    assert (receipt.submitted, receipt.waiting) == (2, 1)
    assert (receipt.bounced, receipt.complained) == (1, 1)


def test_counting_a_batch_at_once_and_person_by_person_is_the_same() -> None:
    heard = [told(0, "Delivery"), told(1, "Reject"), told(2, "Bounce", "Permanent/General")]
    counted = drawn(["sss?u."], *heard)
    # An event of a second call for somebody who was skipped makes the batch count one by one.
    singly = drawn(["sss?u."], *heard, told(4, "Reject", rev=1), told(4, "Reject", rev=3))
    assert counted == singly


codes = st.lists(st.text(st.sampled_from("".join(CODES)), min_size=1, max_size=50), max_size=8)
events = st.lists(
    st.builds(
        told,
        st.integers(0, 50),
        st.sampled_from(["Send", "Delivery", "Bounce", "Complaint", "Reject", "Rendering Failure"]),
        st.sampled_from(["", "Permanent/General", "abuse"]),
        rev=st.integers(1, 3),
    )
)


@given(codes, events, st.dictionaries(st.sampled_from(["bounced", "already"]), st.integers(0, 9)))
def test_a_receipt_always_adds_up_to_the_person(
    batches: list[str], heard: list[Delivery], skipped: dict[str, int]
) -> None:
    receipt = drawn(batches, *heard, skipped=skipped)
    parts = receipt.submitted + receipt.uncertain + receipt.waiting
    named = sum(receipt.skipped.values()) + sum(receipt.failed.values())
    assert parts + named == receipt.targeted == sum(map(len, batches)) + sum(skipped.values())
