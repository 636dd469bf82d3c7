"""What moved since it was published is told before anything is stored, unless the file says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from functions.alerts.errors import Finding, InputError
from functions.campaign_files import load
from functions.services.moved import refuse_silent_moves
from functions.services.publishing import source_of
from tests.fakes import FakeWorld
from tests.written import AWARD, ORGANIZATION

THEN, NOW = "closes: Tuesday 2018-04-10 3:00 PM", "closes: Thursday 2018-04-12 3:00 PM"
SAID = "moved_from: Tuesday 2018-04-10 3:00 PM"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "organization.yaml").write_text(ORGANIZATION, encoding="utf-8")
    (tmp_path / "award.yaml").write_text(AWARD, encoding="utf-8")
    return tmp_path / "award.yaml"


@pytest.fixture
def world(file: Path) -> FakeWorld:
    """The alert is published as it stands in the file."""
    world = FakeWorld()
    world.published.put("award", source_of(load(file), at=world.time, by="ana"))
    return world


def refused(file: Path, text: str, world: FakeWorld) -> tuple[Finding, ...]:
    file.write_text(text, encoding="utf-8")
    try:
        refuse_silent_moves(load(file), str(file), world)
    except InputError as error:
        return error.findings
    return ()


def test_a_deadline_that_moved_is_told_with_its_line_and_the_one_to_add(
    file: Path, world: FakeWorld
) -> None:
    text = AWARD.replace(THEN, NOW)
    (found,) = refused(file, text, world)
    assert found.line == text[: text.index(NOW)].count("\n") + 1
    assert (found.field, found.file) == ("asks.sb-35.closes", str(file))
    assert "published says Tuesday 2018-04-10 3:00 PM, and here it is Thursday" in found.found
    assert f"add `{SAID}`" in found.remedy and "--corrected" in found.remedy


def test_the_line_that_was_offered_is_enough(file: Path, world: FakeWorld) -> None:
    assert refused(file, AWARD.replace(THEN, f"{NOW}\n    {SAID}"), world) == ()


def test_what_did_not_move_may_be_published_again(file: Path, world: FakeWorld) -> None:
    again = AWARD.replace("We won!", "We won again!")
    assert refused(file, again, world) == ()


def test_a_second_move_adds_to_the_first(file: Path, world: FakeWorld) -> None:
    file.write_text(AWARD.replace(THEN, f"{NOW}\n    {SAID}"), encoding="utf-8")
    world.published.put("award", source_of(load(file), at=world.time, by="ana"))
    later = "closes: Tuesday 2018-04-17 3:00 PM"
    (found,) = refused(file, AWARD.replace(THEN, f"{later}\n    {SAID}"), world)
    whole = "[Tuesday 2018-04-10 3:00 PM, Thursday 2018-04-12 3:00 PM]"
    assert f"write `moved_from: {whole}`" in found.remedy


def test_a_move_that_was_published_stays_said(file: Path, world: FakeWorld) -> None:
    file.write_text(AWARD.replace(THEN, f"{NOW}\n    {SAID}"), encoding="utf-8")
    world.published.put("award", source_of(load(file), at=world.time, by="ana"))
    (found,) = refused(file, AWARD.replace(THEN, NOW), world)
    assert f"which does not stand here: {SAID}." in found.found


def test_every_ask_that_moved_is_told_at_once(file: Path, world: FakeWorld) -> None:
    text = AWARD.replace(THEN, NOW).replace("Wednesday 2018-04-11", "Friday 2018-04-13")
    assert [one.field for one in refused(file, text, world)] == [
        "asks.sb-35.closes",
        "asks.no-registry-act.closes",
    ]


def test_what_is_not_public_yet_may_still_change(file: Path, world: FakeWorld) -> None:
    source = source_of(load(file), at=world.time + timedelta(hours=1), by="ana")
    world.published.put("award", source)
    assert refused(file, AWARD.replace(THEN, NOW), world) == ()


def test_what_nobody_published_or_can_read_is_compared_with_nothing(
    file: Path, world: FakeWorld
) -> None:
    moved = AWARD.replace(THEN, NOW)
    world.published.broken.add("award")
    assert refused(file, moved, world) == ()
    assert refused(file, moved, FakeWorld()) == ()
