"""The domain's DNS, as mailboxes read it: DKIM's CNAMEs, MX and SPF of MAIL FROM, DMARC.

Since 2024 Gmail and Yahoo refuse bulk mail without SPF, DKIM and an aligned DMARC record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from functions.alerts.health.identity import Identity, covers
from functions.alerts.health.point import Point, note, well, wrong

# name, type → what stands there, in no order; () if there is nothing. Host names without a dot at
# the end, a TXT record's strings joined. Raises AlertsError if nobody answers.
Lookup = Callable[[str, Literal["CNAME", "MX", "TXT"]], Sequence[str]]

_SPF = "v=spf1 include:amazonses.com ~all"


def check_cnames(identity: Identity, lookup: Lookup) -> Iterator[Point]:
    """The three records of Easy DKIM, each by its own line if it is wrong."""
    wanted = identity.records()
    if not wanted:
        return
    bad = 0
    for name, target in wanted.items():
        found = lookup(name, "CNAME")
        if [one.lower() for one in found] == [target.lower()]:
            continue
        bad += 1
        doubled = lookup(f"{name}.{identity.name}", "CNAME")
        what = f"is {', '.join(found)}" if found else "is not in DNS"
        if doubled and not found:
            what = f"stands in DNS as {name}.{identity.name}: the domain was added twice"
        yield wrong("DKIM record", f"{name} {what}.", f"Add {name} CNAME {target}")
    if not bad:
        yield well("DKIM record", f"All {len(wanted)} DKIM records stand in DNS.")


def check_mail_from(identity: Identity, region: str, lookup: Lookup) -> Iterator[Point]:
    """The MX and SPF records of a MAIL FROM domain (SES guide, "Using a custom MAIL FROM domain").

    Without one SES mails from a domain of Amazon's with an SPF record of its own.
    """
    if not identity.mail_from:
        yield from _several(identity.name, _spf(identity.name, lookup))
        return
    host = f"feedback-smtp.{region}.amazonses.com"
    found = lookup(identity.mail_from, "MX")
    if [one.lower() for one in found] == [host]:
        yield well("MX", f"The MX record of {identity.mail_from} leads to SES.")
    else:
        what = f"leads to {', '.join(found)}" if found else "is not in DNS"
        yield wrong(
            "MX",
            f"The MX record of {identity.mail_from} {what}; SES wants to be the only one there.",
            f"Make it: {identity.mail_from} MX 10 {host}",
        )
    yield from check_spf(identity.mail_from, lookup)


def check_spf(domain: str, lookup: Lookup) -> Iterator[Point]:
    """Exactly one SPF record that lets SES send (RFC 7208, sections 3.2 and 4.5)."""
    found = _spf(domain, lookup)
    if not found:
        yield wrong("SPF", f"{domain} has no SPF record.", f"Add {domain} TXT “{_SPF}”")
        return
    if len(found) > 1:
        yield from _several(domain, found)
    elif "include:amazonses.com" in found[0].lower().split():
        yield well("SPF", f"The SPF record of {domain} lets SES send.")
    else:
        terms = found[0].split()
        mended = " ".join([terms[0], "include:amazonses.com", *terms[1:]])
        yield wrong(
            "SPF",
            f"The SPF record of {domain} does not let SES send: “{found[0]}”.",
            f"Write “{mended}” instead; a second record would make both void.",
        )


def check_dmarc(identity: Identity, sender: str, lookup: Lookup) -> Iterator[Point]:
    """One DMARC record for the From domain, and a signature or MAIL FROM aligned with it.

    `sender` is the From address; without one ("") the identity's domain counts. It is looked for
    at the domain, then at those above it (RFC 7489, section 6.6.3; with every parent in place of a
    list of public suffixes).
    """
    author = sender.rpartition("@")[2].lower() or identity.name
    place, found = _dmarc(author, lookup)
    if not found:
        yield wrong(
            "DMARC",
            f"{author} has no DMARC record: Gmail and Yahoo refuse bulk mail from it.",
            f"Add _dmarc.{author} TXT “v=DMARC1; p=none; rua=mailto:dmarc@{author}”, and raise p"
            " to quarantine when its reports look right.",
        )
        return
    if len(found) > 1:
        yield wrong(
            "DMARC",
            f"{place} has {len(found)} DMARC records: mailboxes heed none of them.",
            "Remove all but one.",
        )
        return
    tags = parse_tags(found[0])
    yield _policy(place, tags, inherited=place != f"_dmarc.{author}")
    yield from _alignment(identity, author, tags)


def parse_tags(record: str) -> Mapping[str, str]:
    """The tags of a `tag=value; …` list, as in DKIM (RFC 6376, 3.2) and DMARC; the first counts."""
    tags: dict[str, str] = {}
    for part in record.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            tags.setdefault(name.strip().lower(), value.strip())
    return tags


def _policy(place: str, tags: Mapping[str, str], *, inherited: bool) -> Point:
    policy = (tags.get("sp") if inherited else None) or tags.get("p", "")
    if policy.lower() in {"quarantine", "reject"}:
        return well("DMARC", f"{place} asks for {policy.lower()}.")
    if policy.lower() == "none":
        return note(
            "DMARC",
            f"{place} has p=none: it meets Gmail's rule and protects nobody from forged mail.",
            "Read its reports for some weeks, then write p=quarantine.",
        )
    return wrong(
        "DMARC",
        f"{place} has no policy that a mailbox knows (p={policy or 'nothing'}).",
        "Write p=none, p=quarantine or p=reject.",
    )


def _alignment(identity: Identity, author: str, tags: Mapping[str, str]) -> Iterator[Point]:
    """DKIM's domain is the identity's; SPF's the MAIL FROM's. One of them has to fit."""
    related = covers(identity.name, author)
    by_dkim = _aligned(identity.name, author, tags.get("adkim", "r"), related)
    by_spf = _aligned(identity.mail_from, author, tags.get("aspf", "r"), related)
    if by_dkim or by_spf:
        how = " and ".join([*["DKIM"] * by_dkim, *["SPF"] * by_spf])
        yield well("DMARC", f"Mails from {author} are aligned by {how}.")
    else:
        yield wrong(
            "DMARC",
            f"Mails from {author} are signed by {identity.name}, which its DMARC record does not"
            " take for the same (adkim=s).",
            f"Write adkim=r, or send from an address of {identity.name} itself.",
        )


def _aligned(signer: str, author: str, mode: str, related: bool) -> bool:
    """Strictly the same domain, or else of one family: MAIL FROM is always the identity's."""
    return bool(signer) and (related if mode.lower() != "s" else signer.lower() == author)


def _spf(domain: str, lookup: Lookup) -> list[str]:
    found = lookup(domain, "TXT")
    return [one for one in found if one.lower() == "v=spf1" or one.lower().startswith("v=spf1 ")]


def _several(domain: str, found: Sequence[str]) -> Iterator[Point]:
    if len(found) > 1:
        yield wrong(
            "SPF",
            f"{domain} has {len(found)} SPF records: mailboxes take that for an error.",
            "Make one of them: everything between v=spf1 and the last word, one after another.",
        )


def _dmarc(author: str, lookup: Lookup) -> tuple[str, list[str]]:
    labels = author.split(".")
    for first in range(max(1, len(labels) - 1)):
        place = f"_dmarc.{'.'.join(labels[first:])}"
        found = [one for one in lookup(place, "TXT") if one.replace(" ", "").startswith("v=DMARC1")]
        if found:
            return place, found
    return "", []
