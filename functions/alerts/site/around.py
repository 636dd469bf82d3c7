"""What is above and below every page of the site: alike on hundreds of them, so drawn once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from functions.alerts.content.page_links import MenuItem, NamedLink
from functions.alerts.editions.item import Button
from functions.alerts.editions.slots import Drawn
from functions.alerts.languages.words import LanguagePack
from functions.alerts.site.drawing import draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottom:
    """Help for a person in danger, who the organization is, and where else to go."""

    help: Button | None
    mission: str
    name: str
    address: str
    links: tuple[Button, ...]
    social: tuple[NamedLink, ...]


@lru_cache(maxsize=64)
def draw_menu(menu: tuple[MenuItem, ...], pack: LanguagePack) -> Drawn:
    """Draw the menu of two levels, which opens without a script."""
    return draw("menu.html", pack, menu=menu)


@lru_cache(maxsize=64)
def draw_footer(bottom: Bottom, pack: LanguagePack) -> Drawn:
    """Draw it."""
    return draw("footer.html", pack, bottom=bottom)
