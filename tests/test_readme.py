"""README's commands are run, and print what README says they print."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def steps(session: str) -> list[tuple[str, str]]:
    """The (command, expected output) pairs of one console block."""
    parts = re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]
    return [(head, tail) for head, _, tail in (part.partition("\n") for part in parts)]


def fits(expected: str, printed: str) -> bool:
    """Whether the output is as README says; `…` stands for any text."""
    pattern = ".*".join(map(re.escape, expected.strip().split("…")))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "campaigns", folder / "campaigns")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("session", SESSIONS, ids=[s.split("\n", 1)[0] for s in SESSIONS])
def test_commands_of_readme_print_what_it_says(session: str, desk: Path) -> None:
    for command, expected in steps(session):
        line = command.replace("make demo", "alerts demo")  # what `make demo` runs after set-up
        ran = subprocess.run(  # noqa: S602 - README's own commands
            line,
            shell=True,
            cwd=desk,
            env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert fits(expected, ran.stdout + ran.stderr), f"$ {command}\n{ran.stdout}{ran.stderr}"


def test_readme_shows_commands_at_all() -> None:
    assert len(SESSIONS) >= 3
