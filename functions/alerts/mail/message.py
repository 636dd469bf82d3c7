"""One edition and its supporters → what SES is asked to send: headers, fields, both request forms.

edition + sender ─► (prepared once) ─► bulk_request    50 supporters, one SendBulkEmail
                                    └► compose ─► single_request    one supporter, one SendEmail
                                               └► the mail that `preview` shows
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from functions.alerts.mail.edition import Edition, Sender
from functions.alerts.mail.envelope import from_header, list_headers, require_size, require_subject
from functions.alerts.mail.fields import Fields, Values, clean_name
from functions.alerts.mail.token import Keyring
from functions.alerts.sends.supporter import Supporter

MAX_ENTRIES = 50  # recipients of one SendBulkEmail, SES v2 API; boto3 does not check it


@dataclass(frozen=True, slots=True)
class Entry:
    """One recipient of a call; `ref` comes back in SES's events (A-Z, a-z, 0-9, `_`, `-`)."""

    supporter: Supporter
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One mail to one supporter, whole. `sender` is a From header's value; headers are ASCII."""

    sender: str
    to: str
    reply_to: str
    subject: str
    html: str
    text: str
    headers: tuple[tuple[str, str], ...]


def compose(edition: Edition, sender: Sender, supporter: Supporter, keyring: Keyring) -> Message:
    """Write the mail that `supporter` gets from this edition.

    For previews and tests: a supporter with the id NOBODY, and PREVIEW_KEYS where no secret is.
    Raises InputError if the edition cannot be mailed by SES or the sender makes no valid header.
    """
    prepared = _prepare(edition, sender)
    values = _values(prepared, supporter, sender, keyring)
    subject, html, text = prepared.fields.render(values)
    return Message(
        sender=prepared.sender,
        to=supporter.email,
        reply_to=sender.reply_to,
        subject=subject,
        html=html,
        text=text,
        headers=(_unsubscribe(values), *prepared.headers),
    )


def single_request(
    edition: Edition, sender: Sender, entry: Entry, configuration_set: str, keyring: Keyring
) -> dict[str, Any]:
    """Give the arguments of SES v2's SendEmail for one recipient; InputError as `compose`."""
    message = compose(edition, sender, entry.supporter, keyring)
    return {
        "FromEmailAddress": message.sender,
        "ReplyToAddresses": [message.reply_to],
        "Destination": {"ToAddresses": [message.to]},
        "Content": {
            "Simple": {
                "Subject": _utf8(message.subject),
                "Body": {"Html": _utf8(message.html), "Text": _utf8(message.text)},
                "Headers": [_header(*header) for header in message.headers],
            }
        },
        "EmailTags": [{"Name": "ref", "Value": entry.ref}],
        "ConfigurationSetName": configuration_set,
    }


def bulk_request(
    edition: Edition,
    sender: Sender,
    entries: Sequence[Entry],
    configuration_set: str,
    keyring: Keyring,
) -> dict[str, Any]:
    """Give the arguments of SES v2's SendBulkEmail for 1 to 50 recipients of one edition.

    Each of them gets exactly the mail of `single_request`. InputError as `compose`.
    """
    if not 1 <= len(entries) <= MAX_ENTRIES:
        raise ValueError(f"SendBulkEmail takes 1 to {MAX_ENTRIES} recipients, not {len(entries)}.")
    prepared = _prepare(edition, sender)
    return {
        "FromEmailAddress": prepared.sender,
        "ReplyToAddresses": [sender.reply_to],
        "DefaultContent": {"Template": prepared.template},
        "BulkEmailEntries": [_bulk_entry(prepared, sender, entry, keyring) for entry in entries],
        "ConfigurationSetName": configuration_set,
    }


def require_mailable(edition: Edition, sender: Sender) -> None:
    """Raise InputError if SES could not mail this edition: ask it before a revision is released.

    A field that does not exist raises FieldError.
    """
    _prepare(edition, sender)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """All that is the same for every recipient of an edition."""

    fields: Fields
    sender: str
    query: str  # of its links: the pages speak the mail's language, which its holder knows anyway
    headers: tuple[tuple[str, str], ...]
    bulk_headers: tuple[dict[str, str], ...]
    template: dict[str, Any]
    asks_who_filed: bool


# A worker mails few editions at a time: the languages of one or two sends, around a deadline.
@lru_cache(maxsize=32)
def _prepare(edition: Edition, sender: Sender) -> _Prepared:
    fields = Fields(edition.subject, edition.html, edition.text)
    template = fields.ses_template()
    headers = list_headers(sender)
    require_subject(edition)
    require_size(edition, fields, sender)
    content = {"Subject": template.subject, "Html": template.html, "Text": template.text}
    return _Prepared(
        fields=fields,
        sender=from_header(sender),
        query=f"?lang={edition.language}",
        headers=headers,
        bulk_headers=tuple(_header(*header) for header in headers),
        asks_who_filed="filed_token" in fields.names,
        template={"TemplateContent": content, "TemplateData": json.dumps(dict(template.defaults))},
    )


def _bulk_entry(
    prepared: _Prepared, sender: Sender, entry: Entry, keyring: Keyring
) -> dict[str, Any]:
    values = _values(prepared, entry.supporter, sender, keyring)
    data = json.dumps(prepared.fields.replacement(values))
    return {
        "Destination": {"ToAddresses": [entry.supporter.email]},
        "ReplacementHeaders": [_header(*_unsubscribe(values)), *prepared.bulk_headers],
        "ReplacementTags": [{"Name": "ref", "Value": entry.ref}],
        "ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": data}},
    }


def _values(prepared: _Prepared, supporter: Supporter, sender: Sender, keyring: Keyring) -> Values:
    leave = keyring.make("unsubscribe", supporter.id)
    choose = keyring.make("preferences", supporter.id)
    # Most mails have no such link: they do without its hash.
    filed = keyring.make("filed", supporter.id) if prepared.asks_who_filed else ""
    return {
        "filed_token": filed,
        "first_name": clean_name(supporter.first_name),
        "last_name": clean_name(supporter.last_name),
        "unsubscribe_url": f"{sender.site}/u/{leave}{prepared.query}",
        "preferences_url": f"{sender.site}/p/{choose}{prepared.query}",
    }


def _unsubscribe(values: Values) -> tuple[str, str]:
    # RFC 8058: exactly one https URI, and it is the one that the POST goes to.
    return "List-Unsubscribe", f"<{values['unsubscribe_url']}>"


def _header(name: str, value: str) -> dict[str, str]:
    return {"Name": name, "Value": value}


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
