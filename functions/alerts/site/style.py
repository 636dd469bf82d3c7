"""The site's style sheet in the organization's colours, named by its content."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from functools import lru_cache
from string import Template

from functions.alerts.content.organization import Organization
from functions.alerts.editions.palette import palette
from functions.alerts.pages.html import FOLDER as BASE
from functions.alerts.site.drawing import FOLDER

_SHEETS = (BASE / "base.css", FOLDER / "site.css")


def stylesheet(organization: Organization) -> tuple[str, str]:
    """Make it: its path (`/site-0123456789ab.css`, so it may be cached for ever) and its text."""
    return _sheet(organization.colors.main, organization.colors.accent)


@lru_cache(maxsize=8)
def _sheet(main: str, accent: str) -> tuple[str, str]:
    rules = "".join(path.read_text(encoding="utf-8") for path in _SHEETS)
    text = Template(rules).substitute(asdict(palette(main, accent)))
    return f"/site-{hashlib.sha256(text.encode()).hexdigest()[:12]}.css", text
