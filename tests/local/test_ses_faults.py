"""The faults of the stand-in as our own adapter sees them, and in whole sends on embedded AWS."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from functions import wiring
from functions.alerts.outcomes.receipt import Receipt
from functions.alerts.sends.segment import Segment
from functions.aws.ses import SesMailer
from functions.local.cloud import open_cloud
from functions.local.sample_supporters import sample_supporters
from functions.local.ses_faults import Fault, Faults, Sight
from functions.local.ses_message import Mail
from functions.services.launch import launch
from functions.settle_sends import draw_receipt
from tests.local.ses_post import Post, entry
from tests.released.record import AS_OF, revision

WHOLE: dict[Sight, str] = {
    "unreachable": "never_connected",
    "closed": "unclear",
    "timeout": "unclear",
    "500": "unclear",
    "503": "unclear",
    "unreadable": "unclear",
}
REQUEST = {
    "FromEmailAddress": "alerts@icirr.example",
    "DefaultContent": {
        "Template": {
            "TemplateContent": {"Subject": "News", "Html": "<p>Hi</p>", "Text": "Hi"},
            "TemplateData": "{}",
        }
    },
    "BulkEmailEntries": [entry(f"p{n}@people.example") for n in range(4)],
    "ConfigurationSetName": "alerts",
}


def faulty(post: Post, faults: Faults) -> SesMailer:
    """Our adapter on a client whose stand-in has these faults."""
    post.stand_in._faults = faults
    return SesMailer(post.client)


@pytest.mark.parametrize("taken", [False, True], ids=["not_taken", "taken"])
@pytest.mark.parametrize("sight", WHOLE)
def test_a_call_fails_as_asked_whether_or_not_ses_took_it(
    post: Post, sight: Sight, taken: bool
) -> None:
    mailer = faulty(post, Faults(calls={1: Fault(sight, taken)}))
    assert mailer.submit_bulk(REQUEST).whole == WHOLE[sight]
    assert len(post.mails) == (4 if taken else 0)
    assert mailer.submit_bulk(REQUEST).whole == "answered"


@pytest.mark.parametrize("status", ["TRANSIENT_FAILURE", "FAILED"])
@pytest.mark.parametrize("taken", [False, True], ids=["not_taken", "taken"])
def test_every_second_entry_fails_as_asked(post: Post, status: Sight, taken: bool) -> None:
    mailer = faulty(post, Faults(calls={1: Fault(status, taken)}))
    answer = mailer.submit_bulk(REQUEST)
    assert answer.statuses == ("SUCCESS", status, "SUCCESS", status)
    assert len(post.mails) == (4 if taken else 2)


def test_events_come_twice_and_before_the_call_returns(post: Post) -> None:
    faults = Faults(twice=True, early=True)
    called = post.clock.now
    assert list(faults.times(called, called + timedelta(seconds=2))) == [called, called]


def test_events_out_of_order_are_so_again_for_the_same_seed(post: Post) -> None:
    told = [post.clock.now + timedelta(seconds=n) for n in range(9)]
    times = [
        [at for one in told for at in faults.times(told[0], one)]
        for faults in (Faults(shuffled=True, seed=7), Faults(shuffled=True, seed=7))
    ]
    assert times[0] == times[1] != sorted(times[0])


# Of the first call only: SES's own limit per second would keep it from taking a later one whole.
SENDS = {
    "events_twice_and_out_of_order": Faults(twice=True, shuffled=True),
    "events_before_the_answer": Faults(early=True),
    "a_call_taken_and_not_answered": Faults(calls={1: Fault("timeout", taken=True)}),
    "some_entries_unclear_and_taken": Faults(calls={1: Fault("FAILED", taken=True)}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SENDS)
def test_everybody_gets_one_mail_whatever_goes_wrong(name: str) -> None:
    mails, receipt = _sent(replace(SENDS[name]))
    times = Counter(address for mail in mails for address in mail.sent.recipients)
    assert set(times.values()) == {1}
    assert (receipt.state, receipt.submitted, receipt.uncertain) == ("done", len(times), 0)


def _sent(faults: Faults) -> tuple[list[Mail], Receipt]:
    """A send to some supporters; the mails that went out and the receipt."""
    mails: list[Mail] = []
    with open_cloud(AS_OF, mails.append, rate=5, faults=faults) as cloud:
        world = wiring.world("test")
        for supporter in sample_supporters()[:12]:
            world.supporters.put(supporter)
        send = launch(revision("news"), Segment(), world)
        cloud.run_until_idle()
        return mails, draw_receipt(send.id, world)
