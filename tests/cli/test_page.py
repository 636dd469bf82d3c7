"""`alerts page build`: the site as files, from files that may be wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Alerts

CARD = "level: state\nheadline: {}\nasks: [{{ask: donate, closes: 2018-04-10 3:00 PM}}]\n"


def files(folder: Path) -> dict[str, bytes]:
    """Everything of the site by its path."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name[0] != ".")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def only(desk: Path, *kept: str) -> Path:
    """The desk with these campaigns alone."""
    for path in desk.glob("*.yaml"):
        if path.stem not in (*kept, "organization"):
            path.unlink()
    return desk


def test_it_writes_the_site(alerts: Alerts, desk: Path, tmp_path: Path) -> None:
    ran = alerts("page", "build", desk, "--out", tmp_path / "out", "--as-of", "2018-04-09T09:00")
    assert (ran.code, ran.err) == (0, "")
    found = files(tmp_path / "out")
    assert found.keys() >= {
        "index.html", "es/index.html", "closed/index.html", "es/closed/index.html", "404.html",
        "calendar.ics", "es/calendar.ics", "feed.xml", "es/feed.xml", "sitemap.xml", "robots.txt",
        "a/welcoming-illinois-award/en/index.html", "a/welcoming-illinois-award/es/index.html",
        "a/welcoming-illinois-award/en/sb-35.ics", "images/welcoming-illinois-award.png",
        "images/logo.png",
    }  # fmt: skip
    assert "5 alerts, 5 of them drawn anew" in ran.out


def test_nothing_of_it_is_one_persons(alerts: Alerts, desk: Path, tmp_path: Path) -> None:
    award = desk / "welcoming-illinois-award.yaml"
    award.write_text(
        award.read_text().replace("closing: Thank", "closing: ((first_name|friend)), ")
    )
    home = desk / "organization.yaml"
    home.write_text(home.read_text().replace("topics:", "i_filed_it: true\ntopics:", 1))
    alerts("page", "build", desk, "--out", tmp_path / "out", "--as-of", "2018-04-09T09:00")
    for path, body in files(tmp_path / "out").items():
        assert b"((" not in body or path.startswith("images/"), path
        assert b"_token" not in body, path


def test_before_between_and_after_the_deadlines_the_page_is_another(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    pages = []
    for at in ("2018-04-09T09:00", "2018-04-10T15:00", "2018-04-11T14:00"):
        assert alerts("page", "build", desk, "--out", tmp_path / "out", "--as-of", at).code == 0
        pages.append(files(tmp_path / "out"))
    before, between, after = pages
    for path in ("index.html", "es/index.html", "feed.xml", "calendar.ics"):
        assert len({before[path], between[path], after[path]}) == 3, path
    assert b"award.sb-35@" in before["calendar.ics"]
    assert b"award.sb-35@" not in between["calendar.ics"]
    assert b"award.no-registry-act@" in between["calendar.ics"]
    assert b"VEVENT" not in after["calendar.ics"]


def test_the_calendar_entry_of_a_closed_ask_stays_as_mails_link_to_it(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    alerts("page", "build", desk, "--out", tmp_path, "--as-of", "2024-01-01")
    assert "a/welcoming-illinois-award/es/sb-35.ics" in files(tmp_path)


def test_built_again_it_draws_and_writes_nothing(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    alerts("page", "build", desk, "--out", tmp_path / "out", "--as-of", "2018-04-09T09:00")
    ran = alerts("page", "build", desk, "--out", tmp_path / "out", "--as-of", "2018-04-09T09:00")
    assert "5 alerts, 0 of them drawn anew; 0 files changed." in ran.out


def test_one_that_changed_is_drawn_alone_and_all_is_as_if_built_anew(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    build = ("page", "build", desk, "--as-of", "2018-04-09T09:00", "--out")
    alerts(*build, tmp_path / "out")
    daca = desk / "daca-updates.yaml"
    daca.write_text(daca.read_text().replace("Receive updates", "Get news"))
    assert "5 alerts, 1 of them drawn anew" in alerts(*build, tmp_path / "out").out
    alerts(*build, tmp_path / "new")
    assert files(tmp_path / "out") == files(tmp_path / "new")


def test_what_is_deleted_is_gone_and_a_changed_organization_changes_all(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    build = ("page", "build", desk, "--out", tmp_path / "out")
    alerts(*build)
    (desk / "daca-updates.yaml").unlink()
    home = desk / "organization.yaml"
    home.write_text(home.read_text().replace("short_name: ICIRR", "short_name: The Coalition"))
    assert "4 alerts, 4 of them drawn anew" in alerts(*build).out
    assert not any("daca-updates" in path for path in files(tmp_path / "out"))


def test_one_with_errors_is_left_out_and_told_and_the_others_are_written(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    (desk / "daca-updates.yaml").write_text("level: planet\nheadline: Fight\n")
    ran = alerts("page", "build", desk, "--out", tmp_path / "out")
    assert ran.code == 1
    assert "daca-updates.yaml:1" in ran.err
    assert "4 alerts" in ran.out
    assert not any("daca" in path for path in files(tmp_path / "out"))
    checked = alerts("check", desk / "daca-updates.yaml")
    assert checked.out.startswith(ran.err)  # and ends with how many there are


def test_one_with_errors_is_told_each_time(alerts: Alerts, desk: Path, tmp_path: Path) -> None:
    (desk / "daca-updates.yaml").write_text("level: planet\nheadline: Fight\n")
    first, second = (alerts("page", "build", desk, "--out", tmp_path / "out") for _ in range(2))
    assert (first.code, first.err) == (second.code, second.err)


def test_two_files_of_one_id_are_both_left_out(alerts: Alerts, desk: Path, tmp_path: Path) -> None:
    alerts("page", "build", desk, "--out", tmp_path / "out")
    (desk / "daca-updates.yml").write_text(CARD.format("Another"))
    ran = alerts("page", "build", desk, "--out", tmp_path / "out")
    assert (ran.code, "is the alert `daca-updates` too" in ran.err) == (1, True)
    assert not any("daca-updates/" in path for path in files(tmp_path / "out"))


def test_a_yml_file_is_a_campaign_too(alerts: Alerts, desk: Path, tmp_path: Path) -> None:
    (desk / "daca-updates.yaml").rename(desk / "daca-updates.yml")
    assert alerts("page", "build", desk, "--out", tmp_path / "out").code == 0
    assert "a/daca-updates/en/index.html" in files(tmp_path / "out")


def test_a_picture_that_went_missing_leaves_its_alert_out(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    alerts("page", "build", desk, "--out", tmp_path / "out")
    (desk / "images" / "daca-updates.png").unlink()
    ran = alerts("page", "build", desk, "--out", tmp_path / "out")
    assert (ran.code, "There is no picture" in ran.err) == (1, True)
    assert "images/daca-updates.png" not in files(tmp_path / "out")


def test_two_pictures_of_one_name_cannot_both_be_there(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    (desk / "more").mkdir()
    (desk / "more" / "logo.png").write_bytes(b"another")
    (desk / "march.yaml").write_text(
        CARD.format("March") + "image: {file: more/logo.png, alt: Signs}\n"
    )
    ran = alerts("page", "build", desk, "--out", tmp_path / "out")
    assert (ran.code, "called logo.png too" in ran.err) == (1, True)
    assert files(tmp_path / "out")["images/logo.png"] == (desk / "images/logo.png").read_bytes()


def test_a_picture_that_changed_is_copied_again(alerts: Alerts, desk: Path, tmp_path: Path) -> None:
    alerts("page", "build", desk, "--out", tmp_path / "out")
    (desk / "images" / "daca-updates.png").write_bytes(b"other")
    assert "1 file changed" in alerts("page", "build", desk, "--out", tmp_path / "out").out
    assert files(tmp_path / "out")["images/daca-updates.png"] == b"other"


def test_without_campaigns_there_is_a_page_all_the_same(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    assert alerts("page", "build", only(desk), "--out", tmp_path / "out").code == 0
    assert {"index.html", "feed.xml", "calendar.ics"} <= files(tmp_path / "out").keys()


def test_a_folder_with_files_of_the_same_names_is_left_as_it_is(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("mine")
    ran = alerts("page", "build", desk, "--out", out)
    assert (ran.code, "index.html" in ran.err) == (1, True)
    assert files(out) == {"index.html": b"mine"}


def test_a_broken_organization_stops_it_before_anything_is_made(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    (desk / "organization.yaml").write_text("name: Nobody\n")
    ran = alerts("page", "build", desk, "--out", tmp_path / "out")
    assert (ran.code, "organization.yaml" in ran.err) == (1, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("folder", ["nowhere", "organization.yaml"])
def test_what_is_no_folder_is_said_to_be_none(
    alerts: Alerts, desk: Path, tmp_path: Path, folder: str
) -> None:
    ran = alerts("page", "build", desk / folder, "--out", tmp_path / "out")
    assert (ran.code, "is no folder" in ran.err) == (1, True)


def test_a_time_that_is_none_is_wrong_usage(alerts: Alerts, desk: Path, tmp_path: Path) -> None:
    assert alerts("page", "build", desk, "--out", tmp_path, "--as-of", "noon").code == 2


def test_its_own_campaigns_are_the_default(
    alerts: Alerts, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.parent)
    assert alerts("page", "build", "--out", tmp_path / "out").code == 0


def test_saved_later_than_the_moment_it_counts_as_published_then(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    only(desk, "welcoming-illinois-award")
    alerts("page", "build", desk, "--out", tmp_path / "out", "--as-of", "2018-04-09T09:00")
    assert b"<updated>2018-04-09T14:00:00Z</updated>" in files(tmp_path / "out")["feed.xml"]
    os.utime(desk / "welcoming-illinois-award.yaml", (1_522_900_000, 1_522_900_000))
    alerts("page", "build", desk, "--out", tmp_path / "out", "--as-of", "2018-04-09T09:00")
    assert b"<updated>2018-04-05T03:46:40Z</updated>" in files(tmp_path / "out")["feed.xml"]


def test_a_page_that_somebody_deleted_is_drawn_again(
    alerts: Alerts, desk: Path, tmp_path: Path
) -> None:
    page = tmp_path / "out" / "a" / "daca-updates" / "en" / "index.html"
    alerts("page", "build", desk, "--out", tmp_path / "out")
    page.unlink()
    assert "1 of them drawn anew" in alerts("page", "build", desk, "--out", tmp_path / "out").out
    assert page.exists()
