"""A compiled extension without its debugging sections is as long, and still loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import markupsafe._speedups
import pytest

from infra.artifacts.elf import without_debugging

SPEEDUPS = Path(markupsafe._speedups.__file__)
LOAD = "import sys; sys.path.insert(0, sys.argv[1]); import {0}; print({0}._escape_inner('<'))"


def test_an_extension_loads_without_them(tmp_path: Path) -> None:
    content = SPEEDUPS.read_bytes()
    made = without_debugging(content)
    (tmp_path / SPEEDUPS.name).write_bytes(made)
    command = [sys.executable, "-I", "-S", "-c", LOAD.format("_speedups"), str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == "&lt;\n"
    assert len(made) == len(content)
    if content.startswith(b"\x7fELF\x02\x01"):
        assert made.count(0) > content.count(0)


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"\x7fELF\x01\x01"], ids=["empty", "pe", "32"])
def test_what_is_no_such_library_comes_back_as_it_was(content: bytes) -> None:
    assert without_debugging(content) == content
