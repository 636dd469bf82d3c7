"""Test mails into a folder: SES's stand-in takes them, and no mail leaves this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from functions.alerts.mail.edition import Revision
from functions.alerts.sends.answer import Answer
from functions.aws import clients
from functions.aws.ses import SesMailer
from functions.local.clock import Clock
from functions.local.embedded import Clients
from functions.local.outbox import open_outbox
from functions.local.ses import StandIn, installed
from functions.local.ses_account import Account

Submit = Callable[[Mapping[str, Any]], Answer]


@contextmanager
def outbox_mailer(
    folder: Path, revision: Revision, now: datetime, images: Path | None = None
) -> Iterator[Submit]:
    """Give a `submit` for `send_tests`; its mails are in the outbox `folder` when the block ends.

    `now` (aware) dates the mails; `images` holds the campaign's pictures. A configuration set is
    passed over: a laptop has none. Raises StateError if `folder` holds anything but an older
    outbox; after a fault it is as it was.
    """
    clock = Clock(now)
    # Quota and rate belong to the real account: a folder takes as many as there are.
    account = Account(now=clock, daily_quota=-1, rate=1_000_000)
    account.identities.add(revision.sender.address.rpartition("@")[2].lower())
    with open_outbox(folder, revision.sender.site, option="--outbox") as outbox:
        stand_in = StandIn(account, deliver=outbox.deliver, publish=lambda event, at, topic: None)
        with installed(stand_in):
            mailer = SesMailer(clients.ses(Clients().session))
        yield lambda request: mailer.submit_single(_without_configuration_set(request))
        outbox.write_index(revision, now)
        if images is not None:
            outbox.copy_images(images)


def _without_configuration_set(request: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if name != "ConfigurationSetName"}
