"""Zips of the same content are the same bytes, and whole or not there."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra.artifacts.archive import write_zip

CONTENT = {Path("b/c.py"): b"c = 1\n", Path("a.py"): b"a = 1\n"}


def test_the_same_content_is_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    write_zip(tmp_path / "one.zip", CONTENT)
    write_zip(tmp_path / "two.zip", dict(reversed(CONTENT.items())))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_everybody_may_read_what_lambda_unpacks(tmp_path: Path) -> None:
    size = write_zip(tmp_path / "it.zip", CONTENT)
    with zipfile.ZipFile(tmp_path / "it.zip") as archive:
        assert archive.namelist() == ["a.py", "b/c.py"]
        assert {one.external_attr >> 16 for one in archive.infolist()} == {0o100644}
    assert size == os.stat(tmp_path / "it.zip").st_size  # noqa: PTH116


def test_a_zip_that_could_not_be_finished_leaves_the_one_before(tmp_path: Path) -> None:
    write_zip(tmp_path / "it.zip", CONTENT)
    before = (tmp_path / "it.zip").read_bytes()
    broken: dict[Path, Any] = {**CONTENT, Path("z"): object()}
    with pytest.raises(TypeError):
        write_zip(tmp_path / "it.zip", broken)
    assert [path.name for path in tmp_path.iterdir()] == ["it.zip"]
    assert (tmp_path / "it.zip").read_bytes() == before
