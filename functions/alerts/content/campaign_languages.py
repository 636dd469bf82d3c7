"""The languages a campaign is wanted in: its own `languages:`, or the organization's."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from functions.alerts.content.identity import Languages
from functions.alerts.content.organization import Organization
from functions.alerts.reading.doubles import refuse_doubles
from functions.alerts.reading.language import language_or_typed
from functions.alerts.reading.model import Model
from functions.alerts.reading.validation import Reading


class _Languages(Model):
    """The one key that is read before the others."""

    languages: Languages


def read_languages(
    reading: Reading, raw: Any, organization: Organization, packs: Collection[str] | None
) -> tuple[str, ...]:
    """The codes, default first, after reporting what is wrong with them.

    `packs` are the languages that the product itself speaks (None: that is not asked).
    """
    languages = _read(reading, raw, organization)
    if packs is not None and languages[0] not in packs:
        whose = "default language" if raw is not None else "organization's default language"
        reading.report(
            ("languages",) if raw is not None else (),
            f"The {whose} is `{languages[0]}`, and there is no language pack for it.",
            f"Put one of {', '.join(sorted(packs))} first in `languages:`, or add "
            f"templates/words/{languages[0]}.yaml.",
        )
    return languages


def _read(reading: Reading, raw: Any, organization: Organization) -> tuple[str, ...]:
    if raw is None:
        return organization.languages
    checked = reading.model(_Languages, {"languages": raw}, ())
    refuse_doubles(reading, raw, ("languages",), language_or_typed)
    return tuple(dict.fromkeys(checked.languages)) if checked else organization.languages
