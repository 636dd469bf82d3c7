from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.alerts.errors import NeverRetry
from functions.aws.identities import SesIdentities


class Ses:
    """Knows some identities, each verified or not."""

    def __init__(
        self,
        known: Mapping[str, bool],
        code: str = "NotFoundException",
        options: Mapping[str, bool] | None = None,
    ) -> None:
        self.code, self.known, self.options = code, known, options or {}

    def get_configuration_set(self, *, ConfigurationSetName: str) -> Any:  # noqa: N803 - AWS's
        return {"SendingOptions": self.options}

    def get_email_identity(self, *, EmailIdentity: str) -> Any:  # noqa: N803 - AWS's
        if EmailIdentity not in self.known:
            raise ClientError({"Error": {"Code": self.code}}, "GetEmailIdentity")
        return {"VerifiedForSendingStatus": self.known[EmailIdentity]}


@pytest.mark.parametrize(
    ("known", "verified"),
    [
        ({"icirr.example": True}, True),
        ({"mail.icirr.example": True}, True),
        ({"icirr.example": False}, False),
        ({"other.example": True}, False),
        ({"mail.icirr.example": False, "icirr.example": True}, True),
    ],
    ids=["the domain above", "its domain", "not yet", "another", "one of them"],
)
def test_a_sender_is_verified_by_itself_or_a_domain_above(
    known: dict[str, bool], verified: bool
) -> None:
    ses: Any = Ses(known)
    assert SesIdentities(ses).verified("alerts@mail.icirr.example") is verified


@pytest.mark.parametrize(
    ("options", "on"),
    [({}, True), ({"SendingEnabled": True}, True), ({"SendingEnabled": False}, False)],
)
def test_a_configuration_set_sends_unless_it_is_turned_off(
    options: dict[str, bool], on: bool
) -> None:
    ses: Any = Ses({}, options=options)
    assert SesIdentities(ses).sending("alerts") is on


def test_a_refusal_is_told() -> None:
    ses: Any = Ses({}, "AccessDeniedException")
    with pytest.raises(NeverRetry, match="AccessDenied"):
        SesIdentities(ses).verified("alerts@icirr.example")
