"""Campaign files on a disk: the only reader of what stands in `campaigns/`.

path ─► organization.yaml, found upward ─► Organization ─► Campaign, with what was noticed
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from functions.alerts.content.campaign import Campaign, Parsed, parse_campaign
from functions.alerts.content.organization import (
    Organization,
    ParsedOrganization,
    parse_organization,
    read_organization,
)
from functions.alerts.errors import Finding, InputError
from functions.alerts.languages.words import load_packs
from functions.alerts.reading.document import examine_document
from functions.alerts.reading.model import Image
from functions.alerts.reading.picture import Pixels
from functions.alerts.reading.source import MAX_BYTES, too_large
from functions.alerts.reading.validation import Reading
from functions.picture_files import sizes, weights

if TYPE_CHECKING:
    from functions.alerts.sharing.partner_file import Partner

ORGANIZATION = "organization.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A campaign with its organization, and warnings and notes about the file.

    `folder` is where organization.yaml stands: pictures are named from there. The texts are as
    they stand in the files. `reading` is the campaign's file, for `checked_files`; `weights` are
    the bytes of its pictures by the names in the files, `pixels` what they are inside.
    """

    campaign: Campaign
    organization: Organization
    findings: tuple[Finding, ...]
    folder: Path
    text: str
    organization_text: str
    reading: Reading = field(repr=False, compare=False)
    weights: Mapping[str, int] = field(default_factory=dict)
    pixels: Mapping[str, Pixels | None] = field(default_factory=dict)


def load(path: Path) -> Loaded:
    """Read the campaign at `path` and its organization.

    Raises `InputError` with every problem of the first file that has any.
    """
    if path.name == ORGANIZATION:
        raise InputError(
            _about(path, "This is the organization, not an alert.", "Name a campaign file.")
        )
    data = _read(path)
    home = find_organization(path)
    home_data = _read(home)
    organization = _organization(home_data, str(home))
    parsed = parse_campaign(data, str(path), organization, packs=load_packs().keys())
    wrong = (
        *_missing_pictures(path, parsed.campaign, organization, home.parent),
        *_nothing_to_do(path, parsed.campaign),
    )
    if wrong:
        raise InputError(*wrong, *parsed.findings)
    return Loaded(
        campaign=parsed.campaign,
        organization=organization,
        findings=parsed.findings,
        folder=home.parent,
        text=data.decode("utf-8-sig"),
        organization_text=home_data.decode("utf-8-sig"),
        reading=parsed.reading,
        weights=dict(weights(home.parent, parsed.campaign.image, organization.logo)),
        pixels=dict(sizes(home.parent, parsed.campaign.image)),
    )


def load_partner(path: Path, languages: Sequence[str]) -> Partner:
    """The file of a partner that is to send an alert in `languages`; InputError if it is wrong."""
    from functions.alerts.sharing.partner_file import parse_partner  # only kits need it

    partner = parse_partner(_read(path), str(path), languages)
    missing = tuple(_missing_picture(path, "logo.file", partner.own.logo, path.parent))
    if missing:
        raise InputError(*missing)
    return partner


# A folder's campaigns share one, which takes as long to read as they do.
_organization = lru_cache(maxsize=8)(parse_organization)


def read_file(path: Path) -> bytes:
    """What stands in a campaign file or organization.yaml; InputError if it cannot be read."""
    return _read(path)


def parse_file(path: Path, data: bytes, organization: Organization, folder: Path) -> Parsed:
    """The campaign in `data`, which stands at `path`; pictures are named from `folder`.

    For whoever reads many campaigns of one organization. Raises `InputError` like `load`.
    """
    parsed = parse_campaign(data, str(path), organization, packs=load_packs().keys())
    wrong = (
        *_missing_picture(path, "image.file", parsed.campaign.image, folder),
        *_nothing_to_do(path, parsed.campaign),
    )
    if wrong:
        raise InputError(*wrong, *parsed.findings)
    return parsed


def load_organization(path: Path) -> Organization:
    """Read organization.yaml at `path`. Raises `InputError` with every problem in it."""
    return parse_organization(_read(path), str(path))


def check_organization(
    path: Path, *more: Callable[[ParsedOrganization], None]
) -> tuple[Finding, ...]:
    """Everything that can be said about organization.yaml at `path`: errors, warnings, notes.

    `more` are checks of a file that can be used; each reports by its `reading`.
    """
    try:
        parsed = read_organization(_read(path), str(path))
        for check in more:
            check(parsed)
        noticed = parsed.reading.result()
    except InputError as error:
        return error.findings
    logo = _missing_picture(path, "logo.file", parsed.organization.logo, path.parent)
    return (*logo, *_unspoken(path, parsed.organization), *noticed)


def _unspoken(path: Path, organization: Organization) -> Iterable[Finding]:
    packs = load_packs()
    default = organization.languages[0]
    if default not in packs:
        found = f"The default language is `{default}`, and there is no language pack for it."
        known = ", ".join(sorted(packs))
        remedy = f"Put one of {known} first, or add templates/words/{default}.yaml."
        yield _about(path, found, remedy, field="languages", line=_line(path, ("languages",)))


def find_organization(path: Path) -> Path:
    """The organization.yaml nearest to the campaign at `path`: beside it, or in a folder above.

    Raises `InputError` that says where it was looked for.
    """
    folders = [path.parent, *_above(path.parent)]
    for folder in folders:
        candidate = folder / ORGANIZATION
        if _is_file(candidate):
            return candidate
    looked = ", ".join(str(folder.resolve()) for folder in folders[:3])
    more = f" and {len(folders) - 3} folders above" if len(folders) > 3 else ""
    raise InputError(
        _about(
            path,
            f"There is no {ORGANIZATION} for this alert. Looked in {looked}{more}.",
            "Put the alert beside it; it says who sends.",
        )
    )


def list_campaigns(folder: Path) -> tuple[Path, ...]:
    """The campaign files directly in `folder`, by name; the organization's is not one."""
    found = (path for end in ("*.yaml", "*.yml") for path in folder.glob(end))
    return tuple(sorted(path for path in found if path.name != ORGANIZATION))


def same_ids(paths: Iterable[Path]) -> tuple[Finding, ...]:
    """Campaigns that would have one id, which is the file's name: one finding for each but one."""
    first: dict[str, Path] = {}
    found = []
    for path in paths:
        other = first.setdefault(path.stem, path)
        if other != path:
            said = f"{other} is the alert `{path.stem}` too: the file's name is its id."
            found.append(_about(path, said, "Give one of the two another name, or delete it."))
    return tuple(found)


def _above(folder: Path) -> list[Path]:
    """The folders above, written like `folder` itself as long as that is possible."""
    if folder.is_absolute() or ".." in folder.parts:
        return list(folder.resolve().parents)
    return [*folder.parents, *Path.cwd().parents]


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError(_about(path, "This is a folder.", "Name a file in it."))
        if not path.is_file() and path.exists():  # a device or a pipe may never end, or never begin
            raise InputError(_about(path, "This is no file with text.", "Name a file."))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise InputError(too_large(str(path), max(len(data), path.stat().st_size)))
        return data
    except FileNotFoundError as error:
        raise InputError(_about(path, "There is no such file.", _nearby(path))) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found = f"The file cannot be read: {reason}."
        raise InputError(_about(path, found, "Check its name and its permissions.")) from error


def _nearby(path: Path) -> str:
    names = [found.name for found in path.parent.glob("*.yaml")] if path.parent.is_dir() else []
    near = difflib.get_close_matches(path.name, names, 1) or difflib.get_close_matches(
        f"{path.name}.yaml", names, 1
    )
    return f"Did you mean {path.parent / near[0]}?" if near else "Check the name."


def _missing_pictures(
    path: Path, campaign: Campaign, organization: Organization, folder: Path
) -> Iterable[Finding]:
    yield from _missing_picture(path, "image.file", campaign.image, folder)
    yield from _missing_picture(folder / ORGANIZATION, "logo.file", organization.logo, folder)


def _nothing_to_do(path: Path, campaign: Campaign) -> Iterable[Finding]:
    """Asked of files only: what is published stays readable."""
    if not campaign.asks and not campaign.body:
        yield _about(
            path,
            "The card has nothing to do: there is no ask in it, and nothing to read.",
            "Write `asks:` and under it what people can do, or a `body:`.",
        )


def _missing_picture(
    owner: Path, field: str, image: Image | None, folder: Path
) -> Iterable[Finding]:
    if image and not _is_file(folder / image.file):
        names = [str(found.relative_to(folder)) for found in folder.glob("images/*")]
        near = difflib.get_close_matches(image.file, names, 1, _NEAR)
        remedy = f"Write `{near[0]}`." if near else f"Put the picture into {folder}/images."
        found = f"There is no picture {folder / image.file}."
        yield _about(owner, found, remedy, field=field, line=_line(owner, tuple(field.split("."))))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name no file can have, a folder nobody may look into
        return False


_NEAR = 0.85  # all pictures begin with `images/` and end alike: less is another picture


def _line(path: Path, key: tuple[str, ...]) -> int | None:
    document, _ = examine_document(_read(path), str(path))
    return document.line(key) if document else None


def _about(
    path: Path, found: str, remedy: str, *, field: str = "", line: int | None = None
) -> Finding:
    return Finding(
        level="error", file=str(path), line=line, field=field, found=found, remedy=remedy
    )
