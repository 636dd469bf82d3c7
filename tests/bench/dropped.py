"""A file with a list of any size, written as it is read; `streaming.py` imports it."""

from __future__ import annotations

import itertools
from pathlib import Path

from functions.alerts.importing.ports import Dropped


class Drops:
    """One dropped file of everybody, and half as many twice."""

    def __init__(self, people: int) -> None:
        self._people = people

    def fetch(self, key: str, to: Path) -> Dropped:
        with to.open("w", encoding="utf-8") as file:
            file.write("Email Address,First Name,Last Name,ZIP Code,Language,OPTIN_TIME,NOTES\n")
            for number in itertools.chain(range(self._people), range(self._people // 2)):
                file.write(
                    f"person.{number}@mail{number % 97}.example.org,María,O'Hara,{number % 99_999},"
                    f'Spanish,2018-04-{1 + number % 28:02} 10:{number % 60:02}:00,"a, note"\n'
                )
        return Dropped(key=key, version="1")

    def report(self, key: str, text: Path) -> None: ...

    def delete(self, dropped: Dropped) -> None: ...
