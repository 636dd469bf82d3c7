"""What a launch would do, in words, before anything goes out.

manifests (drawn, not stored) + the account + the clock ─► Estimate ─► lines for a person
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from functions.alerts.content.deadline import written
from functions.alerts.mail.edition import Revision
from functions.alerts.planning.price import AS_OF, PRICES, cost, usage_of
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.pace import TICK, usable

# From the start to the first mail: freezing takes seconds, and two ticks of `pace_sends` follow,
# one that sees the manifests and one that releases.
FIRST_MAIL = timedelta(seconds=2 * TICK)

# The reasons of the freeze, as they will be; `receipt` has them as they were.
_SKIPPED: Mapping[str, str] = {
    "unsubscribed": "have unsubscribed",
    "bounced": "have an address that bounced",
    "complained": "have complained",
    "already": "have or will get this alert by another send",
}


class Closing(NamedTuple):
    """An ask that mails stop carrying at `at`, its last call (aware)."""

    ask: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Who gets what until when at which price. Times are aware.

    `languages` counts the recipients by the language they will read, `skipped` by reason those who
    are meant and not mailed. `rate` is mails a second, `dollars` US$ in all, `ses` SES's own part.
    `closing` are the asks that reach last call while it goes on, `closed` those that had before.
    Whoever filed `posting` (empty: whoever did is meant) is left out at the start, not here;
    `filed` are those who told so by now, meant or not.
    """

    sentence: str
    languages: Mapping[str, int]
    skipped: Mapping[str, int]
    starts: datetime
    ends: datetime  # the last mail leaves
    rate: float
    dollars: float
    ses: float
    closing: tuple[Closing, ...]
    closed: tuple[str, ...]
    late: int  # people whose turn comes when every ask is closed: they will be skipped
    sharing: int  # other sends under way, which share the rate
    zone: ZoneInfo
    names: Mapping[str, str] = field(default_factory=dict)  # of languages
    posting: str = ""
    filed: int = 0

    @property
    def recipients(self) -> int:
        """How many will be mailed."""
        return sum(self.languages.values())

    def moment(self, at: datetime) -> str:
        """A time as people write it, with the clocks it is told by."""
        local = at.astimezone(self.zone)
        return f"{written(local)} {local.tzname()}"

    def lines(self) -> tuple[str, ...]:
        """The estimate in words, one fact a line."""
        return (
            f"To {self.sentence}.",
            self._people(),
            *self._skips(),
            *self._filed(),
            f"It starts {self.moment(self.starts)}. The last mail leaves {self._end()}.",
            *self._shares(),
            f"It costs {self._price()} (prices of {AS_OF:%B %Y}).",
            *self._asks(),
        )

    def to_data(self) -> dict[str, Any]:
        """For machines."""
        return {
            "segment": self.sentence,
            "recipients": self.recipients,
            "languages": dict(self.languages),
            "skipped": dict(self.skipped),
            "starts": self.starts.astimezone(UTC).isoformat(),
            "ends": self.ends.astimezone(UTC).isoformat(),
            "rate": self.rate,
            "dollars": round(self.dollars, 4),
            "prices": AS_OF.isoformat(),
            "closing": [
                {"ask": one.ask, "at": one.at.astimezone(UTC).isoformat()} for one in self.closing
            ],
            "closed": list(self.closed),
            "late": self.late,
            "sharing": self.sharing,
            "posting": self.posting,
            "filed": self.filed,
        }

    def _people(self) -> str:
        parts = [
            f"{n:,} in {self.names.get(language, language)}"
            for language, n in sorted(self.languages.items(), key=lambda item: -item[1])
        ]
        who = "1 person" if self.recipients == 1 else f"{self.recipients:,} people"
        return f"{who} will be mailed" + (f": {', '.join(parts)}." if parts else ".")

    def _skips(self) -> Iterator[str]:
        if self.skipped:
            parts = [f"{n:,} {_SKIPPED.get(why, why)}" for why, n in sorted(self.skipped.items())]
            yield f"{sum(self.skipped.values()):,} will be skipped: {', '.join(parts)}."

    def _filed(self) -> Iterator[str]:
        if self.posting and self.filed:
            yield (
                f"Up to {self.filed:,} of them told “I filed it” for {self.posting} so far: they"
                " are still counted here, and left out when it starts."
            )
        elif self.posting:
            yield (
                f"Nobody told “I filed it” for {self.posting} so far; whoever does is left out when"
                " it starts."
            )

    def _price(self) -> str:
        if self.dollars < 0.01:
            return "less than US$ 0.01"
        return f"about US$ {self.dollars:,.2f}, {self.ses:,.2f} of it for Amazon SES"

    def _end(self) -> str:
        lasts = duration(self.ends - self.starts)
        # Shown to the minute, and not too early.
        end = self.ends + timedelta(minutes=1) - timedelta.resolution
        return f"about {self.moment(end)}: {lasts} at {self.rate:,.4g} mails a second"

    def _shares(self) -> Iterator[str]:
        if self.sharing:
            others = "Another send is" if self.sharing == 1 else f"{self.sharing} other sends are"
            yield f"{others} under way and may take a part of that rate: it can take longer."

    def _asks(self) -> Iterator[str]:
        if self.closed:
            yield f"Not in it, because closed by then: {', '.join(self.closed)}."
        for ask, at in self.closing:
            yield f"{ask} reaches its last call {self.moment(at)}: later mails leave it out."
        if self.late:
            yield (
                f"All asks will be closed before the last mail: about {self.late:,} people will"
                " be skipped."
            )
        if not (self.closing or self.late):
            yield "No ask reaches its last call before that."


def estimate(
    revision: Revision,
    drawn: Iterable[Manifest],
    *,
    sentence: str,
    starts: datetime,
    rate: float,
    batch_size: int,
    supporters: int,
    sharing: int,
    zone: ZoneInfo,
    names: Mapping[str, str] | None = None,
) -> Estimate:
    """Add up what freezing would give now, for a launch at `starts` (aware).

    `rate` is the account's MaxSendRate (messages a second), `supporters` the size of the list.
    """
    languages, skipped, parts = Counter[str](), Counter[str](), 0
    for manifest in drawn:
        languages.update(manifest.languages)
        skipped.update(manifest.skipped)
        parts += 1
    people, speed = languages.total(), usable(rate)
    ends = starts + FIRST_MAIL + timedelta(seconds=people / speed)
    return Estimate(
        sentence=sentence,
        languages=dict(languages),
        skipped=dict(skipped),
        starts=starts,
        ends=ends,
        rate=speed,
        dollars=_dollars(people, ceil(people / batch_size), supporters, parts),
        ses=PRICES["ses_message"] * people,
        closing=_closing(revision, starts, ends),
        closed=_closed(revision, starts),
        late=min(people, ceil(_seconds_closed(revision, starts, ends) * speed)),
        sharing=sharing,
        zone=zone,
        names=names or {},
    )


def _dollars(people: int, batches: int, supporters: int, parts: int) -> float:
    return cost(usage_of(people, batches=batches, supporters=supporters, parts=max(parts, 1)))


def duration(time: timedelta) -> str:
    """`3 minutes`, `1 hour 20 minutes`: rounded up to the minute."""
    hours, minutes = divmod(ceil(time.total_seconds() / 60), 60)
    words = [(hours, "hour"), (minutes, "minute")]
    return " ".join(f"{n:,} {word}{'' if n == 1 else 's'}" for n, word in words if n) or "at once"


def _closing(revision: Revision, starts: datetime, ends: datetime) -> tuple[Closing, ...]:
    found: list[Closing] = []
    editions = [one for one in revision.editions if one.language == revision.languages[0]]
    for before, after in pairwise(editions):
        if after.begins is not None and starts < after.begins <= ends:
            gone = (ask for ask in before.open_asks if ask not in after.open_asks)
            found += [Closing(ask, after.begins) for ask in gone]
    return tuple(found)


def _closed(revision: Revision, starts: datetime) -> tuple[str, ...]:
    editions = [one for one in revision.editions if one.language == revision.languages[0]]
    now = revision.at(revision.languages[0], starts)
    asks = dict.fromkeys(ask for one in editions for ask in one.open_asks)
    return tuple(ask for ask in asks if now is None or ask not in now.open_asks)


def _seconds_closed(revision: Revision, starts: datetime, ends: datetime) -> float:
    """For how much of the time nothing goes out any more."""
    last = next(
        (one.begins for one in revision.editions if one.ends is None and one.begins is not None),
        None,
    )
    if revision.send_when_closed or last is None or last >= ends:
        return 0.0
    return (ends - max(last, starts)).total_seconds()
