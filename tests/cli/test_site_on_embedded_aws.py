"""The public site on embedded AWS: published, closed at its deadlines, embargoed, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions import wiring
from functions.alerts.site.ports import PAGES_MESSAGE
from functions.local.cloud import Cloud, open_cloud
from functions.publish_page import handler
from tests.cli.conftest import Alerts
from tests.compiled import AWARD, compiled, loaded
from tests.sending import person
from tests.ses_events import sqs_event

pytestmark = pytest.mark.slow

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = datetime(2018, 4, 9, 12, tzinfo=CHICAGO)
TUESDAY = datetime(2018, 4, 10, 15, tzinfo=CHICAGO)  # SB 35 closes
OWN = f"a/{AWARD.stem}/en"
PUT = "provide-client-params.s3.PutObject"
CARD = """\
level: state
headline: Teach-ins
asks:
  - ask: sign_up
    link: https://example.org/teach-ins
"""


@pytest.fixture
def cloud(desk: Path) -> Iterator[Cloud]:
    """A deployed stack with a person on the list; its site is empty."""
    with open_cloud(MONDAY, lambda mail: None) as cloud:
        topic = loaded(AWARD).campaign.topic or ""
        wiring.world("test").supporters.put(person(1, topics=(topic,)))
        sender = compiled(AWARD).revision.sender.address
        cloud.ses.identities.add(sender.rpartition("@")[2])
        (desk / "teach-ins.yaml").write_text(CARD, encoding="utf-8")
        yield cloud


def bucket(cloud: Cloud) -> dict[str, Any]:
    """Key → what a listing says of it."""
    found = cloud.aws.client("s3").list_objects_v2(Bucket=cloud.stack.names["SiteBucket"])
    return {one["Key"]: one for one in found.get("Contents", [])}


def page(cloud: Cloud, key: str) -> str:
    s3 = cloud.aws.client("s3")
    body = s3.get_object(Bucket=cloud.stack.names["SiteBucket"], Key=key)["Body"].read()
    return str(body.decode())


def forgotten(cloud: Cloud) -> list[set[str]]:
    """The paths of each invalidation, the newest last."""
    cloudfront, site = cloud.aws.client("cloudfront"), cloud.stack.names["Site"]
    found = cloudfront.list_invalidations(DistributionId=site)["InvalidationList"].get("Items", [])
    told = [cloudfront.get_invalidation(DistributionId=site, Id=one["Id"]) for one in found]
    batches = [one["Invalidation"]["InvalidationBatch"] for one in told]
    return [set(one["Paths"]["Items"]) for one in batches]


def events() -> Any:
    """What hears each call to S3 before it is made."""
    return wiring.world("test")._s3.meta.events


def published(alerts: Alerts, cloud: Cloud, *files: Path) -> None:
    for file in files:
        ran = alerts("publish", file)
        assert ran.code == 0, ran.err
    cloud.run_until_idle()
    assert cloud.troubles == []


def run_until(cloud: Cloud, moment: datetime) -> None:
    cloud.skip_to(moment)
    cloud.run_until_idle()


def test_what_is_published_stands_with_its_pictures(
    alerts: Alerts, cloud: Cloud, desk: Path
) -> None:
    published(alerts, cloud, desk / AWARD.name)
    image = loaded(AWARD).campaign.image
    assert image is not None
    assert {"index.html", "404.html", "es", OWN, "feed.xml", image.file} <= set(bucket(cloud))
    assert "SB 35" in page(cloud, OWN) and f"/{OWN}" in page(cloud, "index.html")
    assert {"/", "/index.html", f"/{OWN}"} <= set().union(*forgotten(cloud))


def test_a_deadlines_schedule_fires_and_the_closed_ask_is_gone(
    alerts: Alerts, cloud: Cloud, desk: Path
) -> None:
    published(alerts, cloud, desk / AWARD.name)
    run_until(cloud, TUESDAY - timedelta(minutes=1))
    assert "sb-35" in page(cloud, "calendar.ics")
    run_until(cloud, TUESDAY + timedelta(minutes=1))
    assert "sb-35" not in page(cloud, "calendar.ics")
    assert "no-registry-act" in page(cloud, "calendar.ics")


def test_a_closed_ask_is_gone_in_three_minutes_though_the_deadlines_run_fails(
    alerts: Alerts, cloud: Cloud, desk: Path
) -> None:
    published(alerts, cloud, desk / AWARD.name)
    run_until(cloud, TUESDAY - timedelta(minutes=1))
    written: list[datetime] = []

    def fail_at_first(**_: Any) -> None:
        now = wiring.world("test").now()
        if now < TUESDAY + timedelta(minutes=1):
            raise RuntimeError("The machine is gone.")
        written.append(now)

    events().register(PUT, fail_at_first)
    run_until(cloud, TUESDAY)
    assert "sb-35" not in page(cloud, "calendar.ics")
    assert TUESDAY + timedelta(minutes=1) <= min(written) <= TUESDAY + timedelta(minutes=2)


def test_only_changed_paths_are_written_and_forgotten(
    alerts: Alerts, cloud: Cloud, desk: Path
) -> None:
    published(alerts, cloud, desk / AWARD.name, desk / "teach-ins.yaml")
    before, count = bucket(cloud), len(forgotten(cloud))
    run_until(cloud, TUESDAY + timedelta(minutes=1))
    after = bucket(cloud)
    changed = {key for key in after if after[key]["ETag"] != before[key]["ETag"]}
    assert after.keys() == before.keys() and {OWN, "index.html", "calendar.ics"} <= changed
    assert "a/teach-ins/en" not in changed and "404.html" not in changed
    assert set().union(*forgotten(cloud)[count:]) == {f"/{key}" for key in changed} | {"/"}


def test_another_run_changes_nothing(alerts: Alerts, cloud: Cloud, desk: Path) -> None:
    published(alerts, cloud, desk / AWARD.name)
    before, count = bucket(cloud), len(forgotten(cloud))
    answer = handler(sqs_event(json.dumps(PAGES_MESSAGE)), None)
    assert (answer, len(forgotten(cloud))) == ({"batchItemFailures": []}, count)
    assert {key: one["LastModified"] for key, one in bucket(cloud).items()} == {
        key: one["LastModified"] for key, one in before.items()
    }


def test_of_two_runs_at_once_the_one_that_knew_less_mends_what_it_wrote(
    alerts: Alerts, cloud: Cloud, desk: Path
) -> None:
    """Between the first run's reading and its writing something is withdrawn, and another runs."""
    published(alerts, cloud, desk / AWARD.name)
    alerts("publish", desk / "teach-ins.yaml")
    met: list[str] = []

    def meanwhile(**_: Any) -> None:
        if not met:
            met.append("")
            alerts("publish", desk / "teach-ins.yaml", "--withdraw")
            handler(sqs_event(json.dumps(PAGES_MESSAGE)), None)

    events().register(PUT, meanwhile)
    cloud.run_until_idle()
    assert met and not [key for key in bucket(cloud) if key.startswith("a/teach-ins")]
    assert "Teach-ins" not in page(cloud, "index.html") + page(cloud, "feed.xml")


def test_a_crash_between_two_writes_is_healed_by_the_next_run(
    alerts: Alerts, cloud: Cloud, desk: Path
) -> None:
    published(alerts, cloud, desk / "teach-ins.yaml")
    alerts("publish", desk / AWARD.name)

    def crash(params: Any, **_: Any) -> None:
        if params["Key"] == "index.html":
            raise RuntimeError("The machine is gone.")

    events().register(PUT, crash)
    answer = handler(sqs_event(json.dumps(PAGES_MESSAGE)), None)
    events().unregister(PUT, crash)
    assert len(answer["batchItemFailures"]) == 1
    assert OWN in bucket(cloud) and f"/{OWN}" not in page(cloud, "index.html")
    cloud.run_until_idle()
    assert f"/{OWN}" in page(cloud, "index.html")


def test_a_withdrawn_alert_is_gone_and_its_pictures_stay(
    alerts: Alerts, cloud: Cloud, desk: Path
) -> None:
    published(alerts, cloud, desk / AWARD.name)
    image = loaded(AWARD).campaign.image
    assert alerts("publish", desk / AWARD.name, "--withdraw").code == 0
    cloud.run_until_idle()
    found = bucket(cloud)
    assert not [key for key in found if key.startswith("a/")]
    assert image is not None and image.file in found
    assert AWARD.stem not in page(cloud, "index.html") + page(cloud, "sitemap.xml")
    assert f"/{OWN}" in set().union(*forgotten(cloud))


def test_a_broken_alert_is_left_out_and_counted_and_the_others_stand(
    alerts: Alerts, cloud: Cloud, desk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    s3, data = cloud.aws.client("s3"), cloud.stack.names["DataBucket"]
    s3.put_object(Bucket=data, Key="published/broken.json", Body=b"{}")
    caplog.set_level("INFO", logger="alerts")
    alerts("publish", desk / AWARD.name)
    world = wiring.world("test")
    world.settings = replace(world.settings, log_level="INFO")
    cloud.run_until_idle()
    assert OWN in bucket(cloud)
    told = [vars(one)["fields"] for one in caplog.records if one.msg == "pages_left_out"]
    assert told and told[-1]["campaigns"] == ("broken",) and told[-1]["LeftOut"] == 1


def test_a_planned_send_makes_its_alert_public_at_its_start_and_not_before(
    alerts: Alerts, cloud: Cloud, desk: Path
) -> None:
    published(alerts, cloud, desk / "teach-ins.yaml")
    ran = alerts("send", desk / AWARD.name, "--at", "2018-04-09 18:00", "--yes")
    assert ran.code == 0, ran.err
    run_until(cloud, MONDAY.replace(hour=17, minute=58))
    assert OWN not in bucket(cloud) and AWARD.stem not in page(cloud, "index.html")
    run_until(cloud, MONDAY.replace(hour=18, minute=2))
    assert OWN in bucket(cloud)


def test_mails_of_a_send_link_to_pages_and_pictures_that_are_there(
    alerts: Alerts, cloud: Cloud, desk: Path
) -> None:
    assert alerts("send", desk / AWARD.name, "--now", "--yes").code == 0
    cloud.run_until_idle()
    edition = compiled(AWARD).revision.at("en", MONDAY)
    image = loaded(AWARD).campaign.image
    assert edition is not None and image is not None
    for key in (OWN, image.file):
        assert f"https://alerts.icirr.example/{key}" in edition.html
        assert key in bucket(cloud)
