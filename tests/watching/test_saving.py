"""Which files an alert is made of, and that each kind of save is seen."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from functions.watching.saving import Files


@pytest.fixture
def alert(tmp_path: Path) -> Path:
    """An alert in a folder below its organization's."""
    folder = tmp_path / "campaigns" / "april"
    folder.mkdir(parents=True)
    (folder.parent / "images").mkdir()
    (folder.parent / "images" / "logo.png").write_bytes(b"logo")
    (folder.parent / "organization.yaml").write_text("name: A", encoding="utf-8")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.yaml").write_text("and: and", encoding="utf-8")
    path = folder / "alert.yaml"
    path.write_text("subject: A", encoding="utf-8")
    return path


@pytest.fixture
def files(alert: Path, tmp_path: Path) -> Files:
    return Files(alert, templates=tmp_path / "words", rarely=1)


def renamed_over(alert: Path) -> None:
    """An editor that writes beside the file; its bytes and its time are the old ones."""
    new, old = alert.with_suffix(".new"), alert.stat()
    new.write_text("subject: B", encoding="utf-8")
    os.utime(new, ns=(old.st_atime_ns, old.st_mtime_ns))
    new.replace(alert)


SAVES: dict[str, Callable[[Path], object]] = {
    "written over": lambda alert: alert.write_text("subject: Another", encoding="utf-8"),
    "replaced": renamed_over,
    "deleted": lambda alert: alert.unlink(),
    "the organization": lambda alert: (alert.parents[1] / "organization.yaml").write_text("name:"),
    "a nearer organization": lambda alert: (alert.parent / "organization.yaml").touch(),
    "a picture": lambda alert: (alert.parents[1] / "images" / "logo.png").write_bytes(b"new"),
    "another picture": lambda alert: (alert.parents[1] / "images" / "b.png").touch(),
    "the folder's name": lambda alert: alert.parent.rename(alert.parents[1] / "may"),
}


@pytest.mark.parametrize("save", SAVES)
def test_every_kind_of_save_is_seen(alert: Path, files: Files, save: str) -> None:
    before = files()
    assert files() == before
    SAVES[save](alert)
    after = files()
    assert after.alert != before.alert
    assert after.product == before.product


def test_a_file_beside_it_is_none_of_its(alert: Path, files: Files) -> None:
    before = files()
    (alert.parent / "other.yaml").touch()
    (alert.parent / ".alert.yaml.swp").touch()
    assert files() == before


def test_the_products_own_words_are_looked_at_less_often(alert: Path, tmp_path: Path) -> None:
    files = Files(alert, templates=tmp_path / "words", rarely=3)
    before = files()
    (tmp_path / "words" / "en.yaml").write_text("and: and so on", encoding="utf-8")
    assert [files() == before for _ in range(3)] == [True, True, False]


def test_an_alert_that_is_empty_or_gone_is_hollow(alert: Path, files: Files) -> None:
    assert not files.hollow(files())
    alert.write_text("", encoding="utf-8")
    assert files.hollow(files())
    alert.unlink()
    assert files.hollow(files())


def test_a_loop_of_links_ends(alert: Path, files: Files) -> None:
    (alert.parents[1] / "images" / "again").symlink_to(alert.parents[1] / "images")
    assert files() == files()
