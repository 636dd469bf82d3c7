"""The public site on AWS: all that is published, as the files that should stand, and nothing else.

versions, sources ─► a piece per campaign ─► files ─► what differs is written ─► did it change since
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import quote
from weakref import WeakKeyDictionary

from functions import logs
from functions.alerts.content.organization import Organization
from functions.alerts.errors import InputError, NeverRetry, TryLater
from functions.alerts.languages.words import load_packs
from functions.alerts.sends.published import Source
from functions.alerts.site.assemble import assemble
from functions.alerts.site.files import File, key_of, served_as
from functions.alerts.site.piece import Piece, make_piece
from functions.alerts.site.ports import Stored
from functions.services.publishing import ORGANIZATION, newest, parse
from functions.wiring import World

# A run that finds everything changed again so often leaves the rest to the next message.
_ROUNDS = 5
_AT_ONCE = 8  # sources read at once: each takes some 20 ms
# A page in somebody's browser may ask for the stylesheet it was written with.
_STYLES = timedelta(hours=1)
_LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_STYLE = re.compile(r"site-[0-9a-f]{8,}\.css")
# A listing tells of bytes, not of headers. What all files were last written with has a file of its
# own, the last of all: where it is not there, everything is written again.
_SERVED = re.compile(r"served-[0-9a-f]{16}\.txt")
_WHY = "Named by how the files here are served: they are written again when that changes.\n"
# What the site is made of. Anything else in the bucket is somebody's own and stays.
_OURS = re.compile(
    rf"a/[^/]+/[^/]+(/[^/]+\.ics)?|{_LANGUAGE}|({_LANGUAGE}/)?(closed|feed\.xml|calendar\.ics)"
    rf"|sitemap\.xml|robots\.txt|404\.html|index\.html|{_STYLE.pattern}"
    rf"|{_SERVED.pattern}"
)
# Whatever links to another comes after it: style, entries, alerts, lists of them, the front pages.
_ORDER = (_STYLE, re.compile(r".+\.ics"), re.compile(r"a/.+"), re.compile(r".+/.+|closed|.+\.\w+"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Everything published, as one look at it showed. `versions` change with anything of it."""

    versions: Mapping[str, str]
    sources: tuple[Source, ...]
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The files by key, right until `until` (None: for ever) if nothing is published meanwhile."""

    files: Mapping[str, File]
    until: datetime | None
    left_out: tuple[str, ...] = ()


@dataclass(slots=True)
class _Kept:
    """What a warm process knows: sources by name with their version, pieces by all they show."""

    sources: dict[str, tuple[str, Source]]
    pieces: dict[tuple[str, str, datetime], Piece]


_kept: WeakKeyDictionary[World, _Kept] = WeakKeyDictionary()


def publish_site(world: World) -> Site | None:
    """Make the site stand as it should; None if no organization was ever published.

    Writes what differs, deletes what is no more, has copies of both fetched anew. It begins again
    if something was published, withdrawn or closed while it wrote: so of two runs at once the one
    that knew less mends what it wrote over. A run that breaks off is made up for by the next.
    """
    for _ in range(_ROUNDS):
        shelf = read_all(world)
        site = build(shelf, world)
        if site is None:
            return None
        _bring(site.files, world)
        known = dict(world.published.versions()) == shelf.versions
        if known and (site.until is None or world.now() < site.until):
            return site
    raise TryLater("What is published changed again and again while the pages were written.")


def read_all(world: World) -> Shelf:
    """Read what is published; a warm process reads again only what has changed."""
    versions = dict(world.published.versions())
    known = _of(world).sources
    wanted = [name for name, version in versions.items() if known.get(name, ("",))[0] != version]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = dict(zip(wanted, pool.map(lambda name: _read(name, world), wanted), strict=True))
    broken = {name for name, source in found.items() if source == _BROKEN}
    fresh = {name: one for name, one in found.items() if isinstance(one, Source)}
    known.update({name: (versions[name], source) for name, source in fresh.items()})
    for name in set(known) - (set(versions) - broken):
        del known[name]
    sources = tuple(known[name][1] for name in sorted(known))
    return Shelf(versions=versions, sources=sources, broken=tuple(sorted(broken)))


def build(shelf: Shelf, world: World) -> Site | None:
    """The site of what is public by now. A campaign that cannot be shown is left out and told.

    Raises NeverRetry where a fault of ours leaves none of them: then what stands stays.
    """
    now = world.now()
    public = [source for source in shelf.sources if source.at <= now]
    organization = newest([*public, *_last_organization(world)])
    if organization is None:
        return None
    look = hashlib.sha256(organization.model_dump_json().encode()).hexdigest()
    faults: list[Exception] = []
    make = partial(_piece, organization=organization, look=look, world=world, faults=faults)
    shown = {source.campaign: make(source, now) for source in public}
    pieces = [piece for piece in shown.values() if piece is not None]
    if faults and not pieces:
        told = "Not one of the published alerts could be drawn: what stands was kept."
        raise NeverRetry(told) from faults[-1]
    left_out = (*shelf.broken, *(name for name, piece in shown.items() if piece is None))
    _keep_only(public, look, world)
    files = assemble(pieces, organization, load_packs(), at=now)
    served = f"served-{served_as()}.txt"
    changes = [piece.until for piece in pieces if piece.until is not None]
    changes += [source.at for source in shelf.sources if source.at > now]
    return Site(
        files={key_of(path): file for path, file in files.items()}
        | {served: File.at(served, _WHY)},
        until=min(changes, default=None),
        left_out=left_out,
    )


def _bring(files: Mapping[str, File], world: World) -> None:
    """Write and delete; what stands already is left alone."""
    pages, standing = world.public_site.pages, world.public_site.pages.standing()
    anew = any(_SERVED.fullmatch(key) and key not in standing for key in files)
    changed = [k for k, file in files.items() if anew or _digest(standing.get(k)) != file.digest]
    gone = [key for key in standing if key not in files and _OURS.fullmatch(key)]
    if _styles_may_be_asked_for(files, standing, world.now()):
        gone = [key for key in gone if not _STYLE.fullmatch(key)]
    for rank in range(len(_ORDER) + 2):
        batch = {key: files[key] for key in changed if _rank(key) == rank}
        if batch:
            pages.write(batch)
    pages.delete(gone)
    pages.forget(addresses([*changed, *gone]), world.nonce())
    if changed or gone:
        logs.event("pages_written", written=len(changed), deleted=len(gone))


def addresses(keys: Iterable[str]) -> list[str]:
    """The addresses at which copies of these keys are kept; the root has two."""
    found = [f"/{quote(key)}" for key in keys]
    return [*found, "/"] if "/index.html" in found else found


def _styles_may_be_asked_for(
    files: Mapping[str, File], standing: Mapping[str, Stored], now: datetime
) -> bool:
    """Whether the present stylesheet is so new that pages with the one before are about."""
    styles = [standing.get(key) for key in files if _STYLE.fullmatch(key)]
    return any(stored is None or now - stored.at < _STYLES for stored in styles)


def _digest(stored: Stored | None) -> str:
    return stored.digest if stored else ""


def _rank(key: str) -> int:
    if _SERVED.fullmatch(key):
        return len(_ORDER) + 1
    found = (rank for rank, pattern in enumerate(_ORDER) if pattern.fullmatch(key))
    return len(_ORDER) if key == "index.html" else next(found, len(_ORDER))


_BROKEN = "broken"


def _read(name: str, world: World) -> Source | str | None:
    """It, unless it was withdrawn in this moment (None); `_BROKEN`: it cannot be read."""
    try:
        source = world.published.get(name)
    except NeverRetry:
        return _BROKEN
    return source if source is None or source.campaign == name else _BROKEN


def _last_organization(world: World) -> Sequence[Source]:
    try:
        found = world.public_site.organizations.get(ORGANIZATION)
    except NeverRetry:
        return ()
    return (found,) if found else ()


def _piece(
    source: Source,
    now: datetime,
    *,
    organization: Organization,
    look: str,
    world: World,
    faults: list[Exception],
) -> Piece | None:
    """The campaign's piece, the one that is known if it still holds; None if it cannot be shown.

    `faults` gets what is not the campaign's to mend.
    """
    pieces, key = _of(world).pieces, (source.digest, look, source.at)
    known = pieces.get(key)
    if known is None or not known.holds(now):
        try:
            known = make_piece(parse(source), organization, load_packs(), at=now, updated=source.at)
        except InputError:
            return None
        except Exception as error:  # whatever it is, it shall not keep the others from the page
            logs.trouble("page_failed", error, campaign=source.campaign)
            faults.append(error)
            return None
        pieces[key] = known
    return known


def _keep_only(sources: Sequence[Source], look: str, world: World) -> None:
    """Forget the pieces of what is no more, and those drawn for another organization's text."""
    known, wanted = _of(world).pieces, {(source.digest, look, source.at) for source in sources}
    for key in [key for key in known if key not in wanted]:
        del known[key]


def _of(world: World) -> _Kept:
    return _kept.setdefault(world, _Kept({}, {}))
