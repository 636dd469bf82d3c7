"""Mails in a real browser: accessible, whole on a small phone, silent on the network."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from functions.alerts.mail.edition import Edition
from tests.compiled import ROOT, all_editions
from tests.mail.chromium import chromium, show

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
EDITIONS = [pytest.param(edition, id=name) for name, edition in all_editions()]
# Mails have no landmarks: mail programs show them inside a page of their own.
RULES = {"rules": {rule: {"enabled": False} for rule in ("region", "landmark-one-main")}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_axe_finds_no_barrier(browser: Browser, edition: Edition, dark: bool) -> None:
    with show(browser, edition.html, dark=dark) as shown:
        shown.page.add_script_tag(content=AXE.read_text("utf-8"))
        result = shown.page.evaluate("rules => axe.run(document, rules)", RULES)
    found = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in result["violations"]]
    assert found == []
    assert "color-contrast" in {rule["id"] for rule in result["passes"]}


@pytest.mark.parametrize("width", [320, 600, 1000])
@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_is_wider_than_the_screen(browser: Browser, edition: Edition, width: int) -> None:
    with show(browser, edition.html, width=width) as shown:
        assert shown.page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_mail_fetches_only_the_organizations_pictures(browser: Browser, edition: Edition) -> None:
    with show(browser, edition.html) as shown:
        shown.page.wait_for_load_state()
    assert shown.fetched
    assert {url for url in shown.fetched if ".example/images/" not in url} == set()


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_thumb_hits_every_button_of_a_phone(browser: Browser, edition: Edition) -> None:
    with show(browser, edition.html, width=320) as shown:
        buttons = [button.bounding_box() for button in shown.page.locator(".btn a").all()]
    assert buttons
    # 44 CSS pixels: WCAG 2.2, success criterion 2.5.5
    assert all(box and box["height"] >= 44 and box["width"] >= 200 for box in buttons)


@pytest.mark.parametrize("edition", EDITIONS)
def test_with_pictures_off_their_words_are_seen(browser: Browser, edition: Edition) -> None:
    with show(browser, edition.html) as shown:
        boxes = [picture.bounding_box() for picture in shown.page.locator("img[alt]").all()]
    assert len(boxes) == edition.html.count("<img") > 0
    assert all(box and box["height"] > 15 and box["width"] > 30 for box in boxes)
