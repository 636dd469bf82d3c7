"""How a bench prints: numbers in a column, each beside its aim where there is one."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One number; `aim` is the most it should be."""

    name: str
    value: float
    aim: float | None = None
    unit: str = ""


def show(title: str, *rows: Row) -> None:
    """Print the rows under a title; a number above its aim is MISSED."""
    print(f"\n{title:<64}{'measured':>12}{'aim':>12}")
    for row in rows:
        line = f"{row.name:<64}{_number(row.value):>9}{row.unit:<3}"
        if row.aim is not None:
            met = "met" if row.value <= row.aim else "MISSED"
            line += f"{'≤ ' + _number(row.aim):>12}  {met}"
        print(line.rstrip())


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
