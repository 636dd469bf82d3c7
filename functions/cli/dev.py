"""`alerts dev`: an alert's mails and findings in the browser, while it is written."""

from __future__ import annotations

import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from functions.alerts.errors import StateError
from functions.cli import output
from functions.cli.arguments import AsOf, instant

if TYPE_CHECKING:
    from functions.watching.board import Board
    from functions.watching.server import Server

PORT = 8025  # without --port; the next free one if it is taken


def dev(
    watch: Annotated[
        Path, typer.Option(metavar="CAMPAIGN", help="The alert that is being written.")
    ],
    as_of: AsOf = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Of the address; without it a free one.")
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Also open it in the browser.")] = False,
) -> None:
    """Show an alert's mails beside its findings in the browser, new with every save.

    On a phone and on a desktop, every language and edition, and the text part. Nobody but this
    machine sees it. Until Ctrl-C.
    """
    instant(as_of, "UTC")  # a slip in it is told now and not by every page
    with _serving(watch, as_of, port) as server:
        output.result(f"Showing {output.plain(str(watch))} at [bold]{server.url}[/]")
        output.say("It follows every save. Ctrl-C ends it.")
        if show:
            webbrowser.open(server.url)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            output.say("Ended.")


@contextmanager
def _serving(path: Path, as_of: str | None, port: int | None) -> Iterator[Server]:
    from functions.watching.board import Board
    from functions.watching.maker import Maker
    from functions.watching.saving import Files
    from functions.watching.watcher import Watcher

    board, stop = Board(f"{time.time_ns():x}"), threading.Event()
    maker = Maker(path, partial(_clock, as_of))
    try:
        with _server(board, str(path), port) as server:
            watcher = Watcher(Files(path), maker, board, lambda: f"{datetime.now():%H:%M:%S}")
            thread = threading.Thread(target=watcher.run, args=(stop,), daemon=True)
            thread.start()
            try:
                yield server
            finally:
                stop.set()
                board.close()
                thread.join(1)
    finally:
        maker.close()


def _server(board: Board, file: str, port: int | None) -> Server:
    from functions.watching.server import Server

    try:
        return Server(board, file, port or PORT)
    except OSError as error:
        if port is None:
            return Server(board, file, 0)
        raise StateError(
            f"Port {port} cannot be used: {error.strerror}.", remedy="Name another with --port."
        ) from error


def _clock(as_of: str | None, zone: str) -> datetime:
    """The time to look at it for; another process calls this."""
    return instant(as_of, zone)
