import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.editions.palette import WHITE, contrast, mix, palette, readable, text_on

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)  # WCAG's own example


@given(COLORS, COLORS)
def test_whatever_the_two_colours_every_text_can_be_read(main: str, accent: str) -> None:
    colors = palette(main, accent)
    pairs = {
        "band": (colors.on_main, colors.main),
        "button": (colors.on_accent, colors.accent),
        "link": (colors.link, WHITE),
        "link on tint": (colors.link, colors.tint),
        "link in the how-to": (colors.link, colors.shade),
        "deadline": (colors.alarm, colors.alarm_tint),
        "link at night": (colors.night_link, colors.night_card),
        "footer at night": (colors.night_link, colors.night_page),
        "deadline at night": (colors.night_alarm, colors.night_page),
        "number at night": (colors.on_night_main, colors.night_main),
    }
    assert {name: pair for name, pair in pairs.items() if contrast(*pair) < ENOUGH} == {}


def test_the_organizations_colours_stay_where_they_can_be_read() -> None:
    colors = palette("#1b4f8a", "#b3261e")
    assert (colors.main, colors.link, colors.accent) == ("#1b4f8a", "#1b4f8a", "#b3261e")
    assert colors.on_accent == WHITE


def test_a_bright_button_gets_dark_words() -> None:
    assert text_on("#f2c14e") != WHITE


def test_a_colour_moves_only_as_far_as_it_must() -> None:
    moved = readable("#f2c14e", WHITE, "#000000")
    assert ENOUGH < contrast(moved, WHITE) < ENOUGH + 1.5


def test_a_mix_lies_between() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


@pytest.mark.parametrize("color", ["blue", "#12", "#12345g", "1b4f8a", '#1b4f8a"'])
def test_what_is_no_colour_is_refused(color: str) -> None:
    with pytest.raises(ValueError, match="is no colour"):
        palette(color, "#b3261e")
