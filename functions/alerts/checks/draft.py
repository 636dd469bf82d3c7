"""A campaign as the checks see it: its file, what was made of it, and the clock.

Parsed + organization + packs ─► Draft ─► `examine.CHECKS`
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from functions.alerts.content.ask import KINDS, Ask
from functions.alerts.content.campaign import Campaign, CampaignFile
from functions.alerts.content.organization import Organization
from functions.alerts.content.translation import words_of
from functions.alerts.editions.compile import Compiled, compile_revision
from functions.alerts.languages.words import LanguagePack
from functions.alerts.reading.language import language_or_typed
from functions.alerts.reading.model import Kind, Model
from functions.alerts.reading.picture import Pixels
from functions.alerts.reading.texts import written_texts
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text or link as it stands in the file, at `path`.

    `name` is its key (`subject`), `ask` the id of the ask it belongs to ("": the alert itself).
    """

    path: Path
    language: str
    kind: Kind
    text: str
    name: str
    ask: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """All that a check may look at; it reports by `reading.report` and `reading.mistake`.

    `at` is the clock (aware). `starts` and `ends` are when a launch begins and, by its estimate, is
    over; None where nobody asked for one. `weights` are the bytes of its picture files by the names
    in the files, `pixels` what their first bytes tell (None: no picture that mail programs show).
    What is not known is not there.
    """

    reading: Reading
    campaign: Campaign
    organization: Organization
    packs: Mapping[str, LanguagePack]
    at: datetime
    starts: datetime | None = None
    ends: datetime | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
    pixels: Mapping[str, Pixels | None] = field(default_factory=dict)

    @cached_property
    def compiled(self) -> Compiled | None:
        """Its mails; None for a card. Raises InputError and StateError as `compile_revision`."""
        if not self.campaign.mailable:
            return None
        return compile_revision(self.campaign, self.organization, self.packs)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every text and link of the file, in all its languages, translations last."""
        return (*self._original(), *self._translations())

    def path_of(self, ask: Ask, *keys: str | int) -> Path:
        """Where an ask, or what stands under `keys` in it, is in the file."""
        ids = [one.id for one in self.campaign.asks]
        return ("asks", ids.index(ask.id), *keys)

    def _original(self) -> Iterator[Said]:
        raw, language = self.reading.document.value, self.campaign.language
        yield from _said(CampaignFile, raw, (), language)
        for number, ask in enumerate(self.campaign.asks):
            path = ("asks", number)
            yield from _said(type(ask), raw["asks"][number], path, language, ask.id)

    def _translations(self) -> Iterator[Said]:
        blocks: dict[str, Any] = self.reading.document.value.get("translations") or {}
        kinds = {ask.id: ask.ask for ask in self.campaign.asks}
        for typed, block in blocks.items():
            code, path = language_or_typed(typed), ("translations", typed)
            yield from _said(words_of(CampaignFile), block, path, code)
            for id, words in (block.get("asks") or {}).items():
                model = words_of(KINDS[kinds[id]])
                yield from _said(model, words, (*path, "asks", id), code, id)


def _said(model: type[Model], raw: Any, path: Path, language: str, ask: str = "") -> Iterator[Said]:
    for where, kind, text in written_texts(model, raw, path):
        name = next(str(part) for part in reversed(where) if isinstance(part, str))
        yield Said(path=where, language=language, kind=kind, text=text, name=name, ask=ask)
