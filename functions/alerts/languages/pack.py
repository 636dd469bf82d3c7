"""Checks a language pack's file against the table of phrases; `words.py` reads packs through it."""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime

from functions.alerts.errors import InputError
from functions.alerts.languages.pack_file import PackFile, open_pack
from functions.alerts.languages.phrases import PHRASES, Phrase
from functions.alerts.languages.words import Clock, Forms, LanguagePack

# No alert asks for a thousand things: a form that only larger numbers need (Spanish "many",
# from a million on) may be left out. Up to a thousand no language's rules look at more than the
# last two digits (CLDR), so these stand for all of them.
NUMBERS = (*range(200), 1000)

META = ("code", "name", "direction", "locale")
CLOCK = ("date", "time", "zone", "zone_by_city")  # and what may be left out:
CLOCK_EXTRA = ("noon", "periods", "zones")
ZONE = frozenset({"city", "abbreviation"})


def read_pack(data: bytes, file: str) -> LanguagePack:
    """Read one pack; InputError lists every problem with its line and what to write instead."""
    pack_file = open_pack(data, file)
    pack = _assemble(pack_file, file)
    if pack is None or pack_file.findings:
        raise InputError(*pack_file.in_file_order())
    return pack


def _assemble(pack_file: PackFile, file: str) -> LanguagePack | None:
    meta = {key: pack_file.take(key, f"Write it as in en.yaml: `{key}: …`.") for key in META}
    locale = _locale(pack_file, meta["locale"])
    if meta["code"] and f"{meta['code']}.yaml" != PurePosixPath(file).name:
        pack_file.problem("code", f"The file is called {file}.", f"Call it {meta['code']}.yaml.")
    clock = _clock(pack_file)
    numbers = tuple(pack_file.under("numbers").values())
    if locale is None:
        return None
    direction = _direction(pack_file, meta["direction"], locale)
    phrases = {key: _forms(pack_file, key, phrase, locale) for key, phrase in PHRASES.items()}
    _refuse_the_rest(pack_file)
    return LanguagePack(
        code=meta["code"],
        name=meta["name"],
        direction=direction,
        locale=locale,
        numbers=numbers,
        clock=clock,
        phrases=MappingProxyType(phrases),
    )


def _locale(pack_file: PackFile, text: str) -> Locale | None:
    try:
        return Locale.parse(text) if text else None
    except (UnknownLocaleError, ValueError):
        pack_file.problem(
            "locale", f"Babel knows no locale “{text}”.", "Write one like es_US or ar."
        )
        return None


def _direction(pack_file: PackFile, text: str, locale: Locale) -> Literal["ltr", "rtl"]:
    direction: Literal["ltr", "rtl"] = "rtl" if locale.text_direction == "rtl" else "ltr"
    if text and text != direction:
        remedy = f"Write `direction: {direction}`."
        pack_file.problem("direction", f"“{text}” does not fit {locale}.", remedy)
    return direction


def _clock(pack_file: PackFile) -> Clock:
    needed = {
        name: pack_file.take(f"clock.{name}", f"See clock.{name} in en.yaml.") for name in CLOCK
    }
    for name in ("zone", "zone_by_city"):
        names = _names(needed[name])
        if needed[name] and (not names or not names <= ZONE):
            found = f"“{needed[name]}” does not say whose clock it is."
            pack_file.problem(f"clock.{name}", found, "Put {city} or {abbreviation} into it.")
    for name in ("date", "time"):
        _check_pattern(pack_file, f"clock.{name}", needed[name])
    noon = pack_file.texts.pop("clock.noon", None)
    periods: dict[int, str] = {}
    for hour, words in pack_file.under("clock.periods").items():
        if hour.isdecimal() and int(hour) < 24:
            periods[int(hour)] = words
        else:
            pack_file.problem(f"clock.periods.{hour}", f"“{hour}” is no hour.", "Write 0 to 23.")
    zones = pack_file.under("clock.zones")
    return Clock(**needed, noon=noon, periods=periods, zones=zones)


def _check_pattern(pack_file: PackFile, key: str, pattern: str) -> None:
    try:
        format_datetime(datetime(2018, 4, 10, 15), pattern, locale="en")
    except (ValueError, KeyError):  # Babel: a wrong length, a letter it does not support
        found = f"“{pattern}” is no date pattern."
        pack_file.problem(key, found, "Write one of https://unicode.org/reports/tr35: EEEE, MMMM d")


def _forms(pack_file: PackFile, key: str, phrase: Phrase, locale: Locale) -> Forms:
    """Take the texts of one phrase by plural form; what is wrong with them becomes findings."""
    given = pack_file.under(key)
    if phrase.kind == "plain" or (phrase.kind == "countable" and not given):
        forms = {"other": pack_file.take(key, f"Translate the “{key}” of en.yaml.")}
    else:
        forms = given
        _check_forms(pack_file, key, forms, locale)
        if pack_file.texts.pop(key, ""):
            remedy = "Write one text per plural form under it, as in en.yaml."
            pack_file.problem(key, f"“{key}” is counted, and here is one text.", remedy)
    for form, text in given.items():
        _check_text(pack_file, f"{key}.{form}", text, phrase)
    if forms is not given and forms["other"]:
        _check_text(pack_file, key, forms["other"], phrase)
    return forms


def _check_forms(pack_file: PackFile, key: str, forms: Mapping[str, str], locale: Locale) -> None:
    needed = _needed_forms(locale)
    known = {*locale.plural_form.tags, "other"}
    for form in sorted(needed - forms.keys()):
        remedy = f"Add the line `{form}: …` under it. {locale} needs: {', '.join(sorted(needed))}."
        pack_file.problem(key, f"The form “{form}” of “{key}” is missing.", remedy)
    for form in sorted(forms.keys() - known):
        remedy = f"{locale} has only: {', '.join(sorted(known))}."
        pack_file.problem(f"{key}.{form}", f"“{form}” is no plural form of {locale}.", remedy)


@cache
def _needed_forms(locale: Locale) -> frozenset[str]:
    form = locale.plural_form  # made anew by Babel each time it is asked for
    return frozenset(form(n) for n in NUMBERS)


def _check_text(pack_file: PackFile, key: str, text: str, phrase: Phrase) -> None:
    names = _names(text)
    if not text.strip():
        pack_file.problem(key, "No text is written here.", f"Translate the “{key}” of en.yaml.")
        return
    if names is None:
        remedy = "Braces stand only around a name: {deadline}."
        pack_file.problem(key, f"The braces in “{text}” do not fit.", remedy)
        return
    optional = {"n"} if phrase.kind == "counted" else set()
    for name in sorted(phrase.placeholders - names):
        pack_file.problem(key, f"“{text}” does not say {{{name}}}.", f"Put {{{name}}} into it.")
    for name in sorted(names - phrase.placeholders - optional):
        allowed = ", ".join(f"{{{p}}}" for p in sorted(phrase.placeholders | optional)) or "none"
        pack_file.problem(key, f"“{text}” says {{{name}}}.", f"Allowed here: {allowed}.")


def _names(text: str) -> frozenset[str] | None:
    """Find the names in braces; None when the braces are more than plain names."""
    if "{" not in text and "}" not in text:
        return frozenset()
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return None
    if any(spec or conversion for _, _, spec, conversion in parsed):
        return None
    return frozenset(name for _, name, _, _ in parsed if name is not None)


def _refuse_the_rest(pack_file: PackFile) -> None:
    known = [*PHRASES, *META, "numbers", *(f"clock.{c}" for c in CLOCK + CLOCK_EXTRA)]
    for key in pack_file.texts:
        near = get_close_matches(key, known, n=1)
        remedy = f"Did you mean {near[0]}?" if near else "Take the line out."
        pack_file.problem(key, f"No phrase is called “{key}”.", remedy)
