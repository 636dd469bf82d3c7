import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from functions.alerts.editions.markdown import Rich, render
from tests.reading import read, squeeze

# Letters of several scripts, and all that means something in HTML or to us, but no Markdown.
WORDS = st.text(alphabet="aé ñعش中<>&\"'{}%$(|)1", min_size=1, max_size=60).filter(
    lambda text: text.strip() and text[0] not in " 1>"  # a list, a quote, code
)


def rich(source: str) -> Rich:
    return render(source, heading=2, link="#112233")


@pytest.mark.parametrize(
    ("source", "html", "text"),
    [
        pytest.param("**a** *b*", "<strong>a</strong> <em>b</em>", "a b", id="emphasis"),
        pytest.param("<b>a</b>", "&lt;b&gt;a&lt;/b&gt;", "<b>a</b>", id="a typed tag is text"),
        pytest.param("<script>x</script>", "&lt;script&gt;", "<script>x</script>", id="script"),
        pytest.param("{{ 7*7 }} {% x %}", "{{ 7*7 }} {% x %}", "{{ 7*7 }} {% x %}", id="braces"),
        pytest.param("# A", "<h2", "A", id="every heading has the level of its place"),
        pytest.param("###### A", "<h2", "A", id="also a small heading"),
        pytest.param("![a](https://x.example/y)", ">a</p>", "a", id="a picture is its words"),
        pytest.param("a\nb", "a\nb", "a b", id="a line break in the file is a space"),
        pytest.param("a  \nb", "a<br>\nb", "a\nb", id="two spaces break the line"),
        pytest.param("`a<b`", "<code>a&lt;b</code>", "a<b", id="code"),
    ],
)
def test_markdown_becomes_html_and_text(source: str, html: str, text: str) -> None:
    assert html in rich(source).html
    assert rich(source).text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("- a\n- b\n  - c", "- a\n- b\n  - c", id="bullets within bullets"),
        pytest.param("3. a\n4. b", "3. a\n4. b", id="numbers go on from where they start"),
        pytest.param("1. a\n\n   b\n2. c", "1. a\n\n   b\n\n2. c", id="paragraphs in a list"),
        pytest.param("> a\n>\n> b\n\nc", "> a\n>\n> b\n\nc", id="quotes"),
        pytest.param("a\n\n- b\n- c\n\nd", "a\n\n- b\n- c\n\nd", id="a list between paragraphs"),
        pytest.param("a\n\n---\n\nb", "a\n\n* * *\n\nb", id="a rule"),
        pytest.param("[a](https://b.example)", "a <https://b.example>", id="a link"),
        pytest.param("<https://b.example>", "https://b.example", id="a link that names itself"),
        pytest.param("<a@b.example>", "a@b.example", id="a mail address"),
        pytest.param("    a\n    b", "a\nb", id="code"),
    ],
)
def test_the_text_twin_looks_as_a_person_types_it(source: str, text: str) -> None:
    assert rich(source).text == text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_that_runs_code_is_no_link(address: str) -> None:
    assert "href" not in rich(f"[a]({address})").html


def test_a_link_carries_its_colour_for_programs_without_style_sheets() -> None:
    assert 'style="color:#112233' in rich("[a](https://b.example)").html


def test_deep_nesting_loses_nothing() -> None:
    deep = rich("> " * 40 + "a")
    assert "a" in read(deep.html).text
    assert deep.text.endswith("> a")


def test_a_recipients_field_passes_through_untouched() -> None:
    assert "((first_name|my *dear* friend))" not in rich("((first_name|my friend))").html
    assert "((first_name|my friend))" in rich("((first_name|my friend))").html


@given(WORDS)
def test_any_words_read_the_same_in_both_parts(words: str) -> None:
    assert squeeze(read(rich(words).html).text) == squeeze(rich(words).text) == squeeze(words)


def test_the_parser_is_plain_commonmark() -> None:
    source = "a | b\n--- | ---\nc | d ~~e~~"
    assert MarkdownIt("commonmark").render(source).count("<table>") == 0
    assert "~~e~~" in rich(source).text
