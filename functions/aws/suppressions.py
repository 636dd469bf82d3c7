"""SES's own suppression list of the account: addresses it sends nothing to, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from functions.alerts.people.suppressed import Suppressed
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

# SES's reasons (SES API v2 reference, SuppressedDestination) in our words.
_STATUS = {"BOUNCE": "bounced", "COMPLAINT": "complained"}


class SesSuppressions:
    """`ports.Suppressions` over the account's SES."""

    def __init__(self, client: SESV2Client) -> None:
        self._client = client

    def all(self) -> Iterator[Suppressed]:
        """ListSuppressedDestinations, page after page."""
        asked: dict[str, Any] = {"PageSize": 1000}
        while True:
            with translated("read SES's suppression list"):
                page = self._client.list_suppressed_destinations(**asked)
            for found in page["SuppressedDestinationSummaries"]:
                status = _STATUS.get(found["Reason"])
                if status:
                    yield Suppressed(found["EmailAddress"], status)  # type: ignore[arg-type]
            if not page.get("NextToken"):
                return
            asked["NextToken"] = page["NextToken"]

    def find(self, address: str) -> Suppressed | None:
        """GetSuppressedDestination."""
        with translated("look at SES's suppression list"):
            try:
                found = self._client.get_suppressed_destination(EmailAddress=address)
            except ClientError as error:
                if code(error) != "NotFoundException":
                    raise
                return None
        one = found["SuppressedDestination"]
        return Suppressed(one["EmailAddress"], _STATUS.get(one["Reason"], "bounced"))  # type: ignore[arg-type]

    def remove(self, address: str) -> bool:
        """DeleteSuppressedDestination; it is harmless where nothing is."""
        with translated("take an address off SES's suppression list"):
            try:
                self._client.delete_suppressed_destination(EmailAddress=address)
            except ClientError as error:
                if code(error) != "NotFoundException":
                    raise
                return False
        return True
