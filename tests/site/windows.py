"""Pages of built sites in a real browser, in whatever window, with whatever the reader has set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import axe
from tests.site.built import built
from tests.site.hosted import Hosted

# WCAG 2.2 at its levels A and AA, by all versions that it contains, and what axe advises besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [320, 768, 1280]

# Every kind of page, as full and as empty as it gets: English, Spanish and Arabic.
PAGES = [
    ("before", "/"),
    ("before", "/es"),
    ("before", "/a/welcoming-illinois-award/en"),
    ("before", "/a/daca-updates/es"),
    ("before", "/no/such/page"),
    ("between", "/a/welcoming-illinois-award/es"),
    ("after", "/es"),
    ("years-later", "/"),
    ("years-later", "/a/welcoming-illinois-award/en"),
    ("years-later", "/closed"),
    ("years-later", "/es/closed"),
    ("kinds", "/"),
    ("kinds", "/ar"),
    ("kinds", "/a/every-kind/en"),
    ("kinds", "/a/every-kind/ar"),
    ("kinds-one-left", "/ar"),
    ("kinds-later", "/ar/closed"),
]
IN_THREE = [("before", "/"), ("before", "/es"), ("kinds", "/ar")]  # front pages
EVERY_PAGE = pytest.mark.parametrize(
    ("site", "address"), PAGES, ids=[f"{site}{address}" for site, address in PAGES]
)


@dataclass
class Window:
    """A page of a site; `said` is what the browser complained of."""

    page: Page
    hosted: Hosted
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def widen(self, width: int) -> None:
        """Make the window `width` CSS pixels wide."""
        self.page.set_viewport_size({"width": width, "height": 900})

    def unfold(self, where: str = "main details") -> None:
        """Open what is folded away."""
        self.page.evaluate(
            "where => document.querySelectorAll(where).forEach(one => { one.open = true; })", where
        )

    def barriers(self) -> list[tuple[str, list[str]]]:
        """What axe finds."""
        self.page.evaluate(axe())
        only = {"runOnly": RULES, "resultTypes": ["violations"]}
        found = self.page.evaluate("only => axe.run(document, only)", only)["violations"]
        return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


@contextmanager
def window(
    browser: Browser, site: str, address: str, *, width: int = 1280, height: int = 900, **look: Any
) -> Iterator[Window]:
    """Open a page; at the end nothing may have been asked of anybody else, nor complained of.

    `look` is what a browser context takes: java_script_enabled, color_scheme, forced_colors …
    """
    hosted = Hosted(built(site))
    context = browser.new_context(viewport={"width": width, "height": height}, **look)
    hosted.serve(context)
    made = Window(context.new_page(), hosted)
    made.page.on("request", lambda request: made.asked.append(request.url))
    made.page.on("console", lambda message: made.said.append(message.text))
    made.page.on("pageerror", lambda error: made.said.append(str(error)))
    made.page.goto(f"{hosted.origin}{address}")
    yield made
    context.close()
    expected = "the server responded with a status of 404"
    assert [one for one in made.said if expected not in one] == []
    assert hosted.refused == []
