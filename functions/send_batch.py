"""One batch is mailed: read ─► claim ─► one SES call ─► classify ─► record.

The numbers in the comments are the steps of the send protocol. This is the hot path: it imports
nothing that takes long to load.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, NamedTuple, Protocol

from functions import logs
from functions.alerts.errors import AlertsError, NeverRetry, OutcomeUnknown, TryLater
from functions.alerts.mail.edition import Edition, Revision, Sender
from functions.alerts.mail.message import Entry, bulk_request, single_request
from functions.alerts.sends.answer import EVERYBODY_REFUSED, Verdict, classify, refuses_everybody
from functions.alerts.sends.answer import Answer as SesAnswer
from functions.alerts.sends.batch import DOUBT, OPEN, SUBMITTED, Claim, Key, Ref, claim, record
from functions.alerts.sends.send import Send, moved
from functions.alerts.sends.simulated import simulated
from functions.alerts.sends.supporter import Supporter
from functions.alerts.sends.switch import Switch
from functions.queued import Answer, Message, each, number_in, text_in
from functions.wiring import World, world

# SES's client gives up after 3 s without a connection and 20 s without an answer; 2 s more for us.
CALL_SECONDS = 25
RECORD_SECONDS = 10  # the record and its repetitions
_RECORD_TRIES = 4
_DAY = timedelta(hours=24)  # SES counts its daily quota over the last 24 hours

SecondsLeft = Callable[[], float]


class Context(Protocol):
    """The part of Lambda's context that is used."""

    def get_remaining_time_in_millis(self) -> int:
        """Until Lambda ends the invocation."""


def handler(event: Mapping[str, Any], context: Context) -> Answer:
    """Serve the batch queue."""
    here = world("send_batch")
    logs.configure(here.settings.log_level)

    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000

    return each(event, lambda message: send_batch(message, here, seconds_left))


def send_batch(message: Message, world: World, seconds_left: SecondsLeft) -> None:
    """Mail whoever is open in the batch of `{"v", "send", "part", "nr", "language", "ids"}`.

    The ledger says who that is; a message that comes twice or late mails nobody. Raises TryLater
    and OutcomeUnknown only before anything was claimed.
    """
    job = _job(message)
    again = True
    while again:
        if seconds_left() < CALL_SECONDS + RECORD_SECONDS:  # 1
            world.batch_queue.put([message])
            return
        again = _attempt(job, world, seconds_left)


@dataclass(frozen=True, slots=True)
class _Job:
    key: Key
    language: str
    ids: tuple[str, ...]
    turn: int  # of the send when it was released; earlier messages had none


def _job(message: Message) -> _Job:
    key = Key(text_in(message, "send"), number_in(message, "part"), number_in(message, "nr"))
    ids = message.get("ids")
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) for one in ids):
        raise NeverRetry("The message has no list of texts under ids.")
    turn = number_in(message, "turn") if "turn" in message else 0
    return _Job(key, text_in(message, "language"), tuple(ids), turn)


def _attempt(job: _Job, world: World, seconds_left: SecondsLeft) -> bool:
    """Steps 2 to 6 once; whether to do them again at once (a solo batch, one callee at a time)."""
    send, switch, batch = world.ledger.read_job(job.key, len(job.ids))  # 2
    if send is None or not _may_send(job, send, switch, world):
        return False
    open_ids = [job.ids[place] for place in batch.where(OPEN)]
    if not open_ids:
        return False
    supporters = _recipients(send, open_ids, world)
    revision, now = world.store.revision(send.digest), world.now()
    edition = revision.at(job.language, now)
    claimed = claim(
        batch,
        job.ids,
        supporters,
        send.segment,
        edition=_name(edition, revision),
        owner=world.nonce(),
        at=int(now.timestamp()),
    )
    try:
        requests = _requests(job, claimed, supporters, edition, revision.sender, world)
    except (TryLater, OutcomeUnknown):  # the token keys could not be read just now
        raise
    except (AlertsError, ValueError) as error:  # before the claim: nobody is left in doubt
        logs.trouble("message_not_built", error, **job.key._asdict())
        _halt(job.key.send, "block", "MESSAGE_NOT_BUILT", world)
        return False
    if not _is_mine(job.key, claimed, world):  # 3
        return False
    _count_skipped(job.key, claimed, len(open_ids), world)
    if not requests:
        return False
    verdict = _call(requests, claimed.batch.codes, job.key, world, seconds_left)
    verdict = verdict._replace(letters=verdict.letters.ljust(len(claimed.callees), OPEN))
    _record(job.key, claimed, verdict, world)
    if verdict.halt:
        _halt(job.key.send, verdict.halt, verdict.reason, world)
    return verdict.solo or (batch.solo and not verdict.halt and OPEN not in verdict.letters)


def _recipients(send: Send, ids: Sequence[str], world: World) -> Mapping[str, Supporter]:
    """From the list, consistently; a run to the mailbox simulator cannot reach anybody on it."""
    return simulated(ids) if send.kind == "simulator" else world.supporters.read(ids)


def _may_send(job: _Job, send: Send, switch: Switch, world: World) -> bool:
    """Whether the send is sending, its turn is not over, the kill switch is on for these tables."""
    if send.state != "sending" or job.turn < send.cursor.turn:
        return False
    permitted = switch.permits(
        world.ledger.table_id() if switch.table else "",
        world.supporters.table_id() if switch.supporters else "",
    )
    if not permitted:
        logs.event("sending_is_off", **job.key._asdict())
    return permitted


def _requests(
    job: _Job,
    claimed: Claim,
    supporters: Mapping[str, Supporter],
    edition: Edition | None,
    sender: Sender,
    world: World,
) -> list[_Request]:
    """The calls to make: one for all callees, or one for each; none if there are no callees."""
    if edition is None or not claimed.callees:
        return []
    rev, set_name, keyring = claimed.batch.rev, world.settings.configuration_set, world.keyring
    entries = [
        Entry(supporters[job.ids[place]], str(Ref(*job.key, place, rev)))
        for place in claimed.callees
    ]
    if world.settings.submit_mode == "single":
        return [
            _Request(1, single_request(edition, sender, entry, set_name, keyring))
            for entry in entries
        ]
    return [_Request(len(entries), bulk_request(edition, sender, entries, set_name, keyring))]


class _Request(NamedTuple):
    callees: int
    body: dict[str, Any]


def _is_mine(key: Key, claimed: Claim, world: World) -> bool:
    """Store the claim. If its outcome cannot be learnt, nobody is called: '?' is settled later.

    TryLater goes up: nothing was stored, and the message comes back. Should that be wrong, it
    finds nobody open.
    """
    try:
        return world.ledger.write_batch(key, claimed.batch)
    except TryLater:
        raise
    except AlertsError as error:
        logs.trouble("claim_unknown", error, **key._asdict())
        return False


def _call(
    requests: Sequence[_Request], codes: str, key: Key, world: World, seconds_left: SecondsLeft
) -> Verdict:
    """Call SES and classify its answers (4, 5). After one that stops the send no more are made.

    The letters may be fewer than the callees: the rest was not called.
    """
    mailer = world.mailer
    single = world.settings.submit_mode == "single"
    submit = mailer.submit_single if single else mailer.submit_bulk
    letters, verdict = "", Verdict("")
    for request in requests:
        if seconds_left() < CALL_SECONDS + RECORD_SECONDS / 2 or verdict.halt or OPEN in letters:
            break
        verdict = _classified(submit(request.body), request.callees, key)
        letters += verdict.letters
        if not verdict.halt and refuses_everybody(codes + letters):
            verdict = verdict._replace(halt="block", reason=EVERYBODY_REFUSED)
    return verdict._replace(letters=letters)


def _classified(answer: SesAnswer, callees: int, key: Key) -> Verdict:
    verdict = classify(answer, callees)
    if answer.whole != "answered" or verdict.halt:
        reason = verdict.reason or answer.detail
        logs.event("call_not_taken", **key._asdict(), outcome=answer.whole, reason=reason)
    return verdict


def _record(key: Key, claimed: Claim, verdict: Verdict, world: World) -> None:
    """Store the outcome (6). Where that fails the codes are logged, and '?' is already right."""
    outcome = record(claimed, verdict.letters, solo=verdict.solo)
    for _ in range(_RECORD_TRIES):
        try:
            stands = world.ledger.write_batch(key, outcome, owner=claimed.batch.owner)
        except AlertsError:
            continue
        told = {**key._asdict(), "codes": outcome.codes, "stands": stands}
        _count("batch_recorded", Counter(map(_label, verdict.letters)), world, **told)
        return
    logs.trouble("batch_not_recorded", **key._asdict(), codes=outcome.codes)


def _count_skipped(key: Key, claimed: Claim, were_open: int, world: World) -> None:
    """Who is not mailed any more; in a solo batch others are still open."""
    skipped = were_open - len(claimed.callees) - claimed.batch.codes.count(OPEN)
    if skipped:
        _count("people_skipped", {"Skipped": skipped}, world, **key._asdict())


def _count(name: str, counts: Mapping[str, int], world: World, **fields: object) -> None:
    namespace = world.settings.metrics
    logs.metric(name, counts, namespace=namespace, at=world.now(), **fields)


def _label(letter: str) -> str:
    """What became of one callee, as infra/dashboard.yml draws it."""
    return {SUBMITTED: "Submitted", DOUBT: "Doubtful", OPEN: "PutBack"}.get(letter, "Failed")


def _halt(send_id: str, halt: Literal["block", "wait"], reason: str, world: World) -> None:
    """Block the send, or let it wait for quota. If that fails the next batch will do it.

    One that is not sending any more was stopped by another worker or a person: that stands.
    """
    try:
        send = world.ledger.read_send(send_id)
        if send is not None and send.state == "sending":
            until = world.now() + _DAY if halt == "wait" else None
            new = moved(send, halt, nonce=world.nonce(), reason=reason, until=until)
            if world.ledger.change_send(send, new):
                logs.event("send_" + new.state, send=send_id, reason=reason)
    except AlertsError as error:
        logs.trouble("send_not_halted", error, send=send_id)


def _name(edition: Edition | None, revision: Revision) -> str | None:
    """A short name of the edition for the ledger: its language and its number."""
    if edition is None:
        return None
    return f"{edition.language}:{revision.editions.index(edition)}"
