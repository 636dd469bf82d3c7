"""`alerts kit`: a folder per language, whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Alerts

AT = ("--as-of", "2018-04-09T09:00")


@pytest.fixture
def award(desk: Path) -> Path:
    return desk / "welcoming-illinois-award.yaml"


@pytest.fixture
def paso(desk: Path) -> Path:
    return desk / "partners" / "paso.yaml"


def test_it_writes_mail_texts_and_pictures_for_each_language(
    alerts: Alerts, award: Path, paso: Path, tmp_path: Path
) -> None:
    ran = alerts("kit", award, "--as", paso, *AT, "--out", tmp_path / "kit")
    assert (ran.code, ran.out.startswith("Wrote the kit for PASO to ")) == (0, True)
    for language in ("en", "es"):
        names = {path.name for path in (tmp_path / "kit" / language).iterdir()}
        assert {"email.html", "README.txt", "welcoming-illinois-award.png"} < names
        assert len(names) == 9
    assert "en/sms.txt: 2 segments" in ran.err


def test_the_partners_logo_is_in_the_folder(
    alerts: Alerts, award: Path, paso: Path, tmp_path: Path
) -> None:
    (paso.parent / "logo.png").write_bytes(b"logo")
    lines = "logo: {file: logo.png, alt: PASO}\npictures: https://paso.example/kit\n"
    paso.write_text(paso.read_text() + lines)
    assert alerts("kit", award, "--as", paso, *AT, "--out", tmp_path / "kit").code == 0
    assert (tmp_path / "kit" / "es" / "logo.png").read_bytes() == b"logo"


def test_a_logo_that_is_not_there_is_said(
    alerts: Alerts, award: Path, paso: Path, tmp_path: Path
) -> None:
    paso.write_text(paso.read_text() + "logo: {file: logo.png, alt: PASO}\n")
    ran = alerts("kit", award, "--as", paso, *AT, "--out", tmp_path / "kit")
    assert (ran.code, (tmp_path / "kit").exists()) == (1, False)
    assert "There is no picture" in ran.err


def test_nothing_is_written_for_a_partner_without_an_address(
    alerts: Alerts, award: Path, paso: Path, tmp_path: Path
) -> None:
    paso.write_text(paso.read_text().replace("address:", "adress:"))
    ran = alerts("kit", award, "--as", paso, *AT, "--out", tmp_path / "kit")
    assert (ran.code, (tmp_path / "kit").exists()) == (1, False)
    assert f"{paso}:6  adress" in ran.err.replace("\n", "")


def test_a_partners_file_that_is_not_there_is_said(
    alerts: Alerts, award: Path, tmp_path: Path
) -> None:
    ran = alerts("kit", award, "--as", tmp_path / "no.yaml", "--out", tmp_path / "kit")
    assert (ran.code, "There is no such file" in ran.err) == (1, True)


def test_a_folder_in_the_way_leaves_the_other_kit_as_it_was(
    alerts: Alerts, award: Path, paso: Path, tmp_path: Path
) -> None:
    alerts("kit", award, "--as", paso, *AT, "--out", tmp_path / "kit")
    before = (tmp_path / "kit" / "en" / "sms.txt").read_text()
    (tmp_path / "kit" / "es" / "sms.txt").unlink()
    (tmp_path / "kit" / "es" / "sms.txt").mkdir()
    ran = alerts("kit", award, "--as", paso, "--as-of", "2018-04-11", "--out", tmp_path / "kit")
    assert (ran.code, "Is a directory" in ran.err) == (1, True)
    assert (tmp_path / "kit" / "en" / "sms.txt").read_text() == before


def test_another_kit_is_not_left_beside_it_to_be_sent_along(
    alerts: Alerts, award: Path, paso: Path, tmp_path: Path
) -> None:
    assert alerts("kit", award, "--as", paso, *AT, "--out", tmp_path / "kit").code == 0
    other = paso.read_text().replace("paso.example", "other.example") + "languages: [en]\n"
    paso.write_text(other)
    ran = alerts("kit", award, "--as", paso, *AT, "--out", tmp_path / "kit")
    assert (ran.code, "An earlier kit is in " in ran.err) == (1, True)
    assert "other.example" not in (tmp_path / "kit" / "en" / "email.txt").read_text()


@pytest.mark.parametrize("language", ["en", "es"])
def test_its_links_to_our_site_lead_to_what_the_site_has(
    alerts: Alerts, award: Path, paso: Path, tmp_path: Path, language: str
) -> None:
    assert alerts("kit", award, "--as", paso, *AT, "--out", tmp_path / "kit").code == 0
    assert alerts("page", "build", award.parent, *AT, "--out", tmp_path / "site").code == 0
    mail = (tmp_path / "kit" / language / "email.html").read_text()
    links = set(re.findall(r"https://alerts\.icirr\.example/([^\"#]+)(?:#([\w-]+))?", mail))
    assert len(links) == 6
    for path, part in links:
        there = tmp_path / "site" / path
        page = there / "index.html"
        assert f'id="{part}"' in page.read_text() if part else there.is_file() or page.is_file()
