"""The example content holds what the organization's own email and page hold, and nothing else."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from functions.campaign_files import load

CAMPAIGNS = Path(__file__).parents[1] / "campaigns"
FILES = sorted(path for path in CAMPAIGNS.glob("*.yaml") if path.name != "organization.yaml")
PICTURES = sorted((CAMPAIGNS / "images").glob("*.png"))

# The real cards of the Calls to Action page, in its order: (level, headline, link).
CARDS = {
    "everybody-2024": (
        "federal",
        "Ask Your IL Senators & Reps to Fight for EVERYBODY In 2024!",
        "https://p2a.co/eggp9ac",
    ),
    "daca-updates": (
        "federal",
        "Receive updates on opportunities to get involved with efforts to fight to preserve DACA",
        "https://p2a.co/aIAMPCC",
    ),
    "durbin-duckworth": (
        "state",
        "Tell Senators Durbin and Duckworth that they MUST vote AGAINST any further "
        "anti-immigrant measures!",
        "https://p2a.co/d7dkbnc",
    ),
    "healthcare-updates": (
        "state",
        "Receive updates on opportunities to get involved with efforts to expand immigrant "
        "healthcare access in IL",
        "http://p2a.co/mothGm7",
    ),
}


@pytest.mark.parametrize("name", CARDS)
def test_every_card_of_the_page_is_a_file_with_its_own_words_and_link(name: str) -> None:
    campaign = load(CAMPAIGNS / f"{name}.yaml").campaign
    assert (campaign.level, campaign.headline, campaign.asks[0].link) == CARDS[name]
    assert not campaign.mailable


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_alert_is_complete_in_english_and_spanish(path: Path) -> None:
    campaign = load(path).campaign
    assert campaign.languages == ("en", "es")
    assert campaign.missing("es") == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_the_http_link_of_the_page_is_warned_of(path: Path) -> None:
    warnings = [f for f in load(path).findings if f.level != "note"]
    assert len(warnings) == (path.stem == "healthcare-updates")
    assert all("https://p2a.co/mothGm7" in warning.remedy for warning in warnings)


def test_leftover_art_of_the_pages_template_is_no_card() -> None:
    assert {path.stem for path in FILES} == {*CARDS, "welcoming-illinois-award"}
    assert not any("opKzXeD" in path.read_text("utf-8") for path in FILES)


def test_the_award_alert_names_the_three_mended_slips_of_the_original() -> None:
    head = (CAMPAIGNS / "welcoming-illinois-award.yaml").read_text("utf-8").split("topic:")[0]
    assert all(slip in head for slip in ("3pm CST", "Schaumburgpostcard", "(SB 35) :This"))


def test_the_page_has_its_five_menus_with_everything_under_them() -> None:
    menu = load(FILES[0]).organization.links.menu
    assert [(item.name, len(item.under)) for item in menu] == [
        ("Home", 0),
        ("About Us", 4),
        ("Programs and Services", 8),
        ("Issue Advocacy", 8),
        ("Events and News", 3),
        ("Make a Difference!", 6),
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_picture_is_there_with_words_and_no_false_credit(path: Path) -> None:
    image = load(path).campaign.image
    assert image
    assert CAMPAIGNS / image.file in PICTURES
    assert image.alt and image.credit is None  # drawn for this repository


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_pictures_are_small_enough_for_a_phone_and_keep_their_source(path: Path) -> None:
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    assert (width, height) == ((460, 120) if path.stem == "logo" else (1200, 800))
    assert path.stat().st_size < 60_000
    assert path.with_suffix(".svg").exists()
