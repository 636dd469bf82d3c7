"""SSM parameters: secrets that must stand in no template and no environment."""

from __future__ import annotations

from typing import Any, Protocol

from functions.aws.errors import translated


class Parameters(Protocol):
    """The one call of boto3's SSM client that is used."""

    def get_parameter(self, *, Name: str, WithDecryption: bool) -> Any:  # noqa: N803 – AWS's names
        """Read one parameter."""


def read_parameter(client: Parameters, name: str) -> str:
    """The decrypted value of a SecureString parameter; NeverRetry if there is none."""
    with translated(f"read the parameter {name}"):
        answer = client.get_parameter(Name=name, WithDecryption=True)
    return str(answer["Parameter"]["Value"])
