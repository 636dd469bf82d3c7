"""Files are found, and what cannot be read is said in the terms of the person who named it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from functions.alerts.errors import Finding, InputError
from functions.campaign_files import ORGANIZATION as ORGANIZATION_FILE
from functions.campaign_files import (
    check_organization,
    find_organization,
    list_campaigns,
    load,
    same_ids,
)
from functions.schema_files import write_schemas
from tests.written import AWARD, CARD, ORGANIZATION

CAMPAIGNS = Path(__file__).parents[1] / "campaigns"
ASK = "asks:\n  - {ask: share}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "organization.yaml").write_text(ORGANIZATION, encoding="utf-8")
    (tmp_path / "award.yaml").write_text(AWARD, encoding="utf-8")
    return tmp_path


def problem(path: Path) -> Finding:
    with pytest.raises(InputError) as caught:
        load(path)
    return caught.value.findings[0]


def test_a_campaign_comes_with_its_organization(folder: Path) -> None:
    loaded = load(folder / "award.yaml")
    assert (loaded.campaign.id, loaded.organization.short_name) == ("award", "ICIRR")
    assert (loaded.folder, loaded.findings) == (folder, ())


def test_the_organization_is_found_upward(folder: Path) -> None:
    deep = folder / "2018" / "april"
    deep.mkdir(parents=True)
    (deep / "card.yaml").write_text(CARD + ASK, encoding="utf-8")
    assert load(deep / "card.yaml").folder == folder


def test_the_organization_is_found_upward_from_a_relative_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "2018").mkdir()
    monkeypatch.chdir(folder / "2018")
    assert find_organization(Path("card.yaml")).resolve() == folder / "organization.yaml"


def test_a_campaign_without_organization_says_where_it_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")
    assert str(tmp_path) in problem(tmp_path / "card.yaml").found


def test_the_organization_is_never_taken_for_a_campaign(folder: Path) -> None:
    assert "not an alert" in problem(folder / "organization.yaml").found
    assert list_campaigns(folder) == (folder / "award.yaml",)


@pytest.mark.parametrize("name", ["awrad.yaml", "award"])
def test_a_file_that_is_not_there_comes_with_the_nearest(folder: Path, name: str) -> None:
    assert f"Did you mean {folder / 'award.yaml'}?" in problem(folder / name).remedy


def test_a_folder_is_no_campaign(folder: Path) -> None:
    assert problem(folder).found == "This is a folder."


def test_a_huge_file_is_refused_before_it_is_read(folder: Path) -> None:
    huge = folder / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    assert "50,000,000 bytes" in problem(huge).found


def test_a_mistake_in_the_organization_names_that_file(folder: Path) -> None:
    text = ORGANIZATION.replace("short_name", "shortname")
    (folder / "organization.yaml").write_text(text, encoding="utf-8")
    assert problem(folder / "award.yaml").file == str(folder / "organization.yaml")


def test_a_picture_that_is_not_there_comes_with_the_nearest(folder: Path) -> None:
    (folder / "images").mkdir()
    (folder / "images" / "daca.png").touch()
    text = CARD + ASK + "image: {file: images/dacca.png, alt: A hand}\n"
    (folder / "card.yaml").write_text(text, encoding="utf-8")
    assert "images/daca.png" in problem(folder / "card.yaml").remedy


def test_a_missing_picture_is_shown_in_its_line_without_a_wild_guess(folder: Path) -> None:
    (folder / "images").mkdir()
    (folder / "images" / "logo.png").touch()
    text = CARD + ASK + "image:\n  alt: A hand\n  file: images/daca.png\n"
    (folder / "card.yaml").write_text(text, encoding="utf-8")
    found = problem(folder / "card.yaml")
    assert (found.line, found.field) == (7, "image.file")
    assert found.remedy.startswith("Put the picture into")


def test_a_card_with_nothing_to_do_is_no_card(folder: Path) -> None:
    (folder / "card.yaml").write_text(CARD, encoding="utf-8")
    found = problem(folder / "card.yaml")
    assert ("nothing to do" in found.found, "`asks:`" in found.remedy) == (True, True)
    (folder / "card.yaml").write_text(CARD + "body: News alone.\n", encoding="utf-8")
    assert load(folder / "card.yaml").campaign.asks == ()


def test_two_files_of_one_id_are_told_by_name(folder: Path) -> None:
    (folder / "award.yml").write_text(AWARD, encoding="utf-8")
    (found,) = same_ids(list_campaigns(folder))
    assert (found.level, found.file) == ("error", str(folder / "award.yml"))
    assert f"{folder / 'award.yaml'} is the alert `award` too" in found.found


def test_the_schemas_are_written_beside_the_campaigns(tmp_path: Path) -> None:
    names = [path.relative_to(tmp_path).as_posix() for path in write_schemas(tmp_path)]
    assert names == [
        "schema/campaign.json",
        "schema/organization.json",
        "schema/partner.json",
    ]


@pytest.mark.parametrize("path", list_campaigns(CAMPAIGNS), ids=lambda path: path.stem)
def test_every_example_is_read_without_an_error(path: Path) -> None:
    assert load(path).campaign.id == path.stem


def test_reading_campaigns_needs_no_aws() -> None:
    code = "import sys, functions.campaign_files; sys.exit('boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_never_ends_or_never_begins_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert {problem(pipe).found, problem(Path("/dev/zero")).found} == {"This is no file with text."}


def test_an_organization_tells_what_is_doubtful(folder: Path) -> None:
    home = folder / ORGANIZATION_FILE
    logo = "logo: {file: images/logo.png, alt: ICIRR}\nlinks: {top: [{A: http://a.org}]}\n"
    home.write_text(ORGANIZATION + logo, encoding="utf-8")
    found = {(finding.level, finding.field) for finding in check_organization(home)}
    assert found == {("error", "logo.file"), ("warning", "links.top.0.A")}


def test_an_organization_tells_what_is_wrong(folder: Path) -> None:
    home = folder / ORGANIZATION_FILE
    home.write_text(ORGANIZATION.replace("[en, es]", "[pl]"), encoding="utf-8")
    (finding, *_) = check_organization(home)
    assert (finding.level, finding.field, finding.line) == ("error", "languages", 7)
