"""Every function's artifact, all or nothing.

serverless.yml ─► handlers ─► what each reaches ─► modules, data, packages ─► build/artifacts/*.zip
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from infra.artifacts.archive import write_zip
from infra.artifacts.bytecode import compile_folder, compiled, interpreter
from infra.artifacts.closure import Reached, reach
from infra.artifacts.libraries import Libraries, install
from infra.artifacts.pruning import files_of
from infra.artifacts.target import Target

_ZONES = {"zoneinfo": "tzdata"}  # it reads the time zone database from this package, where it is
_SUMMARY = "artifacts.json"
Content = Mapping[Path, bytes]


@dataclass(frozen=True, slots=True)
class Artifact:
    """One function's zip; sizes in bytes. `compiled` is whether it holds bytecode."""

    name: str
    size: int
    unpacked: int
    compiled: bool
    services: Sequence[str]
    packages: Sequence[str]


class _Loader(yaml.SafeLoader):
    """YAML in which CloudFormation's short forms are of no interest."""


yaml.add_multi_constructor("!", lambda loader, suffix, node: None, Loader=_Loader)


def handlers(root: Path) -> Mapping[str, str]:
    """Name of each function's file → its handler, as serverless.yml says."""
    text = (root / "serverless.yml").read_text(encoding="utf-8")
    functions = yaml.load(text, Loader=_Loader)["functions"].values()  # noqa: S506 – a SafeLoader
    return {Path(one["handler"]).name.partition(".")[0]: one["handler"] for one in functions}


def build(root: Path, target: Target, build_folder: Path) -> tuple[Path, list[Artifact]]:
    """Build what is not there yet: the folder of the zips (`send_batch.zip` …), and what they are.

    One build at a time: a second one waits, and finds the work done. The folder is replaced as a
    whole, so what was there stays there if anything fails.
    """
    build_folder.mkdir(parents=True, exist_ok=True)
    with _alone(build_folder):
        libraries = install(root, target, build_folder / "libraries")
        key, place = _key(root, target, libraries), build_folder / target.name
        known = _read_summary(place, key)
        if known is None:
            _build(root, target, libraries, place, key)
            known = _read_summary(place, key)
        (place / _SUMMARY).touch()  # of the sources as they are now: `alerts doctor` asks
        return place, known or []


def _build(root: Path, target: Target, libraries: Libraries, place: Path, key: str) -> None:
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".new-") as folder:
        new = Path(folder) / "artifacts"
        new.mkdir()
        ours = _our_modules(root, target, Path(folder) / "modules")
        made = [
            _artifact(name, handler, root, target, libraries, ours, new)
            for name, handler in handlers(root).items()
        ]
        summary = {"key": key, "artifacts": [asdict(one) for one in made]}
        (new / _SUMMARY).write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
        if place.exists():
            place.rename(Path(folder) / "old")
        new.rename(place)


def _artifact(
    name: str,
    handler: str,
    root: Path,
    target: Target,
    libraries: Libraries,
    ours: Content,
    folder: Path,
) -> Artifact:
    reached = reach(root, handler)
    packages = libraries.packages({_ZONES.get(one, one) for one in reached.packages})
    content = dict(_own(reached, root, target, ours))
    for package in sorted(packages):
        for path, data in files_of(package, libraries, reached, root):
            bytecode = libraries.folder / compiled(path, target)
            if path.suffix == ".py" and bytecode.exists():
                content[path.with_suffix(".pyc")] = bytecode.read_bytes()
            else:
                content[path] = data
    return Artifact(
        name=name,
        size=write_zip(folder / f"{name}.zip", content),
        unpacked=sum(map(len, content.values())),
        compiled=interpreter(target.python) is not None,
        services=sorted(reached.services),
        packages=sorted(packages),
    )


def _own(
    reached: Reached, root: Path, target: Target, ours: Content
) -> Iterator[tuple[Path, bytes]]:
    """Our own modules, their bytecode, and the data folders they read."""
    for path in reached.modules:
        yield from ((one, ours[one]) for one in (path, compiled(path, target)) if one in ours)
    for folder in reached.folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(root), path.read_bytes()


def _our_modules(root: Path, target: Target, staged: Path) -> Content:
    """Every module under functions/, compiled in a folder of its own."""
    for path in _sources(root):
        copy = staged / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    compile_folder(staged, target)
    files = (path for path in staged.rglob("*") if path.is_file())
    return {path.relative_to(staged): path.read_bytes() for path in files}


def _sources(root: Path) -> list[Path]:
    return sorted((root / "functions").rglob("*.py"))


def _key(root: Path, target: Target, libraries: Libraries) -> str:
    """Says whether anything changed that an artifact is made of, or how it is made."""
    builder = Path(__file__).parent.glob("*.py")
    data = (path for path in (root / "templates").rglob("*") if path.is_file())
    told = hashlib.sha256(f"{libraries.folder.name} {interpreter(target.python)}".encode())
    told.update(json.dumps(handlers(root)).encode())
    for path in sorted({*_sources(root), *builder, *data}):
        told.update(f"{path}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return told.hexdigest()


def _read_summary(place: Path, key: str) -> list[Artifact] | None:
    """What stands in the folder, if it was made from what there is now."""
    try:
        summary: dict[str, Any] = json.loads((place / _SUMMARY).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    made = [Artifact(**one) for one in summary["artifacts"]]
    whole = all((place / f"{one.name}.zip").exists() for one in made)
    return made if whole and summary["key"] == key else None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
