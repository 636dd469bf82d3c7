"""Neighbouring witness slips: one heading, one how-to whose steps name each bill's position."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from functions.alerts.content.ask import Position, Slip, Testimony
from functions.alerts.editions.item import Context
from functions.alerts.editions.markdown import Rich

# The form's own words (my.ilga.gov, sections III and IV). The form is in English, so they are
# never translated: a reader has to find them there.
POSITIONS: Mapping[Position, str] = {
    "proponent": "proponent",
    "opponent": "opponent",
    "no_position": "no position on merits",
}
TESTIMONIES: Mapping[Testimony, str] = {
    "record_of_appearance_only": "record of appearance only",
    "written": "written",
    "oral": "oral",
    "oral_and_written": "oral and written",
}

_FIELD = re.compile(r"\(\(\s*(position|testimony|represent)\s*(?:\|(?:[^()]|\([^()]*\))*)?\)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class HowTo:
    """How to file: a title, numbered steps, and the notice that slips are public ("" if none)."""

    title: str
    steps: tuple[Rich, ...]
    notice: str


def heading(slips: Sequence[Slip], context: Context) -> str:
    """Say what the slips have in common: “Slip” in support of two key bills."""
    positions = {slip.position for slip in slips}
    side = "mixed"
    if positions == {"proponent"}:
        side = "support"
    elif positions == {"opponent"}:
        side = "oppose"
    return context.pack.count(f"slip.heading_{side}", len(slips))


def how_to(slips: Sequence[Slip], context: Context) -> HowTo | None:
    """Tell the steps for these slips; a step that differs from bill to bill is said for each."""
    settings = context.organization.slip
    steps = [step for source in settings.steps for step in _step(source, slips, context)]
    if not steps:
        return None
    return HowTo(
        title=context.pack.say("slip.how_to"),
        steps=tuple(steps),
        notice=context.plain(settings.notice or ""),
    )


def _step(source: str, slips: Sequence[Slip], context: Context) -> Iterable[Rich]:
    rich = context.rich(source, heading=5)
    bills: dict[Rich, list[str]] = {}
    for slip in slips:
        bills.setdefault(_filled(rich, slip, context), []).append(slip.bill or slip.name or "")
    for step, names in bills.items():
        yield step if len(bills) == 1 else _for_bills(step, context.pack.join(names), context)


def _filled(rich: Rich, slip: Slip, context: Context) -> Rich:
    words = {
        "position": POSITIONS[slip.position],
        "testimony": TESTIMONIES[slip.testimony],
        "represent": context.organization.slip.represent,
    }
    english = not context.pack.code.startswith("en")

    def html(match: re.Match[str]) -> str:
        word = escape(words[match[1]])
        form_word = english and match[1] != "represent"
        return f'<span lang="en" dir="ltr">{word}</span>' if form_word else word

    text = _FIELD.sub(lambda m: words[m[1]], rich.text)
    return Rich(Markup(_FIELD.sub(html, _unwrapped(rich.html))), text)  # noqa: S704 (escaped)


def _for_bills(step: Rich, bills: str, context: Context) -> Rich:
    phrase = context.pack.phrase("slip.step_for")
    html = phrase.format(bills=escape(bills), step=step.html)
    return Rich(Markup(html), phrase.format(bills=bills, step=step.text))  # noqa: S704


def _unwrapped(html: str) -> str:
    """Strip the tags of a single paragraph: it stands in a list item."""
    inner = re.fullmatch(r"<p[^>]*>(.*)</p>", html, re.DOTALL)
    return inner[1] if inner and "<p" not in inner[1] else html
