from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from functions.alerts.mail.passing import make_pass
from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.supporter import Supporter
from functions.services.fresh import LIFE
from functions.supporter_web import supporter_web
from functions.web.sources import FROM_VIEWER
from tests.fakes import FakeWorld
from tests.web.served import MARIA, event, world

FORM = {"content-type": "application/x-www-form-urlencoded"}
PERSON = replace(MARIA, last_name="Pérez <b>", zip="60618", source="join page")


def here() -> FakeWorld:
    made = world()
    made.supporters.put(PERSON)
    return made


def link(world: FakeWorld, supporter: Supporter = PERSON) -> str:
    until = world.now() + LIFE
    return f"/m/{make_pass('mine', supporter.id, until, world.nonce(), world.keyring)}"


def get(world: FakeWorld, where: str) -> str:
    return str(supporter_web(event("GET", where), world)["body"])


def post(world: FakeWorld, where: str, **fields: str) -> tuple[int, str]:
    body = urlencode(fields).encode()
    answer = supporter_web(event("POST", where, headers=FORM, body=body), world)
    return answer["statusCode"], answer["body"]


def hidden(body: str, name: str) -> str:
    found: list[str] = re.findall(rf'name="{name}" value="([^"]*)"', body)
    [value] = set(found)
    return value


def opened(world: FakeWorld) -> str:
    """The session of a link that was opened."""
    where = link(world)
    status, body = post(world, where, page=hidden(get(world, where), "page"))
    assert status == 200
    return hidden(body, "session")


def test_looking_at_the_link_shows_nothing_and_does_not_use_it_up() -> None:
    made = here()
    where = link(made)
    bodies = [get(made, where) for _ in range(3)]
    assert not any(text in body for body in bodies for text in (PERSON.email, "Pérez", "60618"))
    assert made.claims.stands == {}
    assert post(made, where, page=hidden(bodies[0], "page"))[0] == 200


def test_the_button_shows_all_that_is_kept() -> None:
    made = here()
    where = link(made)
    _, body = post(made, where, page=hidden(get(made, where), "page"))
    shown = (PERSON.email, "Pérez &lt;b&gt;", "60618", "DACA", "Español", "join page")
    assert [text for text in shown if text not in body] == []
    assert "<b>" not in body


def test_the_link_opens_once_but_a_second_click_is_no_second_time() -> None:
    made = here()
    where = link(made)
    mine, other = (hidden(get(made, where), "page") for _ in range(2))
    assert [post(made, where, page=mine)[0] for _ in range(2)] == [200, 200]
    assert post(made, where, page=other)[0] == 404
    made.advance(minutes=3)
    status, body = post(made, where, page=mine)
    assert (status, PERSON.email in body) == (404, False)
    assert 'action="/fresh?lang=en"' in body


def test_the_link_is_over_after_an_hour_and_the_session_after_half() -> None:
    made = here()
    where, session = link(made), opened(made)
    made.advance(minutes=29)
    assert post(made, "/mine", session=session, do="download")[0] == 200
    made.advance(minutes=1)
    assert post(made, "/mine", session=session, do="download")[0] == 404
    made.advance(minutes=30)
    assert post(made, where, page="a")[0] == 404


def test_name_and_zip_are_changed_and_the_audit_names_nobody() -> None:
    made = here()
    fields = {"first_name": " Ana\nMaría ", "last_name": "", "zip": "60619"}
    status, body = post(made, "/mine", session=opened(made), do="change", **fields)
    person = made.supporters.people[PERSON.id]
    assert (status, person.first_name, person.last_name) == (200, "Ana María", "")
    assert person.zip == "60619" and 'value="60619"' in body
    [entry] = made.ledger.entries
    assert (entry.who, entry.supporter) == ("themselves", PERSON.id)
    assert "Ana" not in entry.line()


@pytest.mark.parametrize("fields", [{"zip": "606"}, {"zip": "<b>"}, {"first_name": "x" * 300}])
def test_what_is_no_name_or_zip_changes_nothing(fields: dict[str, str]) -> None:
    made = here()
    assert post(made, "/mine", session=opened(made), do="change", **fields)[0] == 400
    assert made.supporters.people[PERSON.id] == PERSON


def test_everything_is_downloaded_as_json() -> None:
    made = here()
    status, body = post(made, "/mine", session=opened(made), do="download")
    told = json.loads(body)
    assert status == 200
    assert {told[key] for key in ("email", "zip")} == {PERSON.email, "60618"}
    assert told["topics"] == ["daca"]


def test_erasing_is_asked_twice_and_leaves_nobody() -> None:
    made = here()
    session = opened(made)
    _, body = post(made, "/mine", session=session, do="erase")
    assert made.supporters.people[PERSON.id] == PERSON
    again = hidden(body, "session")
    answers = [post(made, "/mine", session=again, do="erase-for-good") for _ in range(2)]
    assert answers[0] == answers[1] and answers[0][0] == 200
    assert PERSON.id not in made.supporters.people
    [hashed] = supporter_ids(PERSON.email, made.people_keyring)
    assert set(made.supporters.standing([PERSON.id, hashed]).values()) == {"erased"}
    assert {(left.id, left.status) for left in made.leavings.log} == {
        (PERSON.id, "erased"),
        (hashed, "erased"),
    }
    assert "We keep nothing about you." in post(made, "/mine", session=session, do="change")[1]


def test_no_other_token_opens_it() -> None:
    made = here()
    until = made.now() + LIFE
    wrong = [
        make_pass("session", PERSON.id, until, "s", made.keyring),
        make_pass("confirm", PERSON.id, until, "s", made.keyring),
        made.keyring.make("preferences", PERSON.id),
        "",
        "A" * 56,
    ]
    assert {post(made, f"/m/{token}", page="a")[0] for token in wrong} == {404}
    whole = make_pass("mine", PERSON.id, until, "s", made.keyring)
    for token in (whole, *wrong[1:]):
        assert post(made, "/mine", session=token, do="download")[0] == 404


def test_whoever_has_the_mail_asks_without_typing() -> None:
    made = here()
    token = made.keyring.make("preferences", PERSON.id)
    assert hidden(get(made, f"/p/{token}"), "preferences") == token
    status, _ = post(made, "/fresh", preferences=token)
    [message] = made.letter_queue.take()
    assert (status, message["kind"], message["supporter"]) == (200, "fresh", PERSON.id)


def test_an_address_on_the_list_and_one_that_is_not_get_the_same_answer_by_the_same_call() -> None:
    made = here()
    answers = [post(made, "/fresh", email=one) for one in (PERSON.email, "nobody@else.example")]
    assert answers[0] == answers[1] and answers[0][0] == 200
    first, second = made.letter_queue.take()
    assert first.keys() == second.keys()


def test_one_network_asks_for_so_many_links_an_hour() -> None:
    made = here()
    answers = [post(made, "/fresh", email=f"p{n}@people.example")[0] for n in range(61)]
    assert answers == [200] * FROM_VIEWER + [429]
    assert len(made.letter_queue.take()) == FROM_VIEWER
    assert get(made, "/fresh") and post(made, link(made), page="a")[0] == 200


@pytest.mark.parametrize("typed", ["", "maria", "a@b.example, c@d.example", "maría@x.example"])
def test_what_is_no_address_is_asked_for_again(typed: str) -> None:
    made = here()
    status, body = post(made, "/fresh", email=typed)
    assert (status, 'id="wrong"' in body, made.letter_queue.messages) == (400, True, [])


@pytest.mark.parametrize("where", ["/u/broken", "/p/broken", "/m/broken"])
def test_a_link_that_is_not_whole_leads_to_a_fresh_one(where: str) -> None:
    body = get(here(), where)
    assert 'action="/fresh?lang=en"' in body and 'name="email"' in body


def test_no_token_name_or_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    made = here()
    with caplog.at_level(logging.DEBUG, logger="alerts"):
        session = opened(made)
        post(made, "/fresh", email=PERSON.email)
        post(made, "/mine", session=session, do="change", first_name="Ana", zip="60619")
        post(made, "/mine", session=session, do="erase-for-good")
    told = " ".join(f"{r.getMessage()} {getattr(r, 'fields', '')}" for r in caplog.records)
    assert "supporter_changed" in told
    assert not [one for one in (session[:20], "Ana", "60619", PERSON.email) if one in told]
