"""A process of its own that reads the alert: it may crash, hang or be replaced.

The MJML compiler ends its process on input that nests too deeply, and templates and words are read
once per process: after a change of those there is a new one.
"""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from functions.alerts.errors import Finding
from functions.watching.mails import Clock, Seen, look_at

PATIENCE = 20.0  # seconds; the largest file that is taken needs two


class Maker:
    """Reads the alert at `path` by `clock`, which goes to another process: a module's function."""

    def __init__(self, path: Path, clock: Clock, *, patience: float = PATIENCE) -> None:
        self._path, self._clock, self._patience = path, clock, patience
        self._start()

    def read(self) -> Seen:
        """Everything about it. That it could not be read at all is a finding, too."""
        try:
            self._line.send(None)
            if self._line.poll(self._patience):
                answer = self._line.recv()
                if isinstance(answer, Seen):
                    return answer
                return self._failed(str(answer))
            self.renew()
            return self._failed(f"It takes longer than {self._patience:.0f} seconds to read.")
        except (EOFError, OSError):
            self.renew()
            return self._failed("What makes the mail broke down on it.")

    def renew(self) -> None:
        """End the process and start another one."""
        self.close()
        self._start()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._line.close()

    def _start(self) -> None:
        fresh = multiprocessing.get_context("spawn")
        self._line, theirs = fresh.Pipe()
        arguments = (theirs, self._path, self._clock)
        self._process = fresh.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()  # else its end would not be heard of here

    def _failed(self, found: str) -> Seen:
        remedy = "Undo the last change, save, and look whether a text nests very deeply."
        finding = Finding(
            level="error", file=str(self._path), line=None, field="", found=found, remedy=remedy
        )
        return Seen(findings=(finding,), mails=None)


def _serve(line: Connection, path: Path, clock: Clock) -> None:
    """Read it whenever the other side asks, until that goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other side, which ends this
    while True:
        try:
            line.recv()
        except EOFError:
            return
        try:
            answer: Seen | str = look_at(path, clock)
        except Exception as error:  # a fault of the product: the next save may avoid it
            answer = f"It could not be read: {type(error).__name__}: {error}"
        line.send(answer)
