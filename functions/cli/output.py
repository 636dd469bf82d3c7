"""How the command line speaks: results to stdout, findings and progress to stderr."""

from __future__ import annotations

import errno
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.markup import escape as plain

from functions.alerts.errors import Finding

__all__ = ["plain", "result", "say", "show_findings", "write_files"]

_out = Console(soft_wrap=True, highlight=False)
_err = Console(soft_wrap=True, highlight=False, stderr=True)
_COLOR = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def result(text: str) -> None:
    """Print a result (Rich markup) to stdout."""
    _out.print(text)


def say(text: str) -> None:
    """Print talk (Rich markup) to stderr."""
    _err.print(text)


def console() -> Console:
    """The console of talk and progress (stderr), for progress bars."""
    return _err


def refuse(reason: str) -> NoReturn:
    """Say why it cannot be done, and end with exit code 1."""
    say(f"[bold red]no[/]  {plain(reason)}")
    sys.exit(1)


def show_findings(findings: Iterable[Finding], write: Callable[[str], None] = say) -> None:
    """Print each finding for a person: level, where, what stands there and why, what to write.

    They are talk (stderr) unless `write` is `result`; a line is left out between files.
    """
    before = ""
    for finding in findings:
        if before not in ("", finding.file):
            write("")
        before = finding.file
        color = _COLOR[finding.level]
        where = finding.file if finding.line is None else f"{finding.file}:{finding.line}"
        field = f"  {plain(finding.field)}" if finding.field else ""
        write(f"[{color}]{finding.level}[/]  [bold]{plain(where)}[/]{field}")
        write(_indented(finding.found))
        write(_indented(f"→ {finding.remedy}"))


def counted(findings: Iterable[Finding]) -> str:
    """How many there are of each level: `1 error and 2 warnings`."""
    levels = Counter[str](finding.level for finding in findings)
    parts = [f"{levels[one]} {one}{'s' * (levels[one] > 1)}" for one in _COLOR if levels[one]]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def findings_json(findings: Iterable[Finding]) -> str:
    """The findings as a JSON array for machines."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files of one result, whole; after a fault the folder is as it was.

    A name may have folders in it (`es/email.html`). Everything is on the disk before the first file
    takes its place.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken = [name for name in files if (folder / name).is_dir()]
    if taken:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / taken[0]))
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as new:
        for name, content in files.items():
            draft = Path(new) / name
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(content)
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        for name in files:
            (Path(new) / name).replace(folder / name)


def _indented(text: str) -> str:
    return "\n".join(f"       {plain(line)}" for line in text.splitlines())
