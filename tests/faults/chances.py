"""What may go wrong in one schedule, and how often: drawn from its seed.

Each schedule knows only some of the faults (swarm testing): rare combinations come up that a
schedule with all of them would drown. After `calm` nothing goes wrong any more, so that the send
must end.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Mode = Literal["arrive", "lost", "keep"]


@dataclass(slots=True, kw_only=True)
class Chances:
    """Probabilities, each per occasion; `skew` and `calm` are in seconds."""

    mode: Mode
    calm: float
    skew: float
    death: float  # per invocation
    lost: float  # per request to DynamoDB, S3 or SQS: it never arrived
    unanswered: float  # it was carried out and its answer got lost
    late: float  # it is carried out later, when nobody waits for it any more
    throttled: float
    stall: float  # it takes seconds instead of milliseconds
    message_lost: float
    message_twice: float
    message_slow: float
    delete_lost: float  # what was done comes again
    tick_lost: float
    tick_twice: float
    tick_late: float
    ses_lost: float  # per call: a time-out before acceptance
    ses_unanswered: float  # … after it
    ses_late: float  # … and accepted after that
    ses_refused: float  # whole call: throttled, never connected, 400, 403, paused, quota
    ses_entry: float  # per entry: a status that is not SUCCESS
    ses_garbled: float  # a 200 with too few results or none that can be read
    event_twice: float
    event_slow: float
    event_lost: float
    event_odd: float  # foreign, malformed


def drawn(dice: random.Random, mode: Mode) -> Chances:
    """The chances of one schedule."""
    some = _Some(dice)
    return Chances(
        mode=mode,
        calm=dice.choice([300.0, 900.0, 1800.0]),
        skew=dice.choice([0.0, 1.0, 20.0]),
        death=some.of(0.05, 0.3),
        lost=some.of(0.02, 0.15),
        unanswered=some.of(0.02, 0.15),
        late=some.of(0.02, 0.1),
        throttled=some.of(0.02, 0.3),
        stall=some.of(0.02, 0.1),
        message_lost=some.of(0.1, 0.3),
        message_twice=some.of(0.1, 0.5),
        message_slow=some.of(0.1, 0.3),
        delete_lost=some.of(0.1, 0.3),
        tick_lost=some.of(0.1, 0.3),
        tick_twice=some.of(0.1, 0.3),
        tick_late=some.of(0.1, 0.3),
        ses_lost=some.of(0.05, 0.2),
        ses_unanswered=some.of(0.05, 0.2),
        ses_late=some.of(0.05, 0.2),
        ses_refused=some.of(0.1, 0.3),
        ses_entry=some.of(0.05, 0.3),
        ses_garbled=some.of(0.05, 0.2),
        event_twice=some.of(0.1, 0.5),
        event_slow=some.of(0.1, 0.5),
        event_lost=0.0 if mode == "arrive" else dice.choice([0.02, 0.3, 1.0]),
        event_odd=some.of(0.02, 0.1),
    )


class _Some:
    def __init__(self, dice: random.Random) -> None:
        self._dice = dice

    def of(self, *rates: float) -> float:
        """Nothing in half of the schedules, else one of the rates."""
        return self._dice.choice([0.0] * len(rates) + list(rates))


class Fate:
    """Decides, by a schedule's chances, what happens on each occasion."""

    def __init__(self, dice: random.Random, chances: Chances) -> None:
        self.dice, self.chances = dice, chances
        self.calm = False

    def strikes(self, chance: float) -> bool:
        """Whether something of that probability happens this time."""
        return chance > 0 and not self.calm and self.dice.random() < chance

    def one_of(self, *chances: float) -> int:
        """The place of the one that happens; -1 for none. They exclude each other."""
        if self.calm:
            return -1
        at = self.dice.random()
        for place, chance in enumerate(chances):
            at -= chance
            if at < 0:
                return place
        return -1

    def pick(self, words: Sequence[str]) -> str:
        """Any of them."""
        return self.dice.choice(words)
