from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.alerts.errors import NeverRetry
from functions.aws import clients
from functions.aws.ssm import KeyStore, read_keys, read_parameter

OURS, THEIRS = b"o" * 32, b"t" * 32
SINCE = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Parameters:
    """SSM with one secret, and eleven keys on two pages."""

    def __init__(self) -> None:
        self.put: list[dict[str, Any]] = []

    def get_parameter(self, *, Name: str, WithDecryption: bool) -> object:  # noqa: N803
        secrets = {("/alerts/keys", True): "the keys"}
        if (Name, WithDecryption) not in secrets:
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetParameter")
        return {"Parameter": {"Value": secrets[Name, WithDecryption]}}

    def get_parameters_by_path(
        self,
        *,
        Path: str,  # noqa: N803
        WithDecryption: bool,  # noqa: N803
        NextToken: str = "",  # noqa: N803
    ) -> dict[str, Any]:
        assert WithDecryption
        numbers = range(1, 10) if not NextToken else range(10, 12)
        found = [
            {"Name": f"{Path}/k{n:x}", "Value": f'{{"v": 1, "key": "{n:064x}"}}'} for n in numbers
        ]
        more = {} if NextToken else {"NextToken": "page 2"}
        return {"Parameters": [{**one, "LastModifiedDate": SINCE} for one in found], **more}

    def put_parameter(self, **asked: Any) -> None:
        self.put.append(asked)


@pytest.fixture
def store(aws: None, session: boto3.Session) -> KeyStore:
    return KeyStore(clients.ssm(session), "/action-alerts/dev")


def test_a_secret_is_read_decrypted() -> None:
    assert read_parameter(Parameters(), "/alerts/keys") == "the keys"


def test_a_parameter_that_cannot_be_read_is_named(aws: None, session: boto3.Session) -> None:
    with pytest.raises(NeverRetry, match="Could not read the parameter /alerts/keys"):
        read_parameter(clients.ssm(session), "/alerts/keys")


def test_keys_are_read_to_the_last_page() -> None:
    keys = read_keys(Parameters(), "/action-alerts/dev/keys/links")
    assert [key.id for key in keys] == [f"k{n:x}" for n in range(1, 12)]
    assert {key.since for key in keys} == {SINCE}


def test_a_key_is_stored_encrypted_with_a_note_and_overwrites_nothing() -> None:
    client = Parameters()
    KeyStore(client, "/action-alerts/dev").add("links", "k1", OURS, "made by ana")
    [asked] = client.put
    assert asked["Name"] == "/action-alerts/dev/keys/links/k1"
    assert (asked["Type"], asked["Overwrite"]) == ("SecureString", False)
    assert asked["Description"] == "made by ana"


def test_a_key_that_was_added_is_read_back_for_its_purpose_only(store: KeyStore) -> None:
    assert store.add("links", "k1", OURS, "made")
    [key] = store.keys("links")
    assert (key.id, key.secret) == ("k1", OURS)
    assert store.keys("filed") == []


def test_whoever_comes_second_is_told_and_changes_nothing(store: KeyStore) -> None:
    store.add("links", "k1", THEIRS, "made")
    assert not store.add("links", "k1", OURS, "made")
    assert [key.secret for key in store.keys("links")] == [THEIRS]


def test_an_answer_that_got_lost_is_not_somebody_else(store: KeyStore) -> None:
    store.add("links", "k1", OURS, "made")  # and botocore repeats the call
    assert store.add("links", "k1", OURS, "made")


def test_a_retired_key_keeps_its_id_and_loses_its_secret(store: KeyStore) -> None:
    store.add("links", "k1", OURS, "made")
    store.retire("links", "k1", "leaked")
    assert [(key.id, key.secret) for key in store.keys("links")] == [("k1", None)]
    assert not store.add("links", "k1", OURS, "made")


def test_the_first_releases_keys_are_found_where_they_were(store: KeyStore, aws: None) -> None:
    assert store.before() is None
    boto3.client("ssm").put_parameter(
        Name="/action-alerts/dev/token-keys", Value="{}", Type="SecureString"
    )
    assert store.before() == "{}"


def test_a_refusal_is_not_taken_for_an_absence() -> None:
    with pytest.raises(NeverRetry, match="AccessDenied"):
        KeyStore(Parameters(), "/action-alerts/dev").before()
