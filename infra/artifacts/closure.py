"""What a function's code reaches, read from its source: modules, packages, AWS services, folders.

handler ─► its module ─► what that imports ─► … A unit is a function, a method, or the rest of a
module. A unit that nothing reached so far mentions by name never runs, so what it alone imports or
reads stays at home: `wiring.World.schedules` is for the command line, and the sender, which never
says `schedules`, gets neither its module nor its AWS service. Names are compared without asking
whose they are, so too much may be kept but hardly too little; every handler is started from its
artifact in tests/infra/test_started.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.artifacts.source import Unit, units_of


@dataclass(frozen=True, slots=True)
class Reached:
    """What a handler needs to run.

    `modules` are our own files, `folders` our data folders, both relative to the root; `packages`
    the top-level names of everything else that is imported, of the standard library too;
    `services` the names of boto3's clients; `words` all names that are mentioned.
    """

    modules: frozenset[Path]
    folders: frozenset[Path]
    packages: frozenset[str]
    services: frozenset[str]
    words: frozenset[str]


def reach(root: Path, handler: str) -> Reached:
    """Follow `functions/send_batch.handler` through the source under `root`.

    FileNotFoundError if there is no such module.
    """
    module, _, name = handler.rpartition(".")
    walk = _Walk(root, {name})
    walk.enter(Path(module + ".py"))
    while walk.step():
        pass
    return Reached(
        modules=frozenset(walk.modules),
        folders=frozenset(walk.folders),
        packages=frozenset(walk.packages),
        services=frozenset(walk.services),
        words=frozenset(walk.words),
    )


@dataclass
class _Walk:
    root: Path
    words: set[str]
    modules: set[Path] = field(default_factory=set)
    folders: set[Path] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)
    waiting: list[Unit] = field(default_factory=list)

    def enter(self, path: Path) -> None:
        """Take up a module and the packages around it; their units wait to be mentioned."""
        if path in self.modules:
            return
        self.modules.add(path)
        for around in path.parents[:-1]:
            if (self.root / around / "__init__.py").exists():
                self.enter(around / "__init__.py")
        self.waiting += units_of(path, (self.root / path).read_text(encoding="utf-8"))

    def step(self) -> bool:
        """Take every waiting unit that is mentioned by now; whether there was one."""
        taken = [unit for unit in self.waiting if unit.always or unit.name in self.words]
        self.waiting = [unit for unit in self.waiting if unit not in taken]
        for unit in taken:
            self.words |= unit.words
            self.services |= unit.services
            self.folders |= unit.folders
            for module, names in unit.imports:
                self._follow(module, names)
        return bool(taken)

    def _follow(self, module: str, names: Sequence[str]) -> None:
        found = list(self._files(module, names))
        if not found:
            self.packages.add(module.partition(".")[0])
        for path in found:
            self.enter(path)

    def _files(self, module: str, names: Sequence[str]) -> Iterator[Path]:
        """Our own files behind `from module import names`: the module, and names that are some."""
        base = Path(*module.split("."))
        for place in (base, *(base / name for name in names)):
            for path in (place.with_name(place.name + ".py"), place / "__init__.py"):
                if (self.root / path).exists():
                    yield path
