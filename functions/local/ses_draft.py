"""What a call to SES asks to send, one draft per message, and the limits every draft must hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from functions.local import handlebars
from functions.local.ses_model import SesError

Parameters = Mapping[str, Any]

MAX_RECIPIENTS = 50  # SES v2 API, SendEmail: To, Cc and Bcc together
MAX_HEADERS = 15  # SES v2 API, MessageHeader
MAX_TEMPLATE_REQUEST = 1_000_000  # "1 MB" in SES's guide: this holds however it is meant
TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")  # SES v2 API, MessageTag
# SES writes these itself and refuses them as custom headers.
RESERVED = frozenset(
    {
        *("from", "to", "cc", "bcc", "reply-to", "return-path", "sender", "subject"),
        *("date", "message-id", "mime-version"),
        *("content-disposition", "content-transfer-encoding", "content-type"),
    }
)
_ADDRESS = re.compile(r"[!-;=?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message as a call asks for it. `data` None: the texts stand as they are, no template."""

    sender: str
    destination: Mapping[str, Sequence[str]]
    reply_to: Sequence[str] = ()
    subject: str = ""
    html: str | None = None
    text: str | None = None
    data: Mapping[str, Any] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None  # a whole message, instead of the parts above
    tags: Mapping[str, str]
    configuration_set: str | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """List everyone who gets it: To, Cc and Bcc."""
        kinds = ("ToAddresses", "CcAddresses", "BccAddresses")
        return tuple(address for kind in kinds for address in self.destination.get(kind, ()))


def read_single(asked: Parameters) -> Draft:
    """Read what SendEmail asks for: simple, raw or templated content."""
    content = asked["Content"]
    common: dict[str, Any] = {
        "sender": asked.get("FromEmailAddress", ""),
        "destination": asked.get("Destination", {}),
        "reply_to": asked.get("ReplyToAddresses", ()),
        "tags": _tags(asked.get("EmailTags", ())),
        "configuration_set": asked.get("ConfigurationSetName"),
    }
    if "Raw" in content:
        return Draft(raw=content["Raw"]["Data"], **common)
    if "Simple" in content:
        simple = content["Simple"]
        body = {kind: part["Data"] for kind, part in simple["Body"].items()}
        return Draft(
            subject=simple["Subject"]["Data"],
            html=body.get("Html"),
            text=body.get("Text"),
            headers=_headers(simple.get("Headers", ())),
            **common,
        )
    template = content.get("Template", {})
    return Draft(**_template(template), headers=_headers(template.get("Headers", ())), **common)


def read_entry(asked: Parameters, entry: Parameters) -> Draft | None:
    """Read one entry of SendBulkEmail; None when its template data is no JSON object.

    Default data and headers hold where the entry does not replace them, key by key.
    """
    template = asked["DefaultContent"].get("Template", {})
    replacement = entry.get("ReplacementEmailContent", {}).get("ReplacementTemplate", {})
    content = _template(template)
    try:
        content["data"] |= handlebars.read_data(replacement.get("ReplacementTemplateData"))
    except ValueError:
        return None
    headers = {n.lower(): (n, v) for n, v in _headers(template.get("Headers", ()))}
    own = _headers(entry.get("ReplacementHeaders", ()))
    headers |= {name.lower(): (name, value) for name, value in own}
    return Draft(
        sender=asked.get("FromEmailAddress", ""),
        destination=entry["Destination"],
        reply_to=asked.get("ReplyToAddresses", ()),
        headers=tuple(headers.values()),
        tags=_tags(asked.get("DefaultEmailTags", ())) | _tags(entry.get("ReplacementTags", ())),
        configuration_set=asked.get("ConfigurationSetName"),
        **content,
    )


def check_draft(draft: Draft) -> None:
    """Raise SesError for what no account may send: bad addresses, tags, headers, templates."""
    if not draft.recipients:
        raise _bad("At least one recipient is required.")
    if len(draft.recipients) > MAX_RECIPIENTS:
        raise _bad(f"Recipient count exceeds {MAX_RECIPIENTS}.")
    for address in (draft.sender, *draft.recipients, *draft.reply_to):
        _check_address(address)
    for name, value in draft.tags.items():
        if not (TAG.fullmatch(name) and TAG.fullmatch(value)):
            raise _bad(f"Invalid tag {name}={value}: only A-Z, a-z, 0-9, _ and - (at most 256).")
    if len(draft.headers) > MAX_HEADERS:
        raise _bad(f"Message headers exceed {MAX_HEADERS}.")
    for name, _ in draft.headers:
        if name.lower() in RESERVED:
            raise _bad(f"Header {name} is written by SES and cannot be a custom header.")
    for part in (draft.subject, draft.html, draft.text) if draft.data is not None else ():
        _check_template(part or "")


def _template(template: Mapping[str, Any]) -> dict[str, Any]:
    if "TemplateContent" not in template:
        name = template.get("TemplateName", "")
        raise SesError("NotFoundException", f"Template {name} does not exist; use TemplateContent.")
    content = template["TemplateContent"]
    try:
        data = handlebars.read_data(template.get("TemplateData"))
    except ValueError as problem:
        raise SesError("BadRequestException", f"Invalid TemplateData: {problem}") from problem
    subject, html, text = (content.get(part) for part in ("Subject", "Html", "Text"))
    return {"subject": subject or "", "html": html, "text": text, "data": data}


def _tags(tags: Any) -> dict[str, str]:
    return {tag["Name"]: tag["Value"] for tag in tags}


def _headers(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple((header["Name"], header["Value"]) for header in headers)


def _check_address(written: str) -> None:
    if not written.isascii():
        raise _bad(f"Address contains non-ASCII characters: {written!r}.")
    if not _ADDRESS.fullmatch(parseaddr(written)[1]):
        missing = "Missing final '@domain'" if "@" not in written else "Illegal address"
        raise _bad(f"{missing}: {written!r}.")


def _check_template(template: str) -> None:
    try:
        handlebars.check(template)
    except handlebars.TemplateError as problem:
        raise _bad(f"Invalid template: {problem}") from problem


def _bad(message: str) -> SesError:
    return SesError("BadRequestException", message)
