"""A mail that arrived, as saved from the mailbox: whether DKIM covers its unsubscribe headers.

RFC 8058, section 4: a mailbox offers one-click only if a valid DKIM signature covers
List-Unsubscribe and List-Unsubscribe-Post. SES adds the signature on its way, so only a mail that
went through it can tell. The signature's numbers are not checked here: the mailbox did that, and
wrote it into Authentication-Results.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr

from functions.alerts.health.domain import parse_tags
from functions.alerts.health.identity import covers
from functions.alerts.health.point import Point, note, unknown, well, wrong

MOST = 10_000_000  # bytes: SES takes no larger mail by its first API, and ours are a hundredth
_COVERED = ("list-unsubscribe", "list-unsubscribe-post")
_HTTPS = re.compile(r"<\s*(https://[^>\s]+)\s*>", re.IGNORECASE)


def check_mail(raw: bytes) -> Iterator[Point]:
    """The points about one saved mail, headers and all ("Show original", "View source")."""
    mail = message_from_bytes(raw[:MOST])
    author = parseaddr(_header(mail, "From"))[1].rpartition("@")[2].lower()
    if not author:
        yield unknown(
            "mail",
            "This is no whole mail: it has no From header.",
            "Save it with all headers: “Show original” and “Download original” in Gmail.",
        )
        return
    yield from _one_click(mail)
    yield from _signatures(mail, author)
    yield from _results(mail)


def _one_click(mail: Message) -> Iterator[Point]:
    uris = _HTTPS.findall(_header(mail, "List-Unsubscribe"))
    post = _header(mail, "List-Unsubscribe-Post").strip()
    if len(uris) == 1 and post == "List-Unsubscribe=One-Click":
        yield well("one-click", "List-Unsubscribe has one https address, and its Post header.")
        return
    what = f"{len(uris)} https addresses" if len(uris) != 1 else f"“{post}” as Post header"
    yield wrong(
        "one-click",
        f"List-Unsubscribe has {what}: mailboxes show no unsubscribe button.",
        "Save a mail of a send (`alerts send`, or `alerts test`) as it arrived. If it is one, an"
        " account-wide setting of SES rewrites its headers: subscription management must be off.",
    )


def _signatures(mail: Message, author: str) -> Iterator[Point]:
    all_tags = [parse_tags(re.sub(r"\s+", " ", one)) for one in _headers(mail, "DKIM-Signature")]
    if not all_tags:
        yield wrong(
            "DKIM",
            "The mail has no DKIM signature.",
            "Mend DKIM first: `alerts doctor` says how. A mail that was forwarded may lose it.",
        )
        return
    ours = [tags for tags in all_tags if _belongs(tags.get("d", ""), author)]
    if not ours:
        domains = ", ".join(tags.get("d", "?") for tags in all_tags)
        yield wrong(
            "DKIM",
            f"The mail is signed by {domains}, not by {author}: DMARC fails.",
            "Verify the domain of the from-address with SES, not the address alone.",
        )
    for tags in ours:
        yield _covering(tags)


def _covering(tags: Mapping[str, str]) -> Point:
    signed = {name.strip().lower() for name in tags.get("h", "").split(":")}
    missing = [name for name in _COVERED if name not in signed]
    if not missing:
        return well("DKIM", f"The signature of {tags['d']} covers both unsubscribe headers.")
    return wrong(
        "DKIM",
        f"The signature of {tags['d']} does not cover {' and '.join(missing)}: Gmail and Yahoo do"
        " not offer one-click, and count the mail as without it.",
        "Tell Amazon's support, with this mail: SES makes the signature, nothing here can.",
    )


def _results(mail: Message) -> Iterator[Point]:
    """What the mailbox itself found, if the mail went through one that says so (RFC 8601)."""
    told = " ".join(_headers(mail, "Authentication-Results")[:1])
    found = dict(re.findall(r"\b(dkim|spf|dmarc)=([a-z]+)", told.lower())[::-1])
    bad = sorted(f"{name} {result}" for name, result in found.items() if result != "pass")
    if bad:
        yield wrong(
            "mailbox",
            f"The mailbox that got it says: {', '.join(bad)}.",
            "`alerts doctor` looks at the records behind it.",
        )
    elif found:
        yield well("mailbox", f"The mailbox that got it says pass: {', '.join(sorted(found))}.")
    else:
        yield note(
            "mailbox",
            "The mail does not say what a mailbox made of its signature.",
            "Save it from where it arrived, not from the sent folder or from --outbox.",
        )


def _belongs(domain: str, author: str) -> bool:
    return bool(domain) and (covers(domain, author) or covers(author, domain))


def _header(mail: Message, name: str) -> str:
    return next(iter(_headers(mail, name)), "")


def _headers(mail: Message, name: str) -> list[str]:
    return [str(value) for value in mail.get_all(name) or ()]
