"""What CLDR knows about languages, as a file: a deployed function does not carry all of Babel.

Babel ─► `make words` ─► templates/cldr/languages.json ─► codes, names, words
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "templates" / "cldr"
_FILE = "languages.json"

# Languages whose own names are known: those spoken most in the United States (Census, table
# B16001), and in what `campaigns/` is written.
_OWN = (
    "en es zh fil vi ar fr ko ru ht de hi pt it pl ur ja fa gu te bn ta pa th sr hy hmn he el km"
    " uk lo am so sw ne my ro yo ig ha tr hu cs nl bg sq bs hr lt lv sk sl mk ml mr kn yi ps ti om"
    " ka az kk ky uz tg mn id ms jv ceb ilo nv haw sm to mi af zu xh sn rw ln ff wo ak ee om qu gn"
    " sv da nb nn fi is et ca gl eu cy ga ku ckb dz si zgh yue"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """`codes` are BCP 47 tags that are in use (`zh-Hans`).

    `names` are English names (and three languages' own) in small letters, each with its code.
    `words` are casefolded names in English, Spanish and the language itself, codes and old codes,
    each with the languages (without script or region) that it may mean.
    """

    codes: frozenset[str]
    names: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]


@cache
def languages() -> Languages:
    """All of it."""
    told = json.loads((FOLDER / _FILE).read_bytes())
    return Languages(
        codes=frozenset(told["codes"]),
        names=told["names"],
        words={word: tuple(codes) for word, codes in told["words"].items()},
    )


def languages_text() -> str:
    """The file's text, from the Babel that is installed."""
    from babel.localedata import locale_identifiers

    codes = sorted(name.replace("_", "-") for name in locale_identifiers())
    found = Languages(codes=frozenset(codes), names=_names(), words=_words())
    content = {**asdict(found), "codes": codes}
    return json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def write_languages() -> None:
    """Write the file again: `make words`."""
    (FOLDER / _FILE).write_text(languages_text(), encoding="utf-8")


def _names() -> Mapping[str, str]:
    from babel import Locale

    names = {name.lower(): code for code, name in Locale("en").languages.items()}
    own = {code: Locale.parse(code).languages.get(code, code) for code in ("es", "pl", "ar")}
    names |= {name.lower(): code for code, name in own.items()}
    return {name: code.replace("_", "-") for name, code in names.items()}


def _words() -> Mapping[str, tuple[str, ...]]:
    from babel import Locale
    from babel.core import UnknownLocaleError, get_global
    from babel.localedata import locale_identifiers

    found: dict[str, set[str]] = defaultdict(set)
    bases = {name.partition("_")[0] for name in locale_identifiers()}
    for speaker in ("en", "es"):
        for code, name in Locale(speaker).languages.items():
            if code in bases:
                found[name.casefold()].add(code)
    for code in bases:
        found[code.casefold()].add(code)
    for code in _OWN.split():
        try:
            own = Locale(code).languages.get(code)
        except UnknownLocaleError:
            continue
        if own:
            found[own.casefold()].add(code)
    for alias, to in get_global("language_aliases").items():
        if str(to) in bases and "_" not in alias:
            found[alias.casefold()].add(str(to))
    return {word: tuple(sorted(codes)) for word, codes in found.items()}
