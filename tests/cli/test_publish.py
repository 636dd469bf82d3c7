"""`alerts publish`: what is stored, and taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from functions.alerts.errors import NeverRetry
from functions.services.publishing import parse
from tests.cli.conftest import Alerts, StaffWorld
from tests.compiled import AWARD, loaded

CARD = "level: state\nheadline: Fight\nasks:\n  - {ask: share}\n"


def test_publishing_stores_a_revision_under_its_digest(alerts: Alerts, staff: StaffWorld) -> None:
    ran = alerts("publish", AWARD)
    (digest,) = staff.store.revisions
    assert (ran.code, digest in ran.out, staff.ledger.sends) == (0, True, {})


def test_publishing_stores_the_texts_as_they_were_checked(
    alerts: Alerts, staff: StaffWorld
) -> None:
    alerts("publish", AWARD)
    source = staff.published.stored[AWARD.stem]
    assert (source.at, source.by) == (staff.time, staff.caller.who)
    assert list(staff.store.revisions) == [source.revision]
    assert source.text == AWARD.read_text(encoding="utf-8")
    assert parse(source) == loaded(AWARD).campaign


def test_publishing_writes_the_letters_to_who_signs_up(alerts: Alerts, staff: StaffWorld) -> None:
    alerts("publish", AWARD)
    letters = staff.site.letters()
    assert letters is not None and letters.languages == ("en", "es")
    assert "((link))" in letters.get("confirm", "es").text


def test_publishing_again_replaces_what_was_published(
    alerts: Alerts, staff: StaffWorld, desk: Path
) -> None:
    file = desk / AWARD.name
    alerts("publish", file)
    first = staff.published.stored[AWARD.stem]
    file.write_text(file.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")
    alerts("publish", file)
    (second,) = staff.published.stored.values()
    assert (first.text != second.text, first.revision == second.revision) == (True, True)


def test_a_card_is_published_without_mails(alerts: Alerts, staff: StaffWorld, desk: Path) -> None:
    (desk / "card.yaml").write_text(CARD, encoding="utf-8")
    ran = alerts("publish", desk / "card.yaml")
    assert (ran.code, staff.store.revisions) == (0, {})
    assert "as a card" in ran.out
    assert staff.published.stored["card"].revision == ""


def test_a_file_with_errors_is_not_published(alerts: Alerts, staff: StaffWorld, desk: Path) -> None:
    (desk / "broken.yaml").write_text("subject: Hello\n", encoding="utf-8")
    assert alerts("publish", desk / "broken.yaml").code == 1
    assert staff.published.stored == {}


def test_what_is_withdrawn_is_gone_even_if_its_file_is(
    alerts: Alerts, staff: StaffWorld, desk: Path
) -> None:
    alerts("publish", desk / AWARD.name)
    (desk / AWARD.name).unlink()
    ran = alerts("publish", desk / AWARD.name, "--withdraw")
    assert (ran.code, staff.published.stored, "Withdrew" in ran.out) == (0, {}, True)
    assert len(staff.page_queue.messages) == 2  # and its pages with it


def test_withdrawing_what_is_not_published_is_refused(alerts: Alerts, staff: StaffWorld) -> None:
    alerts("publish", AWARD)
    ran = alerts("publish", "welcoming-ilinois-award.yaml", "--withdraw")
    assert (ran.code, list(staff.published.stored)) == (1, [AWARD.stem])
    assert "Did you mean welcoming-illinois-award?" in ran.err


def test_pictures_are_where_mails_link_to_before_anything_is_public(
    alerts: Alerts, staff: StaffWorld
) -> None:
    assert alerts("publish", AWARD).code == 0
    campaign, organization = loaded(AWARD).campaign, loaded(AWARD).organization
    assert campaign.image and organization.logo
    assert set(staff.public_site.pages.pictures) == {campaign.image.file, organization.logo.file}
    assert [dict(one) for one in staff.page_queue.take()] == [
        {"v": 1, "do": "pages", "pictures": []}
    ]


def test_a_replaced_picture_is_named_so_that_its_copies_go(
    alerts: Alerts, staff: StaffWorld, desk: Path
) -> None:
    alerts("publish", desk / AWARD.name)
    image = loaded(AWARD).campaign.image
    assert image is not None
    (desk / image.file).write_bytes((desk / "images/daca-updates.png").read_bytes())
    alerts("publish", desk / AWARD.name)
    assert staff.page_queue.messages[-1]["pictures"] == [f"/{image.file}"]


def test_copies_of_a_replaced_picture_go_though_who_replaced_it_came_no_further(
    alerts: Alerts, staff: StaffWorld, desk: Path
) -> None:
    test_a_replaced_picture_is_named_so_that_its_copies_go(alerts, staff, desk)
    staff.page_queue.take()  # as if the laptop had closed before
    alerts("publish", desk / AWARD.name)
    assert len(staff.page_queue.messages[-1]["pictures"]) == 1


def test_a_picture_does_not_take_the_place_of_another_alerts(
    alerts: Alerts, staff: StaffWorld, desk: Path
) -> None:
    image = loaded(AWARD).campaign.image
    assert image is not None and alerts("publish", desk / AWARD.name).code == 0
    before = staff.public_site.pages.pictures[image.file]
    (desk / image.file).write_bytes((desk / "images/daca-updates.png").read_bytes())
    ran = alerts("publish", (desk / AWARD.name).rename(desk / "second.yaml"))
    assert (ran.code, f"came with {AWARD.stem}" in ran.err) == (1, True)
    assert staff.public_site.pages.pictures[image.file] == before
    assert list(staff.published.stored) == [AWARD.stem]


def test_two_alerts_may_show_one_picture(alerts: Alerts, staff: StaffWorld, desk: Path) -> None:
    alerts("publish", desk / AWARD.name)
    assert alerts("publish", (desk / AWARD.name).rename(desk / "second.yaml")).code == 0
    assert staff.page_queue.messages[-1]["pictures"] == []


def test_each_deadline_to_come_has_the_pages_made_anew(alerts: Alerts, staff: StaffWorld) -> None:
    alerts("publish", AWARD)
    closes = {ask.closes for ask in loaded(AWARD).campaign.asks if ask.closes}
    soon = staff.time + timedelta(seconds=15)
    assert staff.public_site.schedules.planned == {soon, *closes} and len(closes) == 2
    staff.public_site.schedules.planned.clear()
    staff.time = max(closes)
    alerts("publish", AWARD)
    assert not staff.public_site.schedules.planned & closes


def test_a_first_run_that_fails_is_made_up_for_without_waiting_for_its_message(
    alerts: Alerts, staff: StaffWorld
) -> None:
    soon = staff.time + timedelta(seconds=15)
    for option in ([], ["--withdraw"]):
        assert alerts("publish", AWARD, *option).code == 0
        assert soon in staff.public_site.schedules.planned
        staff.public_site.schedules.planned.clear()


def test_a_clock_that_is_slow_keeps_nobody_from_publishing(
    alerts: Alerts, staff: StaffWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def over(at: datetime) -> None:
        if at < staff.time + timedelta(minutes=1):
            raise NeverRetry("ValidationException: that time is over.")

    monkeypatch.setattr(staff.public_site.schedules, "put", over)
    assert alerts("publish", AWARD).code == 0
    assert len(staff.page_queue.messages) == 1


def test_what_is_published_says_where_it_stands(alerts: Alerts, staff: StaffWorld) -> None:
    ran = alerts("publish", AWARD)
    assert "https://alerts.icirr.example/a/welcoming-illinois-award/en" in ran.out


def test_sending_gives_the_pages_their_look_and_letters_too(
    alerts: Alerts, staff: StaffWorld
) -> None:
    assert alerts("send", AWARD, "--now", "--yes").code == 0
    look, letters = staff.site.look(), staff.site.letters()
    assert look is not None and letters is not None
    assert look.site == letters.sender.site == "https://alerts.icirr.example"
