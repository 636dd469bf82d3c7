"""Each kind of ask says what it needs, and what follows is filled in."""

from __future__ import annotations

import pytest

from functions.alerts.content.ask import Call, Donate, Event, Slip, derived_id
from tests.written import AWARD, CARD, ask, campaign, card, findings, only_finding

SLIP = "ask: slip\nbill: SB 35\nhearing: 2018-04-10 10:00 AM\n"


@pytest.mark.parametrize(
    ("lines", "about"),
    [
        ("ask: slip\ncloses: 2018-04-10 3pm", "names no bill"),
        (SLIP, "two chambers"),
        ("ask: call\nnumbers: [{number: 217-555-0100}]", "`whom` is missing"),
        ("ask: call\nwhom: your senator", "`numbers` is missing"),
        ("ask: call\nwhom: your senator\nnumbers: []", "`numbers` is empty"),
        ("ask: comment\ndocket: A\nagency: B\ncloses: 2018-04-10", "`link` is missing"),
        ("ask: comment\ndocket: A\nagency: B\nlink: https://a.org", "`closes` is missing"),
        ("ask: event\ntitle: Rally\nstarts: 2018-04-10 6pm", "nowhere"),
        ("ask: event\ntitle: Rally\nstarts: 2018-04-10\nplace: City Hall", "no time of day"),
        ("ask: event\ntitle: R\nplace: X\nstarts: 2018-04-10 6pm\nends: 2018-04-10 5pm", "before"),
        ("ask: sign_up", "not clear where"),
        ("ask: sign_up\nlink: https://a.org\ntopic: daca", "not clear where"),
        ("ask: take_action", "`link` is missing"),
        ("ask: donate\namounts: [ten]", "no amount"),
        ("ask: donate\nreference: award", "number of a Kindful campaign"),
        ("ask: slip\nbill: Bill 35\ncloses: 2018-04-10", "no bill number"),
        ("ask: call\nwhom: X\nnumbers: [{number: 1-800-FLOWERS}]", "no telephone number"),
        (f"{SLIP}closes: 2018-04-12 3pm", "after the day of its hearing"),
    ],
)
def test_an_ask_that_lacks_something_is_one_finding(lines: str, about: str) -> None:
    assert about in only_finding(card(lines)).found


def test_a_slip_without_deadline_and_hearing_is_a_warning() -> None:
    assert only_finding(card("ask: slip\nname: No Registry Act")).level == "warning"


@pytest.mark.parametrize(
    ("chamber", "closes"),
    [("senate", "2018-04-10T23:59:00-05:00"), ("house", "2018-04-10T09:00:00-05:00")],
)
def test_a_slips_deadline_follows_from_its_hearing(chamber: str, closes: str) -> None:
    slip = ask(f"{SLIP}chamber: {chamber}")
    assert slip.closes is not None
    assert slip.closes.isoformat() == closes


def test_a_slip_leads_to_its_bills_page_unless_a_link_is_written() -> None:
    assert str(ask(f"{SLIP}chamber: senate").link).endswith("DocNum=35&GAID=14")
    assert (
        ask(f"{SLIP}chamber: senate\nlink: https://my.ilga.gov/x").link == "https://my.ilga.gov/x"
    )


def test_a_bill_without_a_number_has_no_link() -> None:
    assert ask("ask: slip\nname: No Registry Act\ncloses: 2018-04-11 2pm").link is None


def test_a_slip_is_in_favour_and_a_record_of_appearance_unless_it_says_otherwise() -> None:
    slip = campaign(AWARD).asks[1]
    assert isinstance(slip, Slip)
    assert (slip.position, slip.testimony) == ("proponent", "record_of_appearance_only")


def test_a_donate_ask_leads_to_the_organizations_pages() -> None:
    donate = ask("ask: donate")
    assert isinstance(donate, Donate)
    assert (donate.link or "").endswith("campaign=1242232")
    assert (donate.monthly or "").endswith("campaign=1258485")


def test_a_reference_and_amounts_go_into_the_donate_links() -> None:
    donate = ask("ask: donate\nlink: https://secure.actblue.com/donate/x\nreference: a\n"
                 "amounts: [$10, 25]")  # fmt: skip
    assert isinstance(donate, Donate)
    assert donate.link == "https://secure.actblue.com/donate/x?refcode=a"
    assert [amount for amount, _ in donate.amount_links] == [10, 25]


def test_an_event_closes_when_it_starts() -> None:
    event = ask("ask: event\ntitle: Rally\nplace: City Hall\nstarts: 2018-04-10 6pm")
    assert isinstance(event, Event)
    assert event.closes == event.starts


def test_a_call_keeps_its_numbers_as_they_are_written() -> None:
    call = ask("ask: call\nwhom: your senator\nnumbers: [{name: Durbin, number: (202) 224-2152}]")
    assert isinstance(call, Call)
    assert call.numbers[0].number == "(202) 224-2152"


@pytest.mark.parametrize("numbers", ["217-782-0000", "[217-782-0000]", "[{number: 217-782-0000}]"])
def test_a_number_may_stand_alone(numbers: str) -> None:
    call = ask(f"ask: call\nwhom: your senator\nnumbers: {numbers}")
    assert isinstance(call, Call)
    assert [one.number for one in call.numbers] == ["217-782-0000"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ({"ask": "donate"}, "donate"),
        ({"ask": "sign_up"}, "sign-up"),
        ({"ask": "slip", "bill": "sb35", "name": "Safe Zones Act"}, "sb-35"),
        ({"ask": "slip", "name": "No Registry Act"}, "no-registry-act"),
        ({"ask": "slip", "name": "Niños’ Act"}, "ninos-act"),
        ({"ask": "slip", "bill": "SB 35", "id": "first"}, "first"),
    ],
)
def test_an_ask_is_called_by_its_bill_its_name_or_its_kind(raw: dict[str, str], name: str) -> None:
    assert derived_id(raw) == name


def test_two_asks_of_one_name_are_asked_for_another() -> None:
    text = CARD + "asks:\n  - ask: share\n  - {ask: share, title: Tell a friend}\n"
    finding = only_finding(text)
    assert (finding.line, finding.field) == (5, "asks.share")
    assert "`id: tell-a-friend`" in finding.remedy


@pytest.mark.parametrize(
    ("asks", "remedy"),
    [
        ("asks: [donate]", "`- ask: donate`"),
        ("asks:\n  - ask: donte", "`- ask: donate`"),
        ("asks:\n  - text: Please", "`- ask: …`"),
        ("asks: {ask: donate}", "beginning with `- ask: donate`"),
    ],
)
def test_what_is_no_ask_says_how_one_is_written(asks: str, remedy: str) -> None:
    assert remedy in findings(CARD + asks + "\n")[0].remedy


def test_the_monthly_page_of_actblue_gets_the_reference_too() -> None:
    page = "https://secure.actblue.com/donate/x"
    given = ask(f"ask: donate\nlink: {page}\nmonthly: {page}-monthly\nreference: spring")
    assert isinstance(given, Donate)
    assert given.monthly == f"{page}-monthly?refcode=spring"
