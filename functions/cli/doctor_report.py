"""How `alerts doctor` tells what it found: groups of points, each with what to do."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from functions.cli import output

if TYPE_CHECKING:
    from functions.alerts.health.point import Point
    from functions.doctor.examine import Group

_MARKS = {
    "well": ("green", "✓"),
    "note": ("cyan", "·"),
    "wrong": ("bold red", "✗"),
    "unknown": ("yellow", "?"),
}
_WIDEST = 100  # columns: longer lines are hard to read
_NAME = 20  # columns for a point's name: the longest has 19


def show(groups: Iterable[Group]) -> None:
    """Print the groups for a person."""
    for group in groups:
        output.result(f"\n[bold]{output.plain(group.title)}[/]")
        for point in group.points:
            show_point(point, output.result)


def show_point(point: Point, write: Callable[[str], None]) -> None:
    """Print one point: mark, name, what was found, and below what to do."""
    color, mark = _MARKS[point.level]
    lines = [*_wrapped(point.found, ""), *_wrapped(point.remedy, "→ ")]
    for number, line in enumerate(lines):
        head = f"  [{color}]{mark}[/] {output.plain(point.name.ljust(_NAME))}" if not number else ""
        write(f"{head or ' ' * (_NAME + 4)}{output.plain(line)}".rstrip())


def _wrapped(text: str, first: str) -> list[str]:
    """Lines that fit beside the names. What is to be typed is never cut within a word."""
    columns = min(shutil.get_terminal_size().columns, _WIDEST) - _NAME - 4
    return textwrap.wrap(
        text,
        max(columns, _NAME),
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def end(points: Sequence[Point], *, quiet: bool = False) -> None:
    """Sum up; exit code 1 if something is wrong or nobody knows."""
    wrong = sum(point.level == "wrong" for point in points)
    unknown = sum(point.level == "unknown" for point in points)
    if not quiet:
        told = [f"{wrong} wrong"] * bool(wrong) + [f"{unknown} not looked at"] * bool(unknown)
        color = "bold red" if wrong else "yellow" if unknown else "green"
        output.say(f"\n[{color}]{', '.join(told) or 'All is well.'}[/]")
    if wrong or unknown:
        sys.exit(1)


def to_data(groups: Iterable[Group]) -> list[Mapping[str, str]]:
    """The groups for machines: one object per point."""
    return [entry(point, group.title) for group in groups for point in group.points]


def entry(point: Point, group: str) -> Mapping[str, str]:
    """One point for machines."""
    return {
        "group": group,
        "name": point.name,
        "level": point.level,
        "found": point.found,
        "remedy": point.remedy,
    }


def show_json(content: Any) -> None:
    """Print a result for machines."""
    output.result(output.plain(json.dumps(content, ensure_ascii=False, indent=2)))
