"""SES's identities: the senders that Amazon has verified. Asked before a launch only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client


class SesIdentities:
    """`ports.Identities` over the account's SES."""

    def __init__(self, client: SESV2Client) -> None:
        self._client = client

    def verified(self, address: str) -> bool:
        """GetEmailIdentity of the address, its domain, and the domains above."""
        return any(self._is_verified(name) for name in _names(address))

    def sending(self, configuration_set: str) -> bool:
        """GetConfigurationSet; on, unless somebody turned it off."""
        with translated("look at the configuration set"):
            found = self._client.get_configuration_set(ConfigurationSetName=configuration_set)
        return found.get("SendingOptions", {}).get("SendingEnabled", True)

    def _is_verified(self, name: str) -> bool:
        with translated("ask SES for a verified sender"):
            try:
                found = self._client.get_email_identity(EmailIdentity=name)
            except ClientError as error:
                if code(error) != "NotFoundException":
                    raise
                return False
        return found["VerifiedForSendingStatus"]


def _names(address: str) -> Iterator[str]:
    """What may be verified for an address; a domain covers those under it (SES guide)."""
    yield address
    domain = address.rpartition("@")[2]
    while "." in domain:
        yield domain
        domain = domain.partition(".")[2]
