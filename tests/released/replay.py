"""Puts what an earlier release left behind into embedded AWS, where today's code finds it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from functions import wiring
from functions.local.cloud import Cloud, open_cloud
from functions.local.ses_message import Mail
from tests.released.record import RATE, SENDER

RELEASES = tuple(sorted(path for path in Path(__file__).parent.glob("v*") if path.is_dir()))
_MINUTE = timedelta(minutes=1)
_NONCES = 10_000  # that an earlier release may have used: a world's own are counted from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Where the earlier release stopped.

    `sends`: name → id. `mailed`: (reference, address) of the mails that went out before, and
    today's are added to `mails`.
    """

    cloud: Cloud
    world: wiring.World
    sends: Mapping[str, str]
    mailed: tuple[tuple[str, str], ...]
    mails: list[Mail]

    def recipients(self, name: str) -> list[str]:
        """Everybody who got a mail of a send, by either release, once for each mail."""
        prefix = f"{self.sends[name]}-"
        today = [(mail.sent.tags["ref"][0], mail.sent.recipients[0]) for mail in self.mails]
        return [to for ref, to in (*self.mailed, *today) if ref.startswith(prefix)]


@contextmanager
def replayed(release: Path) -> Iterator[Moment]:
    """Embedded AWS as the release left it, a minute later."""
    told = read(release / "moment.json")
    mails: list[Mail] = []
    now = datetime.fromisoformat(told["now"]) + _MINUTE
    with open_cloud(now, mails.append, rate=RATE) as cloud:
        cloud.ses.identities.add(SENDER.address.rpartition("@")[2])
        _restore(release, cloud)
        world = wiring.world("replay")
        for _ in range(_NONCES):
            world.nonce()
        yield Moment(
            cloud=cloud,
            world=world,
            sends=told["sends"],
            mailed=tuple((ref, to) for ref, to in told["mailed"]),
            mails=mails,
        )


def read(path: Path) -> Any:
    """A recorded file."""
    return json.loads(path.read_text(encoding="utf-8"))


def _restore(release: Path, cloud: Cloud) -> None:
    names, aws = cloud.stack.names, cloud.aws
    for table, file in (("LedgerTable", "ledger"), ("SupportersTable", "supporters")):
        for item in read(release / f"{file}.json"):
            aws.client("dynamodb").put_item(TableName=names[table], Item=item)
    for path in sorted((release / "bucket").rglob("*.json")):
        key = path.relative_to(release / "bucket").as_posix()
        aws.client("s3").put_object(Bucket=names["DataBucket"], Key=key, Body=path.read_bytes())
    for queue, bodies in read(release / "queues.json").items():
        for body in bodies:
            aws.client("sqs").send_message(QueueUrl=names[queue], MessageBody=body)
