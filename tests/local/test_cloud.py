"""The deployed functions on embedded AWS: what a send does when things are not as in the demo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, Unpack
from zoneinfo import ZoneInfo

import pytest

from functions import wiring
from functions.alerts.editions.compile import compile_revision
from functions.alerts.errors import StateError
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Revision
from functions.alerts.sends.planned import PlannedReminder
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import Send, Terms
from functions.campaign_files import load
from functions.local.cloud import Cloud, open_cloud
from functions.local.demo import CAMPAIGN
from functions.local.sample_supporters import sample_supporters
from functions.local.ses_message import Mail
from functions.services.launch import launch, stop
from functions.settle_sends import draw_receipt

pytestmark = pytest.mark.slow

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = datetime(2018, 4, 9, 9, tzinfo=CHICAGO)
# The send's first mails leave at the first minute after it starts; last call is at 2:30 PM.
NEARLY_LAST_CALL = datetime(2018, 4, 10, 14, 28, 50, tzinfo=CHICAGO)
USUAL = [p for p in sample_supporters() if p.email[-16].isdigit() and p.status == "subscribed"][:24]


@pytest.fixture(scope="module")
def award() -> Revision:
    loaded = load(CAMPAIGN)
    return compile_revision(loaded.campaign, loaded.organization, load_packs()).revision


def send_to(people: int, revision: Revision, cloud: Cloud, **terms: Unpack[Terms]) -> Send:
    world = wiring.world("test")
    for person in USUAL[:people]:
        world.supporters.put(person)
    send = launch(revision, Segment(), world, **terms)
    cloud.run_until_idle()
    found = world.ledger.read_send(send.id)
    assert found is not None
    return found


def mails_of(mode: Literal["bulk", "single"], revision: Revision) -> dict[str, tuple[object, ...]]:
    mails: list[Mail] = []
    with open_cloud(MONDAY, mails.append, submit_mode=mode) as cloud:
        send_to(6, revision, cloud)
    assert len(mails) == 6
    return {m.sent.recipients[0]: (m.sent.subject, m.html, m.text) for m in mails}


def test_bulk_and_single_calls_hand_over_the_same_mails(award: Revision) -> None:
    assert mails_of("bulk", award) == mails_of("single", award)


def test_the_word_that_ses_writes_into_a_new_event_path_stops_nothing(award: Revision) -> None:
    """In the dead letters it would stand for a lost event: no doubt would be settled for days."""
    with open_cloud(MONDAY, lambda mail: None) as cloud:
        word = "Successfully validated SNS topic for Amazon SES event publishing."
        topic = cloud.stack.names["SesEventsTopic"]
        cloud.aws.client("sns").publish(TopicArn=topic, Message=word)
        send = send_to(3, award, cloud)
        assert draw_receipt(send.id, wiring.world("test")).delivered == 3


def test_an_ask_that_reaches_last_call_is_not_in_the_mails_after_it(award: Revision) -> None:
    mails: list[Mail] = []
    with open_cloud(NEARLY_LAST_CALL, mails.append, rate=1) as cloud:
        send = send_to(24, award, cloud)
    last_call = datetime(2018, 4, 10, 14, 30, tzinfo=CHICAGO)
    before = {"SB 35" in (mail.text or "") for mail in mails if mail.sent.at < last_call}
    after = {"SB 35" in (mail.text or "") for mail in mails if mail.sent.at >= last_call}
    assert (send.state, len(mails), before, after) == ("done", 24, {True}, {False})


def test_throttling_loses_nobody_and_mails_nobody_twice(award: Revision) -> None:
    mails: list[Mail] = []

    def slow_down(mail: Mail) -> None:
        mails.append(mail)
        cloud.ses.rate = 2  # of the 14 that the send was planned for

    with open_cloud(MONDAY, slow_down) as cloud:
        send = send_to(24, award, cloud)
        receipt = draw_receipt(send.id, wiring.world("test"))
    assert (receipt.submitted, receipt.uncertain, receipt.twice) == (24, 0, 0)
    assert len({mail.sent.recipients for mail in mails}) == len(mails) == 24


def paused(cloud: Cloud) -> None:
    cloud.ses.sending_enabled = False


def suspended(cloud: Cloud) -> None:
    cloud.ses.enforcement = "SHUTDOWN"


def unverified(cloud: Cloud) -> None:
    cloud.ses.identities.clear()


@pytest.mark.parametrize("prepare", [paused, suspended, unverified])
def test_an_account_that_may_not_send_blocks_the_send(
    award: Revision, prepare: Callable[[Cloud], None]
) -> None:
    mails: list[Mail] = []
    with open_cloud(MONDAY, mails.append) as cloud:
        prepare(cloud)
        send = send_to(3, award, cloud)
    assert (send.state, mails) == ("blocked", [])


def test_a_message_nobody_can_read_ends_the_run_with_its_reason() -> None:
    with open_cloud(MONDAY, lambda mail: None) as cloud:
        wiring.world("test").control_queue.put([{"v": 1, "do": "dance"}])
        with pytest.raises(StateError, match=r"dead letters .*something start_send cannot do"):
            cloud.run_until_idle()


def test_while_the_kill_switch_is_off_a_send_rests_and_goes_on_when_it_is_lifted(
    award: Revision,
) -> None:
    mails: list[Mail] = []
    with open_cloud(MONDAY, mails.append) as cloud:
        world = wiring.world("test")
        stop(world, who="ana")
        send = send_to(3, award, cloud)
        assert (send.state, mails) == ("freezing", [])
        stop(world, who="ana", lift=True)
        cloud.run_until_idle()
    assert len(mails) == 3


def test_a_send_that_is_stopped_in_the_middle_rests_after_its_calls(award: Revision) -> None:
    mails: list[Mail] = []

    def stop_all(mail: Mail) -> None:
        mails.append(mail)
        stop(wiring.world("test"), who="ana")

    with open_cloud(MONDAY, stop_all, rate=1) as cloud:
        send = send_to(5, award, cloud)
    assert (send.state, len(mails)) == ("sending", 1)


def test_a_reminder_of_the_file_goes_out_at_its_time_with_what_is_still_open(
    award: Revision,
) -> None:
    mails: list[Mail] = []
    hearing = datetime(2018, 4, 10, 15, tzinfo=CHICAGO)
    reminder = PlannedReminder(ask="sb-35", at=hearing - timedelta(hours=3), closes=hearing)
    with open_cloud(MONDAY, mails.append) as cloud:
        send_to(3, award, cloud, reminders=(reminder,))
        cloud.skip_to(reminder.at)
        cloud.run_until_idle()
        states = [send.state for send in wiring.world("test").ledger.recent_sends(MONDAY, hearing)]
    assert (states, len(mails)) == (["done", "done"], 6)
    assert all(mail.sent.at >= reminder.at and "SB 35" in (mail.text or "") for mail in mails[3:])


def test_nothing_to_do_is_done_at_once() -> None:
    with open_cloud(MONDAY, lambda mail: None) as cloud:
        cloud.run_until_idle()
        # Only S3's own word that the import bucket tells its queue was there to be taken.
        assert cloud.clock.now - MONDAY < timedelta(seconds=1)
