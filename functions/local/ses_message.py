"""From a draft to the message a recipient gets: the texts filled in, the `.eml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from functions.alerts.mail.eml import build_eml
from functions.local import handlebars
from functions.local.ses_draft import Draft
from functions.local.ses_events import Sent
from functions.local.ses_model import SesError


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message as it went out; `eml` is what the recipient's server gets."""

    sent: Sent
    html: str | None
    text: str | None
    eml: bytes


def make_mail(draft: Draft, message_id: str, at: datetime) -> Mail:
    """Render and build the message.

    Raises `handlebars.MissingValueError` when data lack, SesError for a subject of several lines.
    """
    subject, html, text = (_filled(p, draft.data) for p in (draft.subject, draft.html, draft.text))
    header = f"<{message_id}@email.amazonses.com>"
    if draft.raw is not None:
        eml, subject = _restamped(draft.raw, header, at)
    else:
        eml = _built(draft, (subject or "", html or "", text or ""), header, at)
    return Mail(sent=sent_of(draft, message_id, at, subject or ""), html=html, text=text, eml=eml)


def sent_of(draft: Draft, message_id: str, at: datetime, subject: str) -> Sent:
    """Note what events will repeat of the message, with the tags SES adds by itself."""
    domain = parseaddr(draft.sender)[1].rpartition("@")[2]
    tags = {"ses:source-ip": ("192.0.2.1",), "ses:from-domain": (domain,)}
    if draft.configuration_set:
        tags["ses:configuration-set"] = (draft.configuration_set,)
    tags |= {name: (value,) for name, value in draft.tags.items()}
    return Sent(
        message_id=message_id,
        at=at,
        sender=draft.sender,
        recipients=draft.recipients,
        subject=subject,
        tags=tags,
    )


def _built(draft: Draft, texts: tuple[str, str, str], message_id: str, at: datetime) -> bytes:
    subject, html, text = texts
    try:
        return build_eml(
            sender=draft.sender,
            to=", ".join(draft.destination.get("ToAddresses", ())),
            reply_to=", ".join(draft.reply_to) or draft.sender,
            subject=subject,
            html=html,
            text=text,
            headers=draft.headers,
            date=at,
            message_id=message_id,
        )
    except ValueError as problem:
        raise SesError("BadRequestException", f"Invalid header: {problem}") from problem


def _filled(template: str | None, data: Mapping[str, Any] | None) -> str | None:
    if template is None or data is None:
        return template
    return handlebars.render(template, data)


def _restamped(raw: bytes, message_id: str, at: datetime) -> tuple[bytes, str]:
    # SES overwrites these two headers of a raw message (developer guide, "Header fields").
    message = message_from_bytes(raw, policy=SMTP)
    for name, value in (("Date", format_datetime(at)), ("Message-ID", message_id)):
        del message[name]
        message[name] = value
    return message.as_bytes(), str(message["Subject"] or "")
