"""HTML that was drawn already goes into other HTML as it is."""

from __future__ import annotations

import re

from functions.alerts.editions.markdown import render
from functions.alerts.editions.slots import Drawn, Skeleton
from functions.alerts.editions.typesetting import NO_BREAK_CLASS, Typesetting

TIME = re.compile(r"\d:\d\d PM")


def test_it_is_neither_escaped_nor_isolated_nor_set_again() -> None:
    drawn = Drawn('<bdi dir="ltr">SB 35</bdi> slot0end & 3:00 PM')
    skeleton = Skeleton.cut("<p>slot0end</p>")
    assert skeleton.fill([drawn], "rtl", Typesetting.of("ar", TIME)) == f"<p>{drawn}</p>"


def test_a_page_keeps_lines_whole_by_a_class() -> None:
    typesetting = Typesetting.of("en", TIME, no_break=NO_BREAK_CLASS)
    assert typesetting.set_html("By 3:00 PM") == 'By <span class="nb">3:00 PM</span>'


def test_without_a_color_texts_bring_no_style() -> None:
    assert "style" not in render("# A\n\n- [b](https://x.example)", heading=2, link="").html
