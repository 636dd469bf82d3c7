"""An address as people write it, and the ids that it comes to.

A supporter's id is a keyed hash of the address: it finds its item without an index, nobody is on
the list twice, and the id alone is what stays of whoever was erased.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from functions.alerts.errors import Mistake

if TYPE_CHECKING:
    from functions.alerts.mail.token import Keyring

_LONGEST = 320  # characters that are looked at: RFC 5321 allows 64 + 1 + 255 (section 4.5.3.1)
# White space of every kind, and what has no width: both come along when an address is copied.
_AROUND = "[\\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
_TRIM = re.compile(f"^{_AROUND}|{_AROUND}$")


def read_address(text: str) -> str:
    """The address as it is stored and given to SES: ASCII, its domain in lower case.

    White space of every kind around it is left out, an internationalised domain is written as
    punycode, which SES asks for. Raises Mistake, which never repeats the address, for what is none
    and for a local part beyond ASCII: SES does not support SMTPUTF8 ("Destination", SES API v2).
    No network is asked.
    """
    # Imported late: a web page that reads no address starts without it.
    from email_validator import EmailNotValidError, validate_email

    bare = _TRIM.sub("", text)
    if not bare:
        raise Mistake("It is empty.", advice="Write an address, e.g. maria@people.example.")
    if bare.count("@") > 1:
        raise Mistake(
            "It has more than one @: two addresses, or none.", advice="Write one address alone."
        )
    if len(bare) > _LONGEST:
        raise Mistake("It is too long to be an address.", advice="Write one address alone.")
    if not bare.rpartition("@")[0].isascii():
        raise Mistake(
            "It has letters with accents, or of another script, before the @, and Amazon SES cannot"
            " send there.",
            advice="Ask for an address in plain letters; behind the @ every letter is fine.",
        )
    try:
        read = validate_email(bare, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as error:
        found = str(error).partition(" (")[0].rstrip(".")  # in brackets it quotes the domain
        advice = "Write an address, e.g. maria@people.example."
        raise Mistake(f"{found}.", advice=advice) from error
    return str(read.ascii_email)


def supporter_ids(address: str, keyring: Keyring) -> tuple[str, ...]:
    """The ids that an address (from `read_address`) may have: under each key, a new one's first.

    `keyring` is the one of the purpose `people`. However it is capitalized, an address has the
    same ids: no mail system worth naming tells MARIA@ from maria@.
    """
    return keyring.fingerprints(address.casefold().encode())
