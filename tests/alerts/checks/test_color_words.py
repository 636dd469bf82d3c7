"""Things told by their colour alone."""

import pytest

from tests.checking import checked, of_rule
from tests.written import AWARD


def test_the_red_button_is_found_in_english() -> None:
    text = AWARD.replace("Please consider making a donation.", "Please press the red button now.")
    (found,) = of_rule(checked(text), "color-only")
    assert (found.level, found.field) == ("warning", "asks.donate.text")
    assert found.found == "“red button” tells the button by its colour alone."
    assert "`text: Please press the button now.`" in found.remedy


def test_and_in_spanish_where_the_colour_follows() -> None:
    text = AWARD.replace("Considere hacer una donación.", "Pulse el botón rojo.")
    (found,) = of_rule(checked(text), "color-only")
    assert "Pulse el botón." in found.remedy


@pytest.mark.parametrize(
    "text", ["Green card holders may vote.", "Meet at the Red Line.", "The button is red hot."]
)
def test_a_colour_that_names_something_else_is_well(text: str) -> None:
    changed = AWARD.replace("Please consider making a donation.", text)
    assert of_rule(checked(changed), "color-only") == ()
