from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.content.campaign import Campaign
from functions.alerts.editions.compile import compile_revision
from functions.alerts.editions.digest import make_digest
from functions.alerts.errors import StateError
from functions.alerts.languages.words import load_packs
from tests.compiled import AWARD, loaded

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = datetime(2018, 4, 9, 9, tzinfo=CHICAGO)
ORGANIZATION = loaded(AWARD).organization
CAMPAIGN = loaded(AWARD).campaign


def digest(*campaigns: Campaign, at: datetime = MONDAY) -> Campaign:
    return make_digest(campaigns, ORGANIZATION, load_packs(), id="digest-2018-04-09", at=at)


def renamed(id: str, later: timedelta = timedelta()) -> Campaign:
    """The same alert once more, its deadlines moved."""

    def moved(campaign: Campaign) -> Campaign:
        asks = [
            ask.model_copy(update={"closes": ask.closes + later} if ask.closes else {})
            for ask in campaign.asks
        ]
        return campaign.model_copy(update={"id": id, "asks": tuple(asks)})

    translated = {code: moved(one) for code, one in CAMPAIGN.translated.items()}
    return moved(CAMPAIGN).model_copy(update={"translated": translated})


def test_a_digest_has_the_open_asks_and_what_closes_first_comes_first() -> None:
    assert [ask.id for ask in digest(CAMPAIGN).asks] == ["sb-35", "no-registry-act", "donate"]


def test_what_mails_no_longer_carry_is_not_in_it() -> None:
    wednesday = datetime(2018, 4, 11, 9, tzinfo=CHICAGO)
    assert [ask.id for ask in digest(CAMPAIGN, at=wednesday).asks] == ["no-registry-act", "donate"]


def test_what_stands_in_two_alerts_comes_once() -> None:
    assert digest(CAMPAIGN, renamed("again")).asks == digest(CAMPAIGN).asks


def test_two_alerts_asks_with_one_name_are_told_apart() -> None:
    both = digest(CAMPAIGN, renamed("again", timedelta(days=7)))
    assert [ask.id for ask in both.asks] == [
        "welcoming-illinois-award-sb-35",
        "welcoming-illinois-award-no-registry-act",
        "again-sb-35",
        "again-no-registry-act",
        "donate",
    ]


def test_a_digest_is_in_the_languages_all_its_alerts_are_complete_in() -> None:
    incomplete = {"translated": {}, "lacking": {"es": ("body",)}}
    later = renamed("later", timedelta(days=7)).model_copy(update=incomplete)
    assert digest(CAMPAIGN).languages == ("en", "es")
    assert digest(CAMPAIGN, later).languages == ("en",)
    assert digest(CAMPAIGN, later.model_copy(update={"asks": ()})).languages == ("en", "es")


def test_a_translated_digest_says_the_alerts_own_words() -> None:
    made, spanish = digest(CAMPAIGN), CAMPAIGN.in_language("es")
    texts = {ask.id: ask.text for ask in made.in_language("es").asks}
    assert texts == {ask.id: ask.text for ask in spanish.asks}
    assert made.in_language("es").subject == "Lo que usted puede hacer ahora"


def test_an_empty_digest_is_refused() -> None:
    with pytest.raises(StateError, match="nothing to send"):
        digest()


def test_a_digest_compiles_to_editions_that_close_its_asks() -> None:
    compiled = compile_revision(digest(CAMPAIGN), ORGANIZATION, load_packs())
    english = [one for one in compiled.revision.editions if one.language == "en"]
    assert [len(edition.open_asks) for edition in english] == [3, 2, 1]
    assert english[0].subject == "What you can do now"
    assert compiled.fallbacks == {}
