from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.alerts.errors import NeverRetry
from functions.aws.cognito import add_staff

ANA = "ana@icirr.example"


class Pool:
    """A user pool that remembers its people and their groups."""

    def __init__(self, code: str = "") -> None:
        self.mails: list[str] = []
        self.groups: set[tuple[str, str]] = set()
        self.code = code

    def admin_create_user(self, **asked: Any) -> None:
        name = asked["Username"]
        code = self.code or ("UsernameExistsException" if name in self.mails else "")
        if code:
            raise ClientError({"Error": {"Code": code}}, "AdminCreateUser")
        assert {"Name": "email_verified", "Value": "true"} in asked["UserAttributes"]
        self.mails.append(name)

    def admin_add_user_to_group(self, **asked: Any) -> None:
        self.groups.add((asked["Username"], asked["GroupName"]))


def test_the_first_admin_is_made_and_gets_one_mail() -> None:
    pool = Pool()
    assert add_staff(pool, "pool", ANA, "admin")
    assert (pool.mails, pool.groups) == ([ANA], {(ANA, "admin")})


def test_a_second_time_sends_no_mail_and_gives_the_group_that_was_missing() -> None:
    pool = Pool()
    pool.mails.append(ANA)  # made, and then the connection broke
    assert not add_staff(pool, "pool", ANA, "admin")
    assert (pool.mails, pool.groups) == ([ANA], {(ANA, "admin")})


def test_a_refusal_of_cognito_is_told_without_the_address() -> None:
    with pytest.raises(NeverRetry, match="InvalidParameterException") as refused:
        add_staff(Pool("InvalidParameterException"), "pool", ANA, "admin")
    assert ANA not in str(refused.value)


@pytest.mark.slow
def test_cognito_takes_the_calls(aws: None) -> None:
    client = boto3.client("cognito-idp")
    pool = client.create_user_pool(PoolName="staff")["UserPool"]["Id"]
    client.create_group(UserPoolId=pool, GroupName="admin")
    assert add_staff(client, pool, ANA, "admin")
    assert not add_staff(client, pool, ANA, "admin")
    assert len(client.list_users_in_group(UserPoolId=pool, GroupName="admin")["Users"]) == 1
