"""How a check of wording tells what it found: the whole mended line where the text has one line."""

from __future__ import annotations

from functions.alerts.checks.draft import Draft, Said
from functions.alerts.errors import Level, Mistake


def tell(
    draft: Draft,
    said: Said,
    found: str,
    *,
    near: str,
    instead: str,
    rule: str,
    level: Level,
    advice: str = "",
) -> None:
    """Report that `near` stands in the text, and `instead` should ("": it should go).

    In a text of one line the line is offered as it should be; in a longer one it is told on the
    line of `near` what to write there.
    """
    reading = draft.reading
    span = reading.document.spans.get(said.path)
    whole = " ".join(said.text.replace(near, instead).split())
    if span is not None and span.line == span.end_line and whole:
        reading.mistake(said.path, Mistake(found, whole, advice=advice), level, rule=rule)
        return
    offer = f"Write `{instead}`." if instead else f"Delete `{near}`."
    remedy = f"{offer} {advice}".strip()
    reading.report(said.path, found, remedy, level, near=near, rule=rule)
