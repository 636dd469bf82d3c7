"""Finds fields of other mail systems, which readers would see as they are typed.

`{{first_name}}`, `*|FNAME|*`, `%recipient.name%`, `<% … %>`, `[First Name]`: nothing fills them
here; ours are `((first_name|friend))`. What is nearly one of ours `reading/field_check.py` tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from functions.alerts.checks.draft import Draft, Said
from functions.alerts.checks.mending import tell
from functions.alerts.checks.word_lists import phrases, word_lists

RULE = "foreign-field"

# Handlebars, Liquid, Jinja, ERB, Mailchimp, ExactTarget, Mailgun, JavaScript. Also where the end is
# missing: that is no less a slip.
_MARKED = re.compile(
    r"\{\{\{?[^{}\n]{0,80}(?:\}\}\}?)?|\{%[^%\n]{0,80}(?:%\})?|<%[^%\n]{0,80}(?:%>)?"
    r"|\*\|[A-Z]{2}[^|*\n]{0,60}(?:\|\*)?|%%[A-Za-z_][\w .-]{0,40}%%|%recipient(?:\.\w+)?%"
    r"|%[A-Z][A-Z_]{3,30}%|\$\{[\w.]{1,40}\}"
)
_DEFAULT = re.compile(r"""["“'‘]([^"”'’()|]{1,40})["”'’]""")
_NOTHING = re.compile(r"(?i)\W*(?:if|else|elif|elsif|endif|end|for|endfor|unless|each|set)\b|\W*/")
_LEAVING = re.compile(r"(?i)unsub|list[_ -]?remov|opt[_ -]?out")
_WEB_VIEW = re.compile(r"(?i)archive|web[_ -]?(?:view|version)|browser|view[_ -]?online")


def check_foreign_fields(draft: Draft) -> None:
    """Warn of each field that another system would fill, with ours in its place."""
    for said in draft.said:
        if said.kind == "link":
            continue  # `reading/link.py` takes no such character
        for typed in dict.fromkeys(_typed(said)):
            _tell(draft, said, typed)


def _typed(said: Said) -> Iterator[str]:
    for match in _MARKED.finditer(said.text):
        yield match[0].rstrip()
    for match in _bracketed(said.language).finditer(said.text):
        if _is_meant(said, match):
            yield match[0]


def _is_meant(said: Said, match: re.Match[str]) -> bool:
    """Whether it was to be filled: people say their own name in what they read out, "I am [name]".

    `[Name]` alone is one behind a greeting; `[First Name]` and `{name}` are one anywhere else.
    """
    before = said.text[: match.start()].rstrip(" ,:")[-40:]
    if _ends(before, _words(said.language, "greetings")):
        return True
    if said.name == "script" or _ends(before, _words(said.language, "speaking")):
        return False
    inner = match[0].strip("[]{} ")
    return match[0][0] == "{" or not inner.isalpha() or inner.lower() in ("fname", "firstname")


def _ends(before: str, words: tuple[str, ...]) -> bool:
    pattern = phrases(words)
    return pattern is not None and any(
        match.end() == len(before) for match in pattern.finditer(before)
    )


def _words(language: str, what: str) -> tuple[str, ...]:
    found: list[str] = []
    for lists in (word_lists("en"), word_lists(language)):
        found += getattr(lists, what) if lists else ()
    return tuple(found)


@cache
def _bracketed(language: str) -> re.Pattern[str]:
    """`[First Name]` and `{name}`, by the words that stand for a name; a link's words are none."""
    names = sorted(_ours(language), key=len, reverse=True)
    any_name = "|".join(re.escape(name).replace(r"\ ", "[ _-]?") for name in names)
    return re.compile(
        rf"(?<!\[)\[\[?\s*(?:{any_name})\s*\]\]?(?![(\[:])|(?<![{{$])\{{\s*(?:{any_name})\s*\}}(?!\}})",
        re.IGNORECASE,
    )


@cache
def _ours(language: str) -> dict[str, str]:
    """Other systems' names of what we fill, in English (as all of them are) and the language."""
    lists = [found for found in (word_lists("en"), word_lists(language)) if found]
    return {
        other: ours for found in lists for ours, others in found.names.items() for other in others
    }


def _tell(draft: Draft, said: Said, typed: str) -> None:
    instead, advice = _instead(said.language, typed)
    tell(
        draft,
        said,
        f"`{typed}` looks like another system’s field; readers would see it as it is typed.",
        near=typed,
        instead=instead,
        advice=advice,
        rule=RULE,
        level="warning",
    )


def _instead(language: str, typed: str) -> tuple[str, str]:
    """What works here in place of it, and what to know about that."""
    inner = typed.strip("{}%*|<>[]$= ")
    if _LEAVING.search(inner) or _WEB_VIEW.search(inner):
        return "", "Every mail has that link at its end."
    ours = _field(language, inner)
    if ours:
        lists = word_lists(language)
        default = _DEFAULT.search(inner)
        friend = default[1] if default else lists.friend if lists else "friend"
        return f"(({ours}|{friend}))", "The word behind `|` stands where no name is known."
    if _NOTHING.match(typed.strip("{}<>*|")):
        return "", "Texts are the same for everybody; mails leave out what is closed by themselves."
    return "", "Write the words themselves. Names alone are filled: ((first_name|friend))."


def _field(language: str, inner: str) -> str:
    """`contact.FIRSTNAME | default: "friend"` is our `first_name`."""
    name = re.split(r"[|:=(]", inner)[0].strip().rpartition(".")[2]
    key = _letters(name)
    known = {_letters(other): ours for other, ours in _ours(language).items()}
    return known.get(key, "")


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
