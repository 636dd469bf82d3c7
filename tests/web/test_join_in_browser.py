"""Signing up in a real browser: on a small phone, without scripts, in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from functions.alerts.editions.letters import compile_letters
from functions.alerts.languages.words import load_packs
from functions.alerts.sends.supporter import Supporter
from functions.campaign_files import load_organization
from functions.send_letters import send_letters
from functions.settings import Settings
from tests.axe import axe
from tests.compiled import ROOT
from tests.fakes import KEYS, FakeWorld
from tests.mail.chromium import chromium
from tests.web.served import SITE, serve, world

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow]

LANGUAGES = ["en", "es", "ar"]
ADDRESS = "amal@people.example"
PRESSED = "button, .field input, .other a"  # what a thumb has to hit


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def here() -> FakeWorld:
    made = world()
    made.settings = Settings(
        configuration_set="alerts", token_keys=KEYS, people_keys=KEYS, letters_per_day="10"
    )
    organization = load_organization(ROOT / "campaigns/organization.yaml")
    letters = compile_letters(
        organization.model_copy(update={"languages": LANGUAGES}), load_packs()
    )
    made.site.publish_letters(replace(letters, sender=replace(letters.sender, site=SITE)))
    return made


class Phone(NamedTuple):
    """A window of 320 pixels, with scripts or without."""

    page: Page
    scripts: bool

    def check(self) -> None:
        """No barrier that axe finds, nothing cut off, big enough for a thumb (WCAG 2.2, 2.5.5)."""
        boxes = [one.bounding_box() for one in self.page.locator(PRESSED).all()]
        assert all(box and box["height"] >= 44 for box in boxes)
        if self.scripts:
            self.page.evaluate(axe())
            found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            assert [(one["id"], one["nodes"]) for one in found["violations"]] == []
            assert self.page.evaluate("document.documentElement.scrollWidth") == 320

    def press(self, where: str = "button") -> None:
        with self.page.expect_navigation():
            self.page.locator(where).click()


@pytest.fixture(params=[False, True], ids=["scripts-off", "scripts-on"])
def phone(browser: Browser, here: FakeWorld, request: pytest.FixtureRequest) -> Iterator[Phone]:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=request.param, bypass_csp=True
    )
    serve(context, here)
    yield Phone(context.new_page(), request.param)
    context.close()


def letter_link(here: FakeWorld, letter: str = "c") -> str:
    """What the letter that was just asked for links to."""
    for message in here.letter_queue.take():
        send_letters(message, here)
    text = here.mailer.requests[-1]["Content"]["Simple"]["Body"]["Text"]["Data"]
    [link] = [line for line in text.splitlines() if line.startswith(f"{SITE}/{letter}/")]
    return str(link)


def sign_up(phone: Phone, here: FakeWorld, language: str) -> None:
    phone.page.goto(f"{SITE}/join?lang={language}")
    phone.page.locator("[name=email]").fill(ADDRESS)
    phone.press()
    phone.page.goto(letter_link(here))
    phone.press()


def erase(phone: Phone, here: FakeWorld, language: str) -> None:
    phone.page.goto(f"{SITE}/fresh?lang={language}")
    phone.page.locator("[name=email]").fill(ADDRESS)
    phone.press()
    phone.page.goto(letter_link(here, "m"))
    for where in ("button", "[value=erase]", "button"):
        phone.press(where)


def amals(here: FakeWorld) -> list[Supporter]:
    return [one for one in here.supporters.people.values() if one.email == ADDRESS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_joins_and_confirms(phone: Phone, here: FakeWorld, language: str) -> None:
    page = phone.page
    page.goto(f"{SITE}/join?lang={language}")
    phone.check()
    page.locator("[name=email]").fill(ADDRESS)
    page.locator("[name=first_name]").fill("أمل")
    page.locator("label:has([value=daca])").click()
    phone.press()
    phone.check()
    page.goto(letter_link(here))
    phone.check()
    phone.press()
    phone.check()
    [amal] = amals(here)
    assert (amal.status, amal.language) == ("subscribed", language)
    assert amal.topics == {"daca"}
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_way_from_joining_to_being_erased(
    phone: Phone, here: FakeWorld, language: str
) -> None:
    sign_up(phone, here, language)
    phone.press(".other a")  # topics and language
    phone.page.locator("label:has([value=healthcare])").click()
    phone.press("button:not(.quiet)")
    assert [one.topics for one in amals(here)] == [{"healthcare"}]
    phone.page.go_back()
    phone.press(".other a")  # unsubscribe
    phone.press()
    assert [one.status for one in amals(here)] == ["unsubscribed"]
    erase(phone, here, language)
    assert amals(here) == []
    assert phone.page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mistake_is_told_beside_what_was_typed(
    phone: Phone, here: FakeWorld, language: str
) -> None:
    page = phone.page
    page.goto(f"{SITE}/join/daca?lang={language}")
    page.locator("[name=email]").fill(ADDRESS)
    page.locator("[name=zip]").fill("606")
    phone.press()
    phone.check()
    assert page.locator("[name=email]").input_value() == ADDRESS
    assert page.locator("[aria-invalid]").get_attribute("name") == "zip"
    assert here.letter_queue.messages == []


def test_nobody_meets_the_trap(phone: Phone) -> None:
    page = phone.page
    page.goto(f"{SITE}/join")
    page.locator("[name=email]").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.locator("[name=comment]:focus").count() == 0


def test_a_link_after_a_week_leads_back_to_the_form(phone: Phone, here: FakeWorld) -> None:
    page = phone.page
    page.goto(f"{SITE}/join?lang=en")
    page.locator("[name=email]").fill(ADDRESS)
    phone.press()
    link = letter_link(here)
    here.advance(days=8)
    page.goto(link)
    phone.check()
    page.locator(".other a").click()
    assert page.locator("[name=email]").count() == 1
