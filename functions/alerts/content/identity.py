"""What identifies an organization in a mail: colours, addresses, languages."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from functions.alerts.errors import Mistake
from functions.alerts.reading.language import check_language
from functions.alerts.reading.model import Link

# More than any organization of ours speaks; each costs a compiled mail per deadline.
_MOST_LANGUAGES = 40


def _color(value: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        short = re.fullmatch(r"#?([0-9A-Fa-f])([0-9A-Fa-f])([0-9A-Fa-f])", value)
        bare = re.fullmatch(r"[0-9A-Fa-f]{6}", value)
        offer = ["#" + "".join(c * 2 for c in short.groups())] if short else []
        raise Mistake(
            f"`{value}` is no colour.",
            *(offer or ([f"#{value}"] if bare else [])),
            advice='Write six hexadecimal digits in quotation marks, like "#1b4f8a".',
        )
    return value.lower()


def _mail_address(value: str) -> str:
    inside = re.search(r"<([^<>]+)>", value)
    if not re.fullmatch(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[\w-]+(\.[\w-]+)+", value, re.ASCII
    ):
        raise Mistake(
            f"`{value}` is no mail address.",
            *([inside[1]] if inside else []),
            advice="Write it like alerts@example.org, without a name; letters without accents.",
        )
    return value


def _site(value: str) -> str:
    # Pages name each other from the root, so the site has a domain (or a subdomain) of its own.
    if not re.fullmatch(r"https://[^/?#]+/*", value):
        alone = re.match(r"https?://[^/?#]+", value)
        raise Mistake(
            f"`{value}` cannot carry the alerts' own pages.",
            *([alone[0].replace("http:", "https:", 1)] if alone else []),
            advice="It is an https address with nothing after the domain.",
        )
    return value.rstrip("/")


def _few(value: Any) -> Any:
    if isinstance(value, list) and len(value) > _MOST_LANGUAGES:
        raise Mistake(f"There are {len(value)} languages.", advice="Keep those people read.")
    return value


Color = Annotated[str, AfterValidator(_color)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
Language = Annotated[str, AfterValidator(check_language)]
Languages = Annotated[tuple[Language, ...], Field(min_length=1), BeforeValidator(_few)]
# Where this product's own pages live, without a slash at the end.
Site = Annotated[Link, AfterValidator(_site)]
