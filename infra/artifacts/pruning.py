"""Which files of a package are worth their bytes on Lambda."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import yaml

from infra.artifacts import models
from infra.artifacts.closure import Reached
from infra.artifacts.elf import without_debugging
from infra.artifacts.libraries import Libraries

# Never read by a running function: types, sources of compiled modules, tests, command lines'
# completions. Of *.dist-info METADATA stays: `importlib.metadata.version` asks for it.
_LEFT_OUT = {".pyi", ".typed", ".c", ".h", ".pyx", ".pxd", ".rst", ".exe", ".zi"}
# dateutil's own time zones, older than tzdata's, which are the ones that count.
_LEFT_OUT_FILES = {"dateutil-zoneinfo.tar.gz"}
_FOLDERS = {"tests", "test", "__pycache__", "bin"}
# For others' programs: resources, models of pydantic 1, a plugin of mypy, translators' catalogues.
_LEFT_OUT_FOLDERS = {
    ("boto3", "data"),
    ("boto3", "examples"),
    ("pydantic", "v1"),
    ("pydantic", "mypy.py"),
    ("babel", "messages"),
}
_LOCALES = Path("babel/locale-data")


def files_of(
    package: str, libraries: Libraries, reached: Reached, root: Path
) -> Iterator[tuple[Path, bytes]]:
    """What of a package goes into an artifact: place and content, bytecode not included."""
    files = [path for path in libraries.files(package) if _is_wanted(path)]
    if package == "botocore":
        yield from models.cut(libraries.folder, files, reached.services, reached.words)
        files = [path for path in files if models.DATA not in path.parents]
    if package == "babel":
        files = list(_in_locales(files, _locales(root, reached.folders)))
    for path in files:
        yield path, _content(libraries.folder / path)


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    if path.name == "METADATA":  # its head has the version, its body is the package's README
        return content.partition(b"\n\n")[0]
    return without_debugging(content) if path.suffix == ".so" else content


def _is_wanted(path: Path) -> bool:
    if _FOLDERS & set(path.parts[:-1]) or ".." in path.parts:
        return False
    if path.suffix in _LEFT_OUT or path.name in _LEFT_OUT_FILES:
        return False
    if path.parts[0].endswith(".dist-info"):
        return path.name == "METADATA"
    return path.parts[:2] not in _LEFT_OUT_FOLDERS


def _in_locales(files: Iterable[Path], locales: Collection[str]) -> Iterator[Path]:
    """Without the data of other locales than these, and those that they inherit from.

    es_US inherits from es_419 (Latin America), that from es, that from root (UTS 35, part 1, 4.1).
    """
    kept = {"root"}
    for locale in locales:
        parts = locale.split("_")
        kept |= {"_".join(parts[:end]) for end in range(1, len(parts) + 1)}
    languages = {locale.partition("_")[0] for locale in locales}
    for path in files:
        language, _, area = path.stem.partition("_")
        inherited = language in languages and area.isdigit()
        if path.parent != _LOCALES or path.stem in kept or inherited:
            yield path


def _locales(root: Path, folders: Collection[Path]) -> frozenset[str]:
    """Babel's names of the locales of the language packs among an artifact's data."""
    packs = [path for folder in folders for path in (root / folder).rglob("*.yaml")]
    read = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in packs]
    return frozenset(str(pack["locale"]) for pack in read if "locale" in pack)
