"""Deadlines that have passed, pass too soon, or stand in an hour that clocks show twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from functions.alerts.checks.draft import Draft
from functions.alerts.checks.mailing import is_open, listed
from functions.alerts.content.ask import Ask, Event, Slip
from functions.alerts.content.deadline import last_call, written
from functions.alerts.errors import Mistake
from functions.alerts.reading.tree import Path

# A year left over from the last file is meant where that day lies just ahead in the new one.
_SOON = timedelta(days=120)

_A_MINUTE = timedelta(minutes=1)


def check_deadlines(draft: Draft) -> None:
    """Report what is wrong with the deadlines themselves, by the clock and by a planned launch."""
    dated = [ask for ask in draft.campaign.asks if ask.closes]
    if draft.starts:
        _before_launch(draft, dated, draft.starts)
    else:
        _passed(draft, dated)
    for ask in dated:
        _after_event(draft, ask)
        _chamber_unknown(draft, ask)
        for path, moment in _moments(draft, ask):
            _twice(draft, path, moment)


def _passed(draft: Draft, dated: Sequence[Ask]) -> None:
    over = [ask for ask in dated if ask.closes and ask.closes <= draft.at]
    if len(over) == len(dated) > 1:
        last = max(ask.closes for ask in over if ask.closes)
        remedy = "Nothing is to be done for an alert that is over. To use it again, mend them."
        found = f"Every deadline has passed, the last one on {written(last)}. {_left(draft)}"
        draft.reading.report(("asks",), found, remedy, "note", rule="deadline-passed")
        return
    for ask in over:
        _one_passed(draft, ask, ask.closes or draft.at)


def _left(draft: Draft) -> str:
    """What mails carry when all that is dated is over."""
    undated = [ask.id for ask in draft.campaign.asks if ask.closes is None]
    if not draft.campaign.mailable:
        return "The page shows the asks as closed."
    if not undated:
        return "Nobody would be mailed."
    return f"Mails would carry only {listed(undated)}."


def _one_passed(draft: Draft, ask: Ask, closes: datetime) -> None:
    shown = "mails leave it out and the page shows it as closed"
    if not draft.campaign.mailable:
        shown = "the page shows the ask as closed"
    found = f"The deadline has passed ({written(closes)}): {shown}."
    remedy = "Nothing is to be done if that is so; else mend the date."
    path, is_own = _closes(draft, ask)
    meant = _this_year(closes, draft.at)
    if meant and is_own:
        line = draft.reading.document.mended(path, written(meant))
        remedy = f"Write `{line}` if this year is meant."
    draft.reading.report(path, found, remedy, "note", rule="deadline-passed")


def _this_year(closes: datetime, at: datetime) -> datetime | None:
    """The same day and time a year later, where that is soon."""
    try:
        later = closes.replace(year=closes.year + 1)
    except ValueError:  # February 29
        return None
    return later if at < later <= at + _SOON else None


def _before_launch(draft: Draft, dated: Sequence[Ask], starts: datetime) -> None:
    ends = draft.ends or starts
    for ask in dated:
        closes = ask.closes
        if closes is None:
            continue
        path, last = _closes(draft, ask)[0], last_call(closes)
        if not is_open(ask, starts):
            draft.reading.report(
                path,
                f"No mail carries this ask: the sending starts {_here(draft, starts)}, and mails "
                f"leave it out from {written(last)} on, {_until(closes)}.",
                "Mend the deadline, delete the ask, or start before that.",
                "warning",
                rule="deadline-passed",
            )
        elif not is_open(ask, ends):
            draft.reading.report(
                path,
                f"The sending goes on until about {_here(draft, ends)}. Whoever is mailed from "
                f"{written(last)} on, {_until(closes)}, gets the alert without this ask.",
                _earlier(draft, starts - (ends - last)),
                "warning",
                rule="deadline-before-end",
            )


def _until(closes: datetime) -> str:
    return f"half an hour before its deadline ({written(closes)})"


def _earlier(draft: Draft, starts: datetime) -> str:
    """When to start instead, rounded down to five minutes, if that is still ahead."""
    whole = starts.astimezone(UTC).replace(second=0, microsecond=0)
    whole -= timedelta(minutes=whole.minute % 5)
    if whole <= draft.at:
        return "Start at once and by a smaller segment, or accept that the rest get it without."
    return f"Start it by {_here(draft, whole)}, and everybody gets it."


def _here(draft: Draft, moment: datetime) -> str:
    zone = draft.reading.context["zone"]
    return written(moment.astimezone(zone))


def _after_event(draft: Draft, ask: Ask) -> None:
    if not isinstance(ask, Event) or ask.closes is None:
        return
    over = ask.ends or ask.starts.replace(hour=23, minute=59)
    if ask.closes > over:
        found = f"Mails invite to this event until {written(ask.closes)}; by then it is over."
        mistake = Mistake(found, written(ask.starts), advice="That is when it starts.")
        path = _closes(draft, ask)[0]
        draft.reading.mistake(path, mistake, "warning", rule="deadline-after-event")


def _chamber_unknown(draft: Draft, ask: Ask) -> None:
    """The two chambers have different rules; with a chamber `content/slip_checks.py` knows them."""
    if not isinstance(ask, Slip) or not ask.hearing or not ask.closes or ask.chamber:
        return
    if ask.hearing < ask.closes and ask.closes.date() == ask.hearing.date():
        draft.reading.report(
            _closes(draft, ask)[0],
            f"The slip closes after its hearing starts ({written(ask.hearing)}). The Senate takes "
            "slips until the end of that day, the House only until the hearing concludes.",
            "Add `chamber: senate` if it is there; else delete `closes:` and add `chamber: house`.",
            "warning",
            rule="deadline-after-hearing",
        )


def _closes(draft: Draft, ask: Ask) -> tuple[Path, bool]:
    """Where the deadline is written: its own key, or what it follows from."""
    keys = draft.reading.document.keys
    for name in ("closes", "hearing", "starts"):
        path = draft.path_of(ask, name)
        if path in keys:
            return path, name == "closes"
    return draft.path_of(ask), False


def _moments(draft: Draft, ask: Ask) -> Iterator[tuple[Path, datetime]]:
    for name in ("closes", "hearing", "starts", "ends"):
        moment = getattr(ask, name, None)
        path = draft.path_of(ask, name)
        if moment and path in draft.reading.document.keys:
            yield path, moment
        elif moment and name == "closes" and not isinstance(ask, Event):
            yield _closes(draft, ask)[0], moment


def _twice(draft: Draft, path: Path, moment: datetime) -> None:
    """An hour of a night in autumn, told apart in the file and hardly by anybody who reads."""
    first, second = moment.replace(fold=0), moment.replace(fold=1)
    if moment.tzinfo is None or first.utcoffset() == second.utcoffset():
        return
    if not _shows_twice(first, second):
        return
    packs = [draft.packs[code] for code in draft.campaign.languages if code in draft.packs]
    silent = [pack.name for pack in packs if pack.zone(first) == pack.zone(second)]
    lacking = f" The words for {listed(silent)} cannot say which." if silent else ""
    clear = _before_change(first)
    found = (
        f"Clocks show {written(moment)} twice, an hour apart, and many readers will take the "
        f"wrong one of {first.tzname()} and {second.tzname()}.{lacking}"
    )
    if path[-1] == "closes":
        mistake = Mistake(found, written(clear), advice="Nobody can mistake that, or be late.")
        draft.reading.mistake(path, mistake, "warning", rule="clock-change")
    else:
        remedy = "Ask whoever set this time, and write it with its zone into the text."
        draft.reading.report(path, found, remedy, "warning", rule="clock-change")


def _shows_twice(first: datetime, second: datetime) -> bool:
    wall = first.replace(tzinfo=None)
    return all(
        moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == wall
        for moment in (first, second)
    )


def _before_change(first: datetime) -> datetime:
    """The last minute that clocks show once: walked back from the first of the two readings."""
    at = first
    while at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset():
        at -= _A_MINUTE
    return at
