from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from functions.alerts.editions.palette import Bare
from functions.alerts.editions.slots import Place, Skeleton, Slots
from tests.reading import read

PAGE = (
    '<html><head><title>slot0end</title></head><body><p title="slot1end">slot2end</p>'
    '<a href="slot3end">x</a></body></html>'
)
# What nobody can type: the data's reader refuses control characters and lone surrogates.
TYPED = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60)


def test_every_value_is_known_by_the_place_it_stands_in() -> None:
    skeleton = Skeleton.cut(PAGE)
    assert [place for _, place in skeleton.marks] == [
        Place.TITLE, Place.ATTRIBUTE, Place.TEXT, Place.LINK,
    ]  # fmt: skip


@given(TYPED)
def test_any_text_parses_back_to_exactly_itself(text: str) -> None:
    mail = read(Skeleton.cut(PAGE).fill([text] * 4, "ltr"))
    assert mail.title == text
    assert mail.text.strip("\n").removesuffix("\nx") == f"{text}\n" or text in mail.text
    assert mail.links == [("x", text)]


@given(TYPED)
def test_any_text_parses_back_to_itself_from_right_to_left(text: str) -> None:
    html = Skeleton.cut("<p>slot0end</p>").fill([text], "rtl")
    assert read(html).text.strip("\n") == text.strip("\n")


@pytest.mark.parametrize("text", ["</p><script>", "slot1end", "{{ 7*7 }}", "<mj-raw>", "-->"])
def test_a_text_never_becomes_markup(text: str) -> None:
    html = Skeleton.cut("<p>slot0end</p>").fill([text], "ltr")
    assert unescape(html) == f"<p>{text}</p>"
    assert html.count("<") == 2


def test_clean_markup_stays_markup_in_a_text_only() -> None:
    html = Skeleton.cut('<p title="slot0end">slot0end</p>').fill([Markup("<b>a</b>")], "ltr")
    assert html == '<p title="&lt;b&gt;a&lt;/b&gt;"><b>a</b></p>'


def test_a_place_after_a_style_sheet_is_a_text() -> None:
    skeleton = Skeleton.cut("<style>.a > b { color: red }</style><p>slot0end</p>")
    assert skeleton.marks == ((0, Place.TEXT),)


def test_a_value_may_stand_twice_or_in_another_order() -> None:
    assert Skeleton.cut("slot1end slot0end slot1end").fill(["a", "b"], "ltr") == "b a b"


def test_our_own_colours_are_written_where_mjml_reads_them() -> None:
    slots = Slots()
    assert slots.mark(Bare("#1b4f8a")) == "#1b4f8a"
    assert slots.values == []


@pytest.mark.parametrize("value", [None, True, 1.5, ["a"]], ids=repr)
def test_what_no_reader_should_see_stops_the_compile(value: object) -> None:
    with pytest.raises(TypeError, match="only texts and numbers"):
        Slots().mark(value)
