"""What every mail of a sender carries, and whether SES takes it: headers and sizes, checked once.

Read by `message`, before the first recipient of an edition.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product

from functions.alerts.errors import Finding, InputError
from functions.alerts.mail.edition import Edition, Sender
from functions.alerts.mail.fields import (
    LINKS,
    LONGEST_NAME,
    NAMES,
    TOKENS,
    Fields,
    Values,
)
from functions.alerts.mail.header import mailbox, phrase

# The limits of SES v2 (API reference and service quotas); boto3 checks none of them.
MAX_DATA = 262_144  # characters of ReplacementTemplateData
MAX_REQUEST = 1_000_000  # bytes of a request with an inline template
MAX_HEADER = 995  # printable ASCII characters of a header's value

_ENTRIES = 50  # the most that share a request
# What a recipient adds beside the data: address, header values, tag and their JSON, rounded up.
_ENTRY_BYTES = 2_500
_PRINTABLE = re.compile(r"[ -~]+")
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SITE = re.compile(r"https://[A-Za-z0-9.:/_~%-]+")


def list_headers(sender: Sender) -> tuple[tuple[str, str], ...]:
    """Give the headers that all recipients share; List-Unsubscribe joins them per recipient.

    Raises InputError if the sender's site or name makes no valid header.
    """
    longest = f"<{sender.site}/u/{'A' * 48}?lang=zh-Hant>"
    if not _SITE.fullmatch(sender.site) or not _fits(longest):
        raise _wrong(
            "site",
            f"“{sender.site}” cannot stand in List-Unsubscribe: mailboxes take one https address"
            f" of printable ASCII and at most {MAX_HEADER} characters there (RFC 8058).",
            "Write it as site: https://alerts.example.org",
        )
    try:
        list_id = f"{phrase(sender.name)} <{sender.list_id}>"  # RFC 2919
    except ValueError:
        list_id = ""
    if not _fits(list_id):
        raise _wrong(
            "short_name",
            f"“{sender.name}” cannot stand in a header: it is longer than {MAX_HEADER} characters"
            " once encoded, or holds a control character or a line break.",
            "Write a short name on one line.",
        )
    return ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"), ("List-Id", list_id)


def from_header(sender: Sender) -> str:
    """Give the value of From; InputError if an address of the sender is not plain ASCII."""
    for field, address in (("from", sender.address), ("reply_to", sender.reply_to)):
        if not _fits(address) or "@" not in address or set(address) & set(" <>,;"):
            raise _wrong(
                field,
                f"“{address}” is no address that can stand in a header: SES takes ASCII only.",
                "Write it as alerts@example.org, the domain in its xn-- form if it has other"
                " letters.",
            )
    return mailbox(sender.name, sender.address)


def require_subject(edition: Edition) -> None:
    """Raise InputError for a subject that is not one line: the rest would be headers of its own."""
    if _BREAKS.search(edition.subject):
        raise InputError(
            Finding(
                level="error",
                file="campaign",
                line=None,
                field="subject",
                found=f"The {edition.language} subject holds a line break or a control character:"
                f" {edition.subject!r}.",
                remedy="Write the subject on one line.",
            )
        )


def require_size(edition: Edition, fields: Fields, sender: Sender) -> None:
    """Raise InputError for what SES would refuse with the longest names that are possible."""
    data = [json.dumps(fields.replacement(values)) for values in _extremes(sender)]
    template = fields.ses_template()
    parts = (template.subject, template.html, template.text)
    fixed = sum(len(json.dumps(part)) for part in parts)
    # The data is JSON inside JSON: quotes and backslashes double.
    entries = _ENTRIES * (_ENTRY_BYTES + max(len(json.dumps(one)) for one in data))
    if max(map(len, data)) > MAX_DATA or fixed + entries > MAX_REQUEST:
        raise _too_large(edition, fixed + entries, in_fields=entries > fixed)


def _extremes(sender: Sender) -> Iterator[Values]:
    """Recipients with the longest names, with none (then the fallbacks count), and between."""
    link = "x" * (len(sender.site) + 80)  # /u/, a token of 48 characters and ?lang=, with room
    heart = "\U0001f9e1"  # twelve characters in JSON: none takes more
    for names in product(("", heart * LONGEST_NAME), repeat=len(NAMES)):
        yield dict(zip(NAMES, names, strict=True)) | dict.fromkeys(LINKS + TOKENS, link)


def _too_large(edition: Edition, request: int, *, in_fields: bool) -> InputError:
    if in_fields:
        remedy = "Shorten the fallbacks in its ((fields)), or use the same one more than once."
    else:
        remedy = "Shorten the text, or put the long part on a page and link to it."
    return InputError(
        Finding(
            level="error",
            file="campaign",
            line=None,
            field=f"the {edition.language} edition",
            found=f"Fifty mails of it can make a request of {request:,} bytes; Amazon SES takes"
            f" {MAX_REQUEST:,}.",
            remedy=remedy,
        )
    )


def _wrong(field: str, found: str, remedy: str) -> InputError:
    return InputError(
        Finding(
            level="error",
            file="organization.yaml",
            line=None,
            field=field,
            found=found,
            remedy=remedy,
        )
    )


def _fits(value: str) -> bool:
    return len(value) <= MAX_HEADER and _PRINTABLE.fullmatch(value) is not None
