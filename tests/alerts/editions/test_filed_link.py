from __future__ import annotations

import re
from functools import cache

import pytest

from functions.alerts.content.organization import parse_organization
from functions.alerts.editions.compile import compile_revision
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Revision
from functions.alerts.mail.fields import field_problems
from functions.alerts.mail.message import Entry, bulk_request, compose, single_request
from functions.alerts.mail.token import parse_keys
from tests.alerts.mailing import SUPPORTER
from tests.compiled import AWARD, loaded
from tests.fakes import KEYS

RING = parse_keys(KEYS)


@cache
def revision(on: bool) -> Revision:
    read = loaded(AWARD)
    text = read.organization_text + ("\ni_filed_it: yes\n" if on else "")
    organization = parse_organization(text.encode(), "organization.yaml")
    return compile_revision(read.campaign, organization, load_packs()).revision


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_slip_has_a_link_of_ones_own_where_it_is_turned_on(language: str) -> None:
    edition = next(one for one in revision(True).editions if one.language == language)
    mail = compose(edition, revision(True).sender, SUPPORTER, RING)
    for part in (mail.html, mail.text):
        links = set(re.findall(r"https://\S+/f/([a-z0-9-]+)/([\w-]{48})\?lang=(\w\w)", part))
        assert {(posting, lang) for posting, _, lang in links} == {
            ("sb-35-2018-04-10", language),
            ("no-registry-act-2018-04-11", language),
        }
        assert {RING.read("filed", token) for _, token, _ in links} == {SUPPORTER.id}


def test_nothing_of_it_stands_in_a_mail_where_it_is_off() -> None:
    assert loaded(AWARD).organization.i_filed_it is False
    for edition in revision(False).editions:
        assert "/f/" not in edition.html + edition.text
        assert "filed_token" not in edition.html + edition.text


def test_bulk_and_single_calls_carry_the_same_link() -> None:
    edition, sender = revision(True).editions[0], revision(True).sender
    entry = Entry(SUPPORTER, "ref")
    bulk = str(bulk_request(edition, sender, [entry], "set", RING)["BulkEmailEntries"])
    single = str(single_request(edition, sender, entry, "set", RING))
    token = RING.make("filed", SUPPORTER.id)
    assert token in bulk and token in single


def test_staff_are_not_offered_its_field() -> None:
    [problem] = field_problems("((filed_token))")
    assert "is no field" in problem.found
