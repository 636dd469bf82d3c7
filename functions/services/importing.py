"""Puts what was read on the list, part by part: again after a crash, and slower when throttled.

spill ─► merged entries ─► what stands under their ids ─► entered, or taken off, or left alone
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Literal, TypeVar, cast

from functions.alerts.errors import OutcomeUnknown, StateError, TryLater
from functions.alerts.importing.entries import Wanted
from functions.alerts.importing.merging import Entry
from functions.alerts.outcomes.left import GIVES_WAY, Leaving
from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.audit import Entry as AuditEntry
from functions.alerts.sends.supporter import Standing, Supporter
from functions.services.import_reading import Progress
from functions.services.import_spill import PARTS, Spill
from functions.services.leaving import leave
from functions.services.noting import note
from functions.wiring import World

VERSION = 1
_CHUNK = 100  # people of one look: BatchGetItem's maximum, DynamoDB API reference
_AT_ONCE = 8  # chunks in flight; botocore's pool has ten connections
# Waits after throttling, in seconds: two and a half minutes in all. A new table takes 4,000 writes
# a second, and doubles that within half an hour when it is asked for more.
_WAITS = (0.5, 1, 2, 4, 8, 15, 30, 30, 60)

_T = TypeVar("_T")
Outcome = Literal["entered", "stayed", "confirmed", "gone", "left", "kept_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of how many people, or would become of them.

    `entered` are new on the list, `stayed` were on it and are as they were, `confirmed` waited for
    their confirmation and are on it now. `gone` are new and only noted as people who left
    elsewhere, `left` were on the list and are taken off it by the file. `kept_out` had left,
    bounced, complained or were erased, and stay so.
    """

    entered: int = 0
    stayed: int = 0
    confirmed: int = 0
    gone: int = 0
    left: int = 0
    kept_out: int = 0

    def plus(self, outcomes: Sequence[Outcome]) -> Tally:
        """The tally with some more."""
        told = asdict(self)
        for outcome in outcomes:
            told[outcome] += 1
        return Tally(**told)

    @property
    def people(self) -> int:
        """Everybody it counts."""
        return sum(asdict(self).values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How far an import is: parts before `part` are done. `digest` is its file's and its order's.

    What comes after it is done again from there, which changes nothing that was done before.
    """

    digest: str
    part: int = 0
    tally: Tally = Tally()

    @property
    def over(self) -> bool:
        """Whether every part is done."""
        return self.part >= PARTS

    def to_json(self) -> dict[str, Any]:
        """As it is stored: numbers and a digest, nobody's name."""
        return {"v": VERSION, **asdict(self)}

    @classmethod
    def from_json(cls, told: Any) -> Checkpoint | None:
        """A stored one; None for what is none of ours."""
        try:
            if told["v"] != VERSION:
                return None
            tally = Tally(**{name: int(number) for name, number in told["tally"].items()})
            return cls(digest=str(told["digest"]), part=int(told["part"]), tally=tally)
        except (TypeError, KeyError, ValueError, AttributeError):
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import on its way: `dry` only looks. `why` and `who` stand in the audit.

    `wanted` is what holds for everybody of whom the file says nothing else.
    """

    world: World
    why: str
    who: str = "import_supporters"
    dry: bool = False
    wanted: Wanted = field(default_factory=Wanted)

    def carry_out(
        self,
        spill: Spill,
        begin: Checkpoint,
        *,
        total: int,
        progress: Progress = lambda done, of: None,
        kept: Callable[[Checkpoint], bool] = lambda checkpoint: True,
    ) -> Checkpoint:
        """Do part after part from `begin` on; `kept` is told of each and says whether to go on.

        Raises StateError when DynamoDB throttles for minutes: then the same again goes on.
        """
        now = begin
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for part in range(begin.part, PARTS):
                tally = now.tally
                for outcomes in self._part(spill.merged(part), pool):
                    tally = tally.plus(outcomes)
                    progress(tally.people, total)
                now = Checkpoint(digest=begin.digest, part=part + 1, tally=tally)
                if not kept(now):
                    break
        return now

    def _part(
        self, entries: Iterator[Entry], pool: ThreadPoolExecutor
    ) -> Iterator[Sequence[Outcome]]:
        """Chunk by chunk, some at once; no more of them are in memory than are under way."""
        while wave := list(itertools.islice(entries, _CHUNK * _AT_ONCE)):
            chunks = [wave[start : start + _CHUNK] for start in range(0, len(wave), _CHUNK)]
            yield from pool.map(self._chunk, chunks)

    def _chunk(self, entries: Sequence[Entry]) -> Sequence[Outcome]:
        keyring = self.world.people_keyring
        ids = [supporter_ids(entry.email, keyring) for entry in entries]
        every = [one for candidates in ids for one in candidates]
        standing: dict[str, Standing] = {}
        for start in range(0, len(every), _CHUNK):
            look = partial(self.world.supporters.standing, every[start : start + _CHUNK])
            standing |= self._patiently(look)
        outcomes: list[Outcome] = []
        for entry, candidates in zip(entries, ids, strict=True):
            there = next((one for one in candidates if one in standing), None)
            if there is None:
                outcomes.append(self._enter(entry, candidates[0]))
            else:
                outcomes.append(self._stands(entry, there, standing[there]))
        return outcomes

    def _enter(self, entry: Entry, supporter_id: str) -> Outcome:
        """Somebody new. Of who left elsewhere only that is kept: no name, no ZIP, no topic."""
        if not self.dry:
            supporter = self._supporter(entry, supporter_id)
            found = self._patiently(lambda: self.world.supporters.enter(supporter))
            if found != "entered":
                return self._stands(entry, supporter_id, found)
        return "entered" if entry.status == "subscribed" else "gone"

    def _stands(self, entry: Entry, supporter_id: str, found: Standing) -> Outcome:
        """Somebody who is known: changed only by leaving, or by an agreement waited for."""
        if found == "entered":
            return "stayed"
        if entry.status == "subscribed":
            if found == "pending":
                return self._confirm(entry, supporter_id)
            return "stayed" if found == "subscribed" else "kept_out"
        status = cast(Leaving, entry.status)
        if found == "erased" or found not in GIVES_WAY[status]:
            return "kept_out"
        if not self.dry:
            self._patiently(lambda: leave(supporter_id, status, self.why, self.world, who=self.who))
        return "left"

    def _confirm(self, entry: Entry, supporter_id: str) -> Outcome:
        """What was agreed to elsewhere replaces a sign-up: anybody may have filled in that form."""
        if self.dry:
            return "confirmed"
        supporter = self._supporter(entry, supporter_id)
        self._patiently(lambda: note(self.world, self.who, "confirmed", supporter_id, self.why))
        if self._patiently(lambda: self.world.supporters.readmit(supporter, "pending")):
            return "confirmed"
        return self._chunk([entry])[0]  # they confirmed it, left or were gone since the look

    def _supporter(self, entry: Entry, supporter_id: str) -> Supporter:
        today, wanted = self.world.now().date().isoformat(), self.wanted
        topics = frozenset(filter(None, entry.topics.split(",")))
        if entry.status != "subscribed":
            return Supporter(
                id=supporter_id,
                email=entry.email,
                status=entry.status,
                language=entry.language or wanted.language,
                joined=today,
            )
        return Supporter(
            id=supporter_id,
            email=entry.email,
            status="subscribed",
            language=entry.language or wanted.language,
            first_name=entry.first_name,
            last_name=entry.last_name,
            topics=topics | wanted.topics,
            zip=entry.zip,
            district=entry.district,
            source=entry.source or wanted.source,
            joined=today,
            agreed=entry.agreed,
            agreed_to=entry.agreed_to or wanted.agreed_to,
        )

    def _patiently(self, call: Callable[[], _T]) -> _T:
        """Call again after a while when DynamoDB could not: every call here may be repeated."""
        for wait in _WAITS:
            try:
                return call()
            except (TryLater, OutcomeUnknown):
                self.world.pause(wait)
        try:
            return call()
        except (TryLater, OutcomeUnknown) as error:
            raise StateError(
                "The list does not take any more for now.",
                remedy="Give the same command again in some minutes: it goes on where it is.",
            ) from error


def note_import(done: Checkpoint, who: str, world: World) -> None:
    """One line of the audit for a whole import, under `import-<digest>`."""
    at = world.now().isoformat(timespec="seconds")
    entry = AuditEntry(
        at=at,
        who=who,
        what="imported",
        send=f"import-{done.digest[:16]}",
        reason=_numbers(done.tally),
    )
    world.ledger.write_audit(entry)


def _numbers(tally: Tally) -> str:
    return f"{tally.entered} new, {tally.left} taken off, {tally.people} in all"
