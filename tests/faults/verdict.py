"""The judgement of one schedule: SES's own books against ledger and receipts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from functions.alerts.outcomes.delivery import FAILURE
from functions.alerts.outcomes.receipt import Receipt
from functions.alerts.sends.batch import CODES, DOUBT, OPEN, Batch, Key, Ref, untouched
from functions.alerts.sends.send import Send
from functions.services.receipts import never_began
from functions.settle_sends import draw_receipt
from tests.faults.reasons import got, has_filed, is_closed, is_meant, unfounded
from tests.faults.ses import Mail
from tests.faults.stage import Stage

_COUNTS = (
    *("duplicates", "lost", "wrong_receipts", "unsettled"),
    *("remailed", "listed", "probes", "reminded"),
)


@dataclass(slots=True)
class Verdict:
    """Counts of people, but for `wrong_receipts`. `broken` are sentences: each is a failure.

    `unsettled` are those the ledger still has in doubt although they could be mailed again; in a
    send that was cancelled or has closed they are `listed`, by decision, and so is who was in
    doubt, was opened again and then had left.
    """

    duplicates: int = 0
    lost: int = 0
    wrong_receipts: int = 0
    unsettled: int = 0
    remailed: int = 0
    listed: int = 0
    probes: int = 0  # mails to the simulator
    reminded: int = 0  # mails of reminders
    broken: list[str] = field(default_factory=list)

    def __iadd__(self, other: Verdict) -> Verdict:
        """Add up."""
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.broken += other.broken
        return self


def judged(stage: Stage) -> Verdict:
    """Judge a schedule that has been played to its end."""
    stage.end()
    verdict = Verdict(remailed=len(stage.remailed), broken=list(stage.broken))
    verdict.probes = stage.ses.probes
    books = _Books(stage)
    verdict.reminded = sum(
        len(mails)
        for (key, _), mails in books.mails.items()
        if stage.ledger.sends[key.send].kind == "reminder"
    )
    _duplicates(stage, books, verdict)
    for send in list(stage.ledger.sends.values()):
        _judge(send, stage, books, verdict)
    for (key, place), missing in stage.remailed.items():
        if missing:
            verdict.broken.append(f"{key} {place} was mailed again without {missing[:3]}")
    return verdict


class _Books:
    """What SES took, by recipient's place in a send."""

    def __init__(self, stage: Stage) -> None:
        self.mails: dict[tuple[Key, int], list[Mail]] = defaultdict(list)
        self.by_person: dict[tuple[str, str], list[tuple[Key, int]]] = defaultdict(list)
        for mail in stage.ses.mails:
            ref = Ref.parse(mail.ref)
            assert ref is not None
            where = Key(ref.send, ref.part, ref.nr), ref.place
            self.mails[where].append(mail)
            if mail.sent and mail.address in stage.owners:
                send = stage.ledger.sends[ref.send]
                alert = f"{send.campaign} reminder" if send.kind == "reminder" else send.campaign
                self.by_person[alert, stage.owners[mail.address]].append(where)

    def sent(self, where: tuple[Key, int]) -> bool:
        """Whether a mail really went out."""
        return any(mail.sent for mail in self.mails.get(where, ()))


def _duplicates(stage: Stage, books: _Books, verdict: Verdict) -> None:
    for (campaign, person), places in books.by_person.items():
        if len(places) < 2:
            continue
        verdict.duplicates += len(places) - 1
        if stage.chances.mode != "lost" or len(set(places)) > 1 or places[0] not in stage.remailed:
            verdict.broken.append(f"{person} was mailed {campaign} twice: {places}")


def _judge(send: Send, stage: Stage, books: _Books, verdict: Verdict) -> None:
    over = send.state in ("done", "cancelled", "missed")
    if (send.id in stage.ledger.active and send.state != "missed") or not over:
        verdict.broken.append(f"{send.id} is {send.state} and not over")
        verdict.lost += 1
        return
    if send.state == "missed" or send.parts == 0:
        return
    if never_began(send):  # its manifests tell nothing: a freezer may have come after that
        if any(key.send == send.id for key, _ in books.mails):
            verdict.broken.append(f"{send.id} was cancelled before it began, and was mailed")
        return
    manifests = [stage.store.manifests.get((send.id, part)) for part in range(send.parts)]
    if None in manifests:
        if send.state != "cancelled":
            verdict.broken.append(f"{send.id} is {send.state} without its manifests")
        return
    if stage.audiences.get(send.id, stage.audience(send)) != stage.audience(send):
        verdict.broken.append(f"the audience of {send.id} changed after its first mail")
    _unfounded(send, stage, verdict)
    truth: Counter[str] = Counter()
    told, doubts = _told(send, stage), 0
    for (key, place), _, code in _places(send, stage):
        marked = place in stage.ledger.stored[key].marked if key in stage.ledger.stored else False
        truth[_truth(code, (key, place), books, verdict, told if marked else None)] += 1
        doubts += code == DOUBT
    if _mails_nobody(send, stage):
        verdict.listed += doubts
    else:
        verdict.unsettled += doubts
    verdict.lost += truth["lost"]
    _left_out(send, stage, verdict)
    _receipts(send, stage, truth, verdict)


def _unfounded(send: Send, stage: Stage, verdict: Verdict) -> None:
    for (key, place), one, code in _places(send, stage):
        if unfounded(send, key, place, one, code, stage):
            verdict.lost += 1
            verdict.broken.append(f"{key} {place} was left out as {CODES[code].reason}: it is not")


def _mails_nobody(send: Send, stage: Stage) -> bool:
    """Whether a doubt could not be mailed again: it is listed instead."""
    return is_closed(send, stage) or send.state == "cancelled"


def _places(send: Send, stage: Stage) -> Iterator[tuple[tuple[Key, int], str, str]]:
    """Where everybody frozen stands: place, supporter, code."""
    for part in range(send.parts):
        frozen = stage.store.parts[stage.store.manifests[send.id, part].key]
        for nr, batch in enumerate(frozen.batches):
            key = Key(send.id, part, nr)
            ledger: Batch = stage.ledger.stored.get(key) or untouched(len(batch.ids))
            for place, (one, code) in enumerate(zip(batch.ids, ledger.codes, strict=True)):
                yield (key, place), one, code


def _truth(
    code: str,
    where: tuple[Key, int],
    books: _Books,
    verdict: Verdict,
    told: Mapping[tuple[Key, int], set[str]] | None,
) -> str:
    """The kind a recipient must have in the receipt, by the code and SES's books.

    `told` is there for somebody who had been in doubt: skipped later, only an event can tell what
    became of the first call.
    """
    kind, mails = CODES[code].kind, books.mails.get(where, [])
    if code == OPEN or (kind == "submitted" and not mails):
        verdict.broken.append(f"{where} was lost: {code!r}, and SES took {len(mails)} mails")
        return "lost"
    if kind in ("skipped", "failed") and told is not None:
        types = told.get(where, set())
        if not types:
            return "uncertain"
        return kind if types <= {"Send", *FAILURE} and types & set(FAILURE) else "submitted"
    if kind in ("skipped", "failed") and books.sent(where):
        verdict.broken.append(f"{where} counts as {CODES[code].reason} and was mailed")
        return "wrong"
    failed = kind == "submitted" and not books.sent(where)
    return "failed" if failed else kind


def _told(send: Send, stage: Stage) -> dict[tuple[Key, int], set[str]]:
    """The types of the events that were archived about each recipient."""
    told: dict[tuple[Key, int], set[str]] = defaultdict(set)
    for delivery in stage.store.archived.get(send.id, []):
        ref = Ref.parse(delivery.ref)
        if ref is not None:
            told[Key(ref.send, ref.part, ref.nr), ref.place].add(delivery.type)
    return told


def _left_out(send: Send, stage: Stage, verdict: Verdict) -> None:
    """Somebody who was subscribed all the time and stands in no batch of any send of it.

    A reminder is for whoever got the original, and has not filed.
    """
    if send.state != "done":
        return
    same = [
        one
        for one in stage.ledger.sends.values()
        if (one.campaign, one.kind) == (send.campaign, send.kind)
    ]
    frozen = {
        one
        for other in same
        if all((other.id, part) in stage.store.manifests for part in range(other.parts))
        for _, one, _ in _places(other, stage)
    }
    everybody = got(send.of, stage) if send.of else set(stage.supporters.people)
    for one in sorted(everybody - frozen - stage.left.keys()):
        if is_meant(one, send, stage) and not has_filed(one, send, stage):
            verdict.lost += 1
            verdict.broken.append(f"{one} was left out of {send.id}")


def _receipts(send: Send, stage: Stage, truth: Counter[str], verdict: Verdict) -> None:
    stored = stage.store.receipts.get(send.id)
    if stored is None:
        verdict.wrong_receipts += 1
        verdict.broken.append(f"{send.id} is {send.state} and has no receipt")
        return
    for receipt in (drawn_now(send.id, stage), Receipt.from_json(stored)):
        wrong = _wrong(receipt, send, stage, truth)
        if wrong:
            verdict.wrong_receipts += 1
            verdict.broken.append(f"the receipt of {send.id}: {'; '.join(wrong)}")
            return


def _wrong(receipt: Receipt, send: Send, stage: Stage, truth: Counter[str]) -> list[str]:
    targeted = sum(stage.store.manifests[send.id, part].targeted for part in range(send.parts))
    before = sum(
        sum(stage.store.manifests[send.id, part].skipped.values()) for part in range(send.parts)
    )
    told = {
        "targeted": receipt.targeted,
        "waiting": receipt.waiting,
        "uncertain": receipt.uncertain,
        "submitted or failed": receipt.submitted + sum(receipt.failed.values()),
        "skipped": sum(receipt.skipped.values()),
    }
    meant = {
        "targeted": targeted,
        "waiting": 0,
        "uncertain": truth["uncertain"],
        "submitted or failed": truth["submitted"] + truth["failed"] + truth["wrong"],
        "skipped": truth["skipped"] + before,
    }
    return [f"{name} {told[name]} for {meant[name]}" for name in meant if told[name] != meant[name]]


def drawn_now(send_id: str, stage: Stage) -> Receipt:
    """The receipt as the command would show it, with all events that have come."""
    found: list[Receipt] = []
    stage.invoke("receipt", lambda world: found.append(draw_receipt(send_id, world)), timeout=1e6)
    stage.simulation.run(stage.simulation.now + 3600)
    return found[0]
