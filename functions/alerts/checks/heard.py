"""A text that says times, what it is held against, and how a finding about it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from functions.alerts.checks.day_words import DayWords, Mark
from functions.alerts.checks.draft import Draft, Said
from functions.alerts.checks.mailing import Mailing
from functions.alerts.checks.mending import tell
from functions.alerts.content.ask import Ask
from functions.alerts.content.deadline import written
from functions.alerts.errors import Level
from functions.alerts.languages.words import LanguagePack


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """`asks` are those it can speak of that have a deadline to come; `undated` is its own without.

    `marks` are in the text's order.
    """

    draft: Draft
    said: Said
    words: DayWords
    pack: LanguagePack
    when: Mailing
    asks: tuple[Ask, ...]
    undated: Ask | None
    marks: tuple[Mark, ...]

    def phrase(self, mark: Mark) -> tuple[int, int]:
        """Where the mark stands with the word before it that makes a deadline of it ("by").

        `by 3pm on Tuesday` is one phrase: all marks behind one such word.
        """
        if mark.by is None:
            return self._with_article(mark), mark.end
        return mark.by, max(one.end for one in self.marks if one.by == mark.by)

    def quoted(self, span: tuple[int, int]) -> str:
        """The words at a place of the text, on one line, in quotation marks."""
        return f"“{' '.join(self.said.text[slice(*span)].split())}”"

    def day(self, day: date) -> str:
        """A day as it can be written into the text, in its language."""
        return self.words.on.format(date=self.pack.date(day))

    def by_deadline(self, mark: Mark) -> str:
        """What to write instead of a phrase with "by": the deadline as a field, filled in later."""
        word = self.said.text[mark.by : mark.by_end]
        word = self.words.by_instead.get(" ".join(word.casefold().split()), word)
        return f"{word} {self.words.deadline}" if mark.by is not None else self.words.deadline

    def tell(
        self,
        span: tuple[int, int],
        found: str,
        instead: str = "",
        *,
        rule: str,
        advice: str = "",
        level: Level = "warning",
    ) -> None:
        """Report what stands at `span`; with `instead`, what the text is with that in its place."""
        near = self.said.text[slice(*span)]
        if instead:
            instead = instead[:1].upper() + instead[1:] if near[:1].isupper() else instead
            tell(self.draft, self.said, found, near=near, instead=instead, rule=rule,
                 level=level, advice=advice)  # fmt: skip
        else:
            self.draft.reading.report(self.said.path, found, advice, level, near=near, rule=rule)

    def _with_article(self, mark: Mark) -> int:
        """Spanish says `el martes`, and a date in its place brings its own `el`."""
        match = self.words.articles.search(self.said.text[: mark.start])
        return match.start() if match else mark.start


def closings(asks: tuple[Ask, ...]) -> str:
    """`sb-35 closes Tuesday 2018-04-10 3:00 PM`, at most three of them."""
    told = [f"{ask.id} closes {written(ask.closes)}" for ask in asks if ask.closes]
    return ", ".join(told[:3]) + (f" and {len(told) - 3} more" if len(told) > 3 else "")
