"""A weekly digest on embedded AWS: published, set up, fired by its schedule, ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions import wiring
from functions.alerts.sends.recurrence import digest_message
from functions.local.cloud import Cloud, open_cloud
from functions.local.ses_message import Mail
from tests.cli.conftest import Alerts
from tests.compiled import AWARD, compiled
from tests.sending import person

pytestmark = pytest.mark.slow

CHICAGO = ZoneInfo("America/Chicago")
THURSDAY = datetime(2018, 4, 5, 12, tzinfo=CHICAGO)
FIRST, SECOND = (datetime(2018, 4, day, 9, tzinfo=CHICAGO) for day in (9, 16))
TEACH_INS = """\
level: state
headline: Teach-ins
asks:
  - ask: comment
    docket: DACA rule
    agency: USCIS
    link: https://example.org/daca
    closes: 2018-04-20 5:00 PM
"""
MAILS: list[Mail] = []


@pytest.fixture
def cloud(alerts: Alerts, desk: Path) -> Iterator[Cloud]:
    """A deployed stack with four people, whose sender is verified; two alerts are published."""
    MAILS.clear()
    with open_cloud(THURSDAY, MAILS.append) as cloud:
        for number in range(1, 5):
            wiring.world("test").supporters.put(person(number, topics=("welcoming-illinois",)))
        sender = compiled(AWARD).revision.sender.address
        cloud.ses.identities.add(sender.rpartition("@")[2])
        (desk / "teach-ins.yaml").write_text(TEACH_INS, encoding="utf-8")
        for name in ("welcoming-illinois-award.yaml", "teach-ins.yaml"):
            assert alerts("publish", desk / name).code == 0
        yield cloud


def set_up(alerts: Alerts, *more: str) -> str:
    ran = alerts(
        "send", "--every", "monday 09:00", "--to", "topic=welcoming-illinois", *more, "--yes"
    )
    assert ran.code == 0, ran.err
    return ran.out.strip()


def run_until(cloud: Cloud, moment: datetime) -> list[str]:
    """The texts of the mails that went out until then."""
    MAILS.clear()
    cloud.clock.advance_to(moment)
    cloud.run_until_idle()
    return [mail.text or "" for mail in MAILS]


def test_a_weekly_digest_goes_out_each_week_with_what_is_open_then(
    alerts: Alerts, cloud: Cloud
) -> None:
    set_up(alerts)
    assert run_until(cloud, THURSDAY.replace(hour=13)) == []
    first, second = run_until(cloud, FIRST), run_until(cloud, SECOND)
    assert (len(first), len(second)) == (4, 4)
    assert all("SB 35" in text and "DACA rule" in text for text in first)
    assert all("SB 35" not in text and "DACA rule" in text for text in second)
    assert cloud.troubles == []


def test_a_schedule_that_fires_twice_sends_once(alerts: Alerts, cloud: Cloud) -> None:
    recurrence = set_up(alerts)
    assert len(run_until(cloud, FIRST)) == 4
    found = wiring.world("test").digests.recurrences.read(recurrence)
    assert found is not None
    again = digest_message(found, "2018-04-09T14:00:00Z")
    put(cloud, [again, again])
    assert run_until(cloud, FIRST.replace(hour=10)) == []


def test_one_that_was_cancelled_fires_into_nothing(alerts: Alerts, cloud: Cloud) -> None:
    recurrence = set_up(alerts)
    found = wiring.world("test").digests.recurrences.read(recurrence)
    assert found is not None
    assert alerts("cancel", recurrence, "--reason", "holidays").code == 0
    planned = cloud.aws.client("scheduler").list_schedules()["Schedules"]
    assert [one["Name"] for one in planned if not one["Name"].startswith("pages-")] == []
    put(cloud, [digest_message(found, "2018-04-09T14:00:00Z")])
    assert run_until(cloud, FIRST) == []
    assert "holidays" in alerts("status", recurrence).out


def put(cloud: Cloud, messages: list[dict[str, Any]]) -> None:
    for message in messages:
        cloud.aws.client("sqs").send_message(
            QueueUrl=cloud.stack.names["DigestQueue"], MessageBody=json.dumps(message)
        )
