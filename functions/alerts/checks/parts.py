"""What every mail must hold, in both of its parts: the same links, the way out, the postal address.

The templates see to it; this looks at what came out of them. RFC 2046, 5.1.4 (both parts say the
same); CAN-SPAM (16 CFR 316.5: a way out and a postal address in every mail).
Draft ─► `check_parts` ─► findings
"""

from __future__ import annotations

import re
from html import unescape

from functions.alerts.checks.draft import Draft
from functions.alerts.mail.edition import Edition

_HREF = re.compile(r'href="([^"]+)"')
_TAG = re.compile(r"<[^>]*>")
_ISOLATES = re.compile("[\u200e\u200f\u2066-\u2069]")
_SAY = "The templates lost it: look at templates/email, and tell whoever maintains them."


def check_parts(draft: Draft) -> None:
    """Report what one part of a mail has and the other lacks, once per language."""
    if draft.compiled is None:
        return
    told: set[str] = set()
    for edition in draft.compiled.revision.editions:
        if edition.language in told:
            continue
        # The first edition of a language has all its asks; the others have some of them.
        told.add(edition.language)
        _check(draft, edition)


def _check(draft: Draft, edition: Edition) -> None:
    text = _squeezed(edition.text)
    links = {unescape(href) for href in _HREF.findall(edition.html)}
    lacking = sorted(link for link in links if not _is_said(link, text))
    # The logo leads to the organization's own site, and says so to nobody who sees no logo.
    lacking = [link for link in lacking if link != draft.organization.website]
    if lacking:
        found = f"The plain text in “{edition.language}” lacks a link of the mail: {lacking[0]}."
        draft.reading.report((), found, _SAY, "error", rule="parts-differ")
    html = _squeezed(unescape(_TAG.sub("", edition.html)))
    for name, part, whole in (("HTML", edition.html, html), ("plain text", edition.text, text)):
        if "((unsubscribe_url))" not in part:
            found = f"The {name} in “{edition.language}” has no link to unsubscribe."
            draft.reading.report((), found, _SAY, "error", rule="no-way-out")
        if _squeezed(draft.organization.in_language(edition.language).address) not in whole:
            found = f"The {name} in “{edition.language}” lacks the organization's postal address."
            draft.reading.report((), found, _SAY, "error", rule="no-postal-address")


def _is_said(link: str, text: str) -> bool:
    """A link stands there as it is; of a telephone number, its digits do."""
    if link.startswith(("mailto:", "tel:")):
        wanted = re.sub(r"\D", "", link)[-7:] if link.startswith("tel:") else link[7:]
        return wanted in (re.sub(r"\D", "", text) if link.startswith("tel:") else text)
    return _squeezed(link) in text


def _squeezed(text: str) -> str:
    return "".join(_ISOLATES.sub("", text).split())
