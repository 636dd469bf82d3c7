"""A deployment in the middle of a send: what every earlier release left is gone on with exactly."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.alerts.mail.token import Purpose, parse_keys
from functions.settle_sends import draw_receipt
from tests.infra.fragments import resources
from tests.released.replay import RELEASES, Moment, read, replayed

pytestmark = pytest.mark.slow
SENDS = ("done", "halfway", "freezing", "again")


@pytest.fixture(scope="module", params=RELEASES, ids=lambda path: path.name)
def release(request: pytest.FixtureRequest) -> Path:
    """The recordings of one release."""
    return Path(request.param)


@pytest.fixture(scope="module")
def moment(release: Path) -> Iterator[Moment]:
    """After today's code has gone on with everything until nothing was left to do."""
    with replayed(release) as moment:
        moment.cloud.run_until_idle()
        yield moment


def people(release: Path) -> set[str]:
    return {item["email"]["S"] for item in read(release / "supporters.json")}


def test_every_release_has_its_recordings() -> None:
    assert [path.name for path in RELEASES] == ["v1"]


@pytest.mark.parametrize("name", ["halfway", "freezing"])
def test_everybody_gets_the_mail_once(moment: Moment, release: Path, name: str) -> None:
    assert Counter(moment.recipients(name)) == Counter(people(release))


def test_who_had_it_from_the_earlier_release_does_not_get_it_again(moment: Moment) -> None:
    before = Counter(to for ref, to in moment.mailed if ref.startswith(moment.sends["halfway"]))
    assert before
    assert not before.keys() & {
        mail.sent.recipients[0]
        for mail in moment.mails
        if mail.sent.tags["ref"][0].startswith(moment.sends["halfway"])
    }


def test_another_send_of_a_campaign_knows_whom_the_earlier_release_mailed(moment: Moment) -> None:
    assert moment.recipients("again") == []
    receipt = draw_receipt(moment.sends["again"], moment.world)
    assert receipt.targeted == receipt.skipped["already"] == 16


@pytest.mark.parametrize("name", SENDS)
def test_every_send_ends_with_a_receipt_that_adds_up(moment: Moment, name: str) -> None:
    receipt = draw_receipt(moment.sends[name], moment.world)
    assert (receipt.state, receipt.uncertain, receipt.waiting) == ("done", 0, 0)
    assert receipt.submitted == len(moment.recipients(name))
    assert receipt.submitted + sum(receipt.skipped.values()) == receipt.targeted == 16


def test_what_an_earlier_release_told_is_told_again(moment: Moment, release: Path) -> None:
    send_id = moment.sends["done"]
    then = read(release / "bucket/receipts" / f"{send_id}.json")
    now = json.loads(draw_receipt(send_id, moment.world).to_json())
    assert now | {"at": then["at"], "v": then["v"]} == now | then


def test_the_doubt_of_a_lost_record_is_settled_by_its_events(moment: Moment) -> None:
    batches = dict(moment.world.ledger.batches(moment.sends["halfway"], 0))
    assert {letter for batch in batches.values() for letter in batch.codes} == {"s"}


def test_links_of_mails_in_inboxes_go_on_working(release: Path) -> None:
    recorded = read(release / "links.json")
    keyring = parse_keys(json.dumps(recorded["keys"]))
    purposes: tuple[Purpose, ...] = ("unsubscribe", "preferences")
    read_back = [keyring.read(purpose, recorded["tokens"][purpose]) for purpose in purposes]
    assert read_back == [recorded["supporter"]] * 2


def test_parts_get_the_tag_that_lets_them_expire_when_they_are_settled(moment: Moment) -> None:
    rules = resources()["DataBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    [filters] = [rule["TagFilters"] for rule in rules if rule["Id"] == "settled-parts"]
    manifest = moment.world.store.manifest(moment.sends["freezing"], 0)
    assert manifest is not None
    told = moment.cloud.aws.client("s3").get_object_tagging(
        Bucket=moment.cloud.stack.names["DataBucket"], Key=manifest.key
    )
    assert told["TagSet"] == filters
