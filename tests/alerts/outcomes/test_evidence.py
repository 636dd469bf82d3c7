from __future__ import annotations

import pytest

from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.evidence import Evidence, seconds, words


def told(ref: str, kind: str = "Send", subtype: str = "", time: str = "") -> Delivery:
    return Delivery(ref=ref, type=kind, subtype=subtype, time=time)


def test_nobody_is_known_without_events() -> None:
    evidence = Evidence([])
    assert evidence.letter(0, 0, 0) is None
    assert evidence.calls(0, 0, 0) == {}
    assert evidence.times(0, 0, 0) == 0


def test_everybody_has_events_of_their_own() -> None:
    evidence = Evidence([told("s-0-3-7-1"), told("s-2-0-49-1", "Reject")])
    assert evidence.letter(0, 3, 7) == "s"
    assert evidence.letter(2, 0, 49) == "r"
    assert [evidence.letter(0, 3, place) for place in (6, 8)] == [None, None]


@pytest.mark.parametrize(
    "ref", ["", "hello", "s-0-0-50-1", "s-0-100000-0-1", "s-0-0-0-70000"], ids=repr
)
def test_tags_that_cannot_be_ours_are_passed_over(ref: str) -> None:
    assert Evidence([told(ref)]).letter(0, 0, 0) is None


def test_calls_are_told_apart_whatever_the_order() -> None:
    events = [told("s-0-0-0-5"), told("s-0-0-0-1", "Reject"), told("s-0-0-0-5", "Delivery")]
    for order in (events, events[::-1]):
        evidence = Evidence(order)
        assert sorted(evidence.calls(0, 0, 0)) == [1, 5]
        assert evidence.letter(0, 0, 0) == "s"
        assert evidence.letter(0, 0, 0, since=6) is None


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([("Delivery", "")], ["delivered"]),
        ([("Delivery", ""), ("Bounce", "Permanent/General")], ["bounced"]),
        ([("Delivery", ""), ("Complaint", "abuse")], ["delivered", "complained"]),
        ([("Bounce", "Transient/MailboxFull")], []),
        ([("Complaint", "not-spam")], []),
        ([("Send", ""), ("Send", "")], []),
    ],
    ids=["delivered", "late bounce", "complaint", "soft bounce", "not spam", "sent"],
)
def test_the_words_for_a_person(events: list[tuple[str, str]], said: list[str]) -> None:
    evidence = Evidence([told("s-0-0-0-1", kind, subtype) for kind, subtype in events])
    assert list(words(evidence.calls(0, 0, 0))) == said


@pytest.mark.parametrize(
    ("second", "said"), [("Send", ["twice"]), ("Reject", [])], ids=["taken", "refused"]
)
def test_two_calls_are_two_mails_if_ses_took_both(second: str, said: list[str]) -> None:
    evidence = Evidence([told("s-0-0-0-1"), told("s-0-0-0-3", second)])
    assert list(words(evidence.calls(0, 0, 0))) == said


def test_the_time_of_a_call_is_its_send_events() -> None:
    late, sent = "2018-04-09T14:10:00.000Z", "2018-04-09T14:00:05.123Z"
    events = [told("s-0-0-0-1", "Delivery", time=late), told("s-0-0-0-1", time=sent)]
    for order in (events, events[::-1]):
        assert Evidence(order).times(0, 0, 0) == seconds(sent) == 1_523_282_405


@pytest.mark.parametrize("time", ["", "yesterday", "2018-04-09T25:00:00Z"])
def test_a_time_that_is_none_is_nothing(time: str) -> None:
    assert seconds(time) == 0


def test_a_person_takes_a_few_bytes() -> None:
    evidence = Evidence(told(f"s-0-{n // 50}-{n % 50}-1") for n in range(20_000))
    calls = evidence._calls[0]
    assert len(calls._bits) < 26_000
    assert calls._more == {}
