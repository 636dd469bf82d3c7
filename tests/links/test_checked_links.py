"""`alerts check --links`: the links of files, and of what the organization puts into every mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from functions.alerts.checks.answers import Answer
from functions.checked_files import examine_path
from functions.cli import main
from functions.links.remembered import cache_file
from tests.checking import MONDAY
from tests.written import AWARD, ORGANIZATION, card

ALONE = "".join(
    f"{line}\n"
    for line in ORGANIZATION.partition("donate:")[0].replace("[en, es]", "[en]").splitlines()
)


def now(zone: str) -> datetime:
    return MONDAY


def all_dead(urls: Iterable[str]) -> dict[str, Answer]:
    return {url: Answer(state="gone", last=url, why="is dead") for url in urls}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "organization.yaml").write_text(ORGANIZATION)
    (tmp_path / "award.yaml").write_text(AWARD)
    return tmp_path


def dead(path: Path) -> list[tuple[str, str]]:
    found = examine_path(path, now, follow=all_dead)
    return [(Path(one.file).name, one.field) for one in found if one.rule == "dead-link"]


def test_a_campaign_is_followed_with_what_the_organization_puts_into_its_mails(desk: Path) -> None:
    assert dead(desk / "award.yaml") == [
        ("award.yaml", "asks.sb-35.bill"),
        ("organization.yaml", "donate.once"),
        ("organization.yaml", "donate.monthly"),
        ("organization.yaml", "help.link"),
    ]


def test_in_a_folder_each_link_is_told_once(desk: Path) -> None:
    fields = dead(desk)
    assert ("organization.yaml", "website") in fields
    assert ("organization.yaml", "site") not in fields
    assert len(fields) == len(set(fields)) == 5


def test_without_it_nothing_is_opened(desk: Path) -> None:
    assert all(one.rule != "dead-link" for one in examine_path(desk, now))


def test_the_command_opens_no_door_of_this_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "organization.yaml").write_text(ALONE)
    path = tmp_path / "card.yaml"
    path.write_text(card("ask: take_action\ntitle: Write\nlink: https://127.0.0.1/admin"))
    monkeypatch.setattr("sys.argv", ["alerts", "check", str(path), "--links"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    assert "leads into a network that readers are not in" in capsys.readouterr().out


def test_answers_are_kept_in_the_users_own_folder() -> None:
    assert Path.home() in cache_file().parents
