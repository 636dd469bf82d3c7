from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.content.ask import Ask, Donate
from functions.alerts.content.campaign import Campaign
from functions.alerts.editions.compile import Compiled, compile_revision, intervals
from functions.alerts.errors import StateError
from functions.alerts.languages.words import LanguagePack, load_packs
from tests.compiled import AWARD, EVERY_KIND, compiled, editions, loaded
from tests.reading import read, squeeze

TUESDAY = datetime(2018, 4, 10, 19, 30, tzinfo=UTC)  # half an hour before 3:00 PM CDT
WEDNESDAY = datetime(2018, 4, 11, 18, 30, tzinfo=UTC)


def award(packs: Mapping[str, LanguagePack] | None = None, **changes: object) -> Compiled:
    read_files = loaded(AWARD)
    campaign = read_files.campaign.model_copy(update=changes)
    return compile_revision(campaign, read_files.organization, packs or load_packs())


def ask(hour: int | None) -> Ask:
    zone = ZoneInfo("America/Chicago")
    closes = datetime(2018, 4, 10, hour, tzinfo=zone) if hour is not None else None
    return Donate(ask="donate", id="donate", closes=closes)


def bare(campaign: Campaign, **changes: object) -> Campaign:
    return campaign.model_copy(update={"asks": (), "preheader": None, **changes})


def test_there_is_an_edition_for_every_interval_in_every_language() -> None:
    assert [(one.language, one.begins, one.ends) for one in award().revision.editions] == [
        (language, begins, ends)
        for language in ("en", "es")
        for begins, ends in ((None, TUESDAY), (TUESDAY, WEDNESDAY), (WEDNESDAY, None))
    ]


@pytest.mark.parametrize(
    ("number", "asks", "words"),
    [
        pytest.param(0, ("donate", "sb-35", "no-registry-act"), "three things", id="at first"),
        pytest.param(1, ("donate", "no-registry-act"), "two things", id="after Tuesday"),
        pytest.param(2, ("donate",), "one thing", id="after Wednesday"),
    ],
)
def test_asks_are_counted_as_they_stand_open(
    number: int, asks: tuple[str, ...], words: str
) -> None:
    edition = editions(AWARD, "en")[number]
    assert edition.open_asks == asks
    for part in (edition.preheader, edition.html, edition.text):
        assert words in part


@pytest.mark.parametrize(
    ("number", "words"), [(0, "tres cosas"), (1, "dos cosas"), (2, "una cosa")]
)
def test_spanish_counts_alike(number: int, words: str) -> None:
    edition = editions(AWARD, "es")[number]
    assert words in edition.html.lower()
    assert words in edition.text.lower()


@pytest.mark.parametrize("part", ["html", "text", "subject", "preheader"])
def test_a_closed_ask_leaves_no_trace(part: str) -> None:
    _, second, third = (getattr(edition, part) for edition in editions(AWARD, "en"))
    assert "SB 35" not in second
    assert "Safe Zones" not in second
    assert "slip" not in third.lower()
    assert "Registry" not in third


def test_deadlines_are_said_in_the_time_that_is_in_force() -> None:
    first = editions(AWARD, "en")[0]
    assert "3:00 PM CDT" in first.html
    for part in (read(first.html).text, first.text):
        assert "by 3:00 PM CDT on Tuesday, April 10." in part
        assert "by 2:00 PM CDT on Wednesday, April 11." in part
        assert "CST" not in part


@pytest.mark.parametrize(
    ("instant", "asks"),
    [
        pytest.param(datetime(2018, 4, 9, 14, tzinfo=UTC), 3, id="on Monday"),
        pytest.param(TUESDAY, 2, id="at the last call"),
        pytest.param(datetime(2018, 4, 12, tzinfo=UTC), 1, id="on Thursday"),
    ],
)
def test_the_revision_knows_its_edition_at_any_time(instant: datetime, asks: int) -> None:
    edition = award().revision.at("en", instant)
    assert edition is not None
    assert len(edition.open_asks) == asks


@pytest.mark.parametrize(
    ("hours", "count"),
    [
        pytest.param([], 1, id="no ask"),
        pytest.param([None], 1, id="one without deadline"),
        pytest.param([9, 9, None], 2, id="two that close together"),
        pytest.param([15, 9], 3, id="out of order"),
    ],
)
def test_intervals_meet_and_cover_all_time(hours: list[int | None], count: int) -> None:
    found = intervals([ask(hour) for hour in hours])
    assert len(found) == count
    assert (found[0].begins, found[-1].ends) == (None, None)
    assert [one.ends for one in found[:-1]] == [one.begins for one in found[1:]]


@pytest.mark.parametrize(
    ("hours", "sent"),
    [([9, None], True), ([9], False), ([], True)],
    ids=["one stays open", "all close", "there is none"],
)
def test_an_alert_is_of_use_while_an_ask_is_open(hours: list[int | None], sent: bool) -> None:
    asks = tuple(ask(hour) for hour in hours)
    campaign = bare(loaded(AWARD).campaign, asks=asks, languages=("en",))
    result = compile_revision(campaign, loaded(AWARD).organization, load_packs())
    assert result.revision.send_when_closed is sent


def test_a_language_that_lacks_a_text_is_left_out_whole() -> None:
    campaign = loaded(AWARD).campaign
    languages = ("en", "ar", "es")
    result = award(languages=languages, lacking={**campaign.lacking, "ar": ("subject", "body")})
    assert result.revision.languages == ("en", "es")
    assert result.fallbacks == {"ar": ("subject", "body")}


def test_a_language_without_a_pack_is_left_out_and_says_so() -> None:
    english = {"en": load_packs()["en"]}
    result = award(packs=english)
    assert result.revision.languages == ("en",)
    assert result.fallbacks == {"es": ("templates/words/es.yaml",)}


def test_a_default_language_without_a_pack_says_what_to_do() -> None:
    with pytest.raises(StateError, match=r"no language pack.*templates/words/en\.yaml"):
        award(packs={"es": load_packs()["es"]})


def test_a_card_cannot_be_mailed() -> None:
    with pytest.raises(StateError, match=r"is a card.*Write a `subject:`"):
        award(body=None)


def test_without_asks_the_inbox_shows_the_first_words() -> None:
    campaign = bare(loaded(AWARD).campaign)
    result = compile_revision(campaign, loaded(AWARD).organization, load_packs())
    (edition,) = [one for one in result.revision.editions if one.language == "en"]
    assert edition.preheader.startswith("On Thursday, April 5, the Illinois Coalition")
    assert len(edition.preheader) <= 142
    assert "things you can do" not in edition.html


def test_the_editions_own_fields_are_filled_in_for_each_interval() -> None:
    first, second, *_ = editions(EVERY_KIND, "en")
    assert first.preheader == (
        "You can do nine things, the first of them by 11:59 PM CDT on Tuesday, April 10"
    )
    assert second.preheader.startswith("You can do eight things, the first of them by 2:00 PM CDT")


def test_when_nothing_has_a_deadline_the_fields_fallback_stands() -> None:
    *_, last = editions(EVERY_KIND, "en")
    assert last.preheader == "You can do three things, the first of them by Friday"


def test_slips_that_differ_are_told_apart_in_the_steps() -> None:
    first, second, *_ = editions(EVERY_KIND, "en")
    assert "2. SB 35: Choose “proponent” in section III.\n3. HB 9: Choose “opponent”" in first.text
    assert "2. Choose “opponent” in section III." in second.text
    assert first.text.count("record of appearance only") == 1


def test_the_forms_own_words_stay_english_in_a_translation() -> None:
    spanish = editions(AWARD, "es")[0].html
    assert '<span lang="en" dir="ltr">proponent</span>' in spanish
    assert '<span lang="en" dir="ltr">record of appearance only</span>' in spanish


def test_nothing_is_invented_for_a_bill_without_number_and_link() -> None:
    mail = read(editions(AWARD, "en")[1].html)
    assert not [name for name, url in mail.links if "Registry" in name and "/a/" not in url]
    assert "Look for “No Registry Act” on ilga.gov." in squeeze(mail.text)


def test_sb_35_leads_to_its_page_of_the_hundredth_assembly() -> None:
    links = dict(read(editions(AWARD, "en")[0].html).links)
    assert links["File a slip for SB 35"] == (
        "https://www.ilga.gov/legislation/BillStatus?DocTypeID=SB&DocNum=35&GAID=14"
    )


def test_the_inbox_line_of_a_body_has_no_addresses() -> None:
    body = "See [our **platform**](https://a.example/b?c=1&d=2), ((first_name|friend)) & co.\n\nB"
    campaign = bare(loaded(AWARD).campaign, body=body)
    result = compile_revision(campaign, loaded(AWARD).organization, load_packs())
    assert result.revision.editions[0].preheader == "See our platform, ((first_name|friend)) & co."


def test_without_a_logo_the_name_stands_at_the_top() -> None:
    home = loaded(AWARD).organization.model_copy(update={"logo": None})
    html = compile_revision(loaded(AWARD).campaign, home, load_packs()).revision.editions[0].html
    text = squeeze(read(html).text)
    assert 0 <= text.index(home.name) < text.index("Wins Prestigious Award!")


def test_numbers_stay_on_one_line_and_english_form_words_say_so() -> None:
    spanish, arabic = editions(AWARD, "es")[0].html, editions(EVERY_KIND, "ar")[0].html
    assert '<span style="white-space:nowrap">10 de abril</span>' in spanish
    assert '<span lang="en">witness slip</span>' in spanish
    assert '<span lang="en">Create Slip</span>' in spanish
    assert '<bdi dir="ltr"><span lang="en">witness slip</span></bdi>' in arabic
    assert '<span style="white-space:nowrap">217-782-0000</span></bdi>' in arabic
    assert 'lang="en">witness' not in editions(AWARD, "en")[0].html


def test_what_staff_typed_arrives_literally() -> None:
    edition = editions(EVERY_KIND, "en")[0]
    for part in (read(edition.html).text, edition.text):
        assert "Welcome the **neighbors** & everybody {{ 7*7 }}" in part
        assert "{% raw %} stays as typed" in part


def test_compiling_twice_gives_the_same_digest() -> None:
    assert award().revision.digest == award().revision.digest == compiled(AWARD).revision.digest
