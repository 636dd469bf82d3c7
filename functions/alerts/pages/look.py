"""What the public pages know of the organization: its names and colours, as it published them.

`alerts publish` stores it; the functions behind the pages read it. No pydantic here: they start
with every cold click.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

VERSION = 1

# Of `editions.palette`, for organizations nobody has published: a quiet blue on white.
PLAIN_COLORS: Mapping[str, str] = {
    "main": "#1b4f8a",
    "on_main": "#ffffff",
    "link": "#1b4f8a",
    "tint": "#eff3f7",
    "line": "#d6e0ea",
    "night_page": "#11161d",
    "night_card": "#1c242e",
    "night_line": "#364250",
    "night_ink": "#e8edf3",
    "night_muted": "#b4c0cc",
    "night_link": "#8aaed6",
    "night_main": "#8aaed6",
    "on_night_main": "#1b2430",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The organization's words in one language. What it does not have is empty.

    `help` and `help_link` stand at the end of every page: a person in danger may read it.
    `topics` maps each topic to what people call it.
    """

    name: str = ""
    short_name: str = ""
    website: str = ""
    address: str = ""
    reply_to: str = ""
    help: str = ""
    help_link: str = ""
    topics: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All of it. `languages` are those it writes in, the default first; `logo` is an address.

    `i_filed_it`: whether mails ask who filed a slip, and the page behind that link takes answers.
    """

    site: str = ""
    logo: str = ""
    languages: tuple[str, ...] = ("en",)
    colors: Mapping[str, str] = field(default_factory=lambda: PLAIN_COLORS)
    names: Mapping[str, Names] = field(default_factory=lambda: {"en": Names()})
    i_filed_it: bool = False

    @property
    def topics(self) -> Mapping[str, str]:
        """What can be chosen, by slug, in the default language's words."""
        return self.names[self.languages[0]].topics

    def said(self, language: str) -> Names:
        """Its words in a language, or in its default one."""
        return self.names.get(language) or self.names[self.languages[0]]

    def to_json(self) -> str:
        """As it is stored."""
        return json.dumps({"v": VERSION, **asdict(self)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Look:
        """The inverse of `to_json`; keys added by later versions are passed over."""
        content: dict[str, Any] = json.loads(text)
        return cls(
            site=content["site"],
            logo=content["logo"],
            languages=tuple(content["languages"]),
            colors={**PLAIN_COLORS, **content["colors"]},
            names={code: _names(told) for code, told in content["names"].items()},
            i_filed_it=content.get("i_filed_it", False),
        )


NEUTRAL = Look()  # while nobody has published anything


def _names(told: Mapping[str, Any]) -> Names:
    known = Names.__dataclass_fields__
    return Names(**{name: value for name, value in told.items() if name in known})
