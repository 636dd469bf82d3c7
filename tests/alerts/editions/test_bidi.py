import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.editions.bidi import isolate_html, isolate_markup, isolate_text, subject_line
from tests.reading import read

MIXED = st.text(alphabet="abZé مرحبا12-(),.<>&\"'|/: ", max_size=80)


def shown(text: str) -> str:
    """Write the isolates as brackets that can be seen."""
    return text.replace("\u2068", "⟨").replace("\u2069", "⟩").replace("\u200f", "[RLM]")


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        pytest.param("قانون SB 35 مهم", "قانون ⟨SB 35⟩ مهم", id="a bill"),
        pytest.param(
            "ادعموا SB 35 ((first_name|friend))",
            "ادعموا ⟨SB 35⟩ ⟨((first_name|friend))⟩",
            id="a field behind a bill",
        ),
        pytest.param("(Safe Zones Act)", "(⟨Safe Zones Act⟩)", id="brackets of the other text"),
        pytest.param("PASO (West Suburban)", "⟨PASO (West Suburban)⟩", id="brackets of its own"),
        pytest.param("هاتف 1-855-435-7693", "هاتف ⟨1-855-435-7693⟩", id="a telephone number"),
        pytest.param("228 S. Wabash, Suite 800", "⟨228 S. Wabash, Suite 800⟩", id="an address"),
        pytest.param("الساعة 3:00 يوم 10", "الساعة 3:00 يوم 10", id="times and days stay"),
        pytest.param("مرحبا ((first_name|يا))!", "مرحبا ⟨((first_name|يا))⟩!", id="a field"),
        pytest.param("https://a.example/b", "https://a.example/b", id="an address on its own line"),
        pytest.param("هنا <https://a.example>", "هنا ⟨<https://a.example>⟩", id="one in a text"),
        pytest.param("((unsubscribe_url))", "((unsubscribe_url))", id="the field of a link"),
        pytest.param("مرحبا", "مرحبا", id="nothing to isolate"),
    ],
)
def test_left_to_right_runs_are_isolated(text: str, isolated: str) -> None:
    assert shown(isolate_text(text, "rtl")) == isolated


def test_left_to_right_texts_stay_as_they_are() -> None:
    assert isolate_text("SB 35 عاجل", "ltr") == "SB 35 عاجل"
    assert isolate_html("SB 35", "ltr") == "SB 35"


def test_html_says_the_direction_of_each_run() -> None:
    assert isolate_html("قانون SB 35 <b>", "rtl") == (
        'قانون <bdi dir="ltr">SB 35</bdi> &lt;<bdi dir="ltr">b</bdi>&gt;'
    )


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_recipients_name_is_isolated_in_every_language(direction: str) -> None:
    assert isolate_html("((first_name|friend))", direction) == "<bdi>((first_name|friend))</bdi>"


def test_tags_and_addresses_of_markup_are_left_alone() -> None:
    html = '<a href="https://a.example/?a=1&amp;b=2" title="x &gt; y">عاجل ICE</a>'
    assert isolate_markup(html, "rtl") == html.replace("ICE", '<bdi dir="ltr">ICE</bdi>')


@pytest.mark.parametrize(
    ("subject", "begins"),
    [
        pytest.param("SB 35 عاجل", "[RLM]⟨SB 35⟩", id="in Latin"),
        pytest.param("35 عاجل", "35", id="with a number, then Arabic"),
        pytest.param("عاجل SB 35", "عاجل", id="in Arabic"),
    ],
)
def test_a_subject_runs_from_the_right_however_it_begins(subject: str, begins: str) -> None:
    assert shown(subject_line(subject, "rtl")).startswith(begins)


@given(MIXED)
def test_isolating_changes_no_character(text: str) -> None:
    assert isolate_text(text, "rtl").translate({0x2068: None, 0x2069: None}) == text
    assert read(f"<p>{isolate_html(text, 'rtl')}</p>").text.strip("\n") == text


@given(MIXED)
def test_isolates_are_always_closed(text: str) -> None:
    isolated = isolate_text(text, "rtl")
    assert isolated.count("\u2068") == isolated.count("\u2069")
    assert "\u2068\u2068" not in isolated
