"""A stand-in for SES, a real boto3 client of it, and short ways to send."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from functions.local.clock import Clock
from functions.local.ses import StandIn
from functions.local.ses_account import Account
from functions.local.ses_events import Event
from functions.local.ses_message import Mail


@dataclass
class Post:
    """A stand-in, its client, and what came out of it."""

    clock: Clock
    account: Account
    client: Any
    stand_in: StandIn
    mails: list[Mail]
    events: list[Event] = field(default_factory=list)

    def simple(self, to: str = "ana@people.example", **over: Any) -> str:
        """Send one plain message; the message id."""
        body = {"Text": {"Data": "Hello"}, "Html": {"Data": "<p>Hello</p>"}}
        content = {"Simple": {"Subject": {"Data": "News"}, "Body": body, "Headers": []}}
        request = {
            "FromEmailAddress": "Alerts <alerts@icirr.example>",
            "Destination": {"ToAddresses": [to]},
            "Content": content,
            "ConfigurationSetName": "alerts",
        }
        return str(self.client.send_email(**request | over)["MessageId"])

    def bulk(
        self, entries: list[dict[str, Any]], html: str = "<p>{{h0}}</p>", **over: Any
    ) -> list[dict[str, Any]]:
        """Send `entries` with an inline template; the results."""
        template = {
            "TemplateContent": {"Subject": "News", "Html": html, "Text": "Hello"},
            "TemplateData": '{"h0": "friend"}',
        }
        request = {
            "FromEmailAddress": "alerts@icirr.example",
            "DefaultContent": {"Template": template},
            "BulkEmailEntries": entries,
            "ConfigurationSetName": "alerts",
        }
        answer = self.client.send_bulk_email(**request | over)
        return list(answer["BulkEmailEntryResults"])

    def event_types(self) -> list[str]:
        """The events so far, by type."""
        return [event["eventType"] for event in self.events]


def entry(to: str = "ana@people.example", data: str | None = None, **over: Any) -> dict[str, Any]:
    """One entry of a bulk call."""
    made: dict[str, Any] = {"Destination": {"ToAddresses": [to]}}
    if data is not None:
        replacement = {"ReplacementTemplate": {"ReplacementTemplateData": data}}
        made["ReplacementEmailContent"] = replacement
    return made | over
