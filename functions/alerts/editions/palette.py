"""The colours of a mail: from the organization's two, so that every text can be read.

Contrast as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio); 4.5:1 is the
minimum for normal text (success criterion 1.4.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MINIMUM = 4.6  # 4.5:1 and a little, since colours are rounded to whole steps

WHITE, INK = "#ffffff", "#1b2430"
NIGHT = {  # dark mode's own surfaces and words, the same for every organization
    "night_page": "#11161d",
    "night_card": "#1c242e",
    "night_line": "#364250",
    "night_ink": "#e8edf3",
    "night_muted": "#b4c0cc",
}
NIGHT_CARD = NIGHT["night_card"]


class Bare(str):
    """Text of our own that templates write as it stands, into attributes that MJML reads."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours as `#rrggbb`. `on_x` is the text's colour on `x`; `night_x` is for dark mode."""

    main: Bare
    on_main: Bare
    accent: Bare
    on_accent: Bare
    link: Bare  # `main`, dark enough for words on white, `tint` and `shade`
    alarm: Bare  # `accent`, dark enough for words on `alarm_tint`
    alarm_tint: Bare
    tint: Bare
    shade: Bare  # a stronger tint, for a box on `tint`
    line: Bare
    night_page: Bare
    night_card: Bare
    night_line: Bare
    night_ink: Bare
    night_muted: Bare
    night_link: Bare
    night_alarm: Bare
    night_main: Bare  # a surface: the number's disc
    on_night_main: Bare


@lru_cache(maxsize=8)
def palette(main: str, accent: str) -> Palette:
    """Derive the palette from two colours `#rrggbb`.

    Raises:
        ValueError: a colour is not of that form.

    """
    tint, alarm_tint = mix(main, WHITE, 0.93), mix(accent, WHITE, 0.92)
    shade = mix(main, WHITE, 0.86)
    night_main = readable(main, NIGHT_CARD, WHITE)
    colors = {
        "main": main,
        "on_main": text_on(main),
        "accent": accent,
        "on_accent": text_on(accent),
        "link": readable(main, shade, "#000000"),
        "alarm": readable(accent, alarm_tint, "#000000"),
        "alarm_tint": alarm_tint,
        "tint": tint,
        "shade": shade,
        "line": mix(main, WHITE, 0.82),
        **NIGHT,
        "night_link": night_main,
        "night_alarm": readable(accent, NIGHT_CARD, WHITE),
        "night_main": night_main,
        "on_night_main": text_on(night_main),
    }
    return Palette(**{name: Bare(color) for name, color in colors.items()})


def contrast(one: str, other: str) -> float:
    """Compute the contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(surface: str) -> str:
    """Choose what can be read on `surface`: white if possible, else near-black."""
    if contrast(WHITE, surface) >= MINIMUM:
        return WHITE
    return "#000000" if contrast(INK, surface) < MINIMUM else INK


def readable(color: str, surface: str, toward: str) -> str:
    """Take `color`, moved toward black or white until words in it can be read on `surface`."""
    for step in range(21):
        candidate = mix(color, toward, step / 20)
        if contrast(candidate, surface) >= MINIMUM:
            return candidate
    return toward


def mix(one: str, other: str, share: float) -> str:
    """Mix `one` with `share` (0 to 1) of `other`."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(color: str) -> tuple[int, int, int]:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
        raise ValueError(f"{color!r} is no colour: write # and six hex digits, like #1b4f8a")
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
