"""Fills the site's templates, by the same slots as a mail's: each value is written for its place.

view ─► [Jinja] ─► HTML with marks ─► values, escaped and isolated ─► HTML

No style stands in it: the policy of the pages allows none (`infra/cloudfront.yml`).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from functions.alerts.editions.slots import NAME, Drawn, Skeleton, Slots, mark_value
from functions.alerts.editions.typesetting import NO_BREAK_CLASS, Typesetting
from functions.alerts.languages.words import LanguagePack

FOLDER = Path(__file__).parents[3] / "templates" / "site"


def draw(template: str, pack: LanguagePack, **values: object) -> Drawn:
    """Fill `template` (`card.html`) in the pack's language; `say` in it is the pack's."""
    slots = Slots()
    known = {"say": pack.say, "count": pack.count, **values, NAME: slots}
    source = _environment().get_template(template).render(known)
    typesetting = Typesetting.of(pack.code, pack.unbroken, no_break=NO_BREAK_CLASS)
    return Drawn(_skeleton(source).fill(slots.values, pack.direction, typesetting))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=mark_value,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # hundreds of pages in one run
    )


@lru_cache(maxsize=512)  # many cards differ in their values alone
def _skeleton(source: str) -> Skeleton:
    return Skeleton.cut(source)
