"""The pages in a real browser: whole on a small phone, without barriers, without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import axe
from tests.fakes import FakeWorld
from tests.mail.chromium import chromium
from tests.web.served import MARIA, SITE, path, serve, world

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow]

LANGUAGES = ["en", "es", "ar"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def here() -> FakeWorld:
    return world()


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def page(browser: Browser, here: FakeWorld, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A small phone without JavaScript, which must not be missed."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if request.param else "light",
        java_script_enabled=False,
    )
    serve(context, here)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_are_chosen_and_then_somebody_leaves(
    page: Page, here: FakeWorld, language: str
) -> None:
    choices = SITE + path(here, "preferences", f"?lang={language}")
    page.goto(choices)
    page.locator("label:has([value=healthcare])").click()
    page.locator("label:has([value=ar])").click()
    with page.expect_navigation():
        page.locator("button:not(.quiet)").click()
    assert here.supporters.people[MARIA.id].topics == {"healthcare"}
    assert here.supporters.people[MARIA.id].language == "ar"
    page.goto(choices)
    page.locator(".other a").click()
    with page.expect_navigation():
        page.locator("button:not(.quiet)").click()
    assert here.supporters.people[MARIA.id].status == "unsubscribed"
    assert page.locator("html").get_attribute("lang") == language


def test_another_language_is_one_click_away(page: Page, here: FakeWorld) -> None:
    page.goto(SITE + path(here, "unsubscribe", "?lang=en"))
    page.locator(".languages a[lang=ar]").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator("button:not(.quiet)").click()
    assert here.supporters.people[MARIA.id].status == "unsubscribed"


@pytest.mark.parametrize(("language", "edge"), [("en", 0), ("ar", 1)])
def test_languages_stand_in_line_with_the_text_whichever_way_they_are_written(
    page: Page, here: FakeWorld, language: str, edge: int
) -> None:
    page.goto(SITE + path(here, "unsubscribe", f"?lang={language}"))
    first, text = (page.locator(one).first.bounding_box() for one in (".languages a", ".help"))
    assert first and text
    assert first["x"] + edge * first["width"] == text["x"] + edge * text["width"]


def every_page(here: FakeWorld) -> list[tuple[str, bool]]:
    """Where a page is, and whether its button is pressed first."""
    leave, choose = path(here, "unsubscribe"), path(here, "preferences")
    return [(leave, False), (choose, False), ("/u/broken", False), (leave, True), (choose, True)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_barrier(browser: Browser, language: str, number: int, dark: bool) -> None:
    here = world()
    where, press = every_page(here)[number]
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        bypass_csp=True,
        color_scheme="dark" if dark else "light",
    )
    refused = serve(context, here)
    page = context.new_page()
    page.goto(f"{SITE}{where}?lang={language}")
    if press:
        page.locator("button:not(.quiet)").click()
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert {url for url in refused if "/images/logo.png" not in url} == set()
    context.close()


def test_a_thumb_hits_everything_that_can_be_pressed(browser: Browser) -> None:
    here = world()
    context = browser.new_context(viewport={"width": 320, "height": 640})
    serve(context, here)
    page = context.new_page()
    for where in (path(here, "unsubscribe"), path(here, "preferences")):
        page.goto(SITE + where)
        boxes = [one.bounding_box() for one in page.locator("button, label, .other a").all()]
        # 44 CSS pixels: WCAG 2.2, success criterion 2.5.5
        assert boxes and all(box and box["height"] >= 44 for box in boxes)
    context.close()
