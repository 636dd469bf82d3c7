"""What texts say of days, times and numbers, held against the deadlines that close the asks.

Draft ─► every text with its marks ─► `passing_words`, `said_deadlines`
"""

from __future__ import annotations

from collections.abc import Iterator

from functions.alerts.checks import passing_words, said_deadlines
from functions.alerts.checks.day_lists import day_words
from functions.alerts.checks.draft import Draft
from functions.alerts.checks.heard import Heard
from functions.alerts.checks.mailing import is_heard, mailing


def check_said_times(draft: Draft) -> None:
    """Report words that will be false, and words that the deadlines contradict."""
    for heard in _heard(draft):
        passing_words.look(heard, told=said_deadlines.look(heard))


def _heard(draft: Draft) -> Iterator[Heard]:
    """The texts that say a time, in a language with a list, of asks that are not over."""
    when = mailing(draft)
    undated = {ask.id: ask for ask in draft.campaign.asks if ask.closes is None}
    for said in draft.said:
        pack = draft.packs.get(said.language)
        if pack is None or not is_heard(said):
            continue
        asks, bare = when.of(said), undated.get(said.ask)
        if not asks and bare is None:
            continue
        words = day_words(said.language, pack.numbers)
        marks = words.marks(said.text, markdown=said.kind == "markdown") if words else ()
        if words and marks:
            yield Heard(draft=draft, said=said, words=words, pack=pack, when=when, asks=asks,
                        undated=bare, marks=marks)  # fmt: skip
