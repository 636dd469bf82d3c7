"""Groups of commands whose modules are imported when a command is asked for, not before.

All of them at once take longer to import than most commands take to run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from keyword import iskeyword
from typing import Any, TypeVar

import typer
from typer.core import TyperGroup

# What a group holds. Typer keeps the type of its commands to itself.
Command = TypeVar("Command")


def group_of(package: str, modules: Mapping[str, str]) -> type[TyperGroup]:
    """A group of commands: their names, as they are listed, and the modules they stand in.

    The modules are those of `package`; a command's function is called as the command (`import_`
    where Python keeps the name for itself). To be given to `typer.Typer(cls=…)`.
    """

    class Group(TyperGroup):
        def __init__(self, **attributes: Any) -> None:
            super().__init__(**attributes)
            self.commands = OnDemand(
                {name: f"{package}.{module}" for name, module in modules.items()}, self.commands
            )

    return Group


class OnDemand(MutableMapping[str, Command]):
    """Commands by name: those of `modules` are made when they are asked for, `more` are there."""

    def __init__(self, modules: Mapping[str, str], more: Mapping[str, Command]) -> None:
        self._modules = modules
        self._made = dict(more)
        self._names = dict.fromkeys((*modules, *more))

    def __getitem__(self, name: str) -> Command:
        """Import it, the first time."""
        if name not in self._made:
            self._made[name] = _command(name, self._modules[name])
        return self._made[name]

    def __setitem__(self, name: str, command: Command) -> None:
        """Add one, at the end of the list, or put it in another's place."""
        self._made[name] = command
        self._names.setdefault(name)

    def __delitem__(self, name: str) -> None:
        """Take one out."""
        del self._names[name]
        self._made.pop(name, None)

    def __contains__(self, name: object) -> bool:
        """Say whether there is one, without importing it."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, as they are listed."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count them."""
        return len(self._names)


def _command(name: str, module: str) -> Any:
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    function = getattr(import_module(module), f"{name}_" if iskeyword(name) else name)
    alone.command(name)(function)
    return typer.main.get_command(alone)
