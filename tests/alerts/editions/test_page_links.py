"""The quiet links of a mail to the alert's own page, and what it says of a hearing that moved."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.content.ask import Ask, Event, Slip
from functions.alerts.content.campaign import Campaign
from functions.alerts.editions.compile import compile_revision
from functions.alerts.editions.digest import make_digest
from functions.alerts.editions.item import Context, Item
from functions.alerts.editions.kinds import item, tell_apart
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Edition
from tests.compiled import AWARD, EVERY_KIND, all_editions, loaded
from tests.reading import read

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = datetime(2018, 4, 9, 9, tzinfo=CHICAGO)
TENTH, LATER, TWELFTH = (
    datetime(2018, 4, *at, tzinfo=CHICAGO) for at in ((10, 13), (10, 15), (12, 13))
)
SITE = "https://alerts.icirr.example"
EDITIONS = [pytest.param(name, edition, id=name) for name, edition in all_editions()]


def drawn(ask: Ask, language: str = "en") -> Item:
    source = loaded(AWARD)
    context = Context.of(
        source.campaign.in_language(language),
        source.organization,
        load_packs()[language],
        (ask,),
        link_color="#000000",
        original=source.campaign,
    )
    return item(ask, 1, context)


def slip(now: datetime, *before: datetime) -> Slip:
    return Slip(ask="slip", id="hb-5", bill="HB 5", closes=now, moved_from=before)


def own_page(edition: Edition) -> dict[str, str]:
    """The mail's links to the alert's own page, by their words."""
    links = read(edition.html).links
    return {name: url.partition("/a/")[2] for name, url in links if "/a/" in url}


@pytest.mark.parametrize(("name", "edition"), EDITIONS)
def test_what_has_a_deadline_can_be_put_into_a_calendar(name: str, edition: Edition) -> None:
    folder = name.rpartition("-")[0]  # <alert>/<language>
    path = AWARD if name.startswith(AWARD.stem) else EVERY_KIND
    dated = {ask.id for ask in loaded(path).campaign.asks if ask.closes}
    entries = {url for url in own_page(edition).values() if url.endswith(".ics")}
    assert entries == {f"{folder}/{ask}.ics" for ask in dated & {*edition.open_asks}}


@pytest.mark.parametrize(("name", "edition"), EDITIONS)
def test_each_slip_leads_to_its_place_on_the_page(name: str, edition: Edition) -> None:
    folder = name.rpartition("-")[0]
    open_slips = {*edition.open_asks} & {"sb-35", "no-registry-act", "hb-9"}
    places = {url for url in own_page(edition).values() if "#" in url}
    assert places == {f"{folder}#{ask}" for ask in open_slips}


@pytest.mark.parametrize(("name", "edition"), EDITIONS)
def test_links_to_the_page_hold_nothing_of_the_reader(name: str, edition: Edition) -> None:
    links = [url for _, url in read(edition.html).links if "/a/" in url]
    assert links, name
    assert not [url for url in links if re.search(r"[?(]|token", url)]


def test_the_links_name_their_object() -> None:
    assert [link.label for link in drawn(slip(TENTH)).links] == [
        "Add to calendar: HB 5",
        "Hearings move: see if HB 5 is still open",
    ]


def test_a_slip_without_a_date_has_no_calendar_entry() -> None:
    (link,) = drawn(Slip(ask="slip", id="x", name="A Act")).links
    assert link.label == "Hearings move: see if the A Act is still open"
    assert link.url == f"{SITE}/a/welcoming-illinois-award/en#x"


def test_two_hearings_of_one_bill_are_told_apart() -> None:
    one, other = slip(TENTH), slip(TWELFTH).model_copy(update={"id": "hb-5-again"})
    numbered = [replace(drawn(ask), number=n) for n, ask in enumerate((one, other), start=1)]
    labels = [link.label for told in tell_apart(numbered) for link in told.links]
    assert labels[0] == "Add to calendar: HB 5 (1)"
    assert len(set(labels)) == 4


SAID = {
    "en": "The hearing moved: please file a new slip. A slip filed for Tuesday, April 10 no longer "
    "counts.",
    "es": "La audiencia cambió de fecha: envíe un nuevo “witness slip”. El que se envió para el "
    "martes 10 de abril ya no cuenta.",
    "ar": "تغيّر يوم جلسة الاستماع: قدّموا استمارة جديدة. الاستمارة المقدَّمة ليوم الثلاثاء "
    "10 أبريل لم تعد تُحتسب.",
}


@pytest.mark.parametrize("language", SAID)
def test_a_hearing_on_another_day_needs_a_new_slip(language: str) -> None:
    assert drawn(slip(TWELFTH, TENTH), language).moved == SAID[language]


def test_a_slip_filed_for_another_hour_of_the_day_still_counts() -> None:
    said = "The time changed (it was 1:00 PM). A slip filed already still counts."
    assert drawn(slip(LATER, TENTH)).moved == said


def test_after_two_moves_the_day_counts_that_is_another_one() -> None:
    assert drawn(slip(LATER, TWELFTH, TENTH)).moved.count("Thursday, April 12") == 1


def test_an_event_says_when_it_was_planned_for() -> None:
    ask = Event(ask="event", id="e", title="Vigil", starts=LATER, place="Here", moved_from=(TENTH,))
    assert drawn(ask).moved == "This moved. It was planned for Tuesday, April 10 at 1:00 PM CDT."


def test_what_did_not_move_says_nothing_of_it() -> None:
    assert drawn(slip(TENTH)).moved == ""


def digest(frame: Campaign | None = None) -> dict[str, Edition]:
    """The first edition by language of a digest of the award alert and a copy of it."""
    source, packs = loaded(AWARD), load_packs()
    others = [source.campaign, source.campaign.model_copy(update={"id": "again", "asks": LATE})]
    home = source.organization
    made = make_digest(others, home, packs, id="digest-1", at=MONDAY, frame=frame).campaign
    editions = compile_revision(made, home, packs).revision.editions
    return {one.language: one for one in reversed(editions)}


LATE = (slip(TWELFTH).model_copy(update={"id": "sb-35"}),)


def test_a_digests_links_lead_to_the_alerts_that_its_asks_are_from() -> None:
    links = own_page(digest()["en"])
    assert links["Add to calendar: SB 35"] == "welcoming-illinois-award/en/sb-35.ics"
    assert links["Add to calendar: HB 5"] == "again/en/sb-35.ics"
    assert links["Hearings move: see if HB 5 is still open"] == "again/en#sb-35"


def test_a_digest_has_no_page_of_its_own_but_that_of_all_asks() -> None:
    links = dict(read(digest()["en"].html).links)
    assert links["See all calls to action in your browser"] == f"{SITE}/"
    assert "Read this alert in your browser" not in links
    spanish = dict(read(digest()["es"].html).links)
    assert spanish["Ver todos los llamados a la acción en el navegador"] == f"{SITE}/es"


def test_a_digests_frame_has_no_page_to_link_to() -> None:
    asks = (slip(TWELFTH).model_copy(update={"bill": "HB 6", "id": "own"}),)
    frame = loaded(AWARD).campaign.model_copy(update={"id": "weekly", "asks": asks})
    frame = frame.model_copy(update={"languages": ("en",), "translated": {}})
    assert not [url for url in own_page(digest(frame)["en"]).values() if "own" in url]
