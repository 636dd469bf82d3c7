"""Things told by their colour alone: “the red button” is no button to whoever sees no red.

WCAG 2.2, success criterion 1.4.1. A mail's colours also change in dark mode, so it is wrong for
many who do see them. Draft ─► `check_color_words` ─► findings
"""

from __future__ import annotations

from functions.alerts.checks.draft import Draft
from functions.alerts.checks.looks import looks
from functions.alerts.checks.mending import tell

_ADVICE = "Say what is written on it: colours differ in dark mode, and not everybody sees them."


def check_color_words(draft: Draft) -> None:
    """Report each thing of the mail that only its colour names, with the words without it."""
    for said in draft.said:
        pattern = looks(said.language).colored
        # A card draws no mail, and what somebody says on the phone is about no button.
        if pattern is None or said.kind not in ("text", "markdown") or said.name == "alt":
            continue
        for match in pattern.finditer(said.text):
            thing = match["thing"]
            tell(
                draft,
                said,
                f"“{' '.join(match[0].split())}” tells the {thing} by its colour alone."
                if said.language == "en"
                else f"“{' '.join(match[0].split())}” tells it by its colour alone.",
                near=match[0],
                instead=thing,
                rule="color-only",
                level="warning",
                advice=_ADVICE,
            )
