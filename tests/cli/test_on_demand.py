"""Commands are imported when they are asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

from functions.cli import COMMANDS, ON_PEOPLE, app
from functions.cli.on_demand import group_of


def test_a_command_imports_no_other() -> None:
    asked = "import sys; import functions.cli.check as _; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    ours = {name for name in loaded.stdout.split() if name.startswith("functions.cli.")}
    others = {f"functions.cli.{module}" for module in (*COMMANDS.values(), *ON_PEOPLE.values())}
    assert ours & others == {"functions.cli.check"}


def test_a_group_lists_its_commands_in_the_order_given() -> None:
    group = typer.main.get_command(app)
    assert list(group.commands) == [*COMMANDS, "supporters", "page"]  # type: ignore[attr-defined]


def test_whether_there_is_a_command_is_known_without_its_module() -> None:
    group = group_of("functions.cli", {"nowhere": "not_there"})()
    assert "nowhere" in group.commands
    with pytest.raises(ModuleNotFoundError):
        group.commands["nowhere"]


def test_a_name_that_python_keeps_has_an_underscore_in_code() -> None:
    group = group_of("functions.cli", {"import": "supporters_import"})()
    assert group.commands["import"].name == "import"
