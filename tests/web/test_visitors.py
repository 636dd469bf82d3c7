"""Of whoever visits a page or reads a mail nothing is kept but what they asked for."""

from __future__ import annotations

import email
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions import supporter_web, wiring
from functions.alerts.editions.letters import compile_letters
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.passing import make_pass
from functions.alerts.pages.look import Look, Names
from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.segment import Segment
from functions.campaign_files import load_organization
from functions.local.cloud import Cloud, open_cloud
from functions.local.ses_message import Mail
from functions.services.launch import launch
from tests.compiled import AWARD, ROOT, compiled
from tests.everywhere import every_log_line, everywhere, found_in, keep_versions
from tests.sending import person
from tests.web.served import event

pytestmark = pytest.mark.slow

AS_OF = datetime(2018, 4, 9, 14, tzinfo=UTC)
ADDRESS, TOPIC = "maria@people.example", "asylum-clinic"
BROWSER = "Mozilla/5.0 (Zebra; rv:77.7)"
FROM = {"user-agent": BROWSER, "x-forwarded-for": "203.0.113.77", "referer": "https://zebra.test/"}
VISITOR = ("192.0.2.7", "203.0.113.77", "Zebra")  # the first is the event's own source
MAILS: list[Mail] = []


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """A stack whose buckets keep every version, with one person, who reads of one topic."""
    MAILS.clear()
    with open_cloud(AS_OF, MAILS.append) as cloud:
        keep_versions(cloud)
        world = wiring.world("test")
        names = {"en": Names(topics={TOPIC: "A clinic"})}
        world.site.publish_look(Look(names=names, languages=("en", "es"), i_filed_it=True))
        organization = load_organization(ROOT / "campaigns/organization.yaml")
        world.site.publish_letters(compile_letters(organization, load_packs()))
        [id] = supporter_ids(ADDRESS, world.people_keyring)
        maria = replace(person(1, topics=(TOPIC,)), id=id, email=ADDRESS)
        world.supporters.put(maria)
        cloud.ses.identities.add(compiled(AWARD).revision.sender.address.rpartition("@")[2])
        yield cloud


def pages(world: wiring.World) -> dict[str, str]:
    """Every form of the pages, as Maria fills it in: path → body."""
    [maria] = supporter_ids(ADDRESS, world.people_keyring)
    until, ring = world.now() + timedelta(minutes=20), world.keyring
    session = make_pass("session", maria, until, "salt", ring)
    return {
        f"/p/{ring.make('preferences', maria)}": f"language=es&topic={TOPIC}",
        f"/f/sb-35-2018-04-10/{ring.make('filed', maria)}": "filed=yes",
        "/join": f"email=new@people.example&topics={TOPIC}",
        "/fresh": f"email={ADDRESS}",
        f"/m/{make_pass('mine', maria, until, 'salt', ring)}": "page=a",
        "/mine": f"session={session}&do=change&first_name=Ana",
        f"/u/{ring.make('unsubscribe', maria)}": "List-Unsubscribe=One-Click",
        f"/c/{make_pass('confirm', maria, until, 'salt', ring)}": "confirm=yes",
    }


def test_no_network_address_and_no_browser_is_stored_or_logged(cloud: Cloud) -> None:
    form = FROM | {"content-type": "application/x-www-form-urlencoded"}
    with every_log_line() as lines:
        for path, body in pages(wiring.world("test")).items():
            supporter_web.handler(event("GET", path, headers=FROM), None)
            asked = event("POST", path, headers=form, body=body.encode())
            assert supporter_web.handler(asked, None)["statusCode"] == 200, path
        as_json = FROM | {"content-type": "application/json"}
        broken = event("POST", "/api/join", headers=as_json, body=b"{")
        assert supporter_web.handler(broken, None)["statusCode"] == 400
        waiting = list(everywhere(cloud))
        cloud.run_until_idle()
    assert found_in(waiting, ("new@people.example",))  # else nothing was searched
    assert found_in([*waiting, *everywhere(cloud), *lines], VISITOR) == []


def test_no_topic_is_in_a_key_a_header_a_tag_or_a_log_line(cloud: Cloud) -> None:
    revision = replace(compiled(AWARD).revision, topic=TOPIC)
    with every_log_line() as lines:
        launch(revision, Segment(topics=frozenset({TOPIC})), wiring.world("test"))
        cloud.run_until_idle()
    [mail] = MAILS
    headers = [("header", str(one)) for one in email.message_from_bytes(mail.eml).items()]
    tags = [("tags", json.dumps(dict(mail.sent.tags)))]
    keys = [(place, place) for place, _ in everywhere(cloud)]
    items = [(place, _key(item)) for place, item in everywhere(cloud) if item.startswith("{")]
    assert len(headers) > 5
    assert found_in([*headers, *tags, *keys, *items, *lines], (TOPIC,)) == []


def _key(text: str) -> str:
    """The key of a table's item; of an object that is JSON nothing."""
    item = json.loads(text)
    return json.dumps([item.get(name) for name in ("pk", "sk", "shard", "id")])
