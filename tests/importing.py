"""Imports a file into a world in memory, as the command line and the function do."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from functions.alerts.importing.entries import Wanted
from functions.alerts.importing.languages import read_answers
from functions.alerts.importing.records import Refused
from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.supporter import Status, Supporter
from functions.services.import_reading import Order, Reading, read_file
from functions.services.import_report import order_digest
from functions.services.import_spill import Spill
from functions.services.importing import Checkpoint, Import, Tally
from functions.wiring import World
from tests.fakes import FakeWorld

MARIA = "maria@people.example.org"
EXPORTS = Path(__file__).parent / "exports"


class Imported:
    """What came of one import."""

    def __init__(self, reading: Reading, refused: list[Refused], done: Checkpoint) -> None:
        self.reading, self.refused, self.done = reading, refused, done

    @property
    def tally(self) -> Tally:
        return self.done.tally

    @property
    def reasons(self) -> dict[int, str]:
        return {one.row: one.reason for one in self.refused}


def import_file(
    content: str | bytes | Path,
    world: World,
    *,
    name: str = "file.csv",
    mapped: Mapping[str, str] | None = None,
    means: tuple[str, ...] = (),
    dry: bool = False,
    begin: Checkpoint | None = None,
    kept: Callable[[Checkpoint], bool] = lambda checkpoint: True,
    **wanted: Any,
) -> Imported:
    with tempfile.TemporaryDirectory() as folder:
        path = content if isinstance(content, Path) else Path(folder) / "file.csv"
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        told = Wanted(means=read_answers(means), **wanted)
        order = Order(path=path, name=name, wanted=told, mapped=mapped or {})
        refused: list[Refused] = []
        (parts := Path(folder) / "parts").mkdir()
        with Spill(parts) as spill:
            reading = read_file(order, spill, refused.append, lambda n, of: None)
            start = begin or Checkpoint(digest=order_digest(order, reading, "list"))
            doing = Import(world=world, why="import test", dry=dry, wanted=told)
            done = doing.carry_out(spill, start, total=reading.kept, kept=kept)
    return Imported(reading, refused, done)


def listed(world: FakeWorld) -> dict[str, Supporter]:
    """Everybody on the list, by address."""
    return {person.email: person for person in world.supporters.people.values()}


def person(world: FakeWorld, status: Status = "subscribed", email: str = MARIA) -> Supporter:
    """Somebody who is on the list."""
    supporter_id = supporter_ids(email, world.people_keyring)[0]
    found = Supporter(id=supporter_id, email=email, status=status, language="en", first_name="Old")
    world.supporters.put(found)
    return found
