"""The commands on embedded AWS: from `alerts send --at` to the receipt, by the real adapters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions import wiring
from functions.alerts.sends.filed import Filed
from functions.local.cloud import Cloud, open_cloud
from functions.local.ses_message import Mail
from tests.cli.conftest import Alerts
from tests.compiled import AWARD, compiled
from tests.sending import person

pytestmark = pytest.mark.slow

MONDAY = datetime(2018, 4, 9, 9, tzinfo=ZoneInfo("America/Chicago"))
MAILS: list[Mail] = []


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """A deployed stack with six people, whose sender is verified."""
    MAILS.clear()
    with open_cloud(MONDAY, MAILS.append) as cloud:
        for number in range(1, 7):
            wiring.world("test").supporters.put(person(number, topics=("welcoming-illinois",)))
        sender = compiled(AWARD).revision.sender.address
        cloud.ses.identities.add(sender.rpartition("@")[2])
        yield cloud


def test_a_scheduled_send_goes_out_at_its_time_and_has_a_receipt(
    alerts: Alerts, cloud: Cloud
) -> None:
    send = alerts("send", AWARD, "--at", "2018-04-09 11:00", "--yes").out.strip()
    cloud.run_until_idle()
    assert MAILS == []
    cloud.clock.advance_to(MONDAY.replace(hour=11))
    cloud.run_until_idle()
    assert {mail.sent.at.hour for mail in MAILS} == {16}  # 11 in Chicago
    assert "6 people = 6 handed to Amazon" in alerts("receipt", send).out
    told = alerts("receipt", send, "--for", "P3@supporter.example").out
    assert "handed to Amazon on 2018-04-09 at 16:0" in told
    assert "arn:aws:sts::123456789012:" in alerts("status", send).out


def test_a_rescheduled_send_goes_out_once(alerts: Alerts, cloud: Cloud) -> None:
    send = alerts("send", AWARD, "--at", "2018-04-09 11:00", "--yes").out.strip()
    assert alerts("reschedule", send, "--at", "2018-04-09 10:00 CDT", "--zone", "UTC").code == 0
    for hour in (10, 11):
        cloud.clock.advance_to(MONDAY.replace(hour=hour, minute=1))
        cloud.run_until_idle()
        assert len(MAILS) == 6


def test_an_unverified_sender_and_a_stopped_stack_are_refused(alerts: Alerts, cloud: Cloud) -> None:
    cloud.ses.identities.clear()
    assert alerts("stop", "--reason", "wrong link").code == 0
    ran = alerts("send", AWARD, "--now", "--yes")
    assert (ran.code, "does not know the sender" in ran.err) == (1, True)
    assert "wrong link" in ran.err
    assert wiring.world("test").ledger.active_sends() == []


def test_stop_turns_off_ses_too_and_a_lifted_one_lets_sends_go_on(
    alerts: Alerts, cloud: Cloud
) -> None:
    (configured,) = cloud.ses.configuration_sets.values()
    for command, on in ((("stop",), False), (("stop", "--lift"), True)):
        assert alerts(*command).code == 0
        assert configured.sending_enabled is on
    assert alerts("send", AWARD, "--now", "--yes").code == 0
    cloud.run_until_idle()
    assert len(MAILS) == 6


def test_a_reminder_of_the_file_goes_out_before_its_deadline_to_who_did_not_file(
    alerts: Alerts, cloud: Cloud, desk: Path
) -> None:
    alert = (desk / "welcoming-illinois-award.yaml").read_text(encoding="utf-8")
    closes = "closes: Tuesday 2018-04-10 3:00 PM"
    reminding = desk / "reminding.yaml"
    reminding.write_text(alert.replace(closes, f"{closes}\n    remind: 3h"), encoding="utf-8")
    ran = alerts("send", reminding, "--now", "--yes")
    assert "A reminder of sb-35 follows Tuesday 2018-04-10 12:00 PM CDT" in ran.err
    cloud.run_until_idle()
    world = wiring.world("test")
    Filed("sb-35@2018-04-10", world.filed_keyring).add(person(1).id, world.filed)
    MAILS.clear()
    cloud.clock.advance_to(datetime(2018, 4, 10, 12, 1, tzinfo=ZoneInfo("America/Chicago")))
    cloud.run_until_idle()
    assert len(MAILS) == 5
    assert "Reminder of sb-35" in alerts("status", ran.out.strip()).out
