"""The Calls to Action site from the files in `campaigns/`, drawing again only what changed.

folder ─► organization, campaigns ─► a Piece each, or the kept one ─► assemble ─► SiteFolder
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from functions.alerts.content.organization import Organization, parse_organization
from functions.alerts.errors import Finding, InputError
from functions.alerts.languages.words import load_packs
from functions.alerts.site.assemble import assemble
from functions.alerts.site.files import File
from functions.alerts.site.piece import Piece, make_piece
from functions.campaign_files import (
    check_organization,
    list_campaigns,
    parse_file,
    read_file,
    same_ids,
)
from functions.site_folder import SiteFolder, Written

# What pieces are made of besides the texts: when it changes, all are drawn again.
_SOURCES = (Path(__file__).parent / "alerts", Path(__file__).parents[1] / "templates")
_LIBRARIES = ("babel", "icalendar", "jinja2", "markdown-it-py", "nh3", "pydantic", "tzdata")

_PICTURES = "/pictures"  # kept beside the campaigns, and no campaign's id


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did. `left_out` are the findings about campaigns that are not on the site."""

    written: Written
    campaigns: int
    drawn: int  # of them: the others were kept
    left_out: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A campaign's piece, and what has to be so for it to be used again."""

    key: str  # of the texts and of what draws them
    picture: str | None  # its file, from organization.yaml on
    paths: tuple[str, ...]  # of its own files
    piece: Piece
    kept: Mapping[str, Any] | None = None  # what it was read from


class SiteBuild:
    """The site of the campaigns in `folder`; `home` is their organization.yaml.

    Raises InputError at once if that is not as it should be.
    """

    def __init__(self, folder: Path, home: Path) -> None:
        self._folder, self._home = folder, home.parent
        errors = [one for one in check_organization(home) if one.level == "error"]
        if errors:
            raise InputError(*errors)
        text = read_file(home)
        self.organization = parse_organization(text, str(home))
        self._made_by = hashlib.sha256(text + _code().encode()).hexdigest()

    def write(self, out: SiteFolder, at: datetime) -> Built:
        """Write the site as it stands at `at` (aware); what is left out is told, not raised."""
        return _Build(self._folder, self._home, self.organization, self._made_by, at).run(out)


class _Build:
    """One build at one moment."""

    def __init__(
        self, folder: Path, home: Path, organization: Organization, made_by: str, at: datetime
    ) -> None:
        self._folder, self._home, self._at = folder, home, at
        self._organization, self._made_by = organization, made_by
        self._pictures: dict[str, Path] = {}  # by their names on the site
        self._claim(organization.logo.file if organization.logo else None)

    def run(self, folder: SiteFolder) -> Built:
        """Write the site. A campaign with errors is left out and told, the others are written."""
        found: list[_Drawn] = []
        left_out: list[Finding] = []
        drawn = 0
        for paths in _by_id(self._folder):
            try:
                kept = self._kept(folder, paths)
                found.append(kept or self._draw(paths))
                drawn += kept is None
            except InputError as error:
                left_out += error.findings
        pieces = [one.piece for one in found]
        files = assemble(pieces, self._organization, load_packs(), at=self._at)
        stamps = {name: _stamp(path) for name, path in sorted(self._pictures.items())}
        written = folder.write(
            {**self._to_copy(folder, stamps), **files},
            also={*stamps, *(path for one in found for path in one.paths)},
            keep={_PICTURES: stamps, **{one.piece.campaign: _told(one) for one in found}},
        )
        return Built(written=written, campaigns=len(found), drawn=drawn, left_out=tuple(left_out))

    def _to_copy(self, folder: SiteFolder, stamps: Mapping[str, Any]) -> dict[str, File]:
        """The pictures that changed since they were copied."""
        known = folder.kept.get(_PICTURES) or {}
        return {
            name: File.at(name, path.read_bytes())
            for name, path in self._pictures.items()
            if known.get(name) != stamps[name] or not folder.holds(name)
        }

    def _kept(self, folder: SiteFolder, paths: Sequence[Path]) -> _Drawn | None:
        """What an earlier build drew, if it would be the same today and its files are there."""
        told = folder.kept.get(paths[0].stem)
        if len(paths) > 1 or not told or told["key"] != self._key(paths[0], read_file(paths[0])):
            return None
        piece = Piece.from_json(told["piece"])  # by this very code: its digest is in the key
        if not piece.holds(self._at) or not all(map(folder.holds, told["paths"])):
            return None
        if told["picture"] and not self._claim(told["picture"]):
            return None
        return _Drawn(told["key"], told["picture"], tuple(told["paths"]), piece, told)

    def _draw(self, paths: Sequence[Path]) -> _Drawn:
        if len(paths) > 1:
            raise InputError(*same_ids(paths))
        path = paths[0]
        data = read_file(path)
        campaign = parse_file(path, data, self._organization, self._home).campaign
        picture = campaign.image.file if campaign.image else None
        if not self._claim(picture):
            raise InputError(_one_picture(path, str(picture)))
        piece = make_piece(
            campaign, self._organization, load_packs(), at=self._at, updated=self._updated(path)
        )
        return _Drawn(self._key(path, data), picture, tuple(piece.files), piece)

    def _key(self, path: Path, data: bytes) -> str:
        made_of = f"{self._made_by} {self._updated(path).isoformat()} {path.name} ".encode()
        return hashlib.sha256(made_of + data).hexdigest()

    def _updated(self, path: Path) -> datetime:
        """When it was saved, to the second; before `at`, as nothing is published in the future."""
        saved = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
        return min(saved, self._at.astimezone(UTC).replace(microsecond=0))

    def _claim(self, picture: str | None) -> bool:
        """Take its name on the site for a picture; False if another one or none stands there."""
        if picture is None:
            return True
        path, name = self._home / picture, f"images/{PurePosixPath(picture).name}"
        if not path.is_file():
            return False
        first = self._pictures.setdefault(name, path)
        return first == path or first.read_bytes() == path.read_bytes()


def _told(one: _Drawn) -> Mapping[str, Any]:
    if one.kept:
        return one.kept
    piece = replace(one.piece, files={}).to_json()  # which are in the folder
    return {"key": one.key, "picture": one.picture, "paths": one.paths, "piece": piece}


def _stamp(path: Path) -> list[Any]:
    told = path.stat()
    return [str(path), told.st_size, told.st_mtime_ns]


def _by_id(folder: Path) -> Iterator[tuple[Path, ...]]:
    """The campaign files directly in `folder`, by the id that their names give them."""
    found: dict[str, list[Path]] = {}
    for path in list_campaigns(folder):
        found.setdefault(path.stem, []).append(path)
    yield from map(tuple, found.values())


@cache
def _code() -> str:
    """Names the templates, the words, the code and the libraries that pieces are drawn with."""
    digest = hashlib.sha256(" ".join(map(version, _LIBRARIES)).encode())
    for path in sorted(path for source in _SOURCES for path in source.rglob("*.*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.name} ".encode() + path.read_bytes())
    return digest.hexdigest()


def _one_picture(path: Path, picture: str) -> Finding:
    return Finding(
        level="error",
        file=str(path),
        line=None,
        field="image.file",
        found=f"Another picture on the site is called {PurePosixPath(picture).name} too.",
        remedy="Give this one a name of its own.",
    )
