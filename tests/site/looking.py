"""What a reader sees of a page right now, found by looking at every text of it: looking.js."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

LOOKING = Path(__file__).with_suffix(".js").read_text("utf-8").strip()


def words(page: Page, where: str = "main, footer, .bar") -> str:
    """The words that are seen in the parts that `where` selects."""
    return str(page.evaluate(f"where => {LOOKING}.words(where)", where))


def lost(page: Page) -> list[str]:
    """What is cut off, beside the window, or printed over something else."""
    return _list(page, "lost")


def faint(page: Page) -> list[str]:
    """Texts that hardly stand out from what is behind them."""
    return _list(page, "faint")


def edgeless(page: Page) -> list[str]:
    """What should have a line around it and has none that is seen."""
    return _list(page, "edgeless")


def grounds(page: Page) -> set[str]:
    """The colours behind everything."""
    return set(_list(page, "grounds"))


def buttons(page: Page) -> dict[str, str]:
    """Where the cards' buttons lead, and what is written after each."""
    return dict(page.evaluate(f"{LOOKING}.buttons()"))


def _list(page: Page, what: str) -> list[str]:
    found: list[str] = page.evaluate(f"{LOOKING}.{what}()")
    return found
