"""How an organization looks and is named in its mails: colours, logo, postal address, sender.

ParsedOrganization ─► `check_appearance` ─► findings in organization.yaml
"""

from __future__ import annotations

import re

from functions.alerts.checks.pictures import check_alt
from functions.alerts.content.organization import Organization, ParsedOrganization
from functions.alerts.editions.palette import (
    INK,
    MINIMUM,
    NIGHT,
    WHITE,
    Palette,
    contrast,
    palette,
)
from functions.alerts.errors import Mistake
from functions.alerts.reading.validation import Reading

# Below this a button is words on the page: nobody sees where it begins. (WCAG 2.2, 1.4.11 wants 3:1
# only of what is not told in words; a button of ours is.)
SHAPE = 1.3

# Everybody's mailbox: nobody else can sign for it, and Gmail puts what says so into spam
# (support.google.com/a/answer/81126, “don't impersonate Gmail From: headers”).
MAILBOXES = frozenset((
    "gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "rocketmail.com", "aol.com",
    "hotmail.com", "outlook.com", "live.com", "msn.com", "icloud.com", "me.com", "mac.com",
    "proton.me", "protonmail.com", "comcast.net", "att.net", "sbcglobal.net", "verizon.net",
    "gmx.com", "mail.com", "zoho.com", "fastmail.com",
))  # fmt: skip

# What templates/email writes on what, as names of Palette or as colours; a test holds it to them.
PAIRS: tuple[tuple[str, str], ...] = (
    (INK, WHITE), (INK, "tint"), (INK, "shade"), ("#445060", "tint"), ("#3f4b59", "shade"),
    ("#4a5665", WHITE), ("link", WHITE), ("link", "tint"), ("link", "shade"), ("on_main", "main"),
    ("on_accent", "accent"), ("alarm", "alarm_tint"), ("night_ink", "night_card"),
    ("night_ink", "night_page"), ("night_muted", "night_card"), ("night_muted", "night_page"),
    ("night_link", "night_card"), ("night_link", "night_page"), ("night_alarm", "night_page"),
    ("on_night_main", "night_main"),
)  # fmt: skip


def check_appearance(parsed: ParsedOrganization) -> None:
    """Report colours nobody can read, a logo without words, no address, a sender that fails."""
    reading, organization = parsed.reading, parsed.organization
    _colors(reading, organization)
    if organization.logo:
        words = organization.logo.alt
        check_alt(reading, ("logo", "alt"), words, organization.logo, organization.language)
    _address(reading, organization)
    _sender(reading, organization)


def unreadable(colors: Palette) -> tuple[tuple[str, str], ...]:
    """The pairs of words and surface below 4.5:1 (WCAG 2.2, 1.4.3): none of a right palette."""
    return tuple(pair for pair in PAIRS if contrast(*(_color(colors, one) for one in pair)) < 4.5)


def _color(colors: Palette, name: str) -> str:
    return name if name.startswith("#") else str(getattr(colors, name))


def _colors(reading: Reading, organization: Organization) -> None:
    main, accent = organization.colors.main, organization.colors.accent
    colors = palette(main, accent)
    for words, surface in unreadable(colors):
        found = f"{words} on {surface} has less contrast than 4.5:1: many cannot read it."
        remedy = "The palette failed at these colours; take darker ones."
        reading.report(("colors",), found, remedy, "error", rule="contrast")
    ratio = contrast(main, WHITE)
    # A file need not name its colours, and what it does not name is ours.
    if ratio < MINIMUM and ("colors", "main") in reading.document.spans:
        found = (
            f"Words in {main} have a contrast of {ratio:.1f}:1 on white, where 4.5:1 is the least "
            f"that people can read; mails write links in {colors.link} instead."
        )
        mistake = Mistake(found, colors.link, advice="Or leave it, for the band and the numbers.")
        reading.mistake(("colors", "main"), mistake, "note", rule="contrast")
    for mode, page in (("", WHITE), (" in dark mode", NIGHT["night_card"])):
        ratio = contrast(accent, page)
        if ratio < SHAPE and ("colors", "accent") in reading.document.spans:
            instead = str(colors.alarm) if page == WHITE else str(colors.night_alarm)
            found = (
                f"Buttons in {accent} cannot be told from what they stand on{mode} ({ratio:.1f}:1)."
            )
            mistake = Mistake(found, instead, advice="Or take another colour of yours.")
            reading.mistake(("colors", "accent"), mistake, "warning", rule="contrast-button")


def _address(reading: Reading, organization: Organization) -> None:
    address = organization.address
    if "@" in address or not re.search(r"\d", address):
        reading.report(
            ("address",),
            f"“{address}” is no postal address: there is no number in it. The law wants one that "
            "mail can be sent to in every mail (CAN-SPAM).",
            "Write it like `address: 228 S. Wabash, Suite 800, Chicago, Illinois 60604`.",
            "warning",
            rule="no-postal-address",
        )


def _sender(reading: Reading, organization: Organization) -> None:
    domain = organization.sender.rpartition("@")[2].lower()
    if domain not in MAILBOXES:
        return
    reading.report(
        ("from",),
        f"`{organization.sender}` is a mailbox at {domain}, which signs for nobody but itself: "
        "these mails fail DMARC, and Gmail and Yahoo refuse bulk mail that does.",
        "Write an address of your own domain; answers can still go to this one by `reply_to:`.",
        "error",
        rule="sender-dmarc",
    )
