"""Freezing: supporters ─► one part of the audience, fixed before the first mail.

A part holds ids, no addresses. Its manifest is what counts: the first one written wins.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from functions.alerts.errors import NeverRetry
from functions.alerts.sends.batch import DOUBT, OPEN, SUBMITTED, Batch
from functions.alerts.sends.planned import LEAST_GAP
from functions.alerts.sends.send import Send
from functions.alerts.sends.supporter import Supporter

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenBatch:
    """The recipients of one batch and the language of the edition they get."""

    language: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an audience; a batch's number is its place in `batches`.

    `skipped` counts by reason those the segment means but who are not mailed; `left_out` are their
    ids (parts of the first release have none).
    """

    send: str
    part: int
    batches: tuple[FrozenBatch, ...]
    skipped: Mapping[str, int]
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> str:
        """As it is stored under a key of its own."""
        return _json({"v": VERSION, **asdict(self)})

    @classmethod
    def from_json(cls, text: str | bytes) -> Part:
        """The inverse of `to_json`; NeverRetry for what a later version wrote."""
        content = _read(text)
        batches = (
            FrozenBatch(language=batch["language"], ids=tuple(batch["ids"]))
            for batch in content["batches"]
        )
        return cls(
            send=content["send"],
            part=content["part"],
            batches=tuple(batches),
            skipped=content["skipped"],
            left_out={r: tuple(ids) for r, ids in content.get("left_out", {}).items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Which part counts (its `key`) and its sums: targeted = frozen + skipped.

    `sizes` are the lengths of its batches, by their number: settling needs no ids.
    """

    send: str
    part: int
    key: str
    sizes: tuple[int, ...]
    skipped: Mapping[str, int]
    languages: Mapping[str, int] = field(default_factory=dict)

    @property
    def frozen(self) -> int:
        """How many stand in the part's batches."""
        return sum(self.sizes)

    @property
    def targeted(self) -> int:
        """How many the segment means, mailed or not."""
        return self.frozen + sum(self.skipped.values())

    def to_json(self) -> str:
        """As it is stored; the sums stand there for people who look."""
        sums = {"frozen": self.frozen, "targeted": self.targeted}
        return _json({"v": VERSION, **asdict(self), **sums})

    @classmethod
    def from_json(cls, text: str | bytes) -> Manifest:
        """The inverse of `to_json`; NeverRetry for what a later version wrote."""
        content = _read(text)
        return cls(
            send=content["send"],
            part=content["part"],
            key=content["key"],
            sizes=tuple(content["sizes"]),
            skipped=content["skipped"],
            languages=content["languages"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Whom a part's supporters are compared with, by id; each holds people of these shards only.

    `earlier` have got the campaign already. `among` (None: everybody) are the only ones a reminder
    or a correction is for. `also`, `without` and `filed`: see `Segment`.
    """

    earlier: Container[str] = frozenset()
    among: Container[str] | None = None
    also: Container[str] = frozenset()
    without: Container[str] = frozenset()
    filed: Container[str] = frozenset()


def freeze(
    send: Send,
    part: int,
    supporters: Iterable[Supporter],
    earlier: Container[str] = (),
    others: Others | None = None,
) -> Part:
    """Sort the part's supporters into batches of one language, at most `send.batch_size` each.

    `pending` supporters are not even counted; others who are not subscribed are counted by their
    status. A language the revision lacks gets the default. Equal supporters in equal order give an
    equal part. `earlier` is short for `Others(earlier=…)`.
    """
    known = others or Others(earlier=earlier)
    left_out: dict[str, list[str]] = {}
    batches: list[FrozenBatch] = []
    gathering: dict[str, list[str]] = {}
    size, languages, targets = send.batch_size, frozenset(send.languages), send.segment.targets
    for person in supporters:
        if known.among is not None and person.id not in known.among:
            continue
        if not targets(person, also=known.also, without=known.without, filed=known.filed):
            continue
        if person.status != "subscribed" or person.id in known.earlier:
            reason = "already" if person.status == "subscribed" else person.status
            left_out.setdefault(reason, []).append(person.id)
            continue
        language = person.language if person.language in languages else send.languages[0]
        ids = gathering.setdefault(language, [])
        ids.append(person.id)
        if len(ids) == size:
            batches.append(FrozenBatch(language=language, ids=tuple(gathering.pop(language))))
    batches += [FrozenBatch(language=lang, ids=tuple(ids)) for lang, ids in gathering.items()]
    return Part(
        send=send.id,
        part=part,
        batches=tuple(batches),
        skipped={reason: len(ids) for reason, ids in left_out.items()},
        left_out={reason: tuple(ids) for reason, ids in left_out.items()},
    )


def excludes(send: Send, other: Send) -> bool:
    """Whether whoever `other` mails must not be mailed by `send` too.

    Nobody gets a campaign twice. A correction is only compared with what is the very same: its
    kind, the send it belongs to, the texts. A reminder too, if it starts within the same day: two
    people may have planned it at once, and one alert may have several reminders.
    """
    if other.id == send.id or other.campaign != send.campaign:
        return False
    if send.kind == "alert":
        return True
    if send.kind == "reminder" and abs(send.starts - other.starts) >= LEAST_GAP:
        return False
    return (other.kind, other.of, other.digest) == (send.kind, send.of, send.digest)


def mailed_places(batch: Batch, *, surely: bool = False) -> list[int]:
    """Who in a batch has the mail or may get it yet: everybody but the skipped and the failed.

    Somebody marked after a doubt may have it, whatever came later. `surely`: only the submitted.
    """
    if surely:
        return batch.where(SUBMITTED)
    held, marked = {OPEN, DOUBT, SUBMITTED}, batch.marked
    return [n for n, code in enumerate(batch.codes) if code in held or n in marked]


def manifest_of(part: Part, key: str) -> Manifest:
    """The manifest that makes the part stored under `key` the one that counts."""
    languages: Counter[str] = Counter()
    for batch in part.batches:
        languages[batch.language] += len(batch.ids)
    return Manifest(
        send=part.send,
        part=part.part,
        key=key,
        sizes=tuple(len(batch.ids) for batch in part.batches),
        skipped=part.skipped,
        languages=dict(languages),
    )


def _read(text: str | bytes) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(text)
    if content["v"] > VERSION:
        raise NeverRetry("A later version of this program wrote that part or manifest.")
    return content


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"))
