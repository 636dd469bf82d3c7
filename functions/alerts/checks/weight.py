"""How much HTML a mail has, held against what Gmail shows of it.

Gmail clips a message's HTML at about 102 KB (measured: github.com/hteumeuleu/email-bugs/issues/41)
and drops a `<style>` above 16 KB (…/issues/90). Draft ─► `check_weight` ─► findings
"""

from __future__ import annotations

import re

from functions.alerts.checks.draft import Draft, Said
from functions.alerts.mail.edition import Edition

CLIP, STYLE = 102 * 1024, 16 * 1024
NEAR = 92 * 1024  # room for another ask and its translation
# What a recipient's own link, with its signed token, adds to the field that stands for it.
LINK = 200

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_LINK_FIELD = re.compile(r"\(\((?:unsubscribe_url|preferences_url|filed_token)\)\)")


def check_weight(draft: Draft) -> None:
    """Report the heaviest edition if Gmail would clip it, or soon will; and too long styles."""
    if draft.compiled is None:
        return
    editions = draft.compiled.revision.editions
    octets, heaviest = max(((weight(one), one) for one in editions), key=lambda pair: pair[0])
    if octets > NEAR:
        _too_heavy(draft, heaviest, octets)
    style = len("".join(_STYLE.findall(heaviest.html)).encode())
    if style > STYLE:
        found = f"The style sheets have {style / 1024:.0f} KB; Gmail drops what has over 16."
        remedy = "Shorten templates/email/head.mjml."
        draft.reading.report((), found, remedy, "error", rule="mail-style")


def weight(edition: Edition) -> int:
    """The bytes of its HTML, as a recipient gets it."""
    html = edition.html
    return len(html.encode()) + LINK * len(_LINK_FIELD.findall(html))


def _too_heavy(draft: Draft, edition: Edition, octets: int) -> None:
    clipped = octets > CLIP
    longest = max(_texts(draft, edition.language), key=lambda said: len(said.text.encode()))
    have = f"The mail in “{edition.language}” has {octets / 1024:.0f} KB of HTML"
    where = f"the longest text is this one, with {len(longest.text.encode()) / 1024:.0f} KB"
    if clipped:
        found = f"{have}: Gmail cuts it off at 102 KB, and with it the link to unsubscribe."
        remedy = f"Leave out {(octets - CLIP) / 1024 + 1:.0f} KB; {where}."
    else:
        found = f"{have}, and Gmail cuts off what goes beyond 102 KB."
        remedy = f"Add nothing more, or shorten: {where}."
    draft.reading.report(
        longest.path, found, remedy, "warning" if clipped else "note", rule="mail-clipped"
    )


def _texts(draft: Draft, language: str) -> list[Said]:
    """The texts of a language; the original's where it has none of its own."""
    return [said for said in draft.said if said.language == language] or list(draft.said)
