from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.alerts.mail.passing import make_pass
from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.supporter import PENDING, Status
from functions.supporter_web import supporter_web
from functions.web.join import JSON, _sources
from functions.web.sources import FROM_VIEWER
from tests.fakes import FakeWorld
from tests.sending import person
from tests.web.served import event, world

MARIA = "maria@people.example"
FORM = {"content-type": "application/x-www-form-urlencoded"}
TYPED = {"email": MARIA, "first_name": "María", "zip": "60601-1234", "language": "es"}
Change = Callable[[FakeWorld, str], None]


def post(
    here: FakeWorld,
    path: str = "/join",
    *,
    typed: dict[str, str] = TYPED,
    source: str = "192.0.2.7",
) -> dict[str, Any]:
    asked = event("POST", path, headers=FORM, body=urlencode(typed).encode())
    asked["requestContext"]["http"]["sourceIp"] = source
    return supporter_web(asked, here)


def send_json(here: FakeWorld, content: object) -> dict[str, Any]:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return supporter_web(
        event("POST", "/api/join", headers={"content-type": JSON}, body=body), here
    )


def stands_as(status: Status) -> Change:
    def put(here: FakeWorld, id: str) -> None:
        here.supporters.put(replace(person(7), id=id, email=MARIA, status=status))

    return put


def erased(here: FakeWorld, id: str) -> None:
    here.supporters.erase(id, here.now())


STANDINGS: dict[str, Change] = {
    "nobody": lambda here, id: None,
    "pending": stands_as("pending"),
    "subscribed": stands_as("subscribed"),
    "unsubscribed": stands_as("unsubscribed"),
    "bounced": stands_as("bounced"),
    "complained": stands_as("complained"),
    "erased": erased,
}


class Noting:
    """A stand-in that notes each call of what it stands for, with what it is called with."""

    def __init__(self, name: str, real: object, calls: list[object]) -> None:
        self._name, self._real, self._calls = name, real, calls

    def __getattr__(self, attribute: str) -> Any:
        real = getattr(self._real, attribute)

        def called(*told: object, **named: object) -> object:
            self._calls.append((self._name, attribute, told, named))
            return real(*told, **named)

        return called


def watched(change: Change) -> tuple[FakeWorld, list[object]]:
    here, calls = world(), list[object]()
    change(here, supporter_ids(MARIA, here.people_keyring)[0])
    for name in ("supporters", "ledger", "claims", "letter_queue", "mailer", "store", "leavings"):
        setattr(here, name, Noting(name, getattr(here, name), calls))
    return here, calls


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("ask", [post, lambda here: send_json(here, TYPED)], ids=["form", "json"])
def test_whoever_is_on_the_list_gets_the_same_answer_by_the_same_calls(
    standing: str, ask: Callable[[FakeWorld], dict[str, Any]]
) -> None:
    here, calls = watched(STANDINGS[standing])
    other, usual = watched(STANDINGS["nobody"])
    assert ask(here) == ask(other)
    assert calls == usual
    assert [call[:2] for call in calls] == [("letter_queue", "put")]  # type: ignore[index]


def test_a_form_becomes_one_message() -> None:
    here = world()
    assert post(here, "/join/daca?lang=es")["statusCode"] == 200
    [message] = here.letter_queue.messages
    assert (
        message["agreed_to"]
        == "Quiero recibir por correo electrónico las alertas de acción de ICIRR."
    )
    assert (message["address"], message["topics"], message["zip"]) == (MARIA, ["daca"], "60601")


def test_json_is_taken_as_the_form_is() -> None:
    here = world()
    answer = send_json(here, {"email": MARIA, "topics": ["daca"], "zip": None})
    assert (answer["statusCode"], answer["headers"]["access-control-allow-origin"]) == (202, "*")
    assert here.letter_queue.messages[0]["topics"] == ["daca"]


def test_a_browser_of_another_site_may_ask_for_json() -> None:
    answer = supporter_web(event("OPTIONS", "/api/join"), world())
    assert (answer["statusCode"], answer["headers"]["access-control-allow-methods"]) == (
        204,
        "POST",
    )


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"{", "form"),
        (b"[]", "form"),
        (b"[" * 5_000, "form"),
        (b'"' + b"x" * 9_000 + b'"', "form"),
        ({}, "email"),
        ({"email": 7}, "form"),
        ({"email": "no address"}, "email"),
        ({"email": "a@b.example,c@d.example"}, "email"),
        ({"email": "\ud800@people.example"}, "email"),
        ({"email": "x@\ud800.example"}, "email"),
        ({"email": "x@people.example\r\nBcc: y@people.example"}, "email"),
        ({"email": MARIA, "zip": "606"}, "zip"),
        ({"email": MARIA, "language": "tlh"}, "language"),
        ({"email": MARIA, "topics": ["nothing"]}, "topics"),
        ({"email": MARIA, "topics": "daca"}, "form"),
        ({"email": MARIA, "topics": [1]}, "form"),
    ],
    ids=str,
)
def test_what_cannot_be_taken_is_told_and_queues_nothing(content: object, field: str) -> None:
    here = world()
    answer = send_json(here, content)
    assert (answer["statusCode"], json.loads(answer["body"])["field"]) == (400, field)
    assert here.letter_queue.messages == []


@pytest.mark.parametrize(("name", "text"), [("email", "maria@"), ("zip", "606")])
def test_a_form_with_a_mistake_comes_back_as_it_was_typed(name: str, text: str) -> None:
    answer = post(world(), "/join?lang=es", typed={**TYPED, name: text})
    assert answer["statusCode"] == 400
    assert f'value="{text}"' in answer["body"] and 'value="María"' in answer["body"]
    assert answer["body"].count('aria-invalid="true" aria-describedby="wrong"') == 1


def test_what_was_typed_stays_text() -> None:
    typed = {"email": '"><script>alert(1)</script>', "first_name": "<b>$title</b>"}
    body = post(world(), typed=typed)["body"]
    assert "<script" not in body and "<b>" not in body and "&lt;b&gt;$title" in body


def test_a_program_that_fills_in_everything_gets_the_same_answer_and_no_letter() -> None:
    here, other = world(), world()
    trapped = post(here, typed={**TYPED, "comment": "Bob"})
    assert trapped == post(other)
    assert here.letter_queue.messages == []


def test_a_page_for_a_topic_that_is_not_there_is_none() -> None:
    assert supporter_web(event("GET", "/join/nothing"), world())["statusCode"] == 404
    assert post(world(), "/join/nothing")["statusCode"] == 404


@pytest.mark.parametrize("path", ["/join", "/join/daca"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_form_changes_nothing(method: str, path: str) -> None:
    here, calls = watched(STANDINGS["nobody"])
    assert supporter_web(event(method, path), here)["statusCode"] == 200
    assert calls == []


def test_one_network_signs_up_so_many_an_hour_and_then_again() -> None:
    here = world()
    answers = [post(here)["statusCode"] for _ in range(FROM_VIEWER + 1)]
    assert answers == [200] * FROM_VIEWER + [429]
    assert post(here, source="192.0.2.8")["statusCode"] == 200
    here.advance(hours=1)
    assert post(here)["statusCode"] == 200


def test_the_next_request_of_any_kind_forgets_who_signed_up_an_hour_ago() -> None:
    here = world()
    post(here)
    assert _sources[here]._counts
    here.advance(hours=1)
    supporter_web(event("GET", "/privacy"), here)
    assert (_sources[here]._counts, _sources[here]._salt) == ({}, b"")


def test_a_body_that_is_too_large_is_refused() -> None:
    assert post(world(), typed={**TYPED, "first_name": "x" * 20_000})["statusCode"] == 413


def test_no_line_of_the_log_tells_who_asked(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="alerts")
    here = world()
    for typed in (TYPED, {**TYPED, "comment": "x"}, {**TYPED, "zip": "1"}):
        post(here, "/join/daca", typed=typed)
    told = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert not any(secret in told for secret in (MARIA, "María", "60601", "192.0.2", "daca"))


def letter_link(here: FakeWorld) -> str:
    """A pending sign-up's link."""
    id = supporter_ids(MARIA, here.people_keyring)[0]
    now = here.now()
    here.supporters.put(
        replace(person(7), id=id, status="pending", agreed=now.isoformat(), email=MARIA)
    )
    return f"/c/{make_pass('confirm', id, now + PENDING, 'x', here.keyring)}"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_a_letters_link_confirms_nothing(method: str) -> None:
    here = world()
    link = letter_link(here)
    before = dict(here.supporters.people)
    assert supporter_web(event(method, link), here)["statusCode"] == 200
    assert (here.supporters.people, here.ledger.entries) == (before, [])


def test_the_button_confirms_and_leads_to_topics() -> None:
    here = world()
    link = letter_link(here)
    answers = [post(here, link, typed={"confirm": "yes"}) for _ in range(2)]
    assert [answer["statusCode"] for answer in answers] == [200, 200]
    assert 'href="/p/' in answers[1]["body"]
    assert {one.status for one in here.supporters.people.values()} >= {"subscribed"}


def test_after_a_week_the_page_says_how_to_begin_again() -> None:
    here = world()
    link = letter_link(here)
    here.advance(days=7)
    for answer in (
        supporter_web(event("GET", link), here),
        post(here, link, typed={"confirm": "yes"}),
    ):
        assert answer["statusCode"] == 404
        assert 'href="/join?lang=en"' in answer["body"]


@pytest.mark.parametrize("token", ["x", "A" * 56, "", "%00"])
def test_a_link_that_is_not_ours_opens_the_same_page(token: str) -> None:
    answer = supporter_web(event("GET", f"/c/{token}"), world())
    assert answer["statusCode"] == 404 and "/join" in answer["body"]


def test_a_post_without_the_buttons_field_confirms_nothing() -> None:
    here = world()
    assert post(here, letter_link(here), typed={"x": "y"})["statusCode"] == 400
    assert "subscribed" not in {
        one.status for one in here.supporters.people.values() if one.email == MARIA
    }
