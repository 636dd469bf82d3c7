from __future__ import annotations

from dataclasses import replace

import pytest

from functions.alerts.errors import NeverRetry
from functions.alerts.mail.passing import read_pass
from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.supporter import Status, Supporter
from functions.services.fresh import MOST, ask_fresh, send_fresh
from tests.fakes import FakeWorld
from tests.sending import person
from tests.services.test_joining import world

ADDRESS = "maria@people.example"


def here(status: Status = "subscribed") -> FakeWorld:
    made = world()
    [who] = supporter_ids(ADDRESS, made.people_keyring)
    made.supporters.put(replace(person(1, status), id=who, email=ADDRESS, language="es"))
    return made


def only(here: FakeWorld) -> Supporter:
    [person] = here.supporters.people.values()
    return person


def asked(made: FakeWorld, address: str = ADDRESS) -> None:
    ask_fresh({"address": address}, made)
    for message in made.letter_queue.take():
        send_fresh(message, made)


def test_the_link_goes_to_the_address_on_the_list_in_its_language() -> None:
    made = here()
    asked(made, ADDRESS.upper())
    assert made.mailer.addresses == [ADDRESS]
    [request] = made.mailer.requests
    text = request["Content"]["Simple"]["Body"]["Text"]["Data"]
    token = text.partition("/m/")[2].partition("?")[0]
    link = read_pass("mine", token, made.now(), made.keyring)
    assert link is not None and link.supporter == only(made).id
    assert "?lang=es" in text


@pytest.mark.parametrize("status", ["complained", "bounced"])
def test_nobody_is_mailed_whom_no_mail_should_reach(status: Status) -> None:
    made = here(status)
    asked(made)
    assert made.mailer.addresses == []


def test_whoever_is_not_on_the_list_or_was_erased_gets_nothing() -> None:
    made = here()
    asked(made, "nobody@else.example")
    made.supporters.erase(only(made).id, made.now())
    asked(made)
    assert made.mailer.addresses == []


def test_one_letter_in_a_while_and_a_few_a_day() -> None:
    made = here()
    for _ in range(3):
        asked(made)
    assert len(made.mailer.addresses) == 1
    for _ in range(2 * MOST):
        made.advance(minutes=16)
        asked(made)
    assert len(made.mailer.addresses) == MOST


def test_while_ses_takes_no_letters_a_link_waits_and_uses_up_none_of_the_days() -> None:
    made = here()
    made.mailer.answers = [Answer(whole="throttled") for _ in range(2 * MOST)]
    asked(made)
    for _ in range(2 * MOST):
        made.advance(minutes=15)
        [message] = made.letter_queue.take()
        send_fresh(message, made)
    assert made.letter_queue.messages == []
    asked(made)
    assert len(made.mailer.requests) == 2 * MOST + 2


def test_a_message_that_names_nobody_is_refused() -> None:
    with pytest.raises(NeverRetry):
        send_fresh({"v": 1, "kind": "fresh", "nonce": "n"}, here())
