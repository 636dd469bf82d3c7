"""IAM: one role with whom it trusts and what it may do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from botocore.exceptions import ClientError

from functions.alerts.health.schedules import Role
from functions.aws.errors import code, translated


class Iam(Protocol):
    """The part of boto3's IAM client that is used."""

    def get_role(self, **asked: Any) -> Any:
        """Describe a role."""

    def list_role_policies(self, **asked: Any) -> Any:
        """List the names of its own policies."""

    def get_role_policy(self, **asked: Any) -> Any:
        """Read one of them."""


def read_role(client: Iam, name: str) -> Role | None:
    """The role with its inline policies, which are all that infra/ gives; None: there is none."""
    with translated(f"read the role {name}"):
        try:
            found = client.get_role(RoleName=name)["Role"]
        except ClientError as error:
            if code(error) != "NoSuchEntity":
                raise
            return None
        policies = client.list_role_policies(RoleName=name)["PolicyNames"]
        documents = [
            client.get_role_policy(RoleName=name, PolicyName=one)["PolicyDocument"]
            for one in policies
        ]
    return Role(
        name=name,
        trust=tuple(_statements(found["AssumeRolePolicyDocument"])),
        statements=tuple(one for document in documents for one in _statements(document)),
    )


def _statements(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    found = document.get("Statement", ())
    yield from ([found] if isinstance(found, Mapping) else found)
