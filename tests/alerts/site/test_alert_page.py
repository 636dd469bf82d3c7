"""An alert's own page: the web view of its mail, for everybody."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.alerts.site.drawn import AFTER, BEFORE, BETWEEN, alert_page
from tests.compiled import AWARD, EVERY_KIND
from tests.reading import read, squeeze
from tests.written import campaign, card


def test_it_says_what_the_mail_says_while_the_asks_are_open() -> None:
    text = squeeze(read(alert_page(AWARD, BEFORE)).text)
    for words in (
        "This award belongs to all of our partners",
        "Here are three things you can do to help support this work.",
        "“Slip” in support of two key bills",
        "Choose “record of appearance only” in section IV.",
        "Look for “No Registry Act” on ilga.gov.",
        "Thank you for your support!",
        "With Asian Americans Advancing Justice | Chicago and PASO",
        "228 S. Wabash, Suite 800, Chicago, Illinois 60604",
    ):
        assert words in text


def test_its_headings_are_in_order() -> None:
    levels = [level for level, _ in read(alert_page(EVERY_KIND, BEFORE)).headings]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_closed_ask_keeps_its_place_to_be_linked_to() -> None:
    html = alert_page(AWARD, BETWEEN)
    assert "Here are two things" in html and "File a slip for SB 35" not in html
    assert '<li id="sb-35">' in html and '<div class="ask" id="no-registry-act">' in html


def test_when_all_is_over_it_says_so_first() -> None:
    text = squeeze(read(alert_page(AWARD, AFTER)).text)
    assert text.index("This call to action is closed.") < text.index("On Thursday, April 5")
    assert "Donate to ICIRR" in text


def test_a_persons_name_gives_way_to_its_fallback() -> None:
    html = alert_page(EVERY_KIND, BEFORE)
    assert "Dear friend," in html and "((" not in html
    assert not re.search(r"/[upf]/|token|I filed it", html)


def test_it_is_shared_with_picture_and_words() -> None:
    html = alert_page(AWARD, BEFORE)
    picture = "https://alerts.icirr.example/images/welcoming-illinois-award.png"
    assert f'<meta property="og:image" content="{picture}">' in html
    assert '<meta property="og:image:alt" content="A golden award cup' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    assert '<meta property="og:description" content="On Thursday, April 5' in html


def test_each_language_leads_to_the_others() -> None:
    html, at = alert_page(AWARD, BEFORE, "es"), "https://alerts.icirr.example/a"
    assert '<html lang="es" dir="ltr">' in html
    assert f'rel="canonical" href="{at}/welcoming-illinois-award/es"' in html
    assert f'hreflang="en" href="{at}/welcoming-illinois-award/en"' in html
    assert f'hreflang="x-default" href="{at}/welcoming-illinois-award/en"' in html


def test_links_within_the_site_start_at_its_root() -> None:
    links = [url for _, url in read(alert_page(EVERY_KIND, BEFORE)).links]
    assert "/a/every-kind/en/sb-35.ics" in links
    assert not [url for url in links if url.startswith("https://alerts.neighbors.example")]


def test_it_does_not_send_readers_to_where_they_are() -> None:
    assert "still open" not in alert_page(EVERY_KIND, BEFORE)


def test_sharing_is_a_mail_to_write_and_an_address_to_copy() -> None:
    html = alert_page(campaign(card("ask: share")), BEFORE)
    (url,) = (url for _, url in read(html).links if url.startswith("mailto:"))
    assert unquote(url).endswith("subject=Fight&body=https://alerts.icirr.example/a/award/en")
    assert "https://alerts.icirr.example/a/award/en</span>" in html


def test_no_two_links_of_one_name_lead_to_two_places() -> None:
    for language in ("en", "ar"):
        found: dict[str, set[str]] = {}
        for name, url in read(alert_page(EVERY_KIND, BEFORE, language)).links:
            found.setdefault(name, set()).add(url)
        assert not {name: urls for name, urls in found.items() if len(urls) > 1}


@pytest.mark.parametrize("path", [AWARD, EVERY_KIND], ids=["award", "every kind"])
def test_nothing_on_it_is_style_or_from_elsewhere(path: Path) -> None:
    html = alert_page(path, BEFORE)
    assert " style=" not in html and "<style" not in html
    assert re.findall(r'(?:src|<link rel="stylesheet" href)="(?!/)', html) == []
    assert re.findall(r"<script(?! type=\"application/ld\+json\")", html) == []


def test_in_arabic_only_texts_are_isolated_by_elements() -> None:
    html = alert_page(EVERY_KIND, BEFORE, "ar")
    assert '<html lang="ar" dir="rtl">' in html and '<bdi dir="ltr">' in html
    assert not re.search(r"<[^<>]*=\"[^\"]*<", html)
    assert not re.search(r'(?:href|datetime|id)="[^"]*[\u2066-\u2069]', html)
