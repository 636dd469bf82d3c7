"""`osls deploy` to embedded AWS, and a send through what was deployed: the whole way of a newcomer.

The deployed code runs with the deployed environment, called by the deployed triggers; keys come
from `alerts setup`, the send from `alerts publish` and `alerts send`, its sum from `alerts
receipt`. What embedded AWS does not make (`kinds.NAMED`: policies, alarms, the HTTP API, Cognito,
the budget, most of CloudFront) and what it ignores of what it makes (TTL, recovery, encryption,
lifecycle, concurrency) is read from the template in tests/infra: test_fragments, test_template,
test_policies, test_http_api, test_site, test_log_alarms, test_variants.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from functions.aws.ledger import DynamoLedger
from functions.aws.supporters import DynamoSupporters
from tests.deployed.account import Account
from tests.deployed.deploying import deploy
from tests.deployed.kinds import MADE, NAMED
from tests.deployed.running import Work, deployed_functions, started
from tests.infra.fragments import ROOT, STAGE
from tests.sending import person
from tests.web.served import event

pytestmark = [pytest.mark.node, pytest.mark.slow]

PATIENCE = 60  # seconds; a send takes about ten
BOUNCES = replace(person(70, topics=("daca",)), email="p70+bounce@supporter.example")
# Two batches.
AUDIENCE = [*(person(number, topics=("daca",)) for number in range(1, 70)), BOUNCES]
ALERT = """\
topic: daca
level: federal
subject: Speak up for DACA, ((first_name|friend))
headline: A rule that keeps DACA
body: The agency reads every comment.
asks:
  - ask: comment
    docket: DACA rule
    agency: USCIS
    link: https://example.org/daca
    closes: 2099-04-20 5:00 PM
"""


class Sent(NamedTuple):
    """A send that is over, and the processes that did it."""

    id: str
    work: Work


def alerts(account: Account, *arguments: object) -> str:
    """What the command answers, on stdout."""
    run = subprocess.run(
        [Path(sys.executable).with_name("alerts"), *map(str, arguments), "--stage", STAGE],
        cwd=ROOT,
        env=dict(account.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def supporters(account: Account) -> DynamoSupporters:
    """The deployed list."""
    return DynamoSupporters(account.client("dynamodb"), account.resources()["SupportersTable"])


def state(account: Account, send: str) -> str:
    """A send's state in the deployed ledger."""
    ledger = DynamoLedger(account.client("dynamodb"), account.resources()["LedgerTable"])
    found = ledger.read_send(send)
    return found.state if found else "unknown"


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An alert that is open, beside the example's organization."""
    folder = tmp_path_factory.mktemp("desk") / "campaigns"
    shutil.copytree(ROOT / "campaigns", folder)
    file = folder / "speak-up.yaml"
    file.write_text(ALERT, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def sent(
    account: Account, campaign: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sent]:
    """The alert went to everybody, and everything is settled."""
    alerts(account, "setup")
    for one in AUDIENCE:
        supporters(account).put(one)
    alerts(account, "publish", campaign)
    id = alerts(account, "send", campaign, "--now", "--yes").strip()
    with started(account, tmp_path_factory.mktemp("work")) as work:
        end = time.monotonic() + PATIENCE
        while state(account, id) != "done" and time.monotonic() < end and not work.failures:
            work.once()
        yield Sent(id, work)


def test_a_send_goes_through_what_was_deployed(account: Account, sent: Sent) -> None:
    receipt = json.loads(alerts(account, "receipt", sent.id, "--json"))
    assert [str(failure.error) for failure in sent.work.failures] == []
    assert receipt["state"] == "done"
    assert (receipt["targeted"], receipt["submitted"]) == (len(AUDIENCE), len(AUDIENCE))


def test_everybody_was_mailed_exactly_once(account: Account, sent: Sent) -> None:
    posted = Counter(to for mail in account.outbox() for to in mail["to"])
    assert posted == Counter(one.email for one in AUDIENCE)


def test_the_published_alert_stands_on_the_public_pages(account: Account, sent: Sent) -> None:
    bucket = account.resources()["SiteBucket"]
    found = account.client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    assert {"index.html", "404.html", "a/speak-up/en"} <= {one["Key"] for one in found}


def test_no_message_is_left_and_none_is_with_the_dead_letters(account: Account, sent: Sent) -> None:
    assert account.queued() == {}


def test_a_bounce_comes_back_through_topic_and_queue(account: Account, sent: Sent) -> None:
    assert supporters(account).read([BOUNCES.id])[BOUNCES.id].status == "bounced"


def test_the_link_in_a_mail_leads_to_a_function_that_knows_its_key(
    account: Account, sent: Sent
) -> None:
    mailed = AUDIENCE[0]
    (text,) = [mail["text"] for mail in account.outbox() if mail["to"] == [mailed.email]]
    link = re.search(r"https://\S+/u/\S+", text)
    assert link, text
    form = {"content-type": "application/x-www-form-urlencoded"}
    click = event("POST", urlsplit(link[0]).path, headers=form, body=b"List-Unsubscribe=One-Click")
    assert sent.work.call("functions/supporter_web.handler", click)["statusCode"] == 200
    assert supporters(account).read([mailed.id])[mailed.id].status == "unsubscribed"


def test_a_send_for_later_waits_among_the_deployed_schedules(
    account: Account, campaign: Path, sent: Sent
) -> None:
    later = shutil.copy(campaign, campaign.with_stem("speak-up-again"))
    alerts(account, "send", later, "--at", "2099-04-01 09:00", "--yes")
    scheduler, resources = account.client("scheduler"), account.resources()
    group = resources["SendSchedules"]
    found = scheduler.list_schedules(GroupName=group)["Schedules"]
    (one,) = [each for each in found if not each["Name"].startswith("pages-")]
    target = scheduler.get_schedule(GroupName=group, Name=one["Name"])["Target"]
    queue, role = resources["ControlQueue"], resources["SchedulerRole"]
    assert target["Arn"].rpartition(":")[2] == queue.rpartition("/")[2]
    assert target["RoleArn"].rpartition("/")[2] == role


def test_a_second_deploy_replaces_nothing(account: Account, repository: Path) -> None:
    before = (account.resources(), without_places(account), deployed_functions(account))
    run = deploy(account, repository)
    assert run.returncode == 0, run.stdout + run.stderr
    assert (account.resources(), without_places(account), deployed_functions(account)) == before


def without_places(account: Account) -> dict[str, Any]:
    """The deployed template but for the folder of the zips: osls makes a new one each time."""
    template = account.template()
    for resource in template["Resources"].values():
        resource.get("Properties", {}).get("Code", {}).pop("S3Key", None)
    return template


def test_a_stage_that_nobody_wrote_down_is_refused_before_anything_is_made(
    account: Account, repository: Path
) -> None:
    before = (account.stacks(), account.buckets())
    run = deploy(account, repository, "prdo")
    assert run.returncode != 0
    assert "This stage has no block in infra/parameters.yml" in run.stdout + run.stderr
    assert (account.stacks(), account.buckets()) == before


def test_embedded_aws_is_taught_nothing_that_is_not_deployed(account: Account) -> None:
    deployed = {resource["Type"] for resource in account.template()["Resources"].values()}
    assert {*MADE, *NAMED} - deployed == set()
