from __future__ import annotations

from dataclasses import replace

import pytest

from functions.alerts.editions.letters import compile_letters
from functions.alerts.errors import NeverRetry
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.letter import Letters
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
from tests.fake_stores import FakeSite
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


class Unpublished(FakeSite):
    """A bucket without letters: it has none to give, or refuses to say so."""

    def __init__(self, fault: NeverRetry | None) -> None:
        super().__init__()
        self._fault = fault

    def letters(self) -> Letters | None:
        if self._fault:
            raise self._fault
        return None


def id_of(here: FakeWorld, address: str = MARIA) -> str:
    return supporter_ids(address, here.people_keyring)[0]


def maria(status: Status, agreed: str = "") -> Supporter:
    return replace(
        person(7), id=id_of(FakeWorld()), email=MARIA, status=status, agreed=agreed, agreed_to=""
    )


def ask(here: FakeWorld, wish: Wish = WISH) -> None:
    ask_to_join(wish, source="join page", agreed_to="I want alerts.", world=here)
    work(here)


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


@pytest.mark.parametrize("fault", [None, NeverRetry("AccessDenied")], ids=["missing", "refused"])
def test_who_signs_up_before_anything_is_published_waits_for_it(
    fault: NeverRetry | None,
) -> None:
    here = world(letters_per_day="1")
    published, here.site = here.site, Unpublished(fault)
    ask(here)
    for _ in range(30):
        work(here)
    here.site = published
    assert (here.mailer.addresses, len(here.letter_queue.messages)) == ([], 1)
    lines = lines_of(lambda: work(here))
    assert here.mailer.addresses == [MARIA]
    assert not [line for line in lines if "above_ceiling" in line]


def test_what_was_asked_for_last_stands_when_its_letter_goes_out() -> None:
    here = world()
    ask(here, replace(WISH, first_name="Somebody's joke", topics=frozenset({"healthcare"})))
    ask(here, replace(WISH, first_name="Too soon: no letter says so"))
    assert here.supporters.people[id_of(here)].first_name == "Somebody's joke"
    here.advance(hours=12)
    ask(here)
    assert press(here, token(here))
    stands = here.supporters.people[id_of(here)]
    assert stands.first_name == "María" and stands.topics == {"daca"}


def test_a_letter_that_may_have_gone_out_is_not_sent_again() -> None:
    here = world()
    here.mailer.answers = [Answer(whole="unclear")]
    ask(here)
    assert here.letter_queue.messages == []


@pytest.mark.parametrize("message", [{"v": 1, "kind": "nothing"}, {"v": 1, "kind": "join"}])
def test_what_is_no_message_of_ours_is_refused(message: dict[str, object]) -> None:
    with pytest.raises(NeverRetry):
        send_letters(message, world())
