"""`alerts translated`: one line per language, nothing else of the file changed."""

from pathlib import Path

from tests.cli.conftest import Alerts

AWARD = "welcoming-illinois-award.yaml"


def test_one_line_is_added_and_the_file_is_still_right(alerts: Alerts, desk: Path) -> None:
    before = (desk / AWARD).read_text().splitlines()
    ran = alerts("translated", desk / AWARD)
    after = (desk / AWARD).read_text().splitlines()
    (line,) = [line for line in after if line not in before]
    assert (ran.code, ran.out.endswith(": es.\n")) == (0, True)
    assert after[after.index(line) - 1] == "  es:"
    assert [kept for kept in after if kept != line] == before
    assert alerts("check", desk / AWARD).code == 0


def test_a_change_is_warned_of_until_it_is_run_again(alerts: Alerts, desk: Path) -> None:
    award = desk / AWARD
    alerts("translated", award)
    award.write_text(award.read_text().replace("Thank you for your support!", "Thank you all!"))
    assert "The original has changed" in alerts("check", award).out
    alerts("translated", award, "--lang", "es")
    assert "The original has changed" not in alerts("check", award).out
    assert award.read_text().count("    of: ") == 1


def test_line_ends_and_byte_order_mark_stay(alerts: Alerts, desk: Path) -> None:
    award = desk / AWARD
    typed = b"\xef\xbb\xbf" + award.read_bytes().replace(b"\n", b"\r\n")
    award.write_bytes(typed)
    assert alerts("translated", award).code == 0
    lines = award.read_bytes().splitlines(keepends=True)
    assert b"".join(line for line in lines if not line.startswith(b"    of: ")) == typed


def test_a_language_that_is_not_there_is_refused(alerts: Alerts, desk: Path) -> None:
    before = (desk / AWARD).read_bytes()
    ran = alerts("translated", desk / AWARD, "--lang", "ar")
    assert ran.code == 1
    assert "has no translation into `ar`. Its translations: es." in ran.err
    assert (desk / AWARD).read_bytes() == before


def test_a_translation_in_one_line_is_refused(alerts: Alerts, desk: Path) -> None:
    card = desk / "card.yaml"
    card.write_text(
        "level: state\nheadline: Go\nbody: New.\ntranslations:\n  es: {headline: Ya, body: Sí.}\n"
    )
    ran = alerts("translated", card)
    assert ran.code == 1
    assert "the translation `es` stands in one line" in ran.err
