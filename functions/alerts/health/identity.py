"""The sender: whether SES has verified its domain and signs for it, and where bounces go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from functions.alerts.health.point import Point, note, well, wrong

# Where Easy DKIM's keys are published unless the identity names another zone (SES developer guide,
# "Easy DKIM in Amazon SES").
DKIM_ZONE = "dkim.amazonses.com"
_ADD_CNAMES = "Put the stack's three DKIM records (outputs DkimRecord1 to 3) into the domain's DNS."
_DKIM: Mapping[str, tuple[str, str]] = {  # SES's DkimAttributes.Status → in words, what to do
    "PENDING": ("SES has not found the DKIM records yet", f"{_ADD_CNAMES} It may take a day."),
    "FAILED": ("SES gave up looking for the DKIM records", f"{_ADD_CNAMES} SES looks again then."),
    "TEMPORARY_FAILURE": (
        "SES cannot find the DKIM records any more",
        "Put them back into the domain's DNS: SES stops signing in five days.",
    ),
    "NOT_STARTED": ("DKIM was never set up", "Deploy the stack again."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A domain (or address) as SES knows it. Statuses are SES's words; "" is none.

    `tokens` and `zone` make the DKIM records; `why` is SES's word for what it could not verify.
    """

    name: str
    verified: bool
    dkim: str
    signing: bool
    tokens: tuple[str, ...] = ()
    zone: str = DKIM_ZONE
    why: str = ""
    mail_from: str = ""
    mail_from_status: str = ""

    def records(self) -> Mapping[str, str]:
        """The DKIM records there must be in DNS: name → target of its CNAME."""
        return {f"{one}._domainkey.{self.name}": f"{one}.{self.zone}" for one in self.tokens}


def check_identity(found: Identity | None, wanted: str, sender: str) -> Iterator[Point]:
    """`wanted` is the identity the stack was deployed with, `sender` the From address ("": none).

    `found` None: SES has no such identity.
    """
    if found is None:
        yield wrong(
            "identity",
            f"SES does not know {wanted} in this region.",
            "Deploy the stack again, or look whether --stage and the region are right.",
        )
        return
    yield _verified(found)
    yield from _sender(wanted, sender)
    yield _signed(found)
    yield _mail_from(found)


def covers(domain: str, name: str) -> bool:
    """Whether `name` is the domain or lies under it."""
    return name.lower() == domain.lower() or name.lower().endswith(f".{domain.lower()}")


def _verified(found: Identity) -> Point:
    if found.verified:
        return well("identity", f"SES has verified {found.name}.")
    why = f" ({found.why})" if found.why else ""
    return wrong(
        "identity",
        f"SES has not verified {found.name}{why}: it takes no mail from it.",
        _ADD_CNAMES,
    )


def _sender(wanted: str, sender: str) -> Iterator[Point]:
    if not sender:
        yield note(
            "from-address",
            "No organization.yaml is near, so the from-address was not looked at.",
            "Run doctor beside the campaigns, or give --from alerts@example.org.",
        )
    elif sender.lower() == wanted.lower() or covers(wanted, sender.rpartition("@")[2]):
        yield well("from-address", f"{sender} is of the verified {wanted}.")
    else:
        yield wrong(
            "from-address",
            f"{sender} is not of {wanted}: SES will refuse every mail.",
            f"Write an address of {wanted} under `from:` in organization.yaml, or deploy with"
            " its domain as mail_domain (infra/parameters.yml).",
        )


def _signed(found: Identity) -> Point:
    if not found.signing:
        return wrong(
            "DKIM",
            f"DKIM signing is off for {found.name}: big mailboxes refuse unsigned bulk mail.",
            "Turn it on in the SES console (Identities, Authentication), or deploy again.",
        )
    if found.dkim == "SUCCESS":
        return well("DKIM", f"SES signs the mails of {found.name}.")
    words, remedy = _DKIM.get(found.dkim, (f"DKIM is {found.dkim or 'not set up'}", _ADD_CNAMES))
    return wrong("DKIM", f"{words} of {found.name}.", remedy)


def _mail_from(found: Identity) -> Point:
    if not found.mail_from:
        return note(
            "MAIL FROM",
            "Bounces go to a domain of Amazon's: SPF passes, but not for your domain, so that"
            " DMARC hangs on DKIM alone.",
            f"Set a MAIL FROM domain like bounce.{found.name} (SES console, Identities).",
        )
    if found.mail_from_status == "SUCCESS":
        return well("MAIL FROM", f"Bounces go to {found.mail_from}.")
    return wrong(
        "MAIL FROM",
        f"{found.mail_from} is {found.mail_from_status or 'not verified'}: SES uses a domain of"
        " Amazon's instead, or refuses the mail.",
        f"Give {found.mail_from} the MX and the TXT record that SES names (see below).",
    )
