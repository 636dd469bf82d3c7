from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import replace

import pytest

from functions.alerts.editions.palette import palette
from functions.alerts.pages.frame import draw
from functions.alerts.pages.html import fill
from functions.alerts.pages.look import NEUTRAL, PLAIN_COLORS, Look
from functions.alerts.pages.publishing import look_of
from functions.alerts.pages.supporter import choose_page, leave_page, left_page, trouble_page
from functions.alerts.pages.wording import wordings
from functions.campaign_files import load_organization
from tests.compiled import ROOT

ENGLISH, ARABIC = wordings()["en"], wordings()["ar"]
ICIRR = look_of(load_organization(ROOT / "campaigns/organization.yaml"))


def test_the_look_survives_its_storing_and_what_a_later_release_adds() -> None:
    assert Look.from_json(ICIRR.to_json()) == ICIRR
    assert Look.from_json(ICIRR.to_json().replace('{"v": 1', '{"v": 2, "new": 3')) == ICIRR


def test_the_plain_colors_are_those_of_a_palette() -> None:
    known = palette("#1b4f8a", "#b3261e").__dataclass_fields__
    assert PLAIN_COLORS.keys() <= known.keys()


def test_the_policy_lets_exactly_the_pages_own_style_through() -> None:
    drawn = draw(leave_page(ICIRR, ENGLISH, "/p/x"), ICIRR, ENGLISH)
    [style] = re.findall(r"<style>(.*?)</style>", drawn.html, re.DOTALL)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'; img-src https://alerts.icirr.example;" in drawn.policy
    assert " style=" not in drawn.html and "<script" not in drawn.html


def test_what_an_organization_calls_itself_is_no_markup() -> None:
    names = replace(ICIRR.said("en"), name='"><script>', short_name="<b>", topics={"x": "<i>"})
    look = replace(ICIRR, names={"en": names}, logo='https://x.example/"><script>')
    for page in (leave_page(look, ENGLISH, "/p/x"), choose_page(look, ENGLISH, "/u/x")):
        html = draw(page, look, ENGLISH).html
        assert not [tag for tag in ("<script", "<b>", "<i>") if tag in html]


def test_topics_are_named_in_the_pages_language_or_in_the_default_one() -> None:
    html = choose_page(ICIRR, wordings()["es"], "/u/x").body
    assert "Salud para todos" in html and "DACA" in html
    assert "Health care for all" in choose_page(ICIRR, ARABIC, "/u/x").body
    assert " checked" in html and 'value="" checked' in html


def test_the_page_of_one_language_without_topics_offers_neither() -> None:
    assert "<fieldset>" not in choose_page(NEUTRAL, ENGLISH, "/u/x").body


def test_after_it_is_done_no_other_page_is_offered() -> None:
    assert 'href="?lang=' not in draw(left_page(ICIRR, ENGLISH), ICIRR, ENGLISH).html


def test_in_trouble_there_is_somebody_to_write_to() -> None:
    assert "mailto:alerts@icirr.example" in trouble_page("broken", ICIRR, ENGLISH).body
    assert "mailto:" not in trouble_page("broken", NEUTRAL, ENGLISH).body


def test_a_template_without_one_of_its_values_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("leave.html", title="x")
