"""The signing keys: whether there is one for each purpose, and how old it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from functions.alerts.health.point import Point, note, well, wrong
from functions.alerts.mail.keys import PURPOSES, KeyPurpose, StoredKey, is_ripe, signer

OLD_DAYS = 730  # no hurry, but nobody should forget how to rotate


def check_keys(purpose: KeyPurpose, found: Sequence[StoredKey], now: datetime) -> Iterator[Point]:
    """The keys of one purpose as they are stored, retired ones included; `now` is aware."""
    name = f"keys: {purpose}"
    usable = [key for key in found if key.secret is not None]
    if not usable:
        gone = f"All {len(found)} keys are retired" if found else "There is no key"
        yield wrong(
            name,
            f"{gone}: nothing {PURPOSES[purpose]}.",
            "Run `alerts setup`: it makes what is missing and replaces nothing.",
        )
        return
    signs = signer(usable, now)
    days = (now - signs.since).days
    fresh = [key.id for key in usable if key is not signs and not is_ripe(key, now)]
    soon = f" {', '.join(fresh)} will in some minutes." if fresh else ""
    told = f"{signs.id} {PURPOSES[purpose]}, {days:,} days old; {len(usable)} in use.{soon}"
    if days > OLD_DAYS:
        yield note(name, told, "Rotate it: links in mails that are out there go on working.")
    else:
        yield well(name, told)
