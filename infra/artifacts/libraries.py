"""The locked packages, installed once for a target, without docker and without running any of them.

uv.lock ─► requirements with hashes ─► a folder like site-packages, kept in build/ while they stand
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

from infra.artifacts.bytecode import compile_folder, interpreter
from infra.artifacts.target import Target

_UV = Path(sys.executable).with_name("uv")


@dataclass(frozen=True)
class Libraries:
    """Installed packages under `folder`; `requires` is uv.lock's graph, by package name."""

    folder: Path
    requires: Mapping[str, frozenset[str]]

    @cached_property
    def _distributions(self) -> Mapping[str, Distribution]:
        found = [PathDistribution(path) for path in self.folder.glob("*.dist-info")]
        return {one.metadata["Name"].lower().replace("_", "-"): one for one in found}

    @cached_property
    def _providers(self) -> Mapping[str, str]:
        """Top-level import name → the package it comes with."""
        return {
            path.parts[0].partition(".")[0]: name
            for name in self._distributions
            for path in self.files(name)
        }

    def packages(self, imports: Iterable[str]) -> frozenset[str]:
        """The packages behind these top-level imports, and all that those require."""
        waiting = {self._providers[name] for name in imports if name in self._providers}
        found = set[str]()
        while waiting:
            name = waiting.pop()
            found.add(name)
            waiting |= (self.requires[name] & self._distributions.keys()) - found
        return frozenset(found)

    def files(self, package: str) -> list[Path]:
        """What the package installed, relative to `folder`, by its RECORD."""
        recorded = self._distributions[package].files or []
        return [Path(file) for file in recorded if (self.folder / file).is_file()]


def install(root: Path, target: Target, kept: Path) -> Libraries:
    """The locked packages for the target, from the folder `kept` if they are there already.

    subprocess.CalledProcessError, after uv has said why, where a package cannot be had.
    """
    export: list[str | Path] = [
        _UV,
        "export",
        "--quiet",
        "--frozen",
        "--no-dev",
        "--no-emit-project",
    ]
    wanted = _run(root, *export, "--no-header", "--no-annotate")
    place = kept / folder_name(target, wanted, interpreter(target.python))
    if not place.is_dir():
        _install(root, target, wanted, place)
    return Libraries(place, _requires(root / "uv.lock"))


def folder_name(target: Target, wanted: str, python: str | None) -> str:
    """Another one for other packages, another target, or a Python that can compile by now."""
    how = Path(__file__).with_name("bytecode.py").read_text(encoding="utf-8")
    told = f"{wanted}{target}{how}{python is not None}"
    return f"{target.name}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _install(root: Path, target: Target, wanted: str, place: Path) -> None:
    """Install into a folder beside `place`, then give it the name: nothing half is ever there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for old in place.parent.glob(f"{target.name}-*"):
        if len(old.name) == len(place.name):
            shutil.rmtree(old)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".new-") as folder:
        new = Path(folder) / "libraries"
        listed = Path(folder) / "requirements.txt"
        listed.write_text(wanted, encoding="utf-8")
        options = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
        options += ["--python-version", target.python, "--target", str(new)]
        options += ["--python-platform", target.platform] if target.platform else []
        _run(root, _UV, "pip", "install", *options, "--python", sys.executable, "-r", listed)
        compile_folder(new, target)
        new.rename(place)


def _run(root: Path, *command: str | Path) -> str:
    return subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


def _requires(lock: Path) -> Mapping[str, frozenset[str]]:
    packages = tomllib.loads(lock.read_text(encoding="utf-8"))["package"]
    return {
        package["name"]: frozenset(one["name"] for one in package.get("dependencies", ()))
        for package in packages
    }
