"""Whether somebody who was not mailed was left out for a reason that SES and the list confirm.

The ledger's word is not enough: who reads the list badly skips people "as they were erased".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.alerts.sends.batch import CODES, SUBMITTED, Key, Ref
from functions.alerts.sends.send import Send
from tests.faults.evidence import whose

if TYPE_CHECKING:
    from tests.faults.stage import Stage


def unfounded(send: Send, key: Key, place: int, one: str, code: str, stage: Stage) -> bool:
    """Whether the code of supporter `one` says skipped or failed, and nothing else does."""
    kind, reason = CODES[code]
    if kind == "failed":
        who = whose(str(Ref(*key, place, 0)))
        refused = who in {whose(ref) for ref in stage.ses.refused}
        return not refused and who not in stage.taken
    if kind != "skipped":
        return False
    if reason in ("closed", "cancelled"):
        return not (is_closed(send, stage) if reason == "closed" else send.state == "cancelled")
    return is_meant(one, send, stage)


def is_meant(one: str, send: Send, stage: Stage) -> bool:
    """Whether a person is on the list, subscribed, and the segment means them; nobody rejoins."""
    person = stage.supporters.people.get(one)
    return person is not None and person.status == "subscribed" and send.segment.targets(person)


def is_closed(send: Send, stage: Stage) -> bool:
    """Whether every ask of the send's revision has closed."""
    return stage.store.revisions[send.digest].at("en", stage.simulation.moment()) is None


def has_filed(one: str, send: Send, stage: Stage) -> bool:
    """Whether the person need not be reminded."""
    return bool(send.segment.not_filed) and one in stage.filed


def got(send_id: str, stage: Stage) -> set[str]:
    """Who is submitted in a send by the ledger, in whose parts the ids stand."""
    send, found = stage.ledger.sends[send_id], set[str]()
    for part in range(send.parts):
        frozen = stage.store.parts[stage.store.manifests[send_id, part].key]
        for nr, batch in enumerate(frozen.batches):
            stored = stage.ledger.stored.get(Key(send_id, part, nr))
            found |= {batch.ids[place] for place in stored.where(SUBMITTED)} if stored else set()
    return found
