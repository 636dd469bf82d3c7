"""Keys in a warm function: known in time, asked for seldom, kept while SSM does not answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from functions import wiring
from functions.alerts.errors import NeverRetry, TryLater
from functions.alerts.mail.keys import retired_text, secret_text
from functions.alerts.mail.token import Keyring, RetiredKeyError, TokenError
from functions.aws import clients
from functions.settings import Settings


class Ssm:
    """One key of links, or a fault; counts how often it is asked."""

    def __init__(self) -> None:
        self.paths: list[object] = []
        self.keys = {"k1": "17" * 32}
        self.fault: Exception | None = None

    def get_parameters_by_path(self, **asked: object) -> dict[str, object]:
        self.paths.append(asked["Path"])
        if self.fault:
            raise self.fault
        since = datetime(2020, 1, 1, tzinfo=UTC)
        return {
            "Parameters": [
                {"Name": f"/k/{k}", "Value": _stored(v), "LastModifiedDate": since}
                for k, v in self.keys.items()
            ]
        }


def _stored(key: str) -> str:
    return secret_text(bytes.fromhex(key)) if key else retired_text("leaked")


@pytest.fixture
def ssm(monkeypatch: pytest.MonkeyPatch) -> Ssm:
    ssm = Ssm()
    monkeypatch.setattr(clients, "ssm", lambda session: ssm)
    return ssm


class Warm(wiring.World):
    """A world that stays warm on a clock that tests set."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 12, tzinfo=UTC)
        paths = Settings(token_keys="/alerts/keys/links", filed_keys="/alerts/keys/filed")
        super().__init__(paths, now=lambda: self.time)

    def after(self, minutes: float) -> Keyring:
        self.time += timedelta(minutes=minutes)
        self.reread_keys()
        return self.keyring


def test_a_warm_function_learns_of_a_new_key_within_five_minutes(ssm: Ssm) -> None:
    warm = Warm()
    link = Keyring({"k2": bytes.fromhex("18" * 32)}).make("unsubscribe", "a" * 32)
    with pytest.raises(TokenError):
        warm.after(0).read("unsubscribe", link)
    ssm.keys["k2"] = "18" * 32
    assert warm.after(5).read("unsubscribe", link) == "a" * 32


def test_keys_are_not_read_again_for_every_message(ssm: Ssm) -> None:
    warm = Warm()
    assert [ring is warm.keyring for ring in (warm.after(0), warm.after(2), warm.after(2))]
    assert len(ssm.paths) == 1


def test_keys_nobody_asked_for_are_not_read(ssm: Ssm) -> None:
    Warm().reread_keys()
    assert ssm.paths == []


def test_while_ssm_does_not_answer_the_keys_at_hand_go_on_working(ssm: Ssm) -> None:
    warm = Warm()
    ring = warm.after(0)
    ssm.fault = EndpointConnectionError(endpoint_url="https://ssm.us-east-2.amazonaws.com")
    assert [warm.after(6) is ring, warm.after(1) is ring] == [True, True]
    assert len(ssm.paths) == 2
    ssm.fault = None
    assert warm.after(5) is not ring


def test_a_function_that_lost_its_right_to_the_keys_says_so(ssm: Ssm) -> None:
    warm = Warm()
    warm.after(0)
    ssm.fault = ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetParametersByPath")
    with pytest.raises(NeverRetry, match="AccessDeniedException"):
        warm.after(6)


def test_each_purpose_has_its_own_path(ssm: Ssm) -> None:
    warm = Warm()
    assert warm.filed_keyring is not warm.keyring
    assert ssm.paths == ["/alerts/keys/filed", "/alerts/keys/links"]


def test_a_function_that_starts_while_ssm_does_not_answer_tries_again(ssm: Ssm) -> None:
    warm = Warm()
    ssm.fault = EndpointConnectionError(endpoint_url="https://ssm.us-east-2.amazonaws.com")
    with pytest.raises(TryLater):
        warm.after(0)
    ssm.fault = None
    assert warm.after(0).make("unsubscribe", "a" * 32)


def test_a_warm_function_refuses_a_retired_key_within_five_minutes(ssm: Ssm) -> None:
    warm = Warm()
    link = warm.after(0).make("unsubscribe", "a" * 32)
    ssm.keys["k2"], ssm.keys["k1"] = "18" * 32, ""
    with pytest.raises(RetiredKeyError):
        warm.after(5).read("unsubscribe", link)


def test_every_invocation_of_a_warm_function_asks_for_its_keys(
    ssm: Ssm, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm = Warm()
    monkeypatch.setitem(wiring._worlds, "send_batch", warm)
    before = wiring.world("send_batch").keyring
    assert wiring.world("send_batch").keyring is before
    warm.time += timedelta(minutes=5)
    assert wiring.world("send_batch").keyring is not before
