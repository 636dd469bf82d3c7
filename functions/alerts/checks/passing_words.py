"""Words that hold when they are written and not while they are read: "tomorrow", "two bills"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from functions.alerts.checks.day_words import Mark
from functions.alerts.checks.heard import Heard
from functions.alerts.checks.mailing import days_of, listed
from functions.alerts.content.ask import Ask
from functions.alerts.content.deadline import written

_SENTENCE_END = re.compile(r"[.!?؟](?=\s+\S)(?<![ap]\.)(?<!m\.)|\n\s*\n")

# A sentence with a year in it tells of what was.
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_FIELD = "((deadline)) writes the first deadline that is still open by itself."


def look(heard: Heard, *, told: Collection[tuple[int, int]]) -> None:
    """Report such words beside asks that will close while the text is mailed or read.

    `told` are places about which something was said already.
    """
    said: set[str] = set()
    for mark in heard.marks:
        word = heard.said.text[mark.start : mark.end].casefold()
        if word in said or not heard.asks or heard.phrase(mark) in told:
            continue
        if (mark.kind in ("day", "week") or _dayless(heard, mark)) and _passes(heard, mark):
            said.add(word)
            _relative(heard, mark)
        elif mark.kind == "count" and not heard.said.ask:
            said.add(word)
            _count(heard, mark)


def _dayless(heard: Heard, mark: Mark) -> bool:
    """`by 3pm`, and no day in the sentence: whoever reads it takes it for today."""
    if mark.kind != "time" or mark.by is None:
        return False
    text = heard.said.text
    return not any(
        one.kind in ("day", "weekday", "date")
        and not _SENTENCE_END.search(text[min(one.end, mark.end) : max(one.start, mark.start)])
        for one in heard.marks
    )


def _passes(heard: Heard, mark: Mark) -> bool:
    """Whether an ask is still open on a day (or in a week) of which the word is not true."""
    starts = heard.when.starts.date()
    last = _last(heard).closes
    if last is None:
        return False
    ends = last.astimezone(heard.when.zone).date()
    return _week(starts) < _week(ends) if mark.kind == "week" else starts < ends


def _last(heard: Heard) -> Ask:
    return max(heard.asks, key=lambda ask: ask.closes or heard.when.starts)


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _relative(heard: Heard, mark: Mark) -> None:
    span, last = heard.phrase(mark), _last(heard)
    until = written(last.closes) if last.closes else ""
    holds = "is true in one week only" if mark.kind == "week" else "is true on one day only"
    if mark.kind == "time":
        holds = "names no day, so people take it for today"
    found = (
        f"{heard.quoted((mark.start, mark.end))} {holds}, and this is read until {last.id} closes "
        f"({until})."
    )
    instead, advice = "", f"Write the date, or leave it out: {_FIELD}"
    meant = _meant(heard, mark)
    if mark.by is not None:
        instead, advice = heard.by_deadline(mark), "The deadline is filled in by itself."
    elif meant:
        instead, advice = heard.day(meant), "A date stays true."
    heard.tell(span, found, instead, rule="passing-word", advice=advice)


def _meant(heard: Heard, mark: Mark) -> date | None:
    """The day it names from where mails leave, if that is a day of the asks."""
    if mark.ahead is None:
        return None
    day = heard.when.starts.date() + timedelta(days=mark.ahead)
    return day if any(day in days_of(ask) for ask in heard.asks) else None


def _count(heard: Heard, mark: Mark) -> None:
    when = heard.when
    counts = [(moment, _counted(when.open_at(moment), mark.noun)) for moment in when.moments]
    if mark.number < 2 or len(counts[0][1]) != mark.number or _dated(heard, mark):
        return
    changed = next((one for one in counts if len(one[1]) != mark.number), None)
    if changed is None:
        return
    moment, still = changed
    gone = [name for name in counts[0][1] if name not in still]
    span = (mark.start, mark.end)
    found = (
        f"{heard.quoted(span)} is true until {written(moment)}: from then on mails leave out "
        f"{listed(gone)}."
    )
    if mark.noun == "ask":
        advice = "The number is filled in by itself."
        heard.tell(span, found, heard.words.open_asks, rule="passing-number", advice=advice)
    else:
        instead = _without_number(heard, mark)
        advice = "" if instead else "Say it without the number."
        heard.tell(span, found, instead, rule="passing-number", advice=advice)


def _dated(heard: Heard, mark: Mark) -> bool:
    """`In 2017 two bills became law`."""
    text = heard.said.text
    before = _SENTENCE_END.split(text[: mark.start])[-1]
    after = _SENTENCE_END.split(text[mark.end :])[0]
    return bool(_YEAR.search(before) or _YEAR.search(after))


def _without_number(heard: Heard, mark: Mark) -> str:
    """`these two bills` without its number; "" where number and noun are one word."""
    if not mark.noun_at:
        return ""
    number = heard.said.text[mark.start : mark.noun_at]
    rest = heard.said.text[mark.noun_at : mark.end].strip()
    article = heard.words.without_number.get(" ".join(number.casefold().split()), "")
    return f"{article} {rest}".strip()


def _counted(asks: Sequence[Ask], noun: str) -> list[str]:
    return [ask.id for ask in asks if noun == "ask" or ask.ask == "slip"]
