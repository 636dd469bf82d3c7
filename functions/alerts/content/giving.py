"""Donate links: the amount and the reference code, put in by each platform's own rule.

ActBlue: `refcode` and `amount` (support.actblue.com, "Refcodes": letters, digits, underscores).
Kindful: the reference is the number of a Kindful campaign, `?campaign=1242232`. An amount needs
its custom checkout, `/widget` with a cart of one item (developer.kindful.com, "Custom Donation
Flow"), which knows the campaign by number too. Other platforms: the link stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from functions.alerts.errors import Mistake

Platform = Literal["actblue", "kindful"]

_HOSTS: tuple[tuple[str, Platform], ...] = (("actblue.com", "actblue"), ("kindful.com", "kindful"))

# ActBlue names no maximum; this is what its own tools and spreadsheets show without cutting.
_LONGEST_REFCODE = 100


def platform(link: str) -> Platform | None:
    """Whose donate page `link` is, by its host; None for one whose rule is not known."""
    host = (urlsplit(link).hostname or "").lower()
    found = [name for end, name in _HOSTS if host == end or host.endswith(f".{end}")]
    return found[0] if found else None


def donate_link(link: str, *, amount: int | None = None, reference: str | None = None) -> str:
    """`link` with the amount (US dollars) and the reference put in.

    Raises `Mistake` when the platform would refuse or ignore one of them.
    """
    name = platform(link)
    if reference is not None:
        _check_reference(name, reference)
        link = _with(link, {"refcode" if name == "actblue" else "campaign": reference})
    if amount is None:
        return link
    if name == "actblue":
        return _with(link, {"amount": str(amount)})
    return _kindful_checkout(link, amount)


def _kindful_checkout(link: str, amount: int) -> str:
    parts = urlsplit(link)
    campaign = dict(parse_qsl(parts.query)).get("campaign", "")
    if platform(link) != "kindful" or not re.fullmatch(r"\d{1,12}", campaign):
        raise Mistake(
            "This donate page cannot be opened with an amount chosen: it is neither ActBlue's nor "
            "a Kindful one with `?campaign=` and a number.",
            advice="Delete `amounts`, or give a `link` of that kind.",
            key="amounts",
        )
    item = {"amount": str(amount), "desc": "Donation", "product_id": "donation", "quantity": "1"}
    cart = {f"cart[items][1][{key}]": value for key, value in item.items()}
    once = {"campaign_id": campaign, "schedule": "0", "is_donation": "true"}
    query = urlencode({**once, "cart[desc]": "Donation", **cart})
    return urlunsplit((parts.scheme, parts.netloc, "/widget", query, ""))


def _check_reference(name: Platform | None, reference: str) -> None:
    if name is None:
        raise Mistake(
            "Where this donate page takes a reference is not known; only ActBlue and Kindful are.",
            advice="Delete `reference`, or put it into the `link` yourself.",
            key="reference",
        )
    if name == "kindful" and not re.fullmatch(r"\d{1,12}", reference):
        raise Mistake(
            f"Kindful's reference is the number of a Kindful campaign, not `{reference}`.",
            advice="It stands in the address of the campaign's edit page.",
            key="reference",
        )
    if name == "actblue" and not re.fullmatch(rf"\w{{1,{_LONGEST_REFCODE}}}", reference, re.ASCII):
        offer = re.sub(r"\W+", "_", reference, flags=re.ASCII).strip("_")[:_LONGEST_REFCODE]
        raise Mistake(
            f"ActBlue takes only letters, digits and _ in a reference, not `{reference}`.",
            *([offer] if offer else []),
            advice="" if offer else "Write it like spring_2018.",
            key="reference",
        )


def _with(link: str, values: Mapping[str, str]) -> str:
    parts = urlsplit(link)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in pairs if pair[0] not in values]
    return urlunsplit(parts._replace(query=urlencode([*kept, *values.items()])))
