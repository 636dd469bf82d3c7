from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.content.ask import TakeAction
from functions.alerts.content.campaign import Campaign
from functions.alerts.editions.compile import compile_revision
from functions.alerts.editions.digest import Digest, NothingOpenError, make_digest
from functions.alerts.errors import StateError
from functions.alerts.languages.words import load_packs
from tests.compiled import AWARD, loaded

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = datetime(2018, 4, 9, 9, tzinfo=CHICAGO)
ORGANIZATION = loaded(AWARD).organization
CAMPAIGN = loaded(AWARD).campaign


INCOMPLETE = {"translated": {}, "lacking": {"es": ("body",)}}


def languages(made: Campaign) -> tuple[str, ...]:
    return compile_revision(made, ORGANIZATION, load_packs()).revision.languages


def digest(*campaigns: Campaign, at: datetime = MONDAY) -> Campaign:
    return make_digest(
        campaigns, ORGANIZATION, load_packs(), id="digest-2018-04-09", at=at
    ).campaign


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


def test_a_language_is_the_digests_if_every_alert_of_it_is_complete_in_it() -> None:
    later = renamed("later", timedelta(days=7)).model_copy(update=INCOMPLETE)
    assert languages(digest(CAMPAIGN)) == ("en", "es")
    assert languages(digest(CAMPAIGN, later)) == ("en",)
    assert digest(CAMPAIGN, later).missing("es") == ("later: body",)
    nothing_open = later.model_copy(update={"asks": ()})
    assert languages(digest(CAMPAIGN, nothing_open)) == ("en", "es")


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


def framed(*campaigns: Campaign, frame: Campaign = CAMPAIGN, at: datetime = MONDAY) -> Digest:
    return make_digest(campaigns, ORGANIZATION, load_packs(), id="weekly-1", at=at, frame=frame)


def test_a_frame_gives_the_words_in_each_language_and_its_asks_come_last() -> None:
    later = renamed("later", timedelta(days=7))
    made = framed(later).campaign
    assert made.subject == CAMPAIGN.subject
    assert made.in_language("es").body == CAMPAIGN.in_language("es").body
    assert [ask.id for ask in made.asks][-3:] == [
        "donate",
        "welcoming-illinois-award-sb-35",
        "welcoming-illinois-award-no-registry-act",
    ]


def test_a_frame_keeps_neither_its_closed_asks_nor_a_digest_of_nothing() -> None:
    wednesday = datetime(2018, 4, 11, 9, tzinfo=CHICAGO)
    made = framed(renamed("later", timedelta(days=7)), at=wednesday).campaign
    assert "welcoming-illinois-award-sb-35" not in {ask.id for ask in made.asks}
    with pytest.raises(NothingOpenError):
        framed()


def test_a_published_alert_can_frame_itself() -> None:
    assert framed(CAMPAIGN).campaign.asks == CAMPAIGN.asks


def test_what_found_no_place_is_named() -> None:
    foreign = renamed("foreign", timedelta(days=7)).model_copy(
        update={"language": "pl", "languages": ("pl",), "translated": {}, "lacking": {}}
    )
    made = make_digest([CAMPAIGN, foreign], ORGANIZATION, load_packs(), id="weekly-1", at=MONDAY)
    assert (made.left_out, len(made.campaign.asks)) == (("foreign",), 3)


def test_a_digest_holds_no_more_asks_than_an_alert() -> None:
    many = [renamed(f"again-{n}", timedelta(days=n)) for n in range(1, 30)]
    made = make_digest(many, ORGANIZATION, load_packs(), id="weekly-1", at=MONDAY)
    assert len(made.campaign.asks) == 50
    assert "again-29" in made.left_out and "again-2" not in made.left_out


def test_two_ways_to_say_one_action_are_one_ask() -> None:
    ask = TakeAction(id="act", ask="take_action", link="https://example.org/act")
    other = ask.model_copy(update={"id": "sign", "text": "Please sign.", "button": "Sign"})
    both = [CAMPAIGN.model_copy(update={"asks": (one,), "translated": {}}) for one in (ask, other)]
    assert [one.id for one in digest(*both).asks] == ["act"]
