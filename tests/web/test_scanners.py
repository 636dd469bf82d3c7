"""Link scanners follow every link of every mail, and press buttons: nothing is shown or changed."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from functools import cache
from html import unescape
from urllib.parse import urlencode, urlsplit

import pytest

from functions.alerts.content.organization import parse_organization
from functions.alerts.editions.compile import compile_revision
from functions.alerts.editions.letters import compile_letters
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.letter import KINDS, LetterKind, letter_request
from functions.alerts.mail.message import compose
from functions.alerts.mail.passing import make_pass
from functions.alerts.pages.publishing import look_of
from functions.services.fresh import LIFE
from functions.supporter_web import supporter_web
from tests.compiled import AWARD, loaded
from tests.fakes import FakeWorld
from tests.web.served import MARIA, event

FORM = {"content-type": "application/x-www-form-urlencoded"}
PERSON = replace(MARIA, email="maria@people.example", first_name="María-Ofelia", zip="60618")
SECRETS = (PERSON.email, PERSON.first_name, PERSON.zip)  # what a stranger must not learn
SITE = loaded(AWARD).organization.site
TEXT = loaded(AWARD).organization_text + "\ni_filed_it: yes\n"
ORGANIZATION = parse_organization(TEXT.encode(), "organization.yaml")
_FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)
_FIELD = re.compile(r'<(?:input|button)(?=[^>]*\bname="([^"]*)")(?=[^>]*\bvalue="([^"]*)")')


def here(*, filing: bool = True) -> FakeWorld:
    made = FakeWorld(PERSON)
    made.site.publish_look(replace(look_of(ORGANIZATION), i_filed_it=filing))
    made.site.publish_letters(compile_letters(ORGANIZATION, load_packs()))
    return made


def state(made: FakeWorld) -> object:
    """All that tells anything of anybody. What is queued or noted to limit letters does not."""
    stores = (made.supporters.people, made.leavings.log, made.ledger.entries)
    return copy.deepcopy(stores)


@cache
def alerts() -> tuple[str, ...]:
    """The HTML and text of an alert in both of its languages, with links to tell who filed."""
    compiled = compile_revision(loaded(AWARD).campaign, ORGANIZATION, load_packs())
    revision, keyring = compiled.revision, FakeWorld().keyring
    mails = [compose(one, revision.sender, PERSON, keyring) for one in revision.editions]
    return tuple(part for mail in mails for part in (mail.html, mail.text, str(mail.headers)))


def letter(kind: LetterKind, made: FakeWorld) -> str:
    """A letter as it goes out, with the link it is for."""
    until, keyring = made.now() + LIFE, made.keyring
    links = {
        "confirm": f"/c/{make_pass('confirm', PERSON.id, until, 's', keyring)}",
        "already": f"/p/{keyring.make('preferences', PERSON.id)}",
        "fresh": f"/m/{make_pass('mine', PERSON.id, until, 's', keyring)}",
    }
    letters = made.site.letters()
    assert letters is not None
    written = letters.get(kind, "es")
    return str(letter_request(written, letters.sender, "a@b.example", SITE + links[kind], ""))


def received(made: FakeWorld) -> list[str]:
    """The paths of our own that all mails link to, each once."""
    texts = [*alerts(), *(letter(kind, made) for kind in KINDS)]
    found = [url for text in texts for url in re.findall(r'https://[^\s"<>\'\\]+', unescape(text))]
    own = {url.removeprefix(SITE) for url in found if url.startswith(f"{SITE}/")}
    return sorted(one for one in own if one.count("/") > 1 and not one.startswith(("/a/", "/im")))


def ask(made: FakeWorld, method: str, where: str, body: bytes | None = None) -> str:
    headers = FORM if body is not None else {}
    answer = supporter_web(event(method, where, headers=headers, body=body), made)
    assert answer["statusCode"] in (200, 400, 404), (method, where)
    return str(answer["body"])


def test_the_mails_lead_to_every_page_behind_a_link() -> None:
    assert {one.split("/")[1] for one in received(here())} == {"u", "p", "c", "m", "f"}


def test_following_every_link_twice_shows_nothing_and_changes_nothing() -> None:
    made = here()
    before = state(made)
    for where in received(made):
        for method in ("GET", "HEAD", "GET", "HEAD"):
            body = ask(made, method, where)
            assert not [one for one in SECRETS if one in body], where
    assert state(made) == before
    assert (made.claims.stands, made.filed.noted, made.letter_queue.messages) == ({}, {}, [])


@pytest.mark.parametrize("filing", [False, True], ids=["as delivered", "i filed it"])
def test_a_strangers_buttons_show_nothing_and_change_nothing(filing: bool) -> None:
    """Whoever has a forwarded alert: all but to unsubscribe and to save, which links are for.

    Where the organization has "I filed it", its button is such a one too.
    """
    made = here(filing=filing)
    before = state(made)
    pressed = set()
    for where in received(made):
        if where.startswith(("/m/", "/c/")):
            continue  # of letters, which went to the address itself
        for form in _FORM.findall(ask(made, "GET", where)):
            action = re.search(r'action="([^"]*)"', form)
            target = unescape(action[1]) if action else where
            fields = dict(_FIELD.findall(form))
            if target.startswith("/u/") or (target == where and where.startswith("/p/")):
                continue
            body = ask(made, "POST", target, urlencode(fields).encode())
            assert not [one for one in SECRETS if one in body], target
            pressed.add(urlsplit(target).path.split("/")[1])
    assert pressed == ({"fresh", "f"} if filing else {"fresh"})
    assert state(made) == before
    assert bool(made.filed.noted) == filing


@pytest.mark.parametrize("session", ["", "A" * 56], ids=["none", "made up"])
@pytest.mark.parametrize("do", ["change", "download", "erase", "erase-for-good"])
def test_no_form_of_the_persons_page_works_without_its_session(do: str, session: str) -> None:
    made = here()
    before = state(made)
    body = ask(made, "POST", "/mine", urlencode({"do": do, "session": session}).encode())
    assert not [one for one in SECRETS if one in body]
    assert state(made) == before
