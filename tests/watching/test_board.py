"""What browsers are shown, and when they hear of it."""

from __future__ import annotations

import threading

from functions.alerts.errors import Finding
from functions.watching.board import Board, View
from functions.watching.mails import Mails, Seen

WRONG = Finding(level="error", file="a.yaml", line=3, field="subject", found="No.", remedy="Do.")
GOOD = Seen(findings=(), mails=Mails(sender="ICIRR", shown=()), at="Mon Apr 9, 9:00 AM CDT")
BROKEN = Seen(findings=(WRONG,), mails=None)


def test_the_last_good_mail_stays_with_the_new_findings_beside_it() -> None:
    board = Board("run")
    board.show(GOOD, "14:00:00")
    assert not board.view.stale
    board.show(BROKEN, "14:00:00")
    view = board.view
    assert (view.findings, view.mails, view.stale) == ((WRONG,), GOOD.mails, True)
    assert (view.saved, view.mails_of, view.at) == ("14:00:00", "14:00:00", GOOD.at)


def test_a_good_save_ends_that() -> None:
    board = Board("run")
    for seen, saved in ((GOOD, "1"), (BROKEN, "2"), (GOOD, "3")):
        board.show(seen, saved)
    assert (board.view.stale, board.view.findings, board.view.mails_of) == (False, (), "3")


def test_two_browsers_hear_of_it_at_once() -> None:
    board, heard = Board("run"), list[View | None]()
    seen = board.view.version
    waiting = [
        threading.Thread(target=lambda: heard.append(board.other_than(seen, 30))) for _ in range(2)
    ]
    for thread in waiting:
        thread.start()
    board.show(GOOD, "1")
    for thread in waiting:
        thread.join(30)
    assert heard == [board.view, board.view]


def test_who_comes_late_or_from_an_earlier_run_hears_of_it_without_waiting() -> None:
    board = Board("run")
    board.show(GOOD, "1")
    assert board.other_than("run-0", 0) == board.view
    assert board.other_than("earlier-1", 0) == board.view
    assert board.other_than("run-1", 0) is None


def test_at_the_end_nobody_waits_any_more() -> None:
    board = Board("run")
    board.close()
    assert board.other_than("run-0", 30) is None
