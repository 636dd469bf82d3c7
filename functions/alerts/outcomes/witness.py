"""Witnesses: whether a doubt without an event was not taken by SES, told by mails it did take.

confirmed mails around the doubt ─┐
probes since the doubt (`probe`) ─┴► all of them heard of, and enough ─► it may be mailed again

What this is worth: the event of one mail may get lost alone, and no other mail can rule that out;
the promise is "nobody twice as long as SES's events arrive". What witnesses rule out is that events
as such did not arrive: a destination switched off, a subscription deleted, a queue purged.
- Mails of the same minutes show it best. One of them that is unheard forbids it.
- A probe comes after the call, so it shows that the path is whole since then: what began and ended
  in between it cannot see. So probes go out as soon as the call is over, not when the doubt is
  quiet: as a rule they are mails of the same minutes themselves.
- A probe that SES confirmed and that is unheard says that events from after the call get lost.
  Later probes cannot unsay that: it forbids to open older doubts for as long as it is unheard.
- A probe that SES did not confirm proves nothing, and neither does one from before the call.
- An event on its way is in a queue or its dead letters: `settle_sends` looks that both are empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from functions.alerts.outcomes.evidence import Evidence
from functions.alerts.outcomes.settle import CALL_IS_OVER, QUIET, is_due
from functions.alerts.sends.batch import SUBMITTED, Batch

AROUND = 5  # minutes before and after a call in which SES must have told of every mail it took …
ENOUGH = 50  # … and of so many at least: fewer prove nothing. Probes make up for what is missing

Span = tuple[int, int]  # first and last minute of the epoch, both included


class Witness:
    """Whether all of SES's events about a stretch of time are in, told by the mails it confirmed.

    Only an 's' that SES itself answered counts: one that is known by its event proves nothing about
    events that got lost.
    """

    def __init__(self) -> None:
        self._heard: Counter[int] = Counter()  # by minute of the call
        self._unheard: Counter[int] = Counter()
        self._vague = 0  # until when somebody unheard may have been called
        self._probes: Counter[int] = Counter()  # heard, by the second of their claim
        self._silent = 0  # the last claim of a probe that SES confirmed and nobody heard of

    def note(self, batch: Batch, evidence: Evidence, part: int, nr: int) -> None:
        """Ask the events about everybody in the batch whom SES confirmed."""
        told = set(batch.told)
        for place in batch.where(SUBMITTED):
            if place in told:
                continue
            if evidence.letter(part, nr, place) is not None:
                self._heard[evidence.times(part, nr, place) // 60] += 1
            else:
                self._unheard[batch.at // 60] += 1
                # With more than one claim the call was any of them: `at` is the last one's.
                self._vague = max(self._vague, batch.at if batch.rev > 2 else 0)

    def note_probes(self, batch: Batch, evidence: Evidence, part: int, nr: int) -> int:
        """Ask the events about one call of probes; how many that SES confirmed are unheard."""
        confirmed = batch.where(SUBMITTED)
        heard = sum(is_heard(evidence, part, nr, place) for place in confirmed)
        self._probes[batch.at] += heard
        if heard < len(confirmed):
            self._silent = max(self._silent, batch.at)
        return len(confirmed) - heard

    def vouches(self, batch: Batch) -> bool:
        """Whether a doubt of this batch that has no event was not taken by SES."""
        if self.forbids(window(batch)):
            return False
        since = sum(number for at, number in self._probes.items() if is_after(at, batch.at))
        calls = {batch.at // 60, (batch.since or batch.at) // 60}
        return all(_around(self._heard, call, AROUND) + since >= ENOUGH for call in calls)

    def forbids(self, span: Span) -> bool:
        """Whether a mail is unheard of that was confirmed then, or a probe since then."""
        first, last = span
        if max(self._vague, self._silent) >= first * 60:
            return True
        return any(map(self._unheard.get, range(first, last + 1)))


class Need:
    """How many witnesses the doubts of a send lack: its batches one by one, some numbers a minute.

    It goes by the ledger alone: whether the witnesses were heard of is asked when a doubt is quiet.
    """

    def __init__(self) -> None:
        self._confirmed: Counter[int] = Counter()  # by minute of the call
        self._doubts: set[Span] = set()  # first and last call
        self.latest = 0  # the last claim of a doubt, epoch seconds

    def note(self, batch: Batch, now: int) -> None:
        """Count a batch; of one with several claims nobody can tell which minute a mail was of."""
        if batch.rev == 2:
            self._confirmed[batch.at // 60] += batch.codes.count(SUBMITTED) - len(batch.told)
        if is_due(batch, now):
            self._doubts.add(((batch.since or batch.at) // 60, batch.at // 60))
            self.latest = max(self.latest, batch.at)

    def missing(self, now: int, forbids: Callable[[Span], bool] = lambda span: False) -> int:
        """The most that any doubt lacks; 0 if none does.

        `forbids` says of a span around a doubt that more witnesses would not help. Before a doubt
        is quiet nobody knows.
        """
        lacking = [
            ENOUGH - min(_around(self._confirmed, call, AROUND - 1) for call in (first, last))
            for first, last in self._doubts
            if now // 60 - last <= QUIET // 60 or not forbids((first - AROUND, last + AROUND))
        ]
        return max([0, *lacking])


def window(batch: Batch) -> Span:
    """The minutes around the calls in doubt."""
    return (batch.since or batch.at) // 60 - AROUND, batch.at // 60 + AROUND


def is_after(probe: int, call: int) -> bool:
    """Whether a probe claimed at that second came after the call claimed at the other was over."""
    return probe > call + CALL_IS_OVER


def is_heard(evidence: Evidence, part: int, nr: int, place: int) -> bool:
    """Whether there is any event about a probe."""
    return evidence.letter(part, nr, place) is not None


def _around(counts: Counter[int], minute: int, reach: int) -> int:
    """`Need` reaches a minute less far: SES's clock may put a mail into the next minute."""
    return sum(counts[at] for at in range(minute - reach, minute + reach + 1))
