"""The file of CLDR's languages: what Babel knows, for functions that do not carry it."""

from __future__ import annotations

from functions.alerts.languages.cldr import FOLDER, languages, languages_text


def test_the_file_is_what_the_installed_babel_says() -> None:
    text = (FOLDER / "languages.json").read_text(encoding="utf-8")
    assert text == languages_text(), "Run `make words`."


def test_a_code_a_name_and_a_word_are_found() -> None:
    known = languages()
    assert {"es", "zh-Hans", "pt-BR"} <= known.codes
    assert (known.names["polish"], known.words["español"]) == ("pl", ("es",))
