"""SSM parameters: secrets that must stand in no template and no environment.

Signing keys are SecureStrings under AWS's own key (`alias/aws/ssm`), which needs no grant, and one
parameter each: `/action-alerts/<stage>/keys/<purpose>/<id>`. SSM has no conditional write, but
creating is one: whoever comes second is told, and nobody's key is ever written over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from botocore.exceptions import ClientError

from functions.alerts.mail.keys import (
    KeyPurpose,
    StoredKey,
    parse_stored,
    retired_text,
    secret_text,
)
from functions.aws.errors import code, translated


class Parameters(Protocol):
    """The calls of boto3's SSM client that are used, with AWS's names."""

    def get_parameter(self, *, Name: str, WithDecryption: bool) -> Any:  # noqa: N803
        """Read one parameter."""

    def get_parameters_by_path(
        self,
        *,
        Path: str,  # noqa: N803
        WithDecryption: bool,  # noqa: N803
        NextToken: str = ...,  # noqa: N803
    ) -> Any:
        """Read up to ten parameters under a path."""

    def put_parameter(
        self,
        *,
        Name: str,  # noqa: N803
        Value: str,  # noqa: N803
        Type: str,  # noqa: N803
        Overwrite: bool,  # noqa: N803
        Description: str,  # noqa: N803
    ) -> Any:
        """Create a parameter, or give it another version."""


def read_parameter(client: Parameters, name: str) -> str:
    """The decrypted value of a SecureString parameter; NeverRetry if there is none."""
    with translated(f"read the parameter {name}"):
        answer = client.get_parameter(Name=name, WithDecryption=True)
    return str(answer["Parameter"]["Value"])


def find_parameter(client: Parameters, name: str) -> str | None:
    """Like `read_parameter`, None if there is none."""
    with translated(f"read the parameter {name}"):
        try:
            answer = client.get_parameter(Name=name, WithDecryption=True)
        except ClientError as error:
            if code(error) != "ParameterNotFound":
                raise
            return None
    return str(answer["Parameter"]["Value"])


def read_keys(client: Parameters, path: str) -> list[StoredKey]:
    """All keys under `/…/keys/<purpose>`, also retired ones; none if nobody made any."""
    return [
        parse_stored(name.rpartition("/")[2], value, since)
        for name, value, since in _under(client, path)
    ]


class KeyStore:
    """The signing keys of one stage; for the command line. `root` is `/action-alerts/<stage>`."""

    def __init__(self, client: Parameters, root: str) -> None:
        self._client, self._root = client, root

    def before(self) -> str | None:
        """The one parameter that held all keys in 0.1, as JSON; None if there is none."""
        return find_parameter(self._client, f"{self._root}/token-keys")

    def keys(self, purpose: KeyPurpose) -> list[StoredKey]:
        """The keys of a purpose."""
        return read_keys(self._client, f"{self._root}/keys/{purpose}")

    def add(self, purpose: KeyPurpose, key_id: str, secret: bytes, why: str) -> bool:
        """Store a new key; whether this very one stands there now. Nothing is ever overwritten."""
        name, value = f"{self._root}/keys/{purpose}/{key_id}", secret_text(secret)
        with translated(f"make the parameter {name}"):
            try:
                self._put(name, value, why, overwrite=False)
            except ClientError as error:
                if code(error) != "ParameterAlreadyExists":
                    raise
            else:
                return True
        # Somebody was first, or this was: botocore repeats a call whose answer was lost.
        return read_parameter(self._client, name) == value

    def retire(self, purpose: KeyPurpose, key_id: str, why: str) -> None:
        """Put a note in the place of a key. Twice is once."""
        name = f"{self._root}/keys/{purpose}/{key_id}"
        with translated(f"retire the parameter {name}"):
            self._put(name, retired_text(why), why, overwrite=True)

    def _put(self, name: str, value: str, why: str, *, overwrite: bool) -> None:
        self._client.put_parameter(
            Name=name, Value=value, Type="SecureString", Overwrite=overwrite, Description=why
        )


def _under(client: Parameters, path: str) -> Iterator[tuple[str, str, datetime]]:
    more: dict[str, str] = {}
    while True:
        with translated(f"read the parameters under {path}"):
            answer = client.get_parameters_by_path(Path=path, WithDecryption=True, **more)
        for one in answer["Parameters"]:
            yield str(one["Name"]), str(one["Value"]), one["LastModifiedDate"]
        if not answer.get("NextToken"):
            return
        more = {"NextToken": answer["NextToken"]}
