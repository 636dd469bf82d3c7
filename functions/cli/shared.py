"""What a command says about the texts to share that it wrote."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from functions.cli import output

if TYPE_CHECKING:
    from functions.alerts.sharing.texts import SharedTexts

_MOST_NAMED = 4  # of the letters that make an SMS longer; Arabic has them all


def tell_segments(shared: SharedTexts, file: str = "sms.txt") -> None:
    """Say how many messages the SMS is, and what makes it longer than its letters need."""
    output.say(output.plain(f"{file}: {said_segments(shared)}"))


def said_segments(shared: SharedTexts) -> str:
    """`2 segments, 180 characters: “í” forces Unicode; without accents 1.`."""
    from functions.alerts.sharing.segments import sms_segments

    segments = shared.segments
    text = f"{_counted(segments.count)}, {segments.units} characters"
    if segments.is_unicode:
        bare = sms_segments(_bare(shared.sms.strip()))
        shorter = not bare.is_unicode and bare.count < segments.count
        instead = f"; without accents {bare.count}" if shorter else ""
        verb = "forces" if len(segments.forcing) == 1 else "force"
        return f"{text}: {_named(segments.forcing)} {verb} Unicode{instead}."
    if shared.made_plain:
        forced = f"which would force Unicode and {_counted(shared.typed.count)}"
        return f"{text}: plain letters stand for {_named(shared.made_plain)}, {forced}."
    return f"{text}."


def _counted(segments: int) -> str:
    return f"{segments} segment{'s' * (segments > 1)}"


def _named(letters: Sequence[str]) -> str:
    named = " ".join(f"“{letter}”" for letter in letters[:_MOST_NAMED])
    return f"{named} …" if len(letters) > _MOST_NAMED else named


def _bare(text: str) -> str:
    """Without accents: only to say how long it would be."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
