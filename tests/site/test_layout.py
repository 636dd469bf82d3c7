"""Whatever the window, the size of the letters or the paper: nothing is lost, nothing overlaps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.site.looking import lost, words
from tests.site.windows import EVERY_PAGE, IN_THREE, WIDTHS, window

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow]

EVERY_LANGUAGE = pytest.mark.parametrize(("site", "address"), IN_THREE)
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-block-end: 2em !important }"""


# Where each element stands. Not a picture: those are taken while others are still being loaded.
_BOXES = """() => [...document.body.querySelectorAll("*")].map(one => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return [one.tagName, ...[x, y, width, height].map(Math.round)].join(" ");
})"""


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "with scripts"])
@EVERY_PAGE
def test_nothing_is_lost_at_any_width(
    browser: Browser, site: str, address: str, scripts: bool
) -> None:
    said = set()
    with window(browser, site, address, java_script_enabled=scripts) as shown:
        for width in WIDTHS:
            shown.widen(width)
            assert lost(shown.page) == [], width
            said.add(words(shown.page))
        shown.unfold()
        for width in WIDTHS:
            shown.widen(width)
            assert lost(shown.page) == [], width
    assert len(said) == 1 and said != {""}


@EVERY_PAGE
def test_without_scripts_it_looks_the_same(browser: Browser, site: str, address: str) -> None:
    seen = []
    for scripts in (True, False):
        with window(browser, site, address, java_script_enabled=scripts) as shown:
            seen.append(shown.page.evaluate(_BOXES))
    apart = [pair for pair in zip(*seen, strict=True) if pair[0] != pair[1]]
    assert apart == []


@pytest.mark.parametrize(
    ("where", "style", "told"),
    [
        ("h1", "white-space: nowrap; font-size: 99px", "beside the window: H1"),
        (".card", "height: 16rem", "cut off"),
        (".mission", "margin-bottom: -3rem", "over one another: P"),
    ],
    ids=["beside", "cut", "over"],
)
def test_what_is_lost_would_be_told(browser: Browser, where: str, style: str, told: str) -> None:
    with window(browser, "before", "/", width=320) as shown:
        change = "([where, style]) => { document.querySelector(where).style.cssText = style; }"
        shown.page.evaluate(change, [where, style])
        assert told in " ".join(lost(shown.page))


@EVERY_PAGE
def test_zoomed_to_twice_its_size_it_says_the_same(
    browser: Browser, site: str, address: str
) -> None:
    # What a browser's zoom does: half as many CSS pixels, each twice as wide.
    with window(browser, site, address, width=1280) as whole:
        said = words(whole.page)
    with window(browser, site, address, width=640, height=450, device_scale_factor=2) as zoomed:
        assert (words(zoomed.page), lost(zoomed.page)) == (said, [])


@pytest.mark.parametrize("width", [768, 1280])
@EVERY_PAGE
def test_letters_of_twice_the_size_lose_nothing(
    browser: Browser, site: str, address: str, width: int
) -> None:
    with window(browser, site, address, width=width) as shown:
        said, before = words(shown.page), shown.page.locator("h1").bounding_box()
        sizes = {"standard": 32, "fixed": 26}  # the reader's own, twice the usual 16 and 13
        shown.page.context.new_cdp_session(shown.page).send(
            "Page.setFontSizes", {"fontSizes": sizes}
        )
        after = shown.page.locator("h1").bounding_box()
        assert before and after and after["height"] >= 1.5 * before["height"]
        assert (words(shown.page), lost(shown.page)) == (said, [])


@pytest.mark.parametrize("width", WIDTHS)
@EVERY_LANGUAGE
def test_more_room_between_letters_and_lines_loses_nothing(
    browser: Browser, site: str, address: str, width: int
) -> None:
    # WCAG 2.2, 1.4.12
    with window(browser, site, address, width=width, bypass_csp=True) as shown:
        shown.page.add_style_tag(content=SPACED)
        shown.unfold()
        assert lost(shown.page) == []


@EVERY_PAGE
def test_a_first_view_is_light(browser: Browser, site: str, address: str) -> None:
    with window(browser, site, address, width=320, height=640) as shown:
        answers = [shown.hosted.get(url.removeprefix(shown.hosted.origin)) for url in shown.asked]
    texts = [one for one in answers if not one.kind.startswith("image/")]
    assert [one.kind for one in texts] == ["text/html", "text/css"]
    assert sum(len(one.body) for one in texts) <= 50_000  # bytes, before they are compressed


@EVERY_LANGUAGE
def test_a_thumb_hits_every_button(browser: Browser, site: str, address: str) -> None:
    with window(browser, site, address, width=320) as shown:
        shown.unfold(".menu details")
        pressed = shown.page.locator(".button, .menu summary, .menu a")
        boxes = [one.bounding_box() for one in pressed.all() if one.is_visible()]
    assert boxes and all(box and box["height"] >= 44 for box in boxes)  # WCAG 2.2, 2.5.5
