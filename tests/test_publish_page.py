"""Messages on the page queue: one run for all, what is asked for, what is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions import wiring
from functions.alerts.content.campaign import Campaign
from functions.alerts.errors import NeverRetry, TryLater
from functions.alerts.site.piece import Piece, make_piece
from functions.alerts.site.ports import PAGES_MESSAGE
from functions.publish_page import handler, pictures_in, publish_page
from tests.fakes import FakeWorld
from tests.services.test_site_publishing import source
from tests.ses_events import sqs_event
from tests.written import AWARD


@pytest.fixture
def world() -> FakeWorld:
    world = FakeWorld()
    world.published.put("award", source("award", AWARD))
    return world


def test_one_run_does_for_all_that_waits(world: FakeWorld) -> None:
    pictures = {**PAGES_MESSAGE, "pictures": ["/images/a.png"]}
    with wiring.use(world):
        answer = handler(sqs_event(json.dumps(PAGES_MESSAGE), json.dumps(pictures)), None)
    assert answer == {"batchItemFailures": []}
    assert world.public_site.pages.forgotten[0] == ["/images/a.png"]
    assert len(world.public_site.pages.written) == len(set(world.public_site.pages.written))


def test_a_run_that_fails_gives_all_its_messages_back(world: FakeWorld) -> None:
    def crash(key: str) -> None:
        raise TryLater("S3 did not answer.")

    world.public_site.pages.before = crash
    with wiring.use(world):
        answer = handler(sqs_event(*[json.dumps(PAGES_MESSAGE)] * 2), None)
    assert len(answer["batchItemFailures"]) == 2


def test_a_message_that_cannot_be_read_keeps_nobody_from_the_page(world: FakeWorld) -> None:
    with wiring.use(world):
        answer = handler(sqs_event("{", json.dumps(PAGES_MESSAGE)), None)
    assert len(answer["batchItemFailures"]) == 1
    assert "index.html" in world.public_site.pages.files


@pytest.mark.parametrize(
    "change",
    [
        {"do": "start"},
        {"pictures": "/images/a.png"},
        {"pictures": ["/index.html"]},
        {"pictures": ["/images/*"]},
        {"pictures": [7]},
    ],
    ids=["command", "text", "page", "star", "number"],
)
def test_a_malformed_message_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NeverRetry):
        pictures_in({**PAGES_MESSAGE, **change})


def test_what_is_left_out_is_named_by_id_and_counted(
    world: FakeWorld, caplog: pytest.LogCaptureFixture
) -> None:
    world.published.put("old", source("old", "level: nowhere\n"))
    caplog.set_level("INFO", logger="alerts")
    publish_page((), world)
    fields = [vars(one)["fields"] for one in caplog.records if one.msg == "pages_left_out"]
    assert [(one["campaigns"], one["LeftOut"]) for one in fields] == [(("old",), 1)]


def test_a_fault_in_drawing_one_alert_leaves_it_out_and_is_looked_at(
    world: FakeWorld, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(campaign: Campaign, *rest: Any, **more: Any) -> Piece:
        if campaign.id == "faulty":
            raise LookupError("a fault of ours")
        return make_piece(campaign, *rest, **more)

    world.published.put("faulty", source("faulty", AWARD))
    monkeypatch.setattr("functions.services.site_publishing.make_piece", make)
    publish_page((), world)
    assert (
        "a/award/en" in world.public_site.pages.files
        and "a/faulty/en" not in world.public_site.pages.files
    )
    assert ("WARNING", "page_failed") in [(one.levelname, one.msg) for one in caplog.records]


def test_a_fault_in_drawing_every_alert_takes_none_away(
    world: FakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_page((), world)
    before = dict(world.public_site.pages.files)
    world.published.put("award", source("award", AWARD.replace("We won!", "We won again!")))
    monkeypatch.setattr("functions.services.site_publishing.make_piece", lambda *_, **__: 1 / 0)
    with pytest.raises(NeverRetry, match="Not one"):
        publish_page((), world)
    assert world.public_site.pages.files == before


def test_where_nothing_was_published_nothing_is_done() -> None:
    world = FakeWorld()
    publish_page((), world)
    assert world.public_site.pages.written == []
