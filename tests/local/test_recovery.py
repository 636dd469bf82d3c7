"""A lost list or ledger on embedded AWS, rehearsed as infra/README.md tells it; and leaving."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any
from urllib.parse import urlsplit

import pytest

from functions import wiring
from functions.alerts.mail.edition import Revision
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import Send
from functions.local.cloud import Cloud, open_cloud
from functions.local.sample_supporters import sample_supporters
from functions.local.ses_message import Mail
from functions.services import launch
from functions.services.receipts import draw_receipt
from functions.services.recovering import Recovered, recover
from functions.supporter_web import handler
from tests.infra.day import REVISION
from tests.web.served import event

pytestmark = pytest.mark.slow

AS_OF = datetime(2018, 4, 9, 14, tzinfo=UTC)
PEOPLE = [
    one for one in sample_supporters() if one.status == "subscribed" and "+" not in one.email
][:42]
BOUNCES, COMPLAINS = (
    next(one for one in sample_supporters() if fate in one.email)
    for fate in ("+bounce@", "+complaint@")
)
FORM = {"content-type": "application/x-www-form-urlencoded"}


class Rehearsal:
    """Embedded AWS with a list, and the mails that went out, by address."""

    def __init__(self) -> None:
        self.mails: dict[str, str] = {}
        self.links: set[str] = set()  # of all mails, as a scanner finds them

    def deliver(self, mail: Mail) -> None:
        message = message_from_bytes(mail.eml, policy=default)
        self.mails[str(message["To"])] = str(message["List-Unsubscribe"])
        self.links |= set(re.findall(r'href="(https://[^"]+/[up]/[^"]+)"', mail.html or ""))

    def launch(self, campaign: str) -> Send:
        revision: Revision = replace(REVISION, campaign=campaign)
        return launch.launch(revision, Segment(), wiring.world("start_send"))

    def run(self, cloud: Cloud) -> set[str]:
        """Who was mailed by it."""
        self.mails.clear()
        cloud.run_until_idle()
        return set(self.mails)

    def click(self, address: str) -> None:
        """One click in a mail program, on what the mail's header says."""
        link = urlsplit(self.mails[address].strip("<>"))
        asked = event(
            "POST",
            f"{link.path}?{link.query}",
            headers=FORM,
            body=b"List-Unsubscribe=One-Click",
        )
        assert handler(asked, None)["statusCode"] == 200


@pytest.fixture
def rehearsal() -> Rehearsal:
    return Rehearsal()


@pytest.fixture
def cloud(rehearsal: Rehearsal) -> Iterator[Cloud]:
    with open_cloud(AS_OF, rehearsal.deliver) as running:
        for one in (*PEOPLE, BOUNCES, COMPLAINS):
            wiring.world("web").supporters.put(replace(one, topics=frozenset()))
        yield running


def addresses(*left_out: str) -> set[str]:
    return {one.email for one in PEOPLE} - set(left_out)


def test_who_leaves_mid_send_is_not_mailed(cloud: Cloud, rehearsal: Rehearsal) -> None:
    """Everybody whose mail is not out yet clicks the link of an earlier mail."""
    rehearsal.launch("first")
    assert rehearsal.run(cloud) >= addresses()
    earlier = dict(rehearsal.mails)
    rehearsal.launch("second")
    rehearsal.mails.clear()
    left: set[str] = set()

    def leave() -> None:
        if rehearsal.mails and not left:
            left.update(addresses() - rehearsal.mails.keys())
            rehearsal.mails |= {who: earlier[who] for who in left}
            for who in left:
                rehearsal.click(who)
                del rehearsal.mails[who]

    cloud.run_until_idle(leave)
    assert left
    assert set(rehearsal.mails) == addresses(*left)


def test_a_restored_list_mails_nobody_and_brings_nobody_back(
    cloud: Cloud, rehearsal: Rehearsal
) -> None:
    world = wiring.world("web")
    items, backup = _items(cloud), cloud.clock.now
    rehearsal.launch("first")
    rehearsal.run(cloud)
    gone = [PEOPLE[3].email, PEOPLE[30].email]
    for who in gone:
        rehearsal.click(who)
    second = rehearsal.launch("second")
    rehearsal.mails.clear()
    cloud.run_until_idle(lambda: _lose(cloud, items) if rehearsal.mails else None)
    mailed = set(rehearsal.mails)
    assert mailed and mailed < addresses(*gone)

    done = recover(backup, world)
    assert done == Recovered(
        changed={"unsubscribed": 2, "bounced": 1, "complained": 1}, unchanged=0
    )
    assert recover(backup, world) == Recovered(changed={}, unchanged=4)
    assert rehearsal.run(cloud) == set()  # sending is still off

    launch.stop(world, who="ana", lift=True)
    launch.resume(second.id, world, who="ana")
    assert rehearsal.run(cloud) == addresses(*gone) - mailed
    rehearsal.launch("third")
    assert rehearsal.run(cloud) == addresses(*gone)


def test_a_restored_ledger_mails_nobody_until_people_say_what_goes_on(
    cloud: Cloud, rehearsal: Rehearsal
) -> None:
    """Its backup is of the moment at which the audience was fixed and nobody mailed yet."""
    world, backups = wiring.world("web"), list[list[dict[str, Any]]]()
    held = rehearsal.launch("first")

    def watch() -> None:
        send = world.ledger.read_send(held.id)
        if not backups and send and send.state == "sending":
            backups.append(_items(cloud, "ledger"))
        if rehearsal.mails:
            _lose(cloud, backups[0], "ledger")

    cloud.run_until_idle(watch)
    assert 0 < len(rehearsal.mails) < len(PEOPLE)
    restored = world.ledger.read_send(held.id)
    assert restored and (restored.state, restored.reason) == ("paused", "restored")
    assert draw_receipt(held.id, world).waiting == len(PEOPLE) + 2  # it knows of none of the mails

    assert rehearsal.run(cloud) == set()  # sending is off
    launch.stop(world, who="ana", lift=True)
    assert rehearsal.run(cloud) == set()  # and on again: the send rests
    launch.cancel(held.id, world, who="ana")
    rehearsal.launch("second")
    assert rehearsal.run(cloud) >= addresses()


def _items(cloud: Cloud, table: str = "supporters") -> list[dict[str, Any]]:
    name = getattr(wiring.world("web").settings, f"{table}_table")
    found: list[dict[str, Any]] = cloud.aws.client("dynamodb").scan(TableName=name)["Items"]
    return found


def _lose(cloud: Cloud, items: list[dict[str, Any]], lost: str = "supporters") -> None:
    """Delete a table and bring back its items of the backup under another name, once."""
    world, client = wiring.world("web"), cloud.aws.client("dynamodb")
    table = getattr(world.settings, f"{lost}_table")
    if table.endswith("-restored"):
        return
    told = client.describe_table(TableName=table)["Table"]
    client.delete_table(TableName=table)
    client.create_table(
        TableName=f"{table}-restored",
        AttributeDefinitions=told["AttributeDefinitions"],
        KeySchema=told["KeySchema"],
        BillingMode="PAY_PER_REQUEST",
    )
    for item in items:
        client.put_item(TableName=f"{table}-restored", Item=item)
    changed: dict[str, Any] = {f"{lost}_table": f"{table}-restored"}
    world.settings = replace(world.settings, **changed)
    del vars(world)[lost]  # as after the next deploy


def test_a_scanner_that_follows_every_link_twice_changes_nothing(
    cloud: Cloud, rehearsal: Rehearsal
) -> None:
    rehearsal.launch("first")
    rehearsal.run(cloud)
    before, world = _items(cloud), wiring.world("web")
    assert len(rehearsal.links) == len(PEOPLE) + 2
    for link in sorted(rehearsal.links) * 2:
        where = urlsplit(link)
        for method in ("GET", "HEAD"):
            asked = event(method, f"{where.path}?{where.query}")
            assert handler(asked, None)["statusCode"] == 200
    assert _items(cloud) == before
    assert {left.status for left in world.leavings.since(AS_OF)} == {"bounced", "complained"}


def test_a_link_in_a_mail_carries_the_mails_language(cloud: Cloud, rehearsal: Rehearsal) -> None:
    rehearsal.launch("first")
    rehearsal.run(cloud)
    link = rehearsal.mails[PEOPLE[0].email]
    assert re.fullmatch(r"<https://alerts\.icirr\.example/u/[\w-]{48}\?lang=en>", link)
