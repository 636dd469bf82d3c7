"""The main job on a laptop: the award alert to sample supporters, an outbox, the receipt.

campaign file ─► revision ─► send ─► (the deployed functions on embedded AWS) ─► mails, receipt
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from functions import wiring
from functions.alerts.editions.compile import compile_revision
from functions.alerts.errors import StateError
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Revision
from functions.alerts.outcomes.receipt import Receipt
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.supporter import Supporter
from functions.campaign_files import load
from functions.local.cloud import Cloud, open_cloud
from functions.local.fragments import ROOT
from functions.local.outbox import open_outbox
from functions.local.sample_supporters import sample_supporters, suppressed_address
from functions.services.launch import launch
from functions.settle_sends import draw_receipt

CAMPAIGN = ROOT / "campaigns" / "welcoming-illinois-award.yaml"

Progress = Callable[[int, int], None]  # mails handed over so far, people in the audience


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """What came of it: `receipt` in words, the same as `numbers`, and the page to look at."""

    receipt: str
    numbers: Receipt
    index: Path


def run_demo(
    as_of: datetime,
    out: Path,
    progress: Progress = lambda done, total: None,
    campaign: Path = CAMPAIGN,
) -> DemoResult:
    """Send the alert at `as_of` (aware) and write the outbox into the folder `out`.

    `out` may hold an older outbox, which is replaced once the new one is whole. Raises InputError
    for a campaign with errors, StateError for a folder with other things or a send that stops.
    """
    loaded = load(campaign)
    zone = ZoneInfo(loaded.organization.time_zone)
    revision = compile_revision(loaded.campaign, loaded.organization, load_packs()).revision
    with open_outbox(out, revision.sender.site) as outbox:
        with open_cloud(as_of, outbox.deliver) as cloud:
            numbers = _send(revision, cloud, progress)
            outbox.write_index(
                revision,
                as_of.astimezone(zone),
                receipt=numbers,
                told=cloud.events.told,
                people={
                    one.email: f"{one.first_name} {one.last_name}" for one in _people(revision)
                },
            )
        outbox.copy_images(loaded.folder / "images")
    return DemoResult(receipt="\n".join(numbers.lines()), numbers=numbers, index=out / "index.html")


def _topic(revision: Revision) -> str:
    return revision.topic or "alerts"


def _people(revision: Revision) -> tuple[Supporter, ...]:
    return sample_supporters(_topic(revision))


def _send(revision: Revision, cloud: Cloud, progress: Progress) -> Receipt:
    """Send to everybody of the sample who wants the topic; the receipt after the last event."""
    world = wiring.world("demo")
    topic, people = _topic(revision), _people(revision)
    for person in people:
        world.supporters.put(person)
    cloud.ses.identities.add(revision.sender.address.rpartition("@")[2])
    cloud.ses.suppressed[suppressed_address()] = ("BOUNCE", cloud.clock.now)
    send = launch(revision, Segment(topics=frozenset({topic})), world)
    cloud.run_until_idle(lambda: progress(cloud.ses.sent_last_day(), len(people)))
    stopped = world.ledger.read_send(send.id)
    if stopped is None or stopped.state != "done":
        raise StateError(
            f"The send stopped as {stopped.state if stopped else 'lost'}.",
            remedy="This is a fault of the product, not of the campaign: please report it.",
        )
    progress(len(people), len(people))
    return draw_receipt(send.id, world)
