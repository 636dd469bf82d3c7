"""The Calls to Action page of the samples, before, between and after the deadlines."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from functions.alerts.languages.words import load_packs
from functions.alerts.site.card import CardHtml
from functions.alerts.site.index import (
    CARDS_ROOM,
    MOST,
    closed_html,
    index_html,
    missing_html,
    open_html,
)
from functions.alerts.site.style import stylesheet
from tests.alerts.site.drawn import (
    AFTER,
    BEFORE,
    BETWEEN,
    ICIRR,
    NEIGHBORS,
    YEARS_LATER,
    closed,
    front,
    in_order,
    sample_cards,
)
from tests.reading import read

CARD = CardHtml(html="<p>Act!</p>", order=None, over=False, closed_at=None, line="<li>Act!</li>")
LINE = CardHtml(html="<li>It is over.</li>", order=None, over=True, closed_at=AFTER.timestamp() - 9)


def test_it_changes_with_each_deadline() -> None:
    assert "File a slip for SB 35" in front(BEFORE)
    assert "File a slip for SB 35" not in front(BETWEEN) and "No Registry Act" in front(BETWEEN)
    assert 'id="welcoming-illinois-award"' not in front(AFTER)
    assert "State: closed in the last 30 days" in front(AFTER)


def test_a_level_without_a_card_is_left_out() -> None:
    headings = [words for level, words in read(front(BEFORE)).headings if level == 2]
    assert headings == ["Federal", "State", "Be there for the next one"]


def test_what_closes_first_stands_first_and_news_last() -> None:
    cards = ["welcoming-illinois-award", "durbin-duckworth", "healthcare-updates"]
    assert in_order(front(BEFORE), [f'id="{one}"' for one in cards])


@pytest.mark.parametrize(
    "link",
    [
        "https://p2a.co/eggp9ac",
        "https://p2a.co/aIAMPCC",
        "https://p2a.co/d7dkbnc",
        "http://p2a.co/mothGm7",
        "https://www.icirr.org/covid-19-resource-guide",
        "https://www.icirr.org/welcoming-cities",
        "https://www.instagram.com/ICIRR_IL/",
        "https://illinoiscoalitionforimmigrantandrefugeerights-bloom.kindful.com/?campaign=1242232",
    ],
)
def test_it_leads_where_the_page_before_it_led(link: str) -> None:
    assert link in [url for _, url in read(front(BEFORE)).links]


def test_every_topic_can_be_signed_up_for_in_the_pages_language() -> None:
    links = dict(read(front(BEFORE, "es")).links)
    assert links["Alertas sobre: Salud para todos"] == "/join/healthcare?lang=es"
    assert links["Reciba las alertas de acción de ICIRR"] == "/join?lang=es"


def test_no_two_links_of_one_name_lead_to_two_places() -> None:
    for page in (front(BEFORE), front(BEFORE, "es"), front(AFTER), closed(YEARS_LATER)):
        found: dict[str, set[str]] = {}
        for name, url in read(page).links:
            found.setdefault(name, set()).add(url)
        assert not {name: urls for name, urls in found.items() if len(urls) > 1}


def test_what_closed_long_ago_moves_to_a_page_of_its_own() -> None:
    assert "Wins Prestigious Award" not in front(YEARS_LATER)
    assert 'href="/closed"' in front(YEARS_LATER) and 'href="/closed"' not in front(AFTER)
    text = read(closed(YEARS_LATER)).text
    assert in_order(text, ["State", "Wins Prestigious Award", "Closed April 11, 2018"])
    assert "There is nothing older" in closed(AFTER)


def test_of_many_that_closed_lately_the_latest_stay() -> None:
    lines = [replace(LINE, html=f"<li>Over {n}.</li>", closed_at=1e9 + n) for n in range(MOST + 3)]
    at = AFTER.fromtimestamp(1e9 + 100, AFTER.tzinfo)
    cards, packs = {"local": lines}, load_packs()
    page = index_html(cards, ICIRR, packs, "en", at=at)
    assert page.count("<li>Over ") == MOST and "Over 14." in page and "Over 2." not in page
    assert closed_html(cards, ICIRR, packs, "en", at=at).count("<li>Over ") == 3


def test_without_anything_open_it_says_so() -> None:
    page = index_html({"local": [LINE]}, ICIRR, load_packs(), "en", at=AFTER)
    assert "Nothing is open right now." in page and "It is over." in page


def test_a_card_goes_in_as_it_was_drawn() -> None:
    arabic = replace(LINE, html='<article lang="en">SB 35 & slot0end</article>', over=False)
    page = index_html({"local": [arabic]}, NEIGHBORS, load_packs(), "ar", at=AFTER)
    assert arabic.html in page


def test_it_is_small() -> None:
    page, style = front(BEFORE), stylesheet(ICIRR)[1]
    assert len(page.encode()) + len(style.encode()) <= 50_000


def test_of_many_that_are_open_those_with_the_nearest_deadlines_have_cards() -> None:
    many = [replace(CARD, html=f"<p>Card {n}{'.' * 5000}</p>", order=n) for n in range(60, 0, -1)]
    page = index_html({"state": many}, ICIRR, load_packs(), "en", at=BEFORE)
    assert in_order(page, ["Card 1.", "Card 2.", "Card 3."]) and "Card 4." not in page
    links = dict(read(page).links)
    assert links["All 60 open calls to action (State)"] == "/open#level_state"


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_small_also_with_many_alerts(language: str) -> None:
    some = sample_cards(BEFORE, language), sample_cards(AFTER, language)
    many = {level: [*some[0][level], *some[1][level]] * 60 for level in some[0]}
    page = index_html(many, ICIRR, load_packs(), language, at=AFTER)
    assert len(page.encode()) + len(stylesheet(ICIRR)[1].encode()) <= 50_000
    assert all(f'id="level_{level}"' in page for level in ("federal", "state"))


def test_a_level_keeps_its_first_card_however_large_others_are() -> None:
    large = replace(CARD, html="<p>Large" + "." * CARDS_ROOM + "</p>")
    cards = {"federal": [large, large], "local": [CARD, CARD]}
    page = index_html(cards, ICIRR, load_packs(), "en", at=BEFORE)
    assert (page.count("Large"), page.count("Act!")) == (1, 1)


def test_whatever_is_open_has_a_line_on_a_page_of_its_own() -> None:
    cards = sample_cards(BEFORE, "es")
    page = open_html(cards, ICIRR, load_packs(), "es", at=BEFORE)
    assert all(f'href="/a/{one}/es"' in page for one in ("daca-updates", "durbin-duckworth"))
    assert in_order(page, ["Illinois Acogedor", "SB 35", 'datetime="2018-04-10T15:00-05:00"'])
    assert "Ahora mismo no hay nada abierto" in open_html({}, ICIRR, load_packs(), "es", at=AFTER)


def test_the_style_has_the_organizations_colors_and_a_name_of_its_own() -> None:
    (path, text), other = stylesheet(ICIRR), stylesheet(NEIGHBORS)
    assert ICIRR.colors.main in text and re.fullmatch(r"/site-[0-9a-f]{12}\.css", path)
    assert path in front(BEFORE) and other[0] != path
    assert "url(" not in text and "@import" not in text


def test_a_wrong_address_leads_on_in_every_language() -> None:
    page = missing_html(ICIRR, load_packs())
    links = dict(read(page).links)
    assert links["All calls to action"] == "/"
    assert links["Todos los llamados a la acción"] == "/es"
    assert '<meta name="robots" content="noindex">' in page and "canonical" not in page
