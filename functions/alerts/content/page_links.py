"""The links around the Calls to Action page: a top row, a menu of two levels, social media."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import model_validator

from functions.alerts.errors import Mistake
from functions.alerts.reading.model import Link, Model, Name


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
            raise _not_one(names, value, list(cls.model_fields))
        rest = {key: inner for key, inner in value.items() if key != names[0]}
        return {"name": names[0], "link": value[names[0]], **rest}


def _not_one(names: list[str], value: dict[str, Any], known: list[str]) -> Mistake:
    """Say which key is too many: what holds no address is no link."""
    others = [name for name in names if not isinstance(value[name], str)]
    if others and len(names) > 1:
        if "under" not in known:
            advice = "The menu has two levels: move these links up, or delete them."
        else:
            advice = "Links under another one stand under the key `under:`."
        return Mistake(f"`{others[0]}` is not known here.", advice=advice, key=others[0])
    return Mistake(
        "A link is written as its name and its address.", advice="Write `- Home: https://…`."
    )


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
