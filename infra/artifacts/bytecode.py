"""Compiled modules, for the target's Python: of packages without their sources.

Lambda's /var/task cannot be written to, so a module that comes without its bytecode is compiled at
each cold start: botocore alone takes most of a second. The bytecode says "unchecked hash" (PEP
552): the source is not even looked at, and no time stamp makes two builds differ. Ours lie beside
their sources, which tracebacks quote; others' lie in their place (`x.pyc`), which halves them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from infra.artifacts.target import Target

TASK_ROOT = "/var/task"  # where Lambda unpacks an artifact: the paths in tracebacks


@cache
def interpreter(python: str) -> str | None:
    """A Python of this minor version ("3.13") that is on this machine; None if there is none.

    Bytecode of one patch release is every patch release's of that minor version.
    """
    for candidate in _candidates(python):
        if _version(candidate) == python:
            return str(candidate)
    return None


def compile_folder(folder: Path, target: Target) -> bool:
    """Compile every module in the folder; whether there was a Python to do it with.

    A file that is no Python of this version is left uncompiled: some packages bring such.
    """
    python = interpreter(target.python)
    if python is None:
        return False
    command = [python, "-I", "-m", "compileall", "-q", "-f", "-j", "1"]
    command += ["--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", TASK_ROOT]
    environment = os.environ | {"PYTHONHASHSEED": "0"}  # sets in constants: in the same order
    subprocess.run([*command, str(folder)], env=environment, check=False, capture_output=True)  # noqa: S603
    return True


def compiled(source: Path, target: Target) -> Path:
    """Where the bytecode of a module lies: `__pycache__/x.cpython-313.pyc`."""
    tag = f"cpython-{target.python.replace('.', '')}"
    return source.parent / "__pycache__" / f"{source.stem}.{tag}.pyc"


def _candidates(python: str) -> Iterator[Path | str]:
    yield sys.executable
    yield shutil.which(f"python{python}") or ""
    for root in ("UV_PYTHON_INSTALL_DIR", "PYENV_ROOT"):
        home = {"UV_PYTHON_INSTALL_DIR": ".local/share/uv/python", "PYENV_ROOT": ".pyenv"}[root]
        place = Path(os.environ.get(root) or Path.home() / home)
        yield from sorted(place.glob(f"**/bin/python{python}")) if place.is_dir() else ()


def _version(candidate: Path | str) -> str:
    says = "import sys; print(*sys.version_info[:2], sep='.')"
    try:
        run = subprocess.run([candidate, "-I", "-c", says], capture_output=True, text=True)  # noqa: S603
    except OSError:
        return ""
    return run.stdout.strip()
