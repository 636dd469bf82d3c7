"""One letter to a mailbox in a while, and a day's ceiling that slows down and closes nothing."""

from __future__ import annotations

import json
from dataclasses import replace

from functions.alerts.people.joining import Wish
from functions.alerts.sends.answer import Answer
from functions.services.joining import ask_to_join
from tests.fakes import FakeWorld
from tests.log_lines import lines_of
from tests.services.test_joining import WISH, ask, work, world


def ask_all(here: FakeWorld, wishes: list[Wish]) -> None:
    for wish in wishes:
        ask(here, wish)


def test_five_hundred_sign_ups_for_a_stranger_bring_one_letter() -> None:
    here = world()
    for number in range(500):
        address = f"Maria+{number}@people.example"
        ask_to_join(
            replace(WISH, address=address), source="join page", agreed_to="I do.", world=here
        )
    work(here)
    assert len(here.mailer.addresses) == 1


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
