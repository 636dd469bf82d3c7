from __future__ import annotations

from dataclasses import replace

import pytest

from functions.alerts.errors import StateError
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.recipient import csv_lines
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.supporter import Supporter
from functions.send_batch import send_batch
from functions.services.receipts import draw_receipt, recipient, rows
from functions.settle_sends import settle_sends
from tests.fakes import FakeWorld
from tests.sending import people, person, plenty, released

GONE, SHY = person(4, "unsubscribed"), person(5, "pending")
ELSEWHERE = person(6, topics=("daca",))


class Mailed:
    """Three people were called; the third one's doubt is not settled."""

    def __init__(self) -> None:
        self.world = FakeWorld(*people(3), GONE, SHY, ELSEWHERE)
        (message,) = released(self.world)
        self.send, self.ids = message["send"], message["ids"]
        statuses = ("SUCCESS", "SUCCESS", "TRANSIENT_FAILURE")
        self.world.mailer.answers = [Answer(whole="answered", statuses=statuses)]
        send_batch(message, self.world, plenty)

    def told(self, place: int, kind: str, subtype: str = "") -> None:
        ref = f"{self.send}-0-0-{place}-1"
        event = Delivery(ref=ref, type=kind, subtype=subtype, time="")
        self.world.store.archive([event], self.send, "x")

    def line(self, supporter_id: str) -> str:
        return recipient(self.send, supporter_id, self.world).line()


@pytest.mark.parametrize(
    ("place", "kind", "subtype", "line"),
    [
        (0, "Send", "", "handed to Amazon on 2018-04-09 at 14:00 UTC"),
        (
            0,
            "Delivery",
            "",
            "handed to Amazon on 2018-04-09 at 14:00 UTC; the receiving server took it",
        ),
        (
            1,
            "Bounce",
            "Permanent/General",
            "handed to Amazon on 2018-04-09 at 14:00 UTC; it bounced: the address does not work",
        ),
        (1, "Rendering Failure", "", "failed: Amazon could not fill in the message"),
    ],
    ids=["sent", "delivered", "bounced", "not rendered"],
)
def test_whether_somebody_got_it_is_told(place: int, kind: str, subtype: str, line: str) -> None:
    mailed = Mailed()
    mailed.told(place, kind, subtype)
    assert mailed.line(mailed.ids[place]) == line


@pytest.mark.parametrize(
    ("someone", "line"),
    [
        (GONE, "skipped: had unsubscribed"),
        (SHY, "had not confirmed when it went out, or has not yet"),
        (
            ELSEWHERE,
            'is not meant by it: it went to everybody who asked for "welcoming"',
        ),
        (person(77), "is not on the list"),
    ],
    ids=["unsubscribed", "pending", "another topic", "unknown"],
)
def test_why_somebody_did_not_get_it_is_told(someone: Supporter, line: str) -> None:
    assert Mailed().line(someone.id) == line


def test_a_doubt_is_told_as_one_until_its_event_comes() -> None:
    mailed = Mailed()
    assert mailed.line(mailed.ids[2]).startswith("uncertain: Amazon may or may not have the mail")
    mailed.told(2, "Send")
    assert mailed.line(mailed.ids[2]).startswith("handed to Amazon")


def test_who_joined_after_the_freeze_is_told_so() -> None:
    mailed = Mailed()
    mailed.world.supporters.put(person(50))
    assert mailed.line(person(50).id).startswith("joined, or began to fit it, after")


def test_the_table_of_people_has_everybody_the_send_meant_once() -> None:
    mailed = Mailed()
    found = list(rows(mailed.send, mailed.world))
    assert sorted(row.supporter for row in found) == sorted([*mailed.ids, GONE.id])
    assert len(found) == draw_receipt(mailed.send, mailed.world).targeted


def test_the_table_of_people_holds_no_address() -> None:
    mailed = Mailed()
    mailed.told(0, "Delivery")
    lines = list(csv_lines(rows(mailed.send, mailed.world)))
    assert lines[0] == "supporter,language,outcome,told by Amazon since\n"
    assert lines[1] == f"{mailed.ids[0]},en,handed to Amazon,delivered\n"
    assert "@" not in "".join(lines)


def test_after_thirty_days_only_the_sums_are_left() -> None:
    mailed = Mailed()
    mailed.world.store.parts.clear()
    assert draw_receipt(mailed.send, mailed.world).submitted == 2
    with pytest.raises(StateError, match="no longer kept: only its sums"):
        mailed.line(mailed.ids[0])


@pytest.mark.parametrize(("days", "delivered"), [(80, 2), (91, 1)], ids=["kept", "gone"])
def test_a_receipt_outlives_the_events_it_was_drawn_from(days: int, delivered: int) -> None:
    mailed = Mailed()
    for place, kind in ((0, "Delivery"), (1, "Rendering Failure"), (2, "Send")):
        mailed.told(place, kind)
    mailed.world.advance(minutes=3)
    settle_sends(mailed.world)
    mailed.told(2, "Delivery")
    mailed.world.advance(days=days)
    if days > 90:
        mailed.world.store.archived.clear()
    receipt = draw_receipt(mailed.send, mailed.world)
    assert (receipt.submitted, receipt.failed) == (2, {"not_rendered": 1})
    assert (receipt.delivered, receipt.at) == (
        delivered,
        mailed.world.now().isoformat() if days < 90 else "2018-04-09T14:03:00+00:00",
    )


def test_a_part_of_the_first_release_knows_no_names_of_who_was_left_out() -> None:
    mailed = Mailed()
    ((key, part),) = mailed.world.store.parts.items()
    mailed.world.store.parts[key] = replace(part, left_out={})
    assert mailed.line(GONE.id) == "was not in the audience; by now: had unsubscribed"
