from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from functions.alerts.errors import TryLater
from functions.alerts.mail.token import NOBODY, PREVIEW_KEYS, Keyring, Purpose
from functions.supporter_web import supporter_web
from functions.web.request import MOST_BYTES
from tests.fakes import FakeWorld
from tests.web.served import MARIA, event, path, world

ONE_CLICK = b"List-Unsubscribe=One-Click"
FORM = {"content-type": "application/x-www-form-urlencoded"}
BOUNDARY = {"Content-Type": 'multipart/form-data; boundary="b0"'}
MULTIPART = (
    b'--b0\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
    b"One-Click\r\n--b0--\r\n"
)
PURPOSES: tuple[Purpose, ...] = ("unsubscribe", "preferences")


def status_of(world: FakeWorld) -> str:
    return world.supporters.people[MARIA.id].status


def state(world: FakeWorld) -> object:
    return world.supporters.people, world.leavings.log


@pytest.mark.parametrize("encoded", [True, False], ids=["base64", "plain"])
@pytest.mark.parametrize(
    ("headers", "body"), [(FORM, ONE_CLICK), (BOUNDARY, MULTIPART)], ids=["urlencoded", "multipart"]
)
def test_one_post_unsubscribes(headers: dict[str, str], body: bytes, encoded: bool) -> None:
    here = world()
    asked = event("POST", path(here, "unsubscribe"), headers=headers, body=body, encoded=encoded)
    answer = supporter_web(asked, here)
    assert (answer["statusCode"], answer["body"]) == (200, "Unsubscribed.\n")
    assert "set-cookie" not in answer["headers"] and "location" not in answer["headers"]
    assert status_of(here) == "unsubscribed"


def test_a_leaving_is_logged_once_however_often_somebody_clicks() -> None:
    here = world()
    asked = event("POST", path(here, "unsubscribe"), headers=FORM, body=ONE_CLICK)
    answers = [supporter_web(asked, here) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert [left.status for left in here.leavings.log] == ["unsubscribed"]


def test_somebody_who_is_erased_gets_the_same_answer() -> None:
    here = world()
    asked = event("POST", path(here, "unsubscribe"), headers=FORM, body=ONE_CLICK)
    first = supporter_web(asked, here)
    here.supporters.erase(MARIA.id, here.now())
    assert supporter_web(asked, here) == first
    assert here.supporters.people == {}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_looking_changes_nothing(method: str, purpose: Purpose) -> None:
    here = world()
    answers = [supporter_web(event(method, path(here, purpose)), here) for _ in range(2)]
    assert [answer["statusCode"] for answer in answers] == [200, 200]
    assert (method == "HEAD") == (answers[0]["body"] == "")
    assert (here.supporters.people, here.leavings.log) == ({MARIA.id: MARIA}, [])


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_page_shows_nothing_that_is_stored(purpose: Purpose) -> None:
    here, other = world(), world()
    other.supporters.put(
        replace(MARIA, language="ar", topics=frozenset({"healthcare"}), status="complained")
    )
    shown = [supporter_web(event("GET", path(one, purpose)), one) for one in (here, other)]
    assert shown[0] == shown[1]
    assert MARIA.email not in shown[0]["body"] and MARIA.first_name not in shown[0]["body"]


def test_the_button_of_the_page_answers_with_a_page() -> None:
    here = world()
    body = ONE_CLICK + b"&page=yes"
    asked = event("POST", path(here, "unsubscribe", "?lang=es"), headers=FORM, body=body)
    answer = supporter_web(asked, here)
    assert "<h1>Su suscripción está cancelada</h1>" in answer["body"]
    assert status_of(here) == "unsubscribed"


def test_topics_and_language_are_replaced() -> None:
    here = world()
    body = b"topic=healthcare&topic=welcoming-illinois&language=ar"
    answer = supporter_web(event("POST", path(here, "preferences"), headers=FORM, body=body), here)
    assert answer["statusCode"] == 200
    topics = frozenset({"healthcare", "welcoming-illinois"})
    assert here.supporters.people[MARIA.id] == replace(MARIA, topics=topics, language="ar")


def test_nothing_ticked_leaves_everything_as_it_is() -> None:
    here = world()
    answer = supporter_web(
        event("POST", path(here, "preferences"), headers=FORM, body=b"language="), here
    )
    assert (answer["statusCode"], here.supporters.people[MARIA.id]) == (200, MARIA)


def test_a_choice_brings_nobody_back() -> None:
    here = world()
    here.supporters.suppress(MARIA.id, "unsubscribed")
    supporter_web(event("POST", path(here, "preferences"), headers=FORM, body=b"topic=daca"), here)
    assert status_of(here) == "unsubscribed"


@pytest.mark.parametrize(
    "body", [b"topic=secret", b"language=tlh", b"language=en&language=es", b"topic=daca%00"]
)
def test_only_what_is_offered_can_be_chosen(body: bytes) -> None:
    here = world()
    answer = supporter_web(event("POST", path(here, "preferences"), headers=FORM, body=body), here)
    assert (answer["statusCode"], here.supporters.people[MARIA.id]) == (400, MARIA)


def links() -> dict[str, str]:
    here = world()
    token = here.keyring.make("unsubscribe", MARIA.id)
    foreign = Keyring({"k1": b"\x01" * 32}).make("unsubscribe", MARIA.id)
    return {
        "tampered": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "cut": token[:-4],
        "longer": token + "A",
        "foreign": foreign,
        "other purpose": here.keyring.make("preferences", MARIA.id),
        "empty": "",
        "huge": "A" * 5_000,
        "not ascii": "ü" * 48,
        "header": token + "\r\nSet-Cookie: a=b",
        "forged with the previews' key": "",
    } | {"forged with the previews' key": PREVIEW_KEYS.make("unsubscribe", MARIA.id)}


@pytest.mark.parametrize("token", links().values(), ids=links())
def test_a_link_that_is_not_ours_changes_nothing(token: str) -> None:
    here = world()
    answer = supporter_web(event("POST", f"/u/{token}", headers=FORM, body=ONE_CLICK), here)
    assert answer["statusCode"] in (200, 404)
    assert "not" in answer["body"] and answer["body"] != "Unsubscribed.\n"
    assert (here.supporters.people, here.leavings.log) == ({MARIA.id: MARIA}, [])
    assert not {"set-cookie", "location"} & answer["headers"].keys()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_link_of_a_test_mail_says_so(method: str) -> None:
    here = world()
    token = PREVIEW_KEYS.make("unsubscribe", NOBODY)
    answer = supporter_web(event(method, f"/u/{token}", headers=FORM, body=ONE_CLICK), here)
    assert answer["statusCode"] == 200
    assert "<h1>This link is from a test mail</h1>" in answer["body"]


def test_a_link_of_a_retired_key_says_so() -> None:
    here = world()
    retired = Keyring({"k9": b"\x09" * 32}).make("unsubscribe", MARIA.id)
    here.keyring = Keyring({"k1": b"\x17" * 32}, retired=("k9",))
    answer = supporter_web(event("GET", f"/u/{retired}"), here)
    assert answer["statusCode"] == 404
    assert "<h1>This link is switched off</h1>" in answer["body"]


def refusals() -> dict[str, tuple[int, str, str, dict[str, str], bytes]]:
    long = b"a=" + b"b" * MOST_BYTES
    odd = {"content-type": "multipart/form-data; boundary=b0\r\nBcc: x"}
    return {
        "nowhere": (404, "GET", "/", {}, b""),
        "wrong method": (405, "DELETE", "{u}", FORM, ONE_CLICK),
        "options": (405, "OPTIONS", "{u}", {}, b""),
        "no type": (415, "POST", "{u}", {}, ONE_CLICK),
        "json": (415, "POST", "{u}", {"content-type": "application/json"}, b"{}"),
        "empty form": (400, "POST", "{u}", FORM, b""),
        "something else": (400, "POST", "{u}", FORM, b"List-Unsubscribe=No"),
        "too large": (413, "POST", "{u}", FORM, long),
        "too many fields": (400, "POST", "{p}", FORM, b"topic=daca&" * 101),
        "no boundary": (400, "POST", "{u}", {"content-type": "multipart/form-data"}, MULTIPART),
        "odd boundary": (400, "POST", "{u}", odd, MULTIPART),
        "not utf-8": (400, "POST", "{u}", FORM, b"\xff=\xfe"),
    }


@pytest.mark.parametrize("name", refusals())
def test_what_cannot_be_done_is_refused_with_a_page(name: str) -> None:
    status, method, where, headers, body = refusals()[name]
    here = world()
    where = where.format(u=path(here, "unsubscribe"), p=path(here, "preferences"))
    answer = supporter_web(event(method, where, headers=headers, body=body), here)
    assert answer["statusCode"] == status
    assert "<h1>" in answer["body"]
    assert (here.supporters.people, here.leavings.log) == ({MARIA.id: MARIA}, [])


def test_when_the_log_cannot_be_written_nothing_is_said_to_be_done() -> None:
    here = world()
    here.leavings.faults = [TryLater("S3 is away.")]
    asked = event("POST", path(here, "unsubscribe"), headers=FORM, body=ONE_CLICK)
    assert supporter_web(asked, here)["statusCode"] == 503
    assert status_of(here) == "subscribed"
    assert supporter_web(asked, here)["statusCode"] == 200
    assert status_of(here) == "unsubscribed"


def test_without_a_look_there_is_still_a_page() -> None:
    here = FakeWorld(MARIA)
    answer = supporter_web(event("GET", path(here, "unsubscribe")), here)
    assert "you get no more action alerts from <bdi>this organization</bdi>" in answer["body"]


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("?lang=ar", "es", "ar"),
        ("", "de, es-MX;q=0.8, en;q=0.9", "en"),
        ("", "es-MX", "es"),
        ("?lang=tlh", "", "en"),
        ("", ";;q=,\x00" * 50, "en"),
        ("?lang=" + "x-" * 400, "es;q=0", "en"),
    ],
)
def test_the_page_speaks_the_mails_language_or_the_browsers(
    query: str, accepted: str, language: str
) -> None:
    here = world()
    asked = event("GET", path(here, "unsubscribe", query), headers={"Accept-Language": accepted})
    answer = supporter_web(asked, here)
    assert answer["headers"]["content-language"] == language
    assert (
        f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in answer["body"]
    )


def test_every_page_is_private_and_runs_nothing() -> None:
    headers = supporter_web(event("GET", path(here := world(), "preferences")), here)["headers"]
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "form-action 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "script" not in policy
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["x-content-type-options"] == "nosniff"


def test_no_token_topic_or_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    here, token = world(), ""
    with caplog.at_level(logging.DEBUG, logger="alerts"):
        for purpose in PURPOSES:
            token = path(here, purpose)
            body = ONE_CLICK + b"&topic=healthcare&language=ar"
            supporter_web(event("POST", token, headers=FORM, body=body), here)
            supporter_web(event("POST", token[:-2], headers=FORM, body=body), here)
    told = " ".join(f"{r.getMessage()} {getattr(r, 'fields', '')}" for r in caplog.records)
    assert "supporter_left" in told and "choice_stored" in told
    assert not [one for one in (token[3:20], "healthcare", MARIA.email, "192.0.2.7") if one in told]


def test_what_people_change_stands_in_the_audit_by_id() -> None:
    here = world()
    supporter_web(event("POST", path(here, "preferences"), headers=FORM, body=b"language=es"), here)
    click = event("POST", path(here, "unsubscribe"), headers=FORM, body=ONE_CLICK)
    for _ in range(2):
        supporter_web(click, here)
    noted = [(line.who, line.what, line.reason) for line in here.ledger.audit_of(MARIA.id)]
    assert noted == [("themselves", "choose", ""), ("themselves", "unsubscribe", "")]


def test_who_leaves_has_left_although_the_audit_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = world()

    def fail(entry: object) -> None:
        raise TryLater("throttled")

    monkeypatch.setattr(here.ledger, "write_audit", fail)
    click = event("POST", path(here, "unsubscribe"), headers=FORM, body=ONE_CLICK)
    assert supporter_web(click, here)["statusCode"] == 200
    assert here.supporters.people[MARIA.id].status == "unsubscribed"
