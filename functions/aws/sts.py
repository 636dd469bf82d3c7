"""STS: who is at the command line. The audit names this principal."""

from __future__ import annotations

from typing import Any, Protocol

from functions.aws.errors import translated


class Tokens(Protocol):
    """The one call of boto3's STS client that is used; it needs no permission."""

    def get_caller_identity(self) -> Any:
        """Say who calls."""


class Caller:
    """`ports.Caller` over the credentials in use."""

    def __init__(self, client: Tokens) -> None:
        self._client = client

    def name(self) -> str:
        """The ARN of the user or the assumed role with its session."""
        with translated("ask AWS who you are"):
            return str(self._client.get_caller_identity()["Arn"])
