"""Texts to share: for everybody, right at their time, and short as SMS."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from functions.alerts.languages.words import load_packs
from functions.alerts.sharing.segments import sms_segments
from functions.alerts.sharing.texts import SharedTexts, shared_texts, still_open
from tests.checking import CHICAGO, MONDAY
from tests.compiled import AWARD, EVERY_KIND, compiled, loaded
from tests.written import AWARD as TEXT
from tests.written import campaign, organization

EVERY = [
    (path, code)
    for path, codes in ((AWARD, ("en", "es")), (EVERY_KIND, ("en", "ar")))
    for code in codes
]
WEDNESDAY = datetime(2018, 4, 11, 9, tzinfo=CHICAGO)


def of(path: Path, code: str, at: datetime = MONDAY) -> SharedTexts:
    read = loaded(path)
    said = read.campaign.in_language(code)
    home = read.organization.in_language(code)
    asks = still_open(said.asks, at)
    return shared_texts(said, home, load_packs()[code], asks, original=read.campaign)


def written(text: str, at: datetime = MONDAY) -> SharedTexts:
    said = campaign(text)
    asks = still_open(said.asks, at)
    return shared_texts(said, organization(), load_packs()["en"], asks)


@pytest.mark.parametrize(("path", "code"), EVERY)
def test_a_text_is_for_everybody_and_leads_to_the_alerts_own_page(path: Path, code: str) -> None:
    shared = of(path, code)
    page = f"{loaded(path).organization.site}/a/{path.stem}/{code}\n"
    for text in (shared.whatsapp, shared.facebook, shared.sms):
        assert text.endswith(page)
        assert text.count("https://") == 1
        assert "((" not in text


@pytest.mark.parametrize(("path", "code"), EVERY)
def test_long_texts_name_the_asks_that_mails_of_that_moment_carry(path: Path, code: str) -> None:
    for at in (MONDAY, WEDNESDAY, datetime(2018, 4, 12, 16, 30, tzinfo=CHICAGO)):
        edition = compiled(path).revision.at(code, at)
        asked = len(edition.open_asks) if edition else 0
        assert len(still_open(loaded(path).campaign.in_language(code).asks, at)) == asked
        assert f"\n{asked}. " in of(path, code, at).facebook
        assert f"\n{asked + 1}. " not in of(path, code, at).facebook


@pytest.mark.parametrize(("path", "code"), EVERY)
def test_every_deadline_is_said_in_full(path: Path, code: str) -> None:
    pack = load_packs()[code]
    asks = still_open(loaded(path).campaign.asks, MONDAY)
    for ask in (ask for ask in asks if ask.closes and ask.ask != "event"):
        assert ask.closes
        for text in (of(path, code).whatsapp, of(path, code).facebook):
            assert pack.deadline(ask.closes) in text


def test_whatsapp_has_headline_and_titles_in_its_own_bold() -> None:
    lines = of(AWARD, "en").whatsapp.splitlines()
    assert lines[0] == "*Campaign for a Welcoming Illinois Wins Prestigious Award!*"
    assert "2. *Support the Safe Zones Act (SB 35)*" in lines
    assert "*" not in of(AWARD, "en").facebook


def test_signs_that_whatsapp_would_take_for_its_own_are_others_that_look_alike() -> None:
    shared = written(TEXT.replace("We won!", "We *won* the _most_ of X_Y!"))
    assert shared.whatsapp.splitlines()[0] == "*We ∗won∗ the ＿most＿ of X_Y!*"
    assert shared.facebook.splitlines()[0] == "We *won* the _most_ of X_Y!"


def test_a_greeting_has_its_fallback_and_a_readers_own_link_is_left_out() -> None:
    text = TEXT.replace("We won!", "We won, ((first_name|friend))! ((unsubscribe_url))")
    assert written(text).facebook.startswith("We won, friend!")
    assert "unsubscribe" not in written(text).facebook


def test_an_sms_says_what_closes_first_first() -> None:
    assert of(AWARD, "en").sms.splitlines() == [
        "ICIRR: Support the Safe Zones Act (SB 35) - by 3:00 PM CDT on Tuesday, April 10",
        "Support the No Registry Act - by 2:00 PM CDT on Wednesday, April 11",
        "Donate!",
        "https://alerts.icirr.example/a/welcoming-illinois-award/en",
    ]
    assert of(AWARD, "en").segments.count == 2


def test_an_sms_counts_the_asks_that_two_segments_have_no_room_for() -> None:
    lines = of(AWARD, "es").sms.splitlines()
    assert lines[0].startswith("ICIRR: Apoye el proyecto de ley SB 35")
    assert lines[1] == "y dos cosas más"


def test_an_sms_is_written_with_plain_letters_and_says_which() -> None:
    shared = written(TEXT.replace("name: Safe Zones Act", "name: “Neighbors’ Act”"))
    assert '"Neighbors\' Act"' in shared.sms
    assert shared.made_plain == ("“", "’", "”")
    assert not shared.segments.is_unicode
    assert shared.typed.count > shared.segments.count


def test_an_sms_of_arabic_has_no_invisible_marks() -> None:
    assert not set("\u2066\u2067\u2068\u2069\u200f") & set(of(EVERY_KIND, "ar").sms)
    assert sms_segments(of(EVERY_KIND, "ar").sms.strip()).is_unicode


def test_an_alert_without_asks_is_shared_by_its_headline() -> None:
    text = TEXT.partition("asks:")[0]
    assert written(text).sms == "ICIRR: We won!\nhttps://alerts.icirr.example/a/award/en\n"
    assert written(text).facebook.count("\n\n") == 1
