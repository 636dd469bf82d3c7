"""No page keeps anybody out: axe finds nothing, and links are told apart by their names."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from playwright.sync_api import Browser

from tests.site.windows import EVERY_PAGE, IN_THREE, WIDTHS, window

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@EVERY_PAGE
def test_axe_finds_no_barrier(browser: Browser, site: str, address: str, scheme: str) -> None:
    with window(browser, site, address, color_scheme=scheme) as shown:
        shown.unfold()
        for width in WIDTHS:
            shown.widen(width)
            assert shown.barriers() == [], width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("site", "address"), IN_THREE[:2])
def test_nor_in_the_open_menu(browser: Browser, site: str, address: str, width: int) -> None:
    with window(browser, site, address, width=width) as shown:
        shown.unfold(".menu .all, .menu li:nth-child(3) .under")
        assert shown.page.locator(".menu .under[open]").count() == 1
        assert shown.barriers() == []


def test_axe_would_tell(browser: Browser) -> None:
    with window(browser, "before", "/") as shown:
        shown.page.evaluate("document.querySelector('main img').removeAttribute('alt')")
        shown.page.evaluate("document.querySelector('h1').style.color = '#888'")
        assert {rule for rule, _ in shown.barriers()} == {"image-alt", "color-contrast"}


@EVERY_PAGE
def test_one_link_name_has_one_target(browser: Browser, site: str, address: str) -> None:
    targets = defaultdict(set)
    with window(browser, site, address) as shown:
        shown.unfold("details")
        for link in shown.page.get_by_role("link").all():
            name = re.sub(r"^- (['\"]?)link ", r"\1", link.aria_snapshot().partition("\n")[0])
            targets[name].add(link.get_attribute("href"))
    assert len(targets) > 5
    assert {name: led for name, led in targets.items() if len(led) > 1 or not name} == {}
