"""What the checks know about other people's links, read from `links.yaml` once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("links.yaml")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """A site that puts its own link around another; `keys` hold the address, `written` says how."""

    host: str
    path: str
    whose: str
    keys: tuple[str, ...]
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backstage:
    """An address for those who made a page; `becomes` is a template for its readers', or ""."""

    pattern: re.Pattern[str]
    becomes: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """Words of one language that do not say where a link leads; `aim` stands before what for."""

    words: frozenset[str]
    aim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLists:
    """The lists of `links.yaml`; a host in them stands for its subdomains too."""

    wrappers: tuple[Wrapper, ...]
    trackers: dict[str, str]  # the parameter in small letters -> whose it is
    shorteners: frozenset[str]
    backstage: tuple[Backstage, ...]
    sign_in: frozenset[str]
    vague: dict[str, Vague]  # by language


def is_of(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or a part of it."""
    return host == domain or host.endswith(f".{domain}")


def is_listed(host: str, domains: frozenset[str]) -> bool:
    """Whether `host` or a domain above it is in the list."""
    parts = host.split(".")
    return any(".".join(parts[n:]) in domains for n in range(len(parts)))


@lru_cache(maxsize=1)
def link_lists() -> LinkLists:
    """The lists, as they stand in the file."""
    raw: dict[str, Any] = yaml.load(_FILE.read_bytes(), Loader=_LOADER)  # noqa: S506 (text only)
    return LinkLists(
        wrappers=tuple(_wrapper(one) for one in raw["wrappers"]),
        trackers={name.lower(): who for who, names in raw["trackers"].items() for name in names},
        shorteners=frozenset(raw["shorteners"]),
        backstage=tuple(_backstage(one) for one in raw["backstage"]),
        sign_in=frozenset(raw["sign_in"]),
        vague={
            code: Vague(words=frozenset(one["words"]), aim=one.get("aim", ""))
            for code, one in raw["vague"].items()
        },
    )  # fmt: skip


def _wrapper(raw: dict[str, Any]) -> Wrapper:
    return Wrapper(
        host=raw["host"],
        path=raw.get("path", ""),
        whose=raw["whose"],
        keys=tuple(raw.get("in", ())),
        written=raw.get("written", ""),
    )


def _backstage(raw: dict[str, str]) -> Backstage:
    pattern = re.compile(raw["pattern"])
    return Backstage(pattern=pattern, becomes=raw.get("becomes", ""), what=raw["what"])
