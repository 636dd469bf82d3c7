"""The page in a real browser: it follows a save, keeps its place, and has no barriers."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from functions.watching.board import Board
from functions.watching.mails import Seen, look_at
from functions.watching.server import Server
from tests.axe import axe
from tests.compiled import AWARD
from tests.mail.chromium import chromium

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow]


def monday(zone: str) -> datetime:
    return datetime(2018, 4, 9, 9, tzinfo=ZoneInfo(zone))


class Desk:
    """An alert being written, and what its page shows."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(AWARD.parent, folder)
        self.alert, self.board = folder / AWARD.name, Board("run")
        self.save("", "")

    def save(self, old: str, new: str) -> Seen:
        text = self.alert.read_text(encoding="utf-8")
        assert old in text
        self.alert.write_text(text.replace(old, new), encoding="utf-8")
        seen = look_at(self.alert, monday)
        self.board.show(seen, "14:03:12")
        return seen


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "campaigns")


@pytest.fixture
def server(desk: Desk) -> Iterator[Server]:
    with Server(desk.board, desk.alert.name, 0) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        desk.board.close()
        made.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    made, troubles = context.new_page(), list[str]()
    made.on("console", lambda told: troubles.append(told.text))
    made.on("pageerror", lambda error: troubles.append(str(error)))
    made.goto(server.url)
    yield made
    context.close()
    assert troubles == []


def mail(page: Page, which: str) -> Frame:
    frame = page.locator(f"#{which}").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_load_state()
    return frame


def test_a_save_changes_the_mail_and_its_place_stays(page: Page, desk: Desk) -> None:
    mail(page, "phone").evaluate("scrollTo(0, 700)")
    page.evaluate("window.stayed = true")
    desk.save("Wins Prestigious", "Wins a Fine")
    expect(page.locator("#inbox-phone .subject")).to_contain_text("Wins a Fine")
    for which in ("phone", "desktop"):
        title = page.frame_locator(f"#{which}").locator("h1").first
        expect(title).to_contain_text("Wins a Fine")
    expect(page.locator("#text")).to_contain_text("Wins a Fine")
    page.wait_for_function("document.getElementById('phone').contentWindow.scrollY === 700")
    assert page.evaluate("window.stayed")


def test_an_error_is_told_above_the_last_good_mail(page: Page, desk: Desk) -> None:
    desk.save("Tuesday 2018-04-10", "Monday 2018-04-10")
    expect(page.locator("#list li.error")).to_contain_text("2018-04-10 is a Tuesday")
    expect(page.locator(".stale")).to_be_visible()
    expect(page.frame_locator("#phone").locator("h1").first).to_contain_text("Prestigious")
    desk.save("Monday 2018-04-10", "Tuesday 2018-04-10")
    expect(page.locator(".stale")).to_have_count(0)
    expect(page.locator("#said")).to_contain_text("ready to send")


def test_the_first_mail_of_a_file_that_had_none_appears(page: Page, desk: Desk) -> None:
    desk.board.show(look_at(desk.alert.parent / "daca-updates.yaml", monday), "14:03:10")
    expect(page.locator("#mail")).to_contain_text("This is a card")
    desk.save("Prestigious", "Fine")
    expect(page.frame_locator("#desktop").locator("h1").first).to_contain_text("Fine")


def test_languages_and_editions_are_reached_by_keyboard_and_stay(page: Page, desk: Desk) -> None:
    page.locator("#lang-es").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?lang=es*")
    page.locator("#edition-2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?lang=es&edition=2")
    assert "dos cosas" in mail(page, "phone").content()
    page.locator("#edition-2").focus()
    desk.save("un prestigioso premio", "un gran premio")
    expect(page.locator("#inbox-phone .subject")).to_contain_text("un gran premio")
    expect(page.frame_locator("#desktop").locator("h1").first).to_contain_text("un gran premio")


def test_both_windows_are_as_wide_as_they_say(page: Page) -> None:
    wide = "document.documentElement.clientWidth"
    widths = [mail(page, which).evaluate("innerWidth") for which in ("phone", "desktop")]
    assert widths == [375, 640]
    assert mail(page, "phone").evaluate(f"document.documentElement.scrollWidth <= {wide}")


def test_pictures_are_there_and_nothing_is_fetched_from_elsewhere(
    browser: Browser, server: Server
) -> None:
    context, asked = browser.new_context(), list[str]()
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(server.url)
    loaded = "[...document.images].every((one) => one.complete && one.naturalWidth > 0)"
    assert mail(page, "phone").evaluate(f"document.images.length === 2 && {loaded}")
    assert [url for url in asked if not url.startswith(server.url)] == []
    context.close()


def test_a_script_in_a_mail_would_not_run(browser: Browser, server: Server, desk: Desk) -> None:
    slip = "<script>parent.document.title = 'taken'</script><img src=x onerror=parent.stop()>"
    mails = look_at(desk.alert, monday).mails
    assert mails is not None
    bad = tuple(replace(one, html=one.html.replace("<h1", f"{slip}<h1")) for one in mails.shown)
    desk.board.show(Seen(findings=(), mails=replace(mails, shown=bad)), "14:03:15")
    page = browser.new_page()
    page.goto(server.url)
    expect(page.frame_locator("#phone").locator("h1").first).to_contain_text("Prestigious")
    assert "parent.stop" in mail(page, "phone").content()
    assert page.title() == AWARD.name
    page.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 1000, 1440])
def test_axe_finds_no_barrier(
    browser: Browser, server: Server, desk: Desk, width: int, dark: bool
) -> None:
    desk.save("closing: Thank", "closing: THANK YOU TODAY AND ALWAYS!!! Thank")
    desk.save("Tuesday 2018-04-10", "Monday 2018-04-10")
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(server.url)
    page.add_script_tag(content=axe())
    result = page.evaluate("axe.run(document, {iframes: false})")
    found = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in result["violations"]]
    assert found == []
    assert "color-contrast" in {rule["id"] for rule in result["passes"]}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
