"""The links around the Calls to Action page: a top row, a menu of two levels, social media."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import model_validator

from functions.alerts.errors import Mistake
from functions.alerts.model import Link, Model, Name


class NamedLink(Model):
    """A link and the words it is shown by; written as `- Home: https://…`."""

    name: Name
    link: Link

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "link" in value:
            return value
        names = [key for key in value if key not in cls.model_fields]
        if len(names) != 1:
            raise Mistake(
                "A link is written as its name and its address.", advice="Write `Home: https://…`."
            )
        rest = {key: inner for key, inner in value.items() if key != names[0]}
        return {"name": names[0], "link": value[names[0]], **rest}


class MenuItem(NamedLink):
    """An entry of the page's menu with the entries under it."""

    under: tuple[NamedLink, ...] = ()


class Links(Model):
    """The links around the page."""

    top: tuple[NamedLink, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    social: tuple[NamedLink, ...] = ()


def renamed(links: Links, names: Mapping[str, str]) -> Links:
    """The links with other names, by the names they have; those without one keep theirs."""

    def named(link: NamedLink) -> NamedLink:
        changes: dict[str, Any] = {"name": names.get(link.name, link.name)}
        if isinstance(link, MenuItem):
            changes["under"] = tuple(named(inner) for inner in link.under)
        return link.model_copy(update=changes)

    return links.model_copy(
        update={key: tuple(named(link) for link in value) for key, value in links}
    )
