"""The HTML of a mail against Gmail's limits."""

import pytest

from functions.alerts.checks.weight import CLIP, STYLE, check_weight, weight
from tests.checking import checked, draft, of_rule
from tests.written import AWARD

LINE = "This award belongs to all of our partners."


def long(kilobytes: int) -> str:
    """The award alert with that much in its body, and in an ask as well."""
    words = "\n\n  ".join(["x" * 999] * kilobytes)
    ask = "Please consider making a donation."
    return AWARD.replace(LINE, words).replace(f"text: {ask}", f"text: {'y' * kilobytes * 1000}")


def test_a_usual_mail_is_not_spoken_of() -> None:
    assert of_rule(checked(AWARD), "mail-clipped") == ()


def heaviest(text: str) -> int:
    compiled = draft(text).compiled
    assert compiled
    return max(map(weight, compiled.revision.editions))


@pytest.mark.parametrize(("kilobytes", "level"), [(34, "note"), (44, "warning")])
def test_what_gmail_clips_or_nearly_clips_is_told_at_the_longest_text(
    kilobytes: int, level: str
) -> None:
    text = long(kilobytes)
    (found,) = of_rule(checked(text), "mail-clipped")
    assert (found.level, found.field) == (level, "body")
    assert (heaviest(text) > CLIP) == (level == "warning")


def test_styles_that_gmail_drops_stop_a_send() -> None:
    made = draft(AWARD)
    assert made.compiled
    edition = made.compiled.revision.editions[0]
    object.__setattr__(edition, "html", f"<style>{'x' * (STYLE + 1)}</style>" + edition.html * 5)
    check_weight(made)
    assert "mail-style" in {one.rule for one in made.reading.findings}
