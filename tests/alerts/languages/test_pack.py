from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale

from functions.alerts.errors import Finding, InputError
from functions.alerts.languages.pack import NUMBERS, read_pack
from functions.alerts.languages.words import PACKS, load_packs

ENGLISH = (PACKS / "en.yaml").read_text("utf-8")
ARABIC = (PACKS / "ar.yaml").read_text("utf-8")


def findings(data: str | bytes, file: str = "en.yaml") -> tuple[Finding, ...]:
    with pytest.raises(InputError) as refused:
        read_pack(data if isinstance(data, bytes) else data.encode(), file)
    return refused.value.findings


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_new_language_is_one_file_and_no_code() -> None:
    french = ENGLISH.replace("code: en", "code: fr").replace("en_US", "fr")
    assert read_pack(french.encode(), "fr.yaml").count("asks.intro", 0).startswith("Here is one")


def test_a_language_whose_whole_numbers_have_no_form_other_works() -> None:
    plain = ENGLISH.replace('other: "{n} things"', "other: Are {n} things")  # no quotes to end in
    forms = re.sub(r"( +)other: (.*)", r"\1few: \2 (few)\n\1many: \2 (many)", plain)
    polish = forms.replace("code: en", "code: pl").replace("en_US", "pl")
    pack = read_pack(polish.encode(), "pl.yaml")
    assert pack.count("asks.intro", 2).endswith("(few)")
    assert pack.count("asks.intro", 11).endswith("(many)")


def test_a_missing_phrase_is_named() -> None:
    (finding,) = findings(ENGLISH.replace("  unsubscribe: Unsubscribe\n", ""))
    assert finding.field == "footer.unsubscribe"
    assert "missing" in finding.found
    assert finding.line == line_of(ENGLISH, "footer:")


def test_an_unknown_phrase_is_shown_with_the_nearest_known_one() -> None:
    text = ENGLISH.replace("footer:\n", "footer:\n  unsubscribed: No\n")
    (finding,) = findings(text)
    assert (finding.line, finding.field) == (line_of(text, "unsubscribed:"), "footer.unsubscribed")
    assert finding.remedy == "Did you mean footer.unsubscribe?"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("by {deadline}.", "soon.", "{deadline}"),
        ("Support {bill}", "Support {bil}", "{bil}"),
        ("Share this alert", "Share this {alert}", "{alert}"),
        ("Support {bill}", "Support {bill.x}", "{bill}"),
        ("Support {bill}", "Support {bill!r}", "braces"),
        ("Support {bill}", "Support bill}", "braces"),
        ('"{abbreviation}"', "local time", "clock"),
    ],
    ids=["left out", "misspelt", "not its own", "attribute", "conversion", "half", "no zone"],
)
def test_wrong_placeholders_are_shown_in_their_line(old: str, new: str, says: str) -> None:
    found = findings(ENGLISH.replace(old, new))
    assert any(says in f.found + f.remedy for f in found)
    assert all(f.line and new in ENGLISH.replace(old, new).splitlines()[f.line - 1] for f in found)


def test_every_plural_form_of_the_language_is_asked_for() -> None:
    lines = [line for line in ARABIC.splitlines() if "إليكم أمرين" not in line]
    (finding,) = findings("\n".join(lines), "ar.yaml")
    assert finding.field == "asks.intro"
    assert "“two”" in finding.found
    assert "few, many, one, other, two, zero" in finding.remedy


def test_a_counted_phrase_that_is_not_there_lists_the_forms_it_needs() -> None:
    lines = ARABIC.splitlines()
    start = lines.index("  open:")
    found = findings("\n".join([*lines[:start], *lines[start + 7 :]]), "ar.yaml")
    assert {f.field for f in found} == {"asks.open"}
    forms = ("few", "many", "one", "other", "two", "zero")
    assert [f.remedy.split("`")[1] for f in found] == [f"{form}: …" for form in forms]


def test_one_text_where_the_forms_belong_is_told() -> None:
    text = re.sub(r"  open:.*\n.*\n.*\n", "  open: things\n", ENGLISH)
    found = findings(text)
    assert {f.field for f in found} == {"asks.open"}
    assert any("is counted, and here is one text" in f.found for f in found)


def test_findings_name_the_file_where_it_stands(tmp_path: Path) -> None:
    assert read_pack(ENGLISH.encode(), "templates/words/en.yaml").code == "en"
    (tmp_path / "en.yaml").write_text("code: en\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_packs(tmp_path)["en"]
    assert {f.file for f in refused.value.findings} == {f"{tmp_path}/en.yaml"}


def test_a_plural_form_the_language_lacks_is_refused() -> None:
    text = ENGLISH.replace("  intro:\n", "  intro:\n    few: Here are {n} things.\n", 1)
    (finding,) = findings(text)
    assert (finding.line, finding.field) == (line_of(text, "few:"), "asks.intro.few")


def test_a_form_only_for_millions_may_be_left_out_or_given() -> None:
    text = (PACKS / "es.yaml").read_text("utf-8")
    many = text.replace("  intro:\n", "  intro:\n    many: Hay {n} de cosas.\n", 1)
    assert read_pack(many.encode(), "es.yaml").count("asks.intro", 10**6) == "Hay 1000000 de cosas."


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("code: en", "code: eng", "code"),
        ("en_US", "xx_YY", "locale"),
        ("direction: ltr", "direction: rtl", "direction"),
        ("  date: EEEE, MMMM d", "  date:", "clock.date"),
        ("  date: EEEE, MMMM d", "  date: ddddddddd", "clock.date"),
        (
            "    one: Here is one thing you can do to help support this work.",
            "    one: ' '",
            "asks.intro.one",
        ),
        ("clock:\n", "clock:\n  periods: {25: late}\n", "clock.periods.25"),
        ("  share: Share", "  share: Twice\n  share: Share", "titles.share"),
    ],
    ids=["file name", "locale", "direction", "empty", "pattern", "empty form", "hour", "twice"],
)
def test_what_is_wrong_about_the_language_is_told(old: str, new: str, field: str) -> None:
    assert field in {f.field for f in findings(ENGLISH.replace(old, new, 1))}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"code: en\nname: \xff\n", 2),
        ("asks:\n  by: {deadline} is near", 2),
        ("just a text", None),
        ("", None),
        ("- en", None),
    ],
    ids=["latin-1", "brace first", "text", "nothing", "list"],
)
def test_what_is_no_pack_at_all_is_one_finding(data: str | bytes, line: int | None) -> None:
    (finding,) = findings(data)
    assert finding.line == line


def test_a_broken_pack_keeps_nobody_from_the_others(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "xx.yaml").write_text("code: xx\n", encoding="utf-8")
    packs = load_packs(tmp_path)
    assert (sorted(packs), packs["en"].code) == (["en", "xx"], "en")


@pytest.mark.parametrize("code", ["ar", "br", "cy", "es", "kw", "lt", "mt", "pl", "sl"])
def test_the_numbers_tried_show_every_form_up_to_a_thousand(code: str) -> None:
    form = Locale.parse(code).plural_form
    assert {form(n) for n in NUMBERS} == {form(n) for n in range(1001)}
