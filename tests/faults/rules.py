"""What no single mail may be, judged in the moment in which SES takes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from functions.alerts.outcomes import probe
from functions.alerts.sends.send import Send
from tests.faults.ses import Mail
from tests.faults.simulation import START

if TYPE_CHECKING:
    from tests.faults.stage import Stage

_PROBED = probe.ADDRESS, str(probe.PART)
_SLACK = 60 + 60  # seconds: of a function's time, and of SES's own delay


def broken_by(mail: Mail, send: Send, stage: Stage) -> Iterator[str]:
    """A sentence for each rule that this mail breaks."""
    owner = stage.owners.get(mail.address)
    if owner is not None:
        words = [*_about_person(owner, send, stage)]
    else:
        probed = (mail.address, mail.ref.split("-")[-4]) == _PROBED
        words = [] if probed else ["nobody's address"]
    yield from (f"{mail.ref} went to {word}" for word in words)
    yield from (f"{mail.ref} went out {word}" for word in _about_send(send, stage))


def _about_person(owner: str, send: Send, stage: Stage) -> Iterator[str]:
    now = stage.simulation.now
    if stage.left.get(owner, now) < now - _SLACK:
        yield "somebody who had left"
    if send.kind != "reminder":
        return
    if owner not in stage.got[send.of]:
        yield "somebody who had not got what it reminds of"
    if send.segment.not_filed and stage.filed.get(owner, now) < _start(send):
        yield "somebody who had filed"


def _about_send(send: Send, stage: Stage) -> Iterator[str]:
    late, stopped = stage.simulation.now - _SLACK, stage.ledger.stopped
    if stopped.get(send.id, late) < late:
        yield "of a send that had been stopped"
    if stopped.get("", late) < late:
        yield "after the kill switch"
    if stage.simulation.now < _start(send) - _SLACK:
        yield "before its time"
    if send.release == "needed":
        yield "and nobody had released it"
    if None in stage.audience(send):
        yield "before the audience was frozen"


def _start(send: Send) -> float:
    return (send.starts - START).total_seconds()
