"""Forced colours and paper: the page as readers' programs make it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.site.looking import buttons, edgeless, faint, grounds, lost, words
from tests.site.windows import EVERY_PAGE, IN_THREE, window

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow]

EVERY_LANGUAGE = pytest.mark.parametrize(("site", "address"), IN_THREE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@EVERY_PAGE
def test_forced_colors_leave_every_text_and_every_edge_to_be_seen(
    browser: Browser, site: str, address: str, scheme: str
) -> None:
    with window(browser, site, address, forced_colors="active", color_scheme=scheme) as shown:
        shown.unfold("details")
        assert shown.page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert (faint(shown.page), edgeless(shown.page)) == ([], [])


def test_a_faint_text_would_be_told(browser: Browser) -> None:
    with window(browser, "before", "/", forced_colors="active") as shown:
        style = "forced-color-adjust: none; color: #bbb; background: #fff; border: 0"
        change = "style => { document.querySelector('.card .button').style.cssText = style; }"
        shown.page.evaluate(change, style)
        assert len(faint(shown.page)) == len(edgeless(shown.page)) == 1


def printed(page: Page) -> Page:
    """The page as it goes to a printer, seven inches wide; nothing on it was opened before."""
    page.set_viewport_size({"width": 672, "height": 900})
    page.emulate_media(media="print")
    return page


@EVERY_PAGE
def test_paper_has_all_that_is_told_and_nothing_to_go_elsewhere(
    browser: Browser, site: str, address: str
) -> None:
    told = "h1, .level, .sheet, .help, .mission"
    with window(browser, site, address) as shown:
        shown.unfold()
        # Cards go without their pictures onto paper, and so without whose pictures they are.
        shown.page.evaluate(
            "document.querySelectorAll('.card .credit').forEach(one => one.remove())"
        )
        said = words(shown.page, told)
    with window(browser, site, address) as shown:
        page = printed(shown.page)
        assert (words(page, told), lost(page)) == (said, [])
        for gone in (".menu", ".top", ".join", ".languages", ".skip"):
            assert not any(one.is_visible() for one in page.locator(gone).all()), gone


@pytest.mark.parametrize("scheme", ["light", "dark"])
@EVERY_PAGE
def test_paper_is_white(browser: Browser, site: str, address: str, scheme: str) -> None:
    with window(browser, site, address, color_scheme=scheme) as shown:
        page = printed(shown.page)
        assert grounds(page) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
        assert faint(page) == []


@EVERY_LANGUAGE
def test_paper_says_where_buttons_lead(browser: Browser, site: str, address: str) -> None:
    with window(browser, site, address) as shown:
        after = buttons(printed(shown.page))
    typed = {href for href, written in after.items() if f"({href})" in written}
    assert typed == {href for href in after if href.startswith("http")} != set()
