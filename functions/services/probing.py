"""Probes are mailed: what settling does where a send is too small to have witnesses of its own.

due? ─► may anything be sent? ─► claim ─► one SES call ─► record
What they prove is told in `alerts/outcomes/witness.py`, how many there are in `…/probe.py`.
"""

from __future__ import annotations

from functions import logs
from functions.alerts.errors import AlertsError
from functions.alerts.outcomes import probe
from functions.alerts.outcomes.evidence import Evidence
from functions.alerts.outcomes.settle import QUIET
from functions.alerts.outcomes.witness import Witness
from functions.alerts.sends.answer import classify
from functions.alerts.sends.batch import OPEN, Batch, Key
from functions.alerts.sends.send import Send
from functions.wiring import World

SECONDS = 35  # one call takes: SES's client gives up after 23, then the record and its repetitions
_RECORD_TRIES = 4


def hear_probes(send: Send, witness: Witness, now: int, world: World) -> None:
    """Note what the events say about the send's probes; `now` is in epoch seconds."""
    calls = list(world.ledger.batches(send.id, probe.PART))
    evidence = Evidence(world.store.events(send.id, probe.PART) if calls else ())
    for nr, call in calls:
        unheard = witness.note_probes(call, evidence, probe.PART, nr)
        # Said in the tick or two in which it becomes certain, not for a day.
        if unheard and QUIET < now - call.at <= QUIET + 120:
            logs.trouble("probes_unheard", send=send.id, nr=nr, number=unheard)


def mail_probes(send: Send, need: int, latest: int, world: World) -> None:
    """Mail one call of probes if the send's doubts lack `need` witnesses and nothing forbids it.

    `latest` is when the last of those doubts was claimed. Nothing is raised for what AWS refuses:
    doubts that find no witnesses stay doubts.
    """
    try:
        calls = [call for _, call in world.ledger.batches(send.id, probe.PART)]
        now = int(world.now().timestamp())
        count = probe.due(calls, need, latest, send.batch_size, now)
        if count and _may_send(send, count, world):
            _mail(send, Key(send.id, probe.PART, len(calls)), count, now, world)
    except AlertsError as error:
        logs.trouble("probes_not_mailed", error, send=send.id)


def _may_send(send: Send, count: int, world: World) -> bool:
    """Whether the send is still sending, the kill switch is on and SES would take as many mails."""
    stands, switch = world.ledger.read_send(send.id), world.ledger.read_switch()
    if stands is None or stands.state != "sending":
        return False
    # Beside a restored list a probe is harmless: nobody on it gets one.
    if not switch.permits(world.ledger.table_id() if switch.table else "", switch.supporters):
        return False
    account = world.mailer.account()
    enough = account.left is None or account.left >= count
    return account.enabled and not account.sandbox and enough


def _mail(send: Send, key: Key, count: int, now: int, world: World) -> None:
    """Claim, call once, record. A claim whose outcome is unknown is not called, like a batch's."""
    sender = world.store.revision(send.digest).sender
    asked = probe.request(sender, key, count, world.settings.configuration_set)
    claimed = probe.claimed(count, owner=world.nonce(), at=now)
    if not world.ledger.write_batch(key, claimed):
        return  # another tick was quicker
    answer = world.mailer.submit_bulk(asked)
    letters = classify(answer, count).letters.ljust(count, OPEN)
    logs.event("probes_mailed", **key._asdict(), outcome=answer.whole, reason=answer.detail)
    _record(key, claimed, letters, world)


def _record(key: Key, claimed: Batch, letters: str, world: World) -> None:
    """Where that fails the probes stay in doubt, and prove nothing."""
    outcome = probe.recorded(claimed, letters)
    for _ in range(_RECORD_TRIES):
        try:
            world.ledger.write_batch(key, outcome, owner=claimed.owner)
        except AlertsError:
            continue
        return
    logs.trouble("probes_not_recorded", **key._asdict(), codes=letters)
