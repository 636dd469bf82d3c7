"""Probes: mails to Amazon's mailbox simulator, for sends too small to have witnesses of their own.

doubts with few mails around ─► a call of probes: claim ─► SES ─► record ─► events ─► `witness`

A call of probes is a batch of the ledger in a part that no send has, so its events are archived and
found like those of any part. Nobody counts it: receipts and progress go by the manifests.

Mail to the simulator is held to the sending rate and paid for like any other, and counts neither in
the daily quota nor in bounce rates ("Using the mailbox simulator", SES developer guide).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from functions.alerts.mail.edition import Sender
from functions.alerts.mail.envelope import from_header
from functions.alerts.outcomes.settle import QUIET
from functions.alerts.outcomes.witness import is_after
from functions.alerts.sends.batch import DOUBT, SUBMITTED, Batch, Key, Ref

PART = 99  # of a send's ledger and events; its people are in the parts 0 to 63
ADDRESS = "success@simulator.amazonses.com"
MOST = 500  # probes of one send, cents in all: doubts that ten rounds did not settle are listed
BREATH = 30  # seconds between two calls: one a tick leaves the sending rate to people
# Seconds after a call that SES did not take, or not surely: what is wrong may pass by then.
PAUSE = QUIET
_CONTENT = {"Subject": "Probe", "Text": "Whether Amazon tells of its mails. Nobody gets this one."}


def due(calls: Sequence[Batch], need: int, latest: int, size: int, now: int) -> int:
    """How many probes to mail now, in one call; 0: none.

    `calls` are the send's calls of probes so far in their order, `need` the witnesses that its
    doubts lack, `latest` when the last of these was claimed, `size` the most of one call. Probes
    that SES confirmed are not made up for if they stay unheard: they say that events get lost.
    """
    if calls and now - calls[-1].at < (BREATH if _is_taken(calls[-1]) else PAUSE):
        return 0
    confirmed = sum(call.codes.count(SUBMITTED) for call in calls if is_after(call.at, latest))
    mailed = sum(len(call.codes) for call in calls)
    return max(0, min(need - confirmed, size, MOST - mailed))


def claimed(count: int, *, owner: str, at: int) -> Batch:
    """A call of probes before it is made; store it on condition that its number is free."""
    return Batch(codes=DOUBT * count, rev=1, owner=owner, at=at, edition="probe")


def recorded(batch: Batch, letters: str) -> Batch:
    """The call with SES's answer; store it on condition of the claim's owner."""
    return replace(batch, codes=letters, rev=batch.rev + 1)


def request(sender: Sender, key: Key, count: int, configuration_set: str) -> dict[str, Any]:
    """The arguments of SES v2's SendBulkEmail for a claimed call: nothing of the campaign.

    Raises InputError if the sender's address cannot stand in a header.
    """
    content = {"TemplateContent": _CONTENT, "TemplateData": "{}"}
    return {
        "FromEmailAddress": from_header(sender),
        "DefaultContent": {"Template": content},
        "BulkEmailEntries": [
            {
                "Destination": {"ToAddresses": [ADDRESS]},
                "ReplacementTags": [{"Name": "ref", "Value": str(Ref(*key, place, 1))}],
            }
            for place in range(count)
        ],
        "ConfigurationSetName": configuration_set,
    }


def _is_taken(call: Batch) -> bool:
    """Whether SES took it whole, or all but what was above its rate."""
    return SUBMITTED in call.codes and DOUBT not in call.codes
