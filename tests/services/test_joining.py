from __future__ import annotations

import json
from dataclasses import replace

import pytest

from functions.alerts.editions.letters import compile_letters
from functions.alerts.errors import NeverRetry
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.passing import read_pass
from functions.alerts.people.address import supporter_ids
from functions.alerts.people.joining import Wish
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.supporter import Status, Supporter
from functions.campaign_files import load_organization
from functions.send_letters import send_letters
from functions.services.joining import ask_to_join, confirm
from functions.settings import Settings
from tests.compiled import ROOT
from tests.fakes import KEYS, FakeWorld
from tests.log_lines import lines_of
from tests.sending import person

MARIA = "maria@people.example"
WISH = Wish(address=MARIA, language="es", first_name="María", topics=frozenset({"daca"}))
STATUSES: tuple[Status, ...] = ("pending", "subscribed", "unsubscribed", "bounced", "complained")


def world(*people: Supporter, letters_per_day: str = "100") -> FakeWorld:
    made = FakeWorld(
        *people,
        settings=Settings(
            configuration_set="alerts",
            token_keys=KEYS,
            people_keys=KEYS,
            letters_per_day=letters_per_day,
            metrics="alerts/test",
        ),
    )
    organization = load_organization(ROOT / "campaigns/organization.yaml")
    made.site.publish_letters(compile_letters(organization, load_packs()))
    return made


def id_of(here: FakeWorld, address: str = MARIA) -> str:
    return supporter_ids(address, here.people_keyring)[0]


def maria(status: Status, agreed: str = "") -> Supporter:
    return replace(
        person(7), id=id_of(FakeWorld()), email=MARIA, status=status, agreed=agreed, agreed_to=""
    )


def ask(here: FakeWorld, wish: Wish = WISH) -> None:
    ask_to_join(wish, source="join page", agreed_to="I want alerts.", world=here)
    work(here)


def ask_all(here: FakeWorld, wishes: list[Wish]) -> None:
    for wish in wishes:
        ask(here, wish)


def work(here: FakeWorld) -> None:
    """Let the function behind the queue take what is there now."""
    for message in here.letter_queue.take():
        send_letters(message, here)


def token(here: FakeWorld) -> str:
    """What the last letter links to."""
    text = here.mailer.requests[-1]["Content"]["Simple"]["Body"]["Text"]["Data"]
    [link] = [line for line in text.splitlines() if "/c/" in line]
    return str(link.partition("/c/")[2].partition("?")[0])


def press(here: FakeWorld, link: str) -> bool:
    read = read_pass("confirm", link, here.now(), here.keyring)
    return read is not None and confirm(
        read, source="join page", agreed_to="I want alerts.", world=here
    )


def test_who_signs_up_waits_and_gets_a_letter_in_their_language() -> None:
    here = world()
    ask(here)
    stands = here.supporters.people[id_of(here)]
    assert (stands.status, stands.agreed_to) == ("pending", "I want alerts.")
    assert stands.topics == {"daca"}
    assert here.mailer.addresses == [MARIA]
    assert here.mailer.requests[0]["Content"]["Simple"]["Subject"]["Data"].startswith("Confirme")


def test_nothing_that_was_typed_stands_in_the_letter() -> None:
    here = world()
    spam = replace(WISH, first_name="Buy pills", zip="60601", topics=frozenset({"daca"}))
    ask(here, spam)
    plain = world()
    ask(plain)
    told = [str(one.mailer.requests[0]).replace(token(one), "") for one in (here, plain)]
    assert told[0] == told[1]
    assert "Buy pills" not in told[0] and "60601" not in told[0]


def test_a_letter_says_that_a_machine_wrote_it_and_names_the_configuration_set() -> None:
    here = world()
    ask(here)
    [request] = here.mailer.requests
    assert request["Content"]["Simple"]["Headers"] == [
        {"Name": "Auto-Submitted", "Value": "auto-generated"}
    ]
    assert request["ConfigurationSetName"] == "alerts"


def test_the_button_subscribes_and_pressed_twice_it_is_as_once() -> None:
    here = world()
    ask(here)
    link = token(here)
    here.advance(days=6)
    assert press(here, link) and press(here, link)
    stands = here.supporters.people[id_of(here)]
    assert (stands.status, stands.agreed) == ("subscribed", here.now().isoformat())
    assert [entry.what for entry in here.ledger.entries] == ["confirmed"]


def test_a_link_works_for_a_week() -> None:
    here = world()
    ask(here)
    link = token(here)
    here.advance(days=7)
    assert not press(here, link)
    assert here.supporters.people[id_of(here)].status == "pending"


def test_a_link_for_another_purpose_confirms_nothing() -> None:
    here = world()
    ask(here)
    leave = here.keyring.make("unsubscribe", id_of(here))
    assert not press(here, leave) and not press(here, token(here)[:-1] + "A")


@pytest.mark.parametrize("status", ["bounced", "complained"])
def test_whom_no_mail_should_reach_gets_none_and_stays_as_they_are(status: Status) -> None:
    here = world(maria(status))
    ask(here)
    assert here.mailer.addresses == []
    assert here.supporters.people[id_of(here)] == maria(status)


def test_who_was_erased_gets_no_letter_and_is_not_entered_again() -> None:
    here = world()
    here.supporters.erase(id_of(here), here.now())
    ask(here)
    assert (here.mailer.addresses, here.supporters.people) == ([], {})


def test_who_is_on_the_list_is_told_so_and_nothing_changes() -> None:
    here = world(maria("subscribed"))
    ask(here)
    simple = here.mailer.requests[0]["Content"]["Simple"]
    assert simple["Subject"]["Data"].startswith("Usted ya recibe")
    assert "/p/" in simple["Body"]["Text"]["Data"]
    assert here.supporters.people[id_of(here)] == maria("subscribed")


def test_who_left_comes_back_by_their_own_button_alone() -> None:
    here = world(maria("unsubscribed", agreed="2017-01-01T00:00:00+00:00"))
    ask(here)
    assert here.supporters.people[id_of(here)].status == "unsubscribed"
    assert press(here, token(here))
    stands = here.supporters.people[id_of(here)]
    assert (stands.status, stands.source) == ("subscribed", "join page")


def test_an_old_link_does_not_undo_a_later_leaving() -> None:
    here = world()
    ask(here)
    link = token(here)
    here.advance(hours=1)
    assert press(here, link)
    here.supporters.suppress(id_of(here), "unsubscribed")
    assert not press(here, link)
    assert here.supporters.people[id_of(here)].status == "unsubscribed"


def test_five_hundred_sign_ups_for_a_stranger_bring_one_letter() -> None:
    here = world()
    for number in range(500):
        address = f"Maria+{number}@people.example"
        ask_to_join(
            replace(WISH, address=address), source="join page", agreed_to="I do.", world=here
        )
    work(here)
    assert len(here.mailer.addresses) == 1


def test_asking_again_the_next_morning_brings_a_letter_whose_link_lasts_a_week() -> None:
    here = world()
    ask(here)
    here.advance(days=5)
    ask(here)
    link = token(here)
    here.advance(days=6)
    assert len(here.mailer.addresses) == 2
    assert press(here, link)


def test_a_message_that_ses_did_not_take_is_tried_again_later() -> None:
    here = world()
    here.mailer.answers = [Answer(whole="throttled")]
    ask(here)
    assert here.letter_queue.delays == [900]
    work(here)
    assert here.mailer.addresses == [MARIA, MARIA] and here.letter_queue.messages == []


def test_a_letter_that_may_have_gone_out_is_not_sent_again() -> None:
    here = world()
    here.mailer.answers = [Answer(whole="unclear")]
    ask(here)
    assert here.letter_queue.messages == []


def test_above_the_ceiling_letters_go_out_slowly_and_it_is_told() -> None:
    here = world(letters_per_day="24")
    wishes = [replace(WISH, address=f"m{number}@people.example") for number in range(30)]
    lines = lines_of(lambda: ask_all(here, wishes))
    assert len(here.mailer.addresses) == 24 + 1
    assert len(here.letter_queue.messages) == 5
    told = [json.loads(line) for line in lines if "letters_above_ceiling" in line]
    assert told[0]["ConfirmationCeiling"] == 1


def test_everybody_who_waits_gets_their_letter_in_the_end() -> None:
    here = world(letters_per_day="24")
    for number in range(30):
        ask(here, replace(WISH, address=f"m{number}@people.example"))
    for _ in range(100):
        here.advance(minutes=15)
        work(here)
    assert len(set(here.mailer.addresses)) == 30


def test_who_waits_for_three_days_is_given_up() -> None:
    here = world()
    here.mailer.answers = [Answer(whole="daily_quota")] * 2
    ask(here)
    here.advance(days=3)
    work(here)
    assert here.letter_queue.messages == []


def test_no_more_wait_than_can_be_served_in_time() -> None:
    here = world(letters_per_day="1")
    for number in range(20):
        ask(here, replace(WISH, address=f"m{number}@people.example"))
    assert len(here.letter_queue.messages) == 6


@pytest.mark.parametrize("message", [{"v": 1, "kind": "nothing"}, {"v": 1, "kind": "join"}])
def test_what_is_no_message_of_ours_is_refused(message: dict[str, object]) -> None:
    with pytest.raises(NeverRetry):
        send_letters(message, world())
