"""A person's way in a real browser: preferences, a fresh link, see, change, erase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from functions.alerts.people.address import supporter_ids
from functions.services.fresh import send_fresh
from tests.axe import axe
from tests.fakes import FakeWorld
from tests.mail.chromium import chromium
from tests.services.test_joining import world as with_letters
from tests.web.served import MARIA, SITE, path, serve
from tests.web.served import world as with_look

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow]

LANGUAGES = ["en", "es", "ar"]
POSTING = "sb-35-2018-04-10"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def here() -> FakeWorld:
    made = with_letters()
    look = with_look().site.look()
    assert look is not None
    made.site.publish_look(replace(look, i_filed_it=True))
    [who] = supporter_ids("maria@people.example", made.people_keyring)
    person = replace(MARIA, id=who, email="maria@people.example", zip="60618", source="join page")
    made.supporters.put(person)
    return made


def who(here: FakeWorld) -> str:
    return next(iter(here.supporters.people))


def mailed(here: FakeWorld) -> str:
    """The path of the link in the letter that was asked for."""
    for message in here.letter_queue.take():
        send_fresh(message, here)
    text = here.mailer.requests[-1]["Content"]["Simple"]["Body"]["Text"]["Data"]
    return "/m/" + str(text).partition("/m/")[2].partition("?")[0]


def press(page: Page, where: str) -> None:
    with page.expect_navigation():
        page.locator(where).click()


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "with scripts"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_preferences_to_a_fresh_link_and_all_that_it_opens(
    browser: Browser, here: FakeWorld, language: str, scripts: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=scripts
    )
    serve(context, here)
    page, person = context.new_page(), who(here)
    page.goto(SITE + path(here, "preferences", f"?lang={language}", person))
    press(page, ".part button")
    page.goto(f"{SITE}{mailed(here)}?lang={language}")
    press(page, "button")
    assert "maria@people.example" in page.locator("dl").inner_text()
    page.locator("[name=first_name]").fill("Ana")
    press(page, "[value=change]")
    assert here.supporters.people[person].first_name == "Ana"
    press(page, "[value=erase]")
    assert person in here.supporters.people
    press(page, "button")
    assert person not in here.supporters.people
    assert page.locator("html").get_attribute("lang") == language
    context.close()


def test_the_file_is_downloaded(browser: Browser, here: FakeWorld) -> None:
    context = browser.new_context(java_script_enabled=False)
    serve(context, here)
    page = context.new_page()
    page.goto(f"{SITE}/fresh?lang=en")
    page.locator("[name=email]").fill("Maria@People.example")
    press(page, "button")
    page.goto(SITE + mailed(here))
    press(page, "button")
    with page.expect_download() as loading:
        page.locator("[value=download]").click()
    assert loading.value.suggested_filename == "what-is-kept.json"
    context.close()


# A page's name, and how to get there from where it begins.
PAGES = ("fresh", "wrong", "asked", "broken", "open", "mine", "changed", "sure", "erased", "over")
MORE = ("filed", "noted", "privacy", "choose")


def show(page: Page, here: FakeWorld, name: str, language: str) -> None:
    """Go to the page by its own ways."""
    query, person = f"?lang={language}", who(here)
    begin = {
        "broken": "/p/broken",
        "over": "/m/broken",
        "privacy": "/privacy",
        "choose": path(here, "preferences", supporter=person),
        "filed": f"/f/{POSTING}/{here.keyring.make('filed', person)}",
    }
    begin["noted"] = begin["filed"]
    page.goto(f"{SITE}{begin.get(name, '/fresh')}{query}")
    if name in ("wrong", "asked", "open", "mine", "changed", "sure", "erased"):
        page.locator("[name=email]").fill("a@b" if name == "wrong" else "maria@people.example")
        press(page, "button")
    if name in ("open", "mine", "changed", "sure", "erased"):
        page.goto(f"{SITE}{mailed(here)}{query}")
    steps = {"noted": ["button"], "mine": ["button"], "changed": ["button", "[value=change]"]}
    steps["sure"] = ["button", "[value=erase]"]
    steps["erased"] = [*steps["sure"], "button"]
    for where in steps.get(name, []):
        press(page, where)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*PAGES, *MORE])
def test_axe_finds_no_barrier_and_a_thumb_hits_everything(
    browser: Browser, here: FakeWorld, name: str, language: str, dark: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        bypass_csp=True,
        color_scheme="dark" if dark else "light",
    )
    serve(context, here)
    page = context.new_page()
    show(page, here, name, language)
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    boxes = [one.bounding_box() for one in page.locator("button, .field input, .other a").all()]
    assert all(box and box["height"] >= 44 for box in boxes)  # WCAG 2.2, 2.5.5
    context.close()
