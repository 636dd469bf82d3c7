"""What was found out about links in the last hour, per user: asking again is impolite and slow.

Only what is well or will not change by asking is kept. A page that was mended is looked at anew.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from functions.alerts.checks.answers import Answer

VERSION = 1
HOUR = 3_600.0
_LARGEST = 5_000_000  # bytes; a file of ours is never so large

_KEPT = ("works", "closed")


def cache_file() -> Path:
    """Where the answers are kept: a user's own folder for what may be lost."""
    return Path.home() / ".cache" / "action-alerts" / "links.json"


@dataclass(slots=True)
class Remembered:
    """Answers of the last hour in `file`; `now` is the clock in seconds. Losing them is no harm."""

    file: Path | None
    now: Callable[[], float]
    _kept: dict[str, tuple[float, Answer]] | None = field(default=None)

    def get(self, url: str) -> Answer | None:
        """What was found at `url` within the hour."""
        at, answer = self._all().get(url, (0.0, None))
        return answer if 0 <= self.now() - at < HOUR else None

    def keep(self, answers: Mapping[str, Answer]) -> None:
        """Keep what is new and worth it; a folder that cannot be written is left alone."""
        kept, now = self._all(), self.now()
        new = {
            url: (now, answer)
            for url, answer in answers.items()
            if answer.state in _KEPT and self.get(url) is None
        }
        kept.update(new)
        fresh = {url: one for url, one in kept.items() if 0 <= now - one[0] < HOUR}
        if new and self.file:
            _write(self.file, fresh)

    def _all(self) -> dict[str, tuple[float, Answer]]:
        if self._kept is None:
            self._kept = _read(self.file) if self.file else {}
        return self._kept


def _read(file: Path) -> dict[str, tuple[float, Answer]]:
    try:
        if file.stat().st_size > _LARGEST:
            return {}
        raw: Any = json.loads(file.read_bytes())
        if raw["v"] != VERSION:
            return {}
        read = {url: (float(one.pop("at")), Answer(**one)) for url, one in raw["links"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return {url: one for url, one in read.items() if _is_ours(one[1])}


def _is_ours(answer: Answer) -> bool:
    """Whether we could have kept it: somebody else may have written into the file."""
    return answer.state in _KEPT and all(type(s) is str for s in (answer.last, answer.why))


def _write(file: Path, kept: Mapping[str, tuple[float, Answer]]) -> None:
    links = {url: {"at": at, **asdict(answer)} for url, (at, answer) in kept.items()}
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A file of its own for each command, which nobody else can read: what an alert links to
        # is not known before it is out.
        number, new = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
        with os.fdopen(number, "w") as out:
            out.write(json.dumps({"v": VERSION, "links": links}))
        Path(new).replace(file)
    except OSError:
        return
