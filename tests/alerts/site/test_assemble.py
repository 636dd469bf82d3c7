"""The whole site of some campaigns."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import feedparser
from icalendar import Calendar

from functions.alerts.languages.words import load_packs
from functions.alerts.site.assemble import assemble
from functions.alerts.site.files import File
from functions.alerts.site.piece import Piece, make_piece
from functions.campaign_files import list_campaigns
from tests.compiled import AWARD, loaded

AT = datetime(2018, 4, 9, tzinfo=UTC)
HOME = loaded(AWARD).organization


def pieces() -> list[Piece]:
    """The sample campaigns, each published a day after the one before it."""
    return [
        make_piece(loaded(path).campaign, HOME, load_packs(), at=AT, updated=_day(number))
        for number, path in enumerate(list_campaigns(AWARD.parent))
    ]


def _day(number: int) -> datetime:
    return datetime(2018, 4, 1, tzinfo=UTC) + timedelta(days=number)


def site(found: list[Piece]) -> dict[str, File]:
    return assemble(found, HOME, load_packs(), at=AT)


def test_the_order_of_the_pieces_changes_nothing() -> None:
    mixed = random.Random(5).sample(pieces(), 5)
    assert list(site(mixed).items()) == list(site(pieces()).items())


def test_what_leads_to_others_comes_after_them() -> None:
    paths = list(site(pieces()))
    assert paths[0].endswith(".css")
    assert max(n for n, path in enumerate(paths) if path.startswith("a/")) < paths.index("feed.xml")
    assert paths[-3:] == ["index.html", "robots.txt", "sitemap.xml"]


def test_the_feed_has_every_alert_the_newest_first() -> None:
    found = feedparser.parse(site(pieces())["es/feed.xml"].body)
    assert not found.bozo
    assert [entry.id.split("/")[4] for entry in found.entries] == [
        piece.campaign for piece in reversed(pieces())
    ]
    assert found.feed.id == f"{HOME.site}/es"
    assert found.feed.updated == found.entries[0].updated


def test_the_calendar_has_what_is_open() -> None:
    calendar = Calendar.from_ical(site(pieces())["es/calendar.ics"].body)
    assert isinstance(calendar, Calendar)
    assert {str(event["UID"]).partition("@")[0] for event in calendar.events} == {
        "welcoming-illinois-award.sb-35",
        "welcoming-illinois-award.no-registry-act",
    }
    assert calendar["SOURCE"] == f"{HOME.site}/es/calendar.ics"


def test_the_sitemap_lists_every_page_that_is_there() -> None:
    files = site(pieces())
    listed = files["sitemap.xml"].body.decode().split("<loc>")[1:]
    paths = {one.partition("<")[0].removeprefix(HOME.site).strip("/") for one in listed}
    pages = {path.removesuffix("index.html").strip("/") for path in files if "index.html" in path}
    assert paths == pages


def test_a_site_without_campaigns_is_whole() -> None:
    files = site([])
    assert not feedparser.parse(files["feed.xml"].body).bozo
    assert not any(path.startswith("a/") for path in files)
