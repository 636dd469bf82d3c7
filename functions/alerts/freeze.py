"""Freezing: supporters ─► one part of the audience, fixed before the first mail.

A part holds ids, no addresses. Its manifest is what counts: the first one written wins.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from functions.alerts.send import Send
from functions.alerts.supporter import Supporter

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenBatch:
    """The recipients of one batch and the language of the edition they get."""

    language: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an audience; a batch's number is its place in `batches`.

    `skipped` counts by reason those the segment means but who are not mailed.
    """

    send: str
    part: int
    batches: tuple[FrozenBatch, ...]
    skipped: Mapping[str, int]

    def to_json(self) -> str:
        """As it is stored under a key of its own."""
        return _json({"v": VERSION, **asdict(self)})

    @classmethod
    def from_json(cls, text: str | bytes) -> Part:
        """The inverse of `to_json`."""
        content: dict[str, Any] = json.loads(text)
        batches = (
            FrozenBatch(language=batch["language"], ids=tuple(batch["ids"]))
            for batch in content["batches"]
        )
        return cls(
            send=content["send"],
            part=content["part"],
            batches=tuple(batches),
            skipped=content["skipped"],
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
        """The inverse of `to_json`."""
        content: dict[str, Any] = json.loads(text)
        return cls(
            send=content["send"],
            part=content["part"],
            key=content["key"],
            sizes=tuple(content["sizes"]),
            skipped=content["skipped"],
            languages=content["languages"],
        )


def freeze(
    send: Send, part: int, supporters: Iterable[Supporter], earlier: Collection[str] = ()
) -> Part:
    """Sort the part's supporters into batches of one language, at most `send.batch_size` each.

    `earlier` are ids frozen by earlier sends of the campaign. `pending` supporters are not even
    counted; others who are not subscribed are counted by their status. A language the revision
    lacks gets the default. Equal supporters in equal order give an equal part.
    """
    skipped: Counter[str] = Counter()
    batches: list[FrozenBatch] = []
    gathering: dict[str, list[str]] = {}
    for supporter in supporters:
        if not send.segment.targets(supporter):
            continue
        if supporter.status != "subscribed" or supporter.id in earlier:
            skipped["already" if supporter.status == "subscribed" else supporter.status] += 1
            continue
        known = supporter.language in send.languages
        language = supporter.language if known else send.languages[0]
        ids = gathering.setdefault(language, [])
        ids.append(supporter.id)
        if len(ids) == send.batch_size:
            batches.append(FrozenBatch(language=language, ids=tuple(gathering.pop(language))))
    batches += [FrozenBatch(language=lang, ids=tuple(ids)) for lang, ids in gathering.items()]
    return Part(send=send.id, part=part, batches=tuple(batches), skipped=dict(skipped))


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


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"))
