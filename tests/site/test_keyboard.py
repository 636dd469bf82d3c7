"""With a keyboard alone: every stop is seen, comes in reading order, and none is a trap."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.site.windows import IN_THREE, WIDTHS, window

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow]

ALERTS = [("before", "/a/welcoming-illinois-award/es"), ("kinds", "/a/every-kind/ar")]
EVERY_PAGE = pytest.mark.parametrize(("site", "address"), [*IN_THREE, *ALERTS])

# What can be reached, in the order of the page's text; what is folded away or not shown cannot.
REACHED = """() => [...document.querySelectorAll('a[href], summary, button, input, [tabindex]')]
  .filter(one => one.checkVisibility()).map(one => one.outerHTML)"""
LOOKS: dict[str, Any] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
FOCUSED = "() => document.activeElement === document.body ? '' : document.activeElement.outerHTML"
PLACE = """() => { const box = document.activeElement.getBoundingClientRect();
  return {x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height}; }"""


def tabbed_once(page: Page, key: str = "Tab") -> str:
    """What has the focus after a press; "" when it has left the page."""
    page.keyboard.press(key)
    focused: str = page.evaluate(FOCUSED)
    return focused


def tabbed(page: Page) -> list[str]:
    """What has the focus after each press, until it leaves the page."""
    found = []
    while focused := tabbed_once(page):
        found.append(focused)
        assert len(found) < 200, "the focus does not leave the page"
    return found


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "with scripts"])
@pytest.mark.parametrize("width", WIDTHS)
@EVERY_PAGE
def test_tab_reaches_everything_once_in_reading_order_and_leaves(
    browser: Browser, site: str, address: str, width: int, scripts: bool
) -> None:
    with window(browser, site, address, width=width, java_script_enabled=scripts) as shown:
        reached = shown.page.evaluate(REACHED)
        assert len(reached) > 10
        assert tabbed(shown.page) == reached
        back = [tabbed_once(shown.page, "Shift+Tab") for _ in reached]
        assert back == reached[::-1]


@EVERY_PAGE
def test_on_a_phone_what_comes_later_stands_lower(
    browser: Browser, site: str, address: str
) -> None:
    # In one column the order that is seen is the order that is read (WCAG 2.2, 1.3.2 and 2.4.3).
    with window(browser, site, address, width=320) as shown:
        shown.unfold("details:not(.under)")
        places = []
        for _ in shown.page.evaluate(REACHED):
            shown.page.keyboard.press("Tab")
            places.append(shown.page.evaluate(PLACE))
    rows = [place["y"] + place["height"] for place in places[1:]]  # the first leads past the head
    rising = [after >= before - 24 for before, after in pairwise(rows)]
    assert all(rising)  # neighbours in a row may differ by some pixels


def _around(page: Page) -> Any:
    """The part of the window in which the focus shows."""
    box: dict[str, float] = page.evaluate(
        "() => { const one = document.activeElement.getBoundingClientRect();"
        " return {x: one.x, y: one.y, width: one.width, height: one.height}; }"
    )
    left, top = max(box["x"] - 8, 0), max(box["y"] - 8, 0)
    return {"x": left, "y": top, "width": box["width"] + 16, "height": box["height"] + 16}


@pytest.mark.parametrize(
    ("width", "look"), [(320, "light"), (1280, "light"), (320, "dark"), (1280, "forced")]
)
@EVERY_PAGE
def test_what_has_the_focus_is_in_the_window_and_looks_it(
    browser: Browser, site: str, address: str, width: int, look: str
) -> None:
    with window(browser, site, address, width=width, **LOOKS[look]) as shown:
        page = shown.page
        for _ in page.evaluate(REACHED):
            page.keyboard.press("Tab")
            part = _around(page)
            focused = page.screenshot(clip=part)
            # The outline alone is taken away: the skip link is seen only while it has the focus.
            page.evaluate("document.activeElement.style.outline = 'none'")
            assert page.screenshot(clip=part) != focused, page.evaluate(FOCUSED)
            page.evaluate("document.activeElement.style.outline = ''")
            assert 0 <= part["y"] < 900 and page.evaluate(UPPERMOST), page.evaluate(FOCUSED)


# Whether nothing stands before it: in one of its lines, as a link's middle may lie beside its text.
UPPERMOST = """() => [...document.activeElement.getClientRects()].some(box => {
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return document.activeElement.contains(there);
})"""


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "with scripts"])
@EVERY_PAGE
def test_the_first_stop_leads_past_head_and_menu(
    browser: Browser, site: str, address: str, scripts: bool
) -> None:
    with window(browser, site, address, width=320, java_script_enabled=scripts) as shown:
        page = shown.page
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        box = skip.bounding_box()
        assert box and box["height"] >= 24 and box["width"] > 50
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
        assert page.evaluate(FOCUSED) == page.evaluate(
            "document.querySelector('main').querySelector('a[href], summary').outerHTML"
        )


def focus(page: Page, where: Locator) -> None:
    """Press Tab until it has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if where.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError("Tab does not lead there")


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "with scripts"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ["/", "/es"])
def test_the_menu_opens_and_closes_by_keys(
    browser: Browser, address: str, width: int, scripts: bool
) -> None:
    with window(browser, "before", address, width=width, java_script_enabled=scripts) as shown:
        page = shown.page
        if width < 1280:
            assert not page.locator(".menu .under").first.is_visible()
            focus(page, page.locator(".menu .all > summary"))
            page.keyboard.press("Enter")
        about, services = (page.locator(".menu .under").nth(number) for number in (0, 1))
        focus(page, about.locator("summary"))
        page.keyboard.press("Space")
        assert about.locator("a").last.is_visible()
        page.keyboard.press("Tab")
        assert about.locator("a").first.evaluate("one => one === document.activeElement")
        focus(page, services.locator("summary"))
        page.keyboard.press("Enter")
        # One stands over the page at a time.
        assert services.locator("a").last.is_visible() and not about.locator("a").last.is_visible()
        box = services.locator("a").last.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
        page.keyboard.press("Enter")
        assert not services.locator("a").first.is_visible()
