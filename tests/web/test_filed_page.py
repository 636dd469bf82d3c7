from __future__ import annotations

from dataclasses import replace

import pytest

from functions.alerts.sends.filed import Filed
from functions.supporter_web import supporter_web
from tests.fakes import FakeWorld
from tests.web.served import MARIA, event, world

FORM = {"content-type": "application/x-www-form-urlencoded"}
POSTING = "sb-35-2018-04-10"
PRESSED = b"filed=yes"


def here(on: bool = True) -> FakeWorld:
    made = world()
    look = made.site.look()
    assert look is not None
    made.site.publish_look(replace(look, i_filed_it=on))
    return made


def asked(made: FakeWorld, method: str, posting: str = POSTING, body: bytes = PRESSED) -> int:
    where = f"/f/{posting}/{made.keyring.make('filed', MARIA.id)}"
    sent = {"headers": FORM, "body": body} if method == "POST" else {}
    return int(supporter_web(event(method, where, **sent), made)["statusCode"])  # type: ignore[arg-type]


def test_the_button_stores_a_keyed_hash_and_no_id() -> None:
    made = here()
    assert [asked(made, "POST") for _ in range(2)] == [200, 200]
    [(posting, marks)] = made.filed.noted.items()
    assert posting == "sb-35@2018-04-10" and len(marks) == 1
    assert MARIA.id not in str(marks)
    told = Filed(posting, made.filed_keyring).among([MARIA.id[:2], MARIA.id[:2]], made.filed)
    assert (MARIA.id in told) == any(shard == MARIA.id[:2] for shard, _ in marks)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_stores_nothing_and_says_what_pressing_would(method: str) -> None:
    made = here()
    assert (asked(made, method), made.filed.noted) == (200, {})
    token = made.keyring.make("filed", MARIA.id)
    body = supporter_web(event("GET", f"/f/{POSTING}/{token}"), made)["body"]
    assert "a week after the hearing" in body and "not your name" in body


def test_it_is_missing_unless_the_organization_turned_it_on() -> None:
    made = here(on=False)
    assert [asked(made, method) for method in ("GET", "POST")] == [404, 404]
    assert made.filed.noted == {}


@pytest.mark.parametrize(
    "posting",
    ["sb-35", "sb-35-2018-02-30", "SB-35-2018-04-10", "x-2999-01-01", "-2018-04-10", "a" * 200],
)
def test_what_is_no_posting_is_missing(posting: str) -> None:
    made = here()
    assert (asked(made, "POST", posting), made.filed.noted) == (404, {})


def test_a_hearing_that_is_over_takes_no_more_marks() -> None:
    made = here()
    made.advance(days=3)
    assert (asked(made, "POST"), made.filed.noted) == (200, {})


def test_another_link_or_another_form_notes_nothing() -> None:
    made = here()
    other = f"/f/{POSTING}/{made.keyring.make('preferences', MARIA.id)}"
    sent = event("POST", other, headers=FORM, body=PRESSED)
    assert supporter_web(sent, made)["statusCode"] == 404
    assert asked(made, "POST", body=b"filed=no") == 400
    assert made.filed.noted == {}
