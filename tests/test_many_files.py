"""The same work for many files, in several processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from functions.many_files import MANY, for_each

FILES = [Path(f"alert-{n}.yaml") for n in range(2 * MANY)]


def name_of(path: Path) -> str:
    return path.name


def process_of(_: Path) -> int:
    return os.getpid()


def refuse(path: Path) -> str:
    raise ValueError(path.name)


def end_elsewhere(path: Path, here: int = os.getpid()) -> str:
    """Work that no process but this one survives."""
    if os.getpid() != here:
        os._exit(1)
    return path.name


def test_what_comes_of_many_files_is_in_their_order() -> None:
    assert for_each(name_of, FILES, processors=2) == [path.name for path in FILES]


def test_many_files_are_looked_at_by_several_processes() -> None:
    assert len(set(for_each(process_of, FILES, processors=2))) > 1


def test_a_few_files_are_looked_at_here() -> None:
    assert set(for_each(process_of, FILES[: MANY - 1], processors=2)) == {os.getpid()}


def test_a_machine_with_one_processor_looks_at_them_one_by_one() -> None:
    assert set(for_each(process_of, FILES, processors=1)) == {os.getpid()}


def test_where_processes_die_this_one_does_the_work() -> None:
    assert for_each(end_elsewhere, FILES, processors=2) == [path.name for path in FILES]


def test_what_goes_wrong_is_raised() -> None:
    with pytest.raises(ValueError, match=r"alert-0\.yaml"):
        for_each(refuse, FILES, processors=2)
