"""A campaign on the front page: what is open with its button, what closed with its outcome."""

from __future__ import annotations

import pytest

from tests.alerts.site.drawn import (
    AFTER,
    BEFORE,
    BETWEEN,
    ICIRR,
    NEIGHBORS,
    drawn_card,
    in_order,
)
from tests.compiled import AWARD as SAMPLE
from tests.compiled import EVERY_KIND, ROOT, loaded
from tests.reading import read
from tests.written import AWARD, campaign, card

DACA = ROOT / "campaigns" / "daca-updates.yaml"


def test_a_deadline_comes_before_what_has_time() -> None:
    html = drawn_card(campaign(AWARD), BEFORE).html
    assert in_order(html, ["File a slip for SB 35", "No Registry Act", "Donate to ICIRR"])


def test_a_deadline_is_said_for_people_and_for_programs() -> None:
    html = drawn_card(campaign(AWARD), BEFORE).html
    assert '<time datetime="2018-04-10T15:00-05:00">Send in a witness slip by' in html


def test_a_slip_without_a_link_leads_to_where_it_is_told_how() -> None:
    links = dict(read(drawn_card(campaign(AWARD), BEFORE).html).links)
    assert links["See how: Support the No Registry Act · We won!"] == "/a/award/en#no-registry-act"


def test_a_closed_ask_is_folded_with_what_became_of_it() -> None:
    told = AWARD.replace("3:00 PM\n", "3:00 PM\n    outcome: Passed committee 9–3\n", 1)
    told = told.replace("{name: Ley de Zonas Seguras}", "{name: Zonas, outcome: Pasó}")
    html = drawn_card(campaign(told), BETWEEN).html
    assert "File a slip for SB 35" not in html
    folded = read(html[html.index("<details") : html.index("</details>") + 10]).text
    assert in_order(folded, ["Safe Zones Act", "Passed committee 9–3", "Closed April 10, 2018"])
    assert "<b>Pasó</b>" in drawn_card(campaign(told), BETWEEN, "es").html


def test_what_is_over_becomes_a_line_without_a_button() -> None:
    found = drawn_card(campaign(AWARD), AFTER)
    assert found.over and found.html.startswith("<li") and "button" not in found.html
    assert found.closed_at == BETWEEN.replace(hour=14).timestamp()


def test_the_nearest_deadline_orders_a_card() -> None:
    assert drawn_card(campaign(AWARD), BEFORE).order == BETWEEN.replace(day=10, hour=15).timestamp()
    assert drawn_card(campaign(card("ask: donate")), BEFORE).order is None


def test_who_only_asks_to_sign_up_can_wait() -> None:
    assert drawn_card(loaded(DACA).campaign, BEFORE, home=ICIRR).lesser
    assert not drawn_card(campaign(AWARD), BEFORE).lesser


def test_the_button_of_one_thing_is_short_for_who_sees_and_whole_for_who_hears() -> None:
    html = drawn_card(loaded(DACA).campaign, BEFORE, home=ICIRR).html
    assert '>Sign up<span class="unseen">: Receive updates on' in html


def test_read_more_is_said_only_where_there_is_more() -> None:
    assert "Read more" in drawn_card(campaign(AWARD), BEFORE).html
    assert "Read more" not in drawn_card(loaded(DACA).campaign, BEFORE, home=ICIRR).html


def test_a_language_that_is_not_complete_gets_the_whole_card_in_the_first_one() -> None:
    html = drawn_card(campaign(AWARD.replace("closing", "")[: AWARD.index("translations")]),
                      BEFORE, "es").html  # fmt: skip
    assert 'lang="en" dir="ltr"' in html and "/a/award/en" in html and "/es" not in html


def test_the_picture_waits_until_it_is_seen_and_keeps_its_place() -> None:
    html = drawn_card(loaded(SAMPLE).campaign, BEFORE, home=ICIRR).html
    assert 'src="/images/welcoming-illinois-award.png" alt="A golden award cup' in html
    assert 'width="600" height="400" loading="lazy"' in html


def test_a_card_of_many_asks_shows_some_and_leads_to_all() -> None:
    html = drawn_card(loaded(EVERY_KIND).campaign, BEFORE, home=NEIGHBORS).html
    assert html.count("<li>") == 4 and "All nine things you can do" in html


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_in_a_card_is_style_or_one_persons(language: str) -> None:
    html = drawn_card(loaded(EVERY_KIND).campaign, BEFORE, language, NEIGHBORS).html
    assert not [one for one in ("style=", "((", "<script", "/f/") if one in html]


def test_a_texts_own_marks_stay_text() -> None:
    told = card("ask: donate").replace("Fight", '"slot1end <b>&{{7*7}}"')
    html = drawn_card(campaign(told), BEFORE).html
    assert "slot1end &lt;b&gt;&amp;{{7*7}}" in html
