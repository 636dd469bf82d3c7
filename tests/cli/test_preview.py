"""`alerts preview`: the files of one mail, whole or not at all."""

import email
import email.policy
from pathlib import Path

import pytest

from tests.cli.conftest import Alerts

FILES = {"subject.txt", "email.html", "email.txt", "email.eml"}
SHARED = {"whatsapp.txt", "facebook.txt", "sms.txt"}


@pytest.fixture
def award(desk: Path) -> Path:
    return desk / "welcoming-illinois-award.yaml"


def test_it_writes_the_mail_of_that_moment(alerts: Alerts, award: Path, tmp_path: Path) -> None:
    out = tmp_path / "preview"
    assert alerts("preview", award, "--as-of", "2018-04-11T09:00", "--out", out).code == 0
    text = (out / "email.txt").read_text()
    assert {path.name for path in out.iterdir()} == FILES | SHARED
    assert "two things" in text
    assert "No Registry Act" in text
    assert "SB 35" not in text


def test_texts_to_share_hold_what_is_open_then_and_the_alerts_own_page(
    alerts: Alerts, award: Path, tmp_path: Path
) -> None:
    ran = alerts(
        "preview", award, "--lang", "es", "--as-of", "2018-04-11T09:00", "--out", tmp_path / "p"
    )
    for name in SHARED:
        text = (tmp_path / "p" / name).read_text()
        assert text.endswith("https://alerts.icirr.example/a/welcoming-illinois-award/es\n")
        assert ("No Registry Act" in text, "SB 35" in text) == (True, False)
    assert "sms.txt: 4 segments" in ran.err
    assert "force" in ran.err


def test_the_sms_is_counted_for_whoever_pays_for_it(
    alerts: Alerts, award: Path, tmp_path: Path
) -> None:
    award.write_text(award.read_text().replace("name: Safe Zones Act", "name: Neighbors’ Act", 1))
    ran = alerts("preview", award, "--as-of", "2018-04-09", "--out", tmp_path / "p")
    said = "plain letters stand for “’”, which would force Unicode and 4 segments."
    assert ran.err.strip().startswith("sms.txt: 2 segments, ")
    assert ran.err.strip().endswith(said)


def test_the_eml_holds_the_same_mail(alerts: Alerts, award: Path, tmp_path: Path) -> None:
    alerts("preview", award, "--lang", "es", "--as-of", "2018-04-09", "--out", tmp_path)
    mail = email.message_from_bytes(
        (tmp_path / "email.eml").read_bytes(), policy=email.policy.default
    )
    html = mail.get_body(("html",))
    assert html is not None
    shown = (tmp_path / "email.html").read_text()
    assert html.get_content().splitlines() == shown.splitlines()
    assert f"{mail['Subject']}\n" == (tmp_path / "subject.txt").read_text()


def test_it_greets_the_person_it_is_for(alerts: Alerts, award: Path, tmp_path: Path) -> None:
    award.write_text(
        award.read_text().replace("closing: Thank", "closing: ((first_name|friend)), thank")
    )
    alerts("preview", award, "--for", '"Zoë &" <zoe@a.example>', "--out", tmp_path)
    assert "Zoë, thank you" in (tmp_path / "email.txt").read_text()


@pytest.mark.parametrize("name", ["<b>Bo</b>", "((token))", 'Anne "Annie"'])
def test_a_name_is_all_that_stands_before_the_last_brackets(
    alerts: Alerts, award: Path, tmp_path: Path, name: str
) -> None:
    greeting = "closing: ((last_name|no)) ((first_name|friend)), thank"
    award.write_text(award.read_text().replace("closing: Thank", greeting))
    assert alerts("preview", award, "--for", f"{name} <x@a.example>", "--out", tmp_path).code == 0
    first, _, last = name.partition(" ")
    assert f"{last.strip(chr(34)) or 'no'} {first}" in (tmp_path / "email.txt").read_text().replace(
        '"', ""
    )


def test_after_the_last_call_it_says_why_nothing_goes_out(
    alerts: Alerts, award: Path, tmp_path: Path
) -> None:
    text = award.read_text()
    start, end = text.index("  - ask: donate"), text.index("  - ask: slip")
    award.write_text(f"{text[:start]}{text[end:]}languages: [en]\n".partition("translations")[0])
    ran = alerts("preview", award, "--as-of", "2018-04-11T13:45", "--out", tmp_path / "p")
    assert (ran.code, (tmp_path / "p").exists()) == (1, False)
    assert "half an hour before its deadline" in ran.err


def test_a_language_that_is_not_there_gets_the_whole_default(
    alerts: Alerts, award: Path, tmp_path: Path
) -> None:
    ran = alerts("preview", award, "--lang", "ar", "--out", tmp_path)
    assert "its readers get the whole mail in “en”" in ran.err
    assert 'lang="en"' in (tmp_path / "email.html").read_text()


def test_nothing_is_written_for_a_campaign_with_errors(
    alerts: Alerts, award: Path, tmp_path: Path
) -> None:
    award.write_text(award.read_text() + "colour: red\n")
    out = tmp_path / "preview"
    assert alerts("preview", award, "--out", out).code == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--as-of", "yesterday"),
        ("--as-of", "2018-03-11T02:30"),
        ("--as-of", "9999-12-31T23:59"),
        ("--for", "Maria"),
    ],
    ids=["no time", "a time that does not exist", "beyond all clocks", "no address"],
)
def test_wrong_options_are_wrong_usage(
    alerts: Alerts, award: Path, tmp_path: Path, option: str, value: str
) -> None:
    ran = alerts("preview", award, "--out", tmp_path / "p", option, value)
    assert (ran.code, (tmp_path / "p").exists()) == (2, False)
    assert option in ran.err


def test_a_card_cannot_be_mailed(alerts: Alerts, desk: Path, tmp_path: Path) -> None:
    ran = alerts("preview", desk / "daca-updates.yaml", "--out", tmp_path / "p")
    assert ran.code == 1
    assert "is a card" in ran.err


def test_a_folder_that_cannot_be_written_is_said(
    alerts: Alerts, award: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    ran = alerts("preview", award, "--out", tmp_path / "file" / "below")
    assert ran.code == 1
    assert "Not a directory" in ran.err
    assert (tmp_path / "file").read_text() == "mine"


def test_a_write_that_fails_in_the_middle_changes_nothing(
    alerts: Alerts, award: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "preview"
    alerts("preview", award, "--as-of", "2018-04-09T09:00", "--out", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    write = Path.write_bytes

    def full_disk(path: Path, content: bytes) -> int:
        if path.name == "email.txt":
            raise OSError(28, "No space left on device", str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    ran = alerts("preview", award, "--as-of", "2018-04-11T09:00", "--out", out)
    assert (ran.code, "No space left" in ran.err) == (1, True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
