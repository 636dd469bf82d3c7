"""A campaign's `translations:`: what stands there, what is missing, the whole in each language.

A language is complete or not sent: `lacking` lists what keeps it back, so that a person can see it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import Field, create_model

from functions.alerts.content.ask import KINDS
from functions.alerts.content.ask_list import RawAsk
from functions.alerts.content.marks import Marks
from functions.alerts.content.organization import Organization
from functions.alerts.content.translation import overlaid, untranslated, words_of
from functions.alerts.content.translation_check import check_code, check_fit
from functions.alerts.reading.language import language_or_typed
from functions.alerts.reading.model import Model
from functions.alerts.reading.texts import check_texts
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

CampaignWords = dict[str, Any]  # what stands under one language, as written

# What every mail takes from the organization, and what it takes when it carries a slip.
_ALWAYS = ("help.text",)
_WITH_SLIPS = ("slip.steps", "slip.notice")


@dataclass(frozen=True, slots=True)
class Original:
    """A campaign as written in its default language, which is the first of `languages`."""

    model: type[Model]  # of `raw`
    raw: Mapping[str, Any]
    asks: Sequence[RawAsk]
    languages: tuple[str, ...]


def read_words(
    reading: Reading, original: Original, translations: Any, *, also: tuple[str, ...]
) -> dict[str, CampaignWords]:
    """The translations by language, after reporting what is wrong with them."""
    if not isinstance(translations, dict):
        reading.report(
            ("translations",), "There are no languages here.", "Write `es:` and the texts under it."
        )
        return {}
    good: dict[str, CampaignWords] = {}
    for typed, words in translations.items():
        path: Path = ("translations", typed)
        code = language_or_typed(typed)
        if code in good:
            reading.report(path, f"`{code}` stands here already.", "Keep one of the two blocks.")
        elif code not in original.languages[1:]:
            _wrong_language(reading, path, code, original.languages)
        elif _fits(reading, words, path):
            _check(reading, original, words, path, also)
            _check_asks(reading, original.asks, words.get("asks", {}), (*path, "asks"), also)
            good[code] = words
    return good


def typed_codes(reading: Reading) -> dict[str, str]:
    """Under which key each language stands in the file: `es` may stand there as `ES`."""
    translations = reading.document.value.get("translations")
    keys = translations if isinstance(translations, dict) else {}
    return {language_or_typed(key): key for key in keys}


def lacking(
    reading: Reading,
    original: Original,
    words: Mapping[str, CampaignWords],
    organization: Organization,
) -> dict[str, tuple[str, ...]]:
    """By language, the dotted fields that a mail in it lacks; reported as well."""
    result = {}
    default = original.languages[0]
    for code in original.languages:
        needed = _from_organization(original.asks, organization, code)
        if code == default:
            _default_lacks(reading, code, needed)
            continue
        own = _own(original, words.get(code, {}))
        result[code] = (*own, *needed)
        if result[code]:
            typed = typed_codes(reading)[code] if code in words else None
            _tell(reading, code, result[code], typed=typed, whole=default)
    return result


def whole(original: Original, words: CampaignWords) -> tuple[dict[str, Any], list[RawAsk]]:
    """The file and its asks with the texts of one complete translation."""
    said = words.get("asks", {})
    own = {key: word for key, word in words.items() if key != "asks"}
    translated = [
        overlaid(KINDS[ask["ask"]], ask, said.get(ask["id"], {})) for ask in original.asks
    ]
    return overlaid(original.model, original.raw, own), translated


@cache
def campaign_words(model: type[Model]) -> type[Model]:
    """What may stand under one language of a campaign file; `asks` are looked at one by one.

    `of` is what `alerts translated` writes.
    """
    asks: Any = (dict[str, Any], Field(default={}))
    of: Any = (Marks | None, None)
    return create_model("CampaignTranslation", __base__=words_of(model), asks=asks, of=of)


def needed_words(organization: Organization, code: str, *, slips: bool) -> tuple[str, ...]:
    """What a mail in `code`, with slips or without, lacks of the organization's own texts."""
    wanted = _ALWAYS + (_WITH_SLIPS if slips else ())
    return tuple(f"organization.{name}" for name in organization.missing(code) if name in wanted)


def _fits(reading: Reading, words: Any, path: Path) -> bool:
    if isinstance(words, dict) and isinstance(words.get("asks", {}), dict):
        return True
    where = path if not isinstance(words, dict) else (*path, "asks")
    reading.report(
        where,
        "The translated asks are not found here by their names."
        if len(where) > len(path)
        else "There are no texts here.",
        "Write `donate:` or `sb-35:` under `asks:`, without dashes, and the texts under that."
        if len(where) > len(path)
        else "Write `subject: …` and the other texts under the language.",
    )
    return False


def _check(
    reading: Reading, original: Original, words: CampaignWords, path: Path, also: tuple[str, ...]
) -> None:
    own = {key: word for key, word in words.items() if key != "asks"}
    checked = reading.model(campaign_words(original.model), words, path)
    check_texts(reading, campaign_words(original.model), own, path, also=also)
    if checked:
        check_fit(reading, original.model, original.raw, own, path)


def _check_asks(
    reading: Reading,
    asks: Sequence[RawAsk],
    words: Mapping[str, Any],
    path: Path,
    also: tuple[str, ...],
) -> None:
    known = {ask["id"]: ask for ask in asks}
    for name, texts in words.items():
        where = (*path, name)
        if name not in known:
            if len(known) < len(asks):  # two asks of one id: told already, and one changes
                continue
            _unknown_ask(reading, where, list(known))
            continue
        model = KINDS[known[name]["ask"]]
        checked = reading.model(words_of(model), texts, where)
        check_texts(reading, words_of(model), texts, where, also=also)
        if checked:
            check_fit(reading, model, known[name], texts, where)


def _unknown_ask(reading: Reading, path: Path, known: list[str]) -> None:
    near = difflib.get_close_matches(str(path[-1]), known, 1)
    remedy = f"Write `{reading.document.mended_key(path, near[0])}`. " if near else ""
    names = ", ".join(known) or "none"
    reading.report(
        path, f"There is no ask called `{path[-1]}`.", f"{remedy}The asks here are: {names}."
    )


def _wrong_language(reading: Reading, path: Path, code: str, languages: tuple[str, ...]) -> None:
    if check_code(reading, path, code, languages[0]):
        found = f"`{code}` is not among this alert's languages ({', '.join(languages)})."
        remedy = f"Add `languages: [{', '.join([*languages, code])}]`, or delete this block."
        reading.report(path, found, remedy)


def _own(original: Original, words: CampaignWords) -> tuple[str, ...]:
    said = words.get("asks", {})
    names = [*untranslated(original.model, dict(original.raw), words)]
    for ask in original.asks:
        kind, prefix = KINDS[ask["ask"]], f"asks.{ask['id']}."
        names += untranslated(kind, ask, said.get(ask["id"]), prefix)
    return tuple(names)


def _from_organization(
    asks: Sequence[RawAsk], organization: Organization, code: str
) -> tuple[str, ...]:
    slips = any(ask["ask"] == "slip" for ask in asks)
    return needed_words(organization, code, slips=slips)


def _default_lacks(reading: Reading, code: str, needed: tuple[str, ...]) -> None:
    if needed:
        reading.report(
            ("languages",),
            f"`{code}` is this alert's default language, and the organization lacks texts in it.",
            f"Write under `translations: {code}:` in organization.yaml: {', '.join(needed)}.",
        )


def _tell(
    reading: Reading, code: str, names: tuple[str, ...], *, typed: str | None, whole: str
) -> None:
    if typed is not None:
        reading.report(
            ("translations", typed),
            f"The translation lacks {', '.join(names)}.",
            f"Until they are there, readers of `{code}` get the whole alert in `{whole}`.",
            "warning",
        )
    else:
        reading.report(
            (),
            f"There is no translation into `{code}`.",
            f"Readers of `{code}` get the alert in `{whole}`.",
            "note",
        )
