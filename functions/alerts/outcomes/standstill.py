"""Whether mailing has stopped although somebody is left to mail: what nothing else would tell.

every batch of every send ─► `Calls` ─► one line in the log ─► an alarm, if it lasts
"""

from __future__ import annotations

from dataclasses import dataclass

from functions.alerts.sends.batch import OPEN, Batch

# Seconds. Pacing releases batches at most three minutes before their time, and a message whose
# function died comes back after six: longer than that twice over nobody who may be mailed waits.
STANDSTILL = 15 * 60


@dataclass(slots=True)
class Calls:
    """What one look at all sends has found. `latest` is in epoch seconds, 0 if nobody was called.

    The sends are taken together: while an urgent one is mailed the others rightly wait.
    """

    latest: int = 0
    waiting: bool = False  # somebody is open in a send that is sending
    whole: bool = True  # every batch was looked at; otherwise nothing is known

    def note(self, batch: Batch, *, sending: bool) -> None:
        """Take one batch into account, as it is before anything is settled."""
        self.latest = max(self.latest, batch.at)
        self.waiting |= sending and OPEN in batch.codes

    def stopped(self, now: int) -> bool:
        """Whether nobody was called for STANDSTILL, though somebody could be. `now`: epoch seconds.

        True also in the first minutes of a send and after a pause: only if it lasts it means
        something.
        """
        return self.whole and self.waiting and now - self.latest > STANDSTILL
