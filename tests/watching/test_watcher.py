"""When an alert is read anew: after the save, once, and never from half a file."""

from __future__ import annotations

from functions.watching.board import Board
from functions.watching.mails import Seen
from functions.watching.saving import Stamp
from functions.watching.watcher import OVERTAKEN, QUIET_HOLLOW, Watcher


def stamp(when: int, *, size: int = 9, product: int = 0) -> Stamp:
    return Stamp({"a.yaml": (when, size, 1)} if when else {}, {"en.yaml": (product, 9, 2)})


class Desk:
    """Files, somebody who saves them, and a reader that counts."""

    def __init__(self) -> None:
        self.now, self.reads, self.renewed = stamp(1), list[Stamp](), 0
        self.saves_while_reading = list[Stamp]()
        self.board = Board("run")
        self._watcher = Watcher(self, self, self.board, lambda: "14:03:12")

    def __call__(self) -> Stamp:
        return self.now

    def hollow(self, stamp: Stamp) -> bool:
        return all(mark[1] == 0 for mark in stamp.alert.values())

    def read(self) -> Seen:
        self.reads.append(self.now)
        if self.saves_while_reading:
            self.now = self.saves_while_reading.pop(0)
        return Seen(findings=(), mails=None, at=str(self.reads[-1]))

    def renew(self) -> None:
        self.renewed += 1

    def steps(self, number: int = 1) -> None:
        for _ in range(number):
            self._watcher.step()

    def saved(self, stamp: Stamp) -> None:
        self.now = stamp
        self.steps(2)


def test_it_is_read_at_once_and_then_only_after_a_save() -> None:
    desk = Desk()
    desk.steps(5)
    desk.saved(stamp(2))
    desk.steps(5)
    assert desk.reads == [stamp(1), stamp(2)]


def test_while_a_save_goes_on_nothing_is_read() -> None:
    desk = Desk()
    desk.steps()
    for when in (2, 3, 4):
        desk.now = stamp(when)
        desk.steps()
    assert desk.reads == [stamp(1)]
    desk.steps()
    assert desk.reads == [stamp(1), stamp(4)]


def test_an_editor_that_empties_the_file_first_shows_no_empty_file() -> None:
    desk = Desk()
    desk.steps()
    for half in (stamp(2, size=0), stamp(0)):
        desk.now = half
        desk.steps(QUIET_HOLLOW)
    desk.saved(stamp(3))
    assert desk.reads == [stamp(1), stamp(3)]


def test_a_file_that_is_deleted_for_good_is_told_and_one_that_is_back_too() -> None:
    desk = Desk()
    desk.steps()
    desk.now = stamp(0)
    desk.steps(QUIET_HOLLOW + 1)
    desk.saved(stamp(4))
    assert desk.reads == [stamp(1), stamp(0), stamp(4)]


def test_a_file_that_is_not_there_yet_is_told_at_once() -> None:
    desk = Desk()
    desk.now = stamp(0)
    desk.steps()
    assert desk.reads == [stamp(0)]


def test_what_the_next_save_overtook_is_not_shown() -> None:
    desk = Desk()
    desk.steps()
    desk.saves_while_reading = [stamp(3)]
    desk.saved(stamp(2))
    assert desk.board.view.at == str(stamp(1))
    desk.steps()
    assert desk.board.view.at == str(stamp(3))


def test_somebody_who_saves_all_the_time_sees_something_all_the_same() -> None:
    desk = Desk()
    desk.steps()
    desk.saves_while_reading = [stamp(when) for when in range(3, 3 + 2 * OVERTAKEN)]
    desk.saved(stamp(2))
    desk.steps(2 * OVERTAKEN)
    assert desk.board.view.at not in ("", str(stamp(1)))


def test_after_a_change_of_the_products_words_another_reader_begins() -> None:
    desk = Desk()
    desk.steps()
    desk.saved(stamp(2))
    assert desk.renewed == 0
    desk.saved(stamp(2, product=1))
    assert (desk.renewed, len(desk.reads)) == (1, 3)
