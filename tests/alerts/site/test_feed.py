"""The Atom feed, read as feed readers do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest

from functions.alerts.languages.words import load_packs
from functions.alerts.site.feed import MOST_ENTRIES, entry_xml, feed_xml
from functions.alerts.site.impersonal import impersonal, public
from tests.compiled import EVERY_KIND, loaded
from tests.written import campaign, organization

UPDATED = datetime(2018, 4, 5, 12, 30, tzinfo=UTC)
PAGE = "https://alerts.icirr.example/"


def every_kind(language: str = "en") -> str:
    source = loaded(EVERY_KIND)
    said = impersonal(source.campaign).in_language(language)
    home = public(source.organization).in_language(language)
    pack = load_packs()[language]
    return entry_xml(said, home, pack, said.asks, updated=UPDATED)


def read(*entries: str, title: str = "Calls to Action") -> Any:
    text = feed_xml(
        entries,
        organization(),
        load_packs()["en"],
        title=title,
        page=PAGE,
        url=f"{PAGE}feed.xml",
        updated=UPDATED,
    )
    found = feedparser.parse(text.encode())
    assert not found.bozo, found
    assert found.version == "atom10"
    return found


def test_the_feed_says_whose_it_is_and_where_it_stands() -> None:
    feed = read(title="Calls & <Action>").feed
    assert (feed.title, feed.id) == ("Calls & <Action>", PAGE)
    assert feed.author == organization().name
    assert {link.rel: link.href for link in feed.links} == {
        "self": f"{PAGE}feed.xml",
        "alternate": PAGE,
    }
    assert feed.updated == "2018-04-05T12:30:00Z"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_entry_leads_to_the_alerts_own_page(language: str) -> None:
    (entry,) = read(every_kind(language)).entries
    address = f"https://alerts.neighbors.example/a/every-kind/{language}"
    assert (entry.id, entry.link, entry.updated) == (address, address, "2018-04-05T12:30:00Z")
    assert entry.content[0].language == language


def test_an_entry_has_the_text_and_every_open_ask() -> None:
    (entry,) = read(every_kind()).entries
    text = entry.content[0].value
    for said in ("SAFE-T Act", "SB 35", "3:00 PM CDT", "Lobby Day", "Ten &lt; twenty"):
        assert said in text, said
    assert 'href="https://my.ilga.gov/WitnessSlip/Create/1"' in text


def test_an_entry_has_no_name_no_token_and_no_style() -> None:
    assert "((" not in every_kind()
    assert "style=" not in every_kind()


def test_an_ask_that_closed_is_not_in_it() -> None:
    said = campaign("level: state\nheadline: Fight\nasks: [{ask: donate}]\n")
    assert "Donate" not in entry_xml(said, organization(), load_packs()["en"], (), updated=UPDATED)


def test_what_xml_cannot_hold_is_left_out() -> None:
    said = campaign('level: state\nheadline: "Fi\\uFFFEght"\n')
    entry = entry_xml(said, organization(), load_packs()["en"], (), updated=UPDATED)
    assert read(entry).entries[0].title == "Fight"


def test_markup_that_somebody_typed_arrives_as_text() -> None:
    said = campaign("level: state\nheadline: <script>x</script> ]]> &amp;\n")
    entry = entry_xml(said, organization(), load_packs()["en"], (), updated=UPDATED)
    assert read(entry).entries[0].title_detail.type == "text/plain"
    assert "&lt;script&gt;x&lt;/script&gt; ]]&gt; &amp;amp;" in entry


def test_a_feed_is_not_longer_than_readers_need() -> None:
    assert len(read(*[every_kind()] * (MOST_ENTRIES + 5)).entries) == MOST_ENTRIES
