"""Every handler started from its artifact by Lambda's own runtime client, in a process of its own.

A send goes from its launch to its receipt, and nothing but the artifact can be imported: a module
or a file that was left out shows, and so does a variable.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from functions.alerts.editions.letters import compile_letters
from functions.alerts.languages.words import load_packs
from functions.alerts.people.joining import Wish
from functions.alerts.sends.published import Source as Published
from functions.alerts.sends.recurrence import Every, digest_message
from functions.alerts.site.ports import PAGES_MESSAGE
from functions.local.cloud import Cloud, open_cloud
from functions.local.fragments import Source, read_sources
from functions.local.lambdas import Invoker, Poller
from functions.local.ses_message import Mail
from functions.services.joining import ask_to_join
from functions.services.launch import launch
from functions.services.receipts import draw_receipt
from functions.services.recurring import set_up
from functions.settings import Settings
from functions.wiring import World, world
from infra.artifacts.build import handlers
from tests.compiled import AWARD, loaded
from tests.conftest import NO_ACCOUNT
from tests.infra.endpoint import endpoint
from tests.infra.fragments import ROOT, load, pascal
from tests.infra.runtime import Outcome, invoke
from tests.sending import REVISION, TOPIC, people

pytestmark = pytest.mark.slow

ROUNDS = 5  # of half a minute: what a small send takes until its events are recorded
HANDLERS = handlers(ROOT)
DAILY = Every(days=tuple(range(7)), at=time(9), zone="America/Chicago")
OPEN = """\
level: state
headline: Teach-ins
asks:
  - ask: comment
    docket: DACA rule
    agency: USCIS
    link: https://example.org/daca
    closes: 2099-04-20 5:00 PM
"""
MAILS: list[Mail] = []
Start = Callable[[str, Mapping[str, Any]], Outcome]
Outcomes = Mapping[str, list[Outcome]]


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    with open_cloud(datetime.now(UTC), MAILS.append) as opened:
        opened.ses.identities.add(REVISION.sender.address.rpartition("@")[2])
        yield opened


@pytest.fixture(scope="module")
def start(
    unpacked: Path, cloud: Cloud, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Start]:
    """Start a function with an event, in an empty folder."""
    empty = tmp_path_factory.mktemp("empty")
    with endpoint(cloud.aws.session) as url:

        def go(name: str, event: Mapping[str, Any]) -> Outcome:
            told = environment(name, world(name).settings) | {"AWS_ENDPOINT_URL": url}
            return invoke(HANDLERS[name], unpacked / name, event, told, empty)

        yield go


def environment(name: str, settings: Settings) -> dict[str, str]:
    """The variables that infra/environment.yml gives a function, with embedded AWS's values."""
    declared: Mapping[str, Any] = load(ROOT / "infra/environment.yml")[pascal(name)]
    account = {key: value for key, value in NO_ACCOUNT.items() if value != os.devnull}
    return {
        "AWS_REGION": account["AWS_DEFAULT_REGION"],
        "PYTHONTZPATH": "",
        **account,
        **{key: str(getattr(settings, key.lower(), value)) for key, value in declared.items()},
    }


@pytest.fixture(scope="module")
def outcomes(cloud: Cloud, start: Start) -> Outcomes:
    """What every function answered while a send went through them."""
    seen: defaultdict[str, list[Outcome]] = defaultdict(list)

    def handler_of(source: Source) -> Callable[[Mapping[str, Any], object], Any]:
        return lambda event, context: called(source.module.rpartition(".")[2], event)

    def called(name: str, event: Mapping[str, Any]) -> Any:
        seen[name].append(start(name, event))
        return seen[name][-1].answer

    invoker, sources = Invoker(cloud.clock, handler_of=handler_of), read_sources()
    names, sqs = cloud.stack.names, cloud.aws.client("sqs")
    steps: list[Callable[[], bool]] = [
        *(Poller(one, names[one.queue], sqs, invoker).poll for one in sources if one.queue),
        *(partial(invoker.tick, one) for one in sources if not one.queue),
    ]
    go_through(cloud, steps)
    called("supporter_web", a_click())
    return seen


def go_through(cloud: Cloud, steps: list[Callable[[], bool]]) -> None:
    """Launch a send to three people, have a digest made for them, and let everything run."""
    here = world("tests")
    for one in people(3):
        here.supporters.put(one)
    put_digest(cloud)
    bucket = cloud.stack.names["ImportBucket"]
    cloud.aws.client("s3").put_object(Bucket=bucket, Key="a.csv", Body=b"email\na@b.example\n")
    publish_letters(here)
    wish = Wish(address="ana@people.example", language="en")
    ask_to_join(wish, source="join page", agreed_to="I want alerts.", world=here)
    launch(replace(REVISION, send_when_closed=True), TOPIC, here)  # its asks are of 2018
    for _ in range(ROUNDS):
        for step in steps:
            step()
        cloud.clock.advance(30)
        cloud._publish()


def publish_letters(here: World) -> None:
    """What `alerts publish` stores for who signs up; they come from the sends' own domain."""
    letters = compile_letters(loaded(AWARD).organization, load_packs())
    here.site.publish_letters(replace(letters, sender=REVISION.sender))


def put_digest(cloud: Cloud) -> None:
    """Something with an open ask is published, and the digest of it is due."""
    here, organization = world("tests"), loaded(AWARD).organization_text
    source = Published(
        campaign="teach-ins",
        text=OPEN,
        organization=organization,
        at=here.now(),
        by="",
        revision="",
    )
    here.published.put("teach-ins", source)
    here.page_queue.put([PAGES_MESSAGE])
    message = digest_message(set_up(DAILY, TOPIC, here), here.now().isoformat())
    cloud.aws.client("sqs").send_message(
        QueueUrl=cloud.stack.names["DigestQueue"], MessageBody=json.dumps(message)
    )


def a_click() -> dict[str, Any]:
    """An HTTP API's event (payload format 2.0): a mail program's one-click unsubscribe."""
    path = f"/u/{world('tests').keyring.make('unsubscribe', people(1)[0].id)}"
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/x-www-form-urlencoded"},
        "requestContext": {"http": {"method": "POST", "path": path}},
        "body": "List-Unsubscribe=One-Click",
        "isBase64Encoded": False,
    }


@pytest.mark.parametrize("name", HANDLERS)
def test_a_function_answers_from_its_artifact_alone(outcomes: Outcomes, name: str) -> None:
    assert outcomes.get(name), f"Nothing here calls {name}: give it an event."
    assert [one.error for one in outcomes[name] if one.error] == []
    assert [one.logs for one in outcomes[name] if '"WARNING"' in one.logs] == []


def test_a_send_goes_through_the_artifacts_to_its_receipt(outcomes: Outcomes) -> None:
    here = world("tests")
    (send_id,) = here.ledger.sends_of(REVISION.campaign)
    assert draw_receipt(send_id, here).lines()[0].startswith("3 people = 3 handed to Amazon")


def test_an_unsubscribe_goes_through_its_artifact(outcomes: Outcomes) -> None:
    (clicked,) = outcomes["supporter_web"]
    assert clicked.answer["statusCode"] == 200
    supporter = people(1)[0].id
    assert world("tests").supporters.read([supporter])[supporter].status == "unsubscribed"


def test_a_digest_goes_through_its_artifact(outcomes: Outcomes) -> None:
    texts = [mail.text or "" for mail in MAILS]
    assert len([text for text in texts if "DACA rule" in text]) == 3


def test_the_pages_are_made_by_their_artifact(cloud: Cloud, outcomes: Outcomes) -> None:
    assert outcomes["publish_page"]
    bucket = cloud.stack.names["SiteBucket"]
    page = cloud.aws.client("s3").get_object(Bucket=bucket, Key="index.html")
    assert b"DACA rule" in page["Body"].read()


def test_a_module_that_is_not_in_the_artifact_is_missed(start: Start, unpacked: Path) -> None:
    module = unpacked / "pace_sends/functions/queued.py"
    hidden = module.rename(module.with_suffix(".away"))
    try:
        outcome = start("pace_sends", {})
    finally:
        hidden.rename(module)
    assert "No module named 'functions.queued'" in str(outcome.error)
