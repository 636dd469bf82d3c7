from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.content.ask import (
    Ask,
    Call,
    Donate,
    Event,
    PhoneNumber,
    Share,
    SignUp,
    Slip,
    TakeAction,
)
from functions.alerts.content.giving import donate_link
from functions.alerts.editions.item import Button, Context, Item
from functions.alerts.editions.kinds import item, tell_apart
from functions.alerts.languages.words import load_packs
from tests.compiled import AWARD, loaded

CHICAGO = ZoneInfo("America/Chicago")
MORNING, NOON = (datetime(2018, 4, 25, hour, tzinfo=CHICAGO) for hour in (9, 12))
PAGE = "https://act.example/1"
KINDFUL = "https://illinoiscoalitionforimmigrantandrefugeerights-bloom.kindful.com"


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


def labels(ask: Ask) -> list[str]:
    return [button.label for button in drawn(ask).buttons]


def test_each_amount_has_a_button_that_opens_it() -> None:
    link = f"{KINDFUL}/?campaign=7"
    ask = Donate(ask="donate", id="d", link=link, amounts=(25, 1000))
    first, second, other = drawn(ask).buttons
    assert first == Button("Donate $25 to ICIRR", donate_link(link, amount=25))
    assert second.label == "Donate $1,000 to ICIRR"
    assert other == Button("Donate to ICIRR", link)


@pytest.mark.parametrize(
    ("title", "label"), [(None, "Donate!"), ("Give to the bail fund", "Give to the bail fund")]
)
def test_nobody_elses_donate_page_is_said_to_be_ours(title: str | None, label: str) -> None:
    link = "https://secure.actblue.com/donate/bail"
    ask = Donate(ask="donate", id="d", link=link, monthly=link, amounts=(25,), title=title)
    assert labels(ask) == ["Give $25", label, "Give monthly"]


@pytest.mark.parametrize(
    ("number", "address"),
    [
        pytest.param("217-782-0000", "tel:+12177820000", id="of the United States"),
        pytest.param("1-855-435-7693", "tel:+18554357693", id="with the trunk digit"),
        pytest.param("+52 55 1234 5678", "tel:+525512345678", id="of another country"),
        pytest.param("311", "tel:311", id="a short one"),
    ],
)
def test_a_number_is_dialled_as_it_is_written(number: str, address: str) -> None:
    ask = Call(ask="call", id="c", whom="Senator Rivera", numbers=(PhoneNumber(number=number),))
    (button,) = drawn(ask).buttons
    assert button == Button(f"Call Senator Rivera at {number}", address)
    assert button.typed == ""


def test_a_number_that_the_words_do_not_say_is_typed() -> None:
    assert Button("Help line", "tel:+18554357693").typed == "tel:+18554357693"


@pytest.mark.parametrize(
    ("changes", "title", "label"),
    [
        ({"bill": "SB 1", "name": "A Act"}, "Support the A Act (SB 1)", "File a slip for SB 1"),
        ({"name": "A Act"}, "Support the A Act", "File a slip for the A Act"),
        ({"bill": "SB 1", "position": "opponent"}, "Oppose SB 1", "File a slip against SB 1"),
        (
            {"name": "A Act", "position": "opponent"},
            "Oppose the A Act",
            "File a slip against the A Act",
        ),
        (
            {"bill": "SB 1", "position": "no_position"},
            "File with no position on SB 1",
            "File a slip on SB 1",
        ),
    ],
    ids=["bill and name", "name only", "bill only, against", "name, against", "no position"],
)
def test_a_slip_names_what_it_knows(changes: dict[str, str], title: str, label: str) -> None:
    ask = Slip.model_validate({"ask": "slip", "id": "s", "link": PAGE, **changes})
    assert drawn(ask).title == title
    assert labels(ask) == [label]


def test_our_own_sign_up_page_is_on_our_own_site() -> None:
    (button,) = drawn(SignUp(ask="sign_up", id="s", topic="daca")).buttons
    assert button.url == "https://alerts.icirr.example/join/daca?lang=en"


def test_an_alert_is_shared_by_its_own_page() -> None:
    (button,) = drawn(Share(ask="share", id="s")).buttons
    assert button.url == "https://alerts.icirr.example/a/welcoming-illinois-award/en"


def test_a_button_names_the_alert_when_the_ask_has_no_title() -> None:
    ask = TakeAction(ask="take_action", id="t", link=PAGE)
    assert labels(ask) == ["Take action: Campaign for a Welcoming Illinois Wins Prestigious Award!"]


@pytest.mark.parametrize(
    ("rsvp", "closes", "said"),
    [
        pytest.param(PAGE, MORNING, "RSVP by 9:00 AM CDT on Wednesday, April 25.", id="early"),
        pytest.param(PAGE, NOON, "", id="until it starts"),
        pytest.param(
            None, MORNING, "Do this by 9:00 AM CDT on Wednesday, April 25.", id="without RSVP"
        ),
        pytest.param(None, NOON, "", id="without RSVP, until it starts"),
    ],
)
def test_an_event_says_until_when_to_answer(rsvp: str | None, closes: datetime, said: str) -> None:
    ask = Event(
        ask="event", id="e", title="Lobby Day", starts=NOON, place="Here", rsvp=rsvp, closes=closes
    )
    assert drawn(ask).deadline == said


LATER = {
    "en": "When: Wednesday, April 25 at 12:00 noon CDT, until Thursday, April 26 at 2:00 AM CDT",
    "es": "Cuándo: miércoles 25 de abril a las 12:00 del mediodía, hora de Chicago. "
    "Termina: jueves 26 de abril a las 2:00 a.\u00a0m., hora de Chicago",
    "ar": "الموعد: يوم الأربعاء 25 أبريل، الساعة 12:00 ظهرًا بتوقيت شيكاغو، حتى يوم الخميس "
    "26 أبريل، الساعة 2:00 بعد منتصف الليل بتوقيت شيكاغو",
}


@pytest.mark.parametrize("language", LATER)
def test_an_event_that_ends_on_another_day_says_which(language: str) -> None:
    ends = datetime(2018, 4, 26, 2, tzinfo=CHICAGO)
    ask = Event(ask="event", id="e", title="Vigil", starts=NOON, ends=ends, link=PAGE)
    assert drawn(ask, language).details[0] == LATER[language]


def test_ilga_gov_is_searched_by_the_english_name() -> None:
    (ask,) = (a for a in loaded(AWARD).campaign.in_language("es").asks if a.id.startswith("no-"))
    note = drawn(ask, "es").note
    assert note is not None
    assert "“No Registry Act”" in note.text
    assert '“<span lang="en" dir="auto">No Registry Act</span>”' in note.html


def test_staffs_own_words_win() -> None:
    ask = Share(ask="share", id="s", title="Tell others", button="Tell three friends")
    assert drawn(ask).title == "Tell others"
    assert labels(ask) == ["Tell three friends"]


def test_buttons_with_the_same_words_are_told_apart_by_number() -> None:
    one, two = Button("Take action", PAGE), Button("Take action", f"{PAGE}2")
    items = [Item(number=n, title="", buttons=(b,)) for n, b in ((1, one), (2, two))]
    assert [i.buttons[0].label for i in tell_apart(items)] == ["Take action (1)", "Take action (2)"]


def test_the_same_button_may_stand_twice() -> None:
    same = Button("Donate", PAGE)
    items = [Item(number=n, title="", buttons=(same,)) for n in (1, 2)]
    assert [i.buttons[0].label for i in tell_apart(items)] == ["Donate", "Donate"]


def test_own_words_stand_on_the_button_without_an_amount() -> None:
    link = f"{KINDFUL}/?campaign=7"
    ask = Donate(ask="donate", id="d", link=link, amounts=(25, 50), button="Stand with us")
    assert labels(ask) == ["Donate $25 to ICIRR", "Donate $50 to ICIRR", "Stand with us"]
