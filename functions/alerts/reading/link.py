"""Links as people may write them: http, https, mailto and tel, complete and without secrets."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from functions.alerts.errors import Mistake

_SCHEMES = ("http", "https", "mailto", "tel")
_HOST = re.compile(r"^[\w-]+(\.[\w-]+)+$")
_FOREIGN = re.compile(r"\*\|[^|]*\|\*|\{\{[^{}]*\}\}|<%[^%]*%>|%%[\w.]+%%")
# Browsers and mail programs take links of 2,000 characters; nobody writes longer ones by hand.
_MAX = 2_000


def check_link(value: str) -> str:
    """The link without spaces around it. Raises `Mistake` when no reader could follow it safely."""
    value = value.strip()
    if not value:
        raise Mistake("There is no address.", advice="Write one like https://www.example.org.")
    if len(value) > _MAX:
        raise Mistake(f"The link has {len(value):,} characters.", advice="Use a shorter one.")
    if foreign := _FOREIGN.search(value):
        raise Mistake(
            f"`{foreign[0]}` is another system's field; nothing fills it in a link.",
            advice="Delete the link: mails have those to unsubscribe and to the web by themselves.",
        )
    if (
        re.search(r"[\s<>\"`{}|\\^\x00-\x1f\x7f]", value)
        or not value.isprintable()
        or "((" in value
    ):
        raise Mistake(
            _odd(value), *_encoded(value), advice="Copy it from the browser's address bar."
        )
    scheme, colon, rest = value.partition(":")
    if not colon or (scheme.lower() not in _SCHEMES and "." in scheme):
        offer = [f"https://{value}"] if _HOST.match(value.split("/")[0].split(":")[0]) else []
        advice = "" if offer else "Write it whole, like https://www.example.org/page."
        raise Mistake(f"`{value}` does not begin with https://.", *offer, advice=advice)
    if scheme.lower() not in _SCHEMES:
        raise Mistake(
            f"A link cannot begin with `{scheme}:`.", advice="Use https:, http:, mailto: or tel:."
        )
    {"mailto": _mailto, "tel": _tel}.get(scheme.lower(), _web)(value, rest)
    return value


def https_twin(link: str) -> str:
    """The same link with https: in place of http:."""
    return re.sub(r"(?i)^http:", "https:", link)


def _odd(value: str) -> str:
    if "((" in value:
        return f"`{value}` has a ((field)) in it; links are the same for everybody."
    unseen = next((c for c in value if not c.isprintable()), "")
    if unseen:
        return f"`{value}` has an invisible character (U+{ord(unseen):04X}) in it."
    return f"`{value}` has a space or a character that no link has."


def _encoded(value: str) -> list[str]:
    seen = "".join(c for c in value if c.isprintable() or c.isspace())
    trimmed = re.sub(r"\s+", "%20", seen)
    return [trimmed] if re.fullmatch(r"https?://[^\s<>\"`{}|\\^()]+", trimmed) else []


def _web(value: str, rest: str) -> None:
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise Mistake(f"`{value}` is no address of a page.", advice="Copy it anew.") from error
    if parts.username is not None or parts.password is not None:
        raise Mistake(
            f"`{value}` has a name or password before the `@`: everybody would get it.",
            value.replace(parts.netloc, parts.netloc.rpartition("@")[2], 1),
        )
    if not rest.startswith("//") or not _HOST.match(host):
        raise Mistake(
            f"`{value}` names no website.", advice="Write it whole, like https://www.example.org."
        )


def _mailto(value: str, rest: str) -> None:
    if not re.match(r"^[^@?\s]+@[\w-]+(\.[\w-]+)+(\?.*)?$", rest):
        raise Mistake(f"`{value}` has no mail address.", advice="Write mailto:name@example.org.")


def _tel(value: str, rest: str) -> None:
    digits = re.sub(r"\D", "", rest)
    if not re.fullmatch(r"\+?[\d().;=a-z-]+", rest) or len(digits) < 3:
        raise Mistake(f"`{value}` has no telephone number.", advice="Write tel:+1-312-555-0100.")
