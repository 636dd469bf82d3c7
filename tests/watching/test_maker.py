"""The process that reads alerts: its end, its silence and its faults end nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions.watching.mails import Clock, Seen
from functions.watching.maker import Maker
from tests.compiled import AWARD

pytestmark = pytest.mark.slow  # each starts another Python


def monday(zone: str) -> datetime:
    return datetime(2018, 4, 9, 9, tzinfo=ZoneInfo(zone))


def never(zone: str) -> datetime:
    time.sleep(600)
    return monday(zone)


def fatal(zone: str) -> datetime:
    os.kill(os.getpid(), signal.SIGSEGV)
    return monday(zone)


def faulty(zone: str) -> datetime:
    raise ZeroDivisionError(zone)


@pytest.fixture
def alert(tmp_path: Path) -> Path:
    shutil.copytree(AWARD.parent, tmp_path / "campaigns")
    return tmp_path / "campaigns" / AWARD.name


@pytest.fixture
def makers() -> Iterator[list[Maker]]:
    made: list[Maker] = []
    yield made
    for maker in made:
        maker.close()


def read(makers: list[Maker], alert: Path, clock: Clock, patience: float = 60) -> Seen:
    makers.append(Maker(alert, clock, patience=patience))
    return makers[-1].read()


def test_it_reads_the_alert_as_it_is_now(makers: list[Maker], alert: Path) -> None:
    first = read(makers, alert, monday)
    assert first.mails is not None
    alert.write_text(alert.read_text().replace("Wins Prestigious", "Wins a Fine"))
    second = makers[0].read()
    assert second.mails is not None
    assert "Wins a Fine" in second.mails.shown[0].subject


@pytest.mark.parametrize(
    ("clock", "found"),
    [
        pytest.param(fatal, "What makes the mail broke down on it.", id="it crashes"),
        pytest.param(faulty, "It could not be read: ZeroDivisionError", id="a fault of ours"),
    ],
)
def test_what_goes_wrong_is_told_and_the_next_save_is_read(
    makers: list[Maker], alert: Path, clock: Clock, found: str
) -> None:
    seen = read(makers, alert, clock)
    assert found in seen.findings[0].found
    alert.unlink()  # which is noticed before the clock is asked
    assert makers[0].read().findings[0].found == "There is no such file."


def test_one_that_takes_too_long_is_replaced(makers: list[Maker], alert: Path) -> None:
    seen = read(makers, alert, never, patience=3)
    assert "longer than 3 seconds" in seen.findings[0].found
    alert.unlink()
    assert makers[0].read().findings[0].found == "There is no such file."


def test_after_renewal_it_goes_on(makers: list[Maker], alert: Path) -> None:
    read(makers, alert, monday)
    makers[0].renew()
    assert makers[0].read().mails is not None
