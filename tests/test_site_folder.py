"""A folder that a site is written into: whole files, only what changed, and nobody else's."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from functions.alerts.errors import StateError
from functions.alerts.site.files import File
from functions.site_folder import MANIFEST, SiteFolder, Written, site_folder


def never() -> None:
    raise AssertionError("Nobody else writes here.")


def write(folder: Path, also: Sequence[str] = (), **texts: str) -> Written:
    """Build a site of these files; `a__b` is a/b, and all are text."""
    files = {f"{n.replace('__', '/')}.txt": File.at("x.txt", text) for n, text in texts.items()}
    with site_folder(folder, never) as ours:
        return ours.write(files, also=also, keep={"n": len(files)})


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_files_stand_in_their_folders(tmp_path: Path) -> None:
    written = write(tmp_path / "new" / "out", index="one", a__x__en="two")
    assert written.changed == ("index.txt", "a/x/en.txt")
    assert names(tmp_path / "new" / "out") == {"index.txt", "a/x/en.txt", MANIFEST}
    assert (tmp_path / "new" / "out" / "a" / "x" / "en.txt").read_text() == "two"


def test_only_what_changed_is_written_again(tmp_path: Path) -> None:
    write(tmp_path, same="1", other="1")
    before = (tmp_path / "same.txt").stat().st_mtime_ns
    assert write(tmp_path, same="1", other="2") == Written(changed=("other.txt",), deleted=())
    assert (tmp_path / "same.txt").stat().st_mtime_ns == before


def test_what_is_not_of_the_site_any_more_goes_with_its_empty_folders(tmp_path: Path) -> None:
    write(tmp_path, index="1", a__x__en="1", a__y="1")
    assert write(tmp_path, index="1", a__y="1").deleted == ("a/x/en.txt",)
    assert not (tmp_path / "a" / "x").exists()
    assert names(tmp_path) == {"index.txt", "a/y.txt", MANIFEST}


def test_what_is_named_stays_though_it_is_not_given_again(tmp_path: Path) -> None:
    write(tmp_path, index="1", a__x="1")
    assert write(tmp_path, index="2", also=("a/x.txt",)).deleted == ()
    assert names(tmp_path) == {"index.txt", "a/x.txt", MANIFEST}


def test_foreign_files_stay(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine.txt").write_text("mine")
    write(tmp_path, a__x="1")
    write(tmp_path, index="1")
    assert (tmp_path / "a" / "mine.txt").read_text() == "mine"


def test_a_foreign_file_in_the_way_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "index.txt").write_text("mine")
    with pytest.raises(StateError, match=r"index\.txt.*Nothing was written"):
        write(tmp_path, a__x="1", index="1")
    assert names(tmp_path) == {"index.txt"}
    assert (tmp_path / "index.txt").read_text() == "mine"


def test_a_foreign_file_where_a_folder_must_be_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    with pytest.raises(StateError, match=r"page build`: a\."):
        write(tmp_path, a__x="1")


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    out.mkdir()
    (out / "a").symlink_to(elsewhere)
    with pytest.raises(StateError):
        write(out, a__x="1")
    assert names(elsewhere) == set()


def test_a_folder_in_place_of_a_file_is_in_the_way(tmp_path: Path) -> None:
    write(tmp_path, index="1")
    (tmp_path / "index.txt").unlink()
    (tmp_path / "index.txt").mkdir()
    with pytest.raises(StateError, match=r"index\.txt"):
        write(tmp_path, index="2")


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("changed")])
def test_what_somebody_changed_or_deleted_is_written_again(tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    write(tmp_path, index="1", a="1")
    spoil(tmp_path / "index.txt")
    assert write(tmp_path, index="1", a="1").changed == ("index.txt",)
    assert (tmp_path / "index.txt").read_text() == "1"


def test_a_copy_of_the_folder_is_as_good(tmp_path: Path) -> None:
    write(tmp_path, index="1")
    (tmp_path / "index.txt").write_text("1")  # the same bytes at a later time
    assert write(tmp_path, index="1").changed == ()


class FullDiskError(RuntimeError):
    """Where a write ends."""


def test_after_a_fault_no_file_is_half_written_and_all_are_known_as_ours(tmp_path: Path) -> None:
    write(tmp_path, index="old", a="old")

    files = {"a.txt": File(b"new", ""), "b.txt": File(b"new", ""), "index.txt": Unwritable()}
    with pytest.raises(FullDiskError), site_folder(tmp_path, never) as ours:
        ours.write(files, also=(), keep={})  # type: ignore[arg-type]
    assert names(tmp_path) == {"index.txt", "a.txt", "b.txt", MANIFEST}
    assert (tmp_path / "index.txt").read_text() == "old"
    assert write(tmp_path, index="new", b="new").deleted == ("a.txt",)
    assert names(tmp_path) == {"index.txt", "b.txt", MANIFEST}


class Unwritable:
    """A file whose bytes cannot be had."""

    digest = "other"

    @property
    def body(self) -> bytes:
        raise FullDiskError


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".alerts-site-new-x").mkdir()
    (tmp_path / ".alerts-site-new-x" / "0").write_text("half")
    write(tmp_path, index="1")
    assert names(tmp_path) == {"index.txt", MANIFEST}


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    with site_folder(tmp_path, never) as ours:
        ours.write({}, also=(), keep={"same": "ñ\u2028", "other": 1, "gone": 1})
    with site_folder(tmp_path, never) as ours:
        ours.write({}, also=(), keep={"same": ours.kept["same"], "other": 2})
    with site_folder(tmp_path, never) as ours:
        assert ours.kept == {"same": "ñ\u2028", "other": 2}


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"v": 2, "files": {}}',
        '{"v": 1, "files": {"../x": [1, 1, ""]}}',
        '{"v": 1, "files": {"/x": [1, 1, ""]}}',
        '{"v": 1, "files": {"x": 1}}',
        '{"v": 1, "files": {}}\n{"name": "x"}',
        '{"v": 1, "files": {}}\n{"name": "x", "kep',
    ],
)
def test_a_manifest_that_is_not_ours_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(StateError, match="Nothing was written"):
        write(tmp_path, index="1")
    assert names(tmp_path) == {MANIFEST}


def test_two_builds_at_once_take_turns(tmp_path: Path) -> None:
    waited, done = threading.Event(), threading.Event()

    def other() -> None:
        with site_folder(tmp_path, waited.set) as ours:
            ours.write({"b.txt": File(b"2", "")}, also=(), keep={})
        done.set()

    with site_folder(tmp_path, never) as ours:
        thread = threading.Thread(target=other)
        thread.start()
        assert waited.wait(10)
        ours.write({"a.txt": File(b"1", "")}, also=(), keep={})
        assert not done.is_set()
    thread.join(10)
    assert names(tmp_path) == {"b.txt", MANIFEST}
    head = (tmp_path / MANIFEST).read_text().split("\n")[0]
    assert list(json.loads(head)["files"]) == ["b.txt"]


def test_a_folder_that_is_no_folder_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OSError, match="out"):
        write(tmp_path / "out", index="1")


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert not SiteFolder(tmp_path).holds("index.html")
