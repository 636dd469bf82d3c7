"""The sample supporters have what the demo must survive."""

from __future__ import annotations

from functions.local.sample_supporters import sample_supporters, suppressed_address
from functions.local.ses_events import fate

PEOPLE = sample_supporters()


def test_there_are_200_different_people_at_addresses_that_belong_to_nobody() -> None:
    assert len({person.id for person in PEOPLE}) == 200
    assert len({person.email for person in PEOPLE}) == 200
    assert all(person.email.endswith(".example") and person.email.isascii() for person in PEOPLE)


def test_they_are_always_the_same() -> None:
    assert sample_supporters() == PEOPLE


def test_their_names_have_accents_apostrophes_angle_brackets_and_two_scripts() -> None:
    names = "".join(person.first_name + person.last_name for person in PEOPLE)
    assert set("éñŁĐ’'<&>\"\\{(") <= set(names)
    assert any("\u0600" <= letter <= "\u06ff" for letter in names)


def test_one_each_is_suppressed_unsubscribed_bouncing_and_complaining() -> None:
    fates = [fate(person.email) for person in PEOPLE]
    assert (fates.count("bounce"), fates.count("complaint")) == (1, 1)
    assert [person.status for person in PEOPLE].count("unsubscribed") == 1
    assert [person.email for person in PEOPLE].count(suppressed_address()) == 1


def test_most_read_english_and_many_spanish() -> None:
    languages = [person.language for person in PEOPLE]
    assert languages.count("en") > languages.count("es") > 50
