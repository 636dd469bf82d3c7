from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.alerts.mail.fields import (
    LONGEST_NAME,
    Field,
    FieldError,
    Fields,
    clean_name,
    field_problems,
    split_fields,
)
from tests.alerts.mailing import filled_by_ses

VALUES = {
    "first_name": "María",
    "last_name": "",
    "unsubscribe_url": "https://a.example/u/1",
    "preferences_url": "https://a.example/p/1",
}
# Texts in which braces, brackets and fields stand as close together as they can.
AWKWARD = st.lists(
    st.sampled_from(["{", "}", "{{", "}}", "{{{", "\\", "(", "x", "{{h0}}", "{{#if a}}", "\n", "é"])
    | st.sampled_from(["((first_name|you))", "((last_name|))", "((unsubscribe_url))"])
    | st.sampled_from(["((first_name|friend))", "((last_name|all))"])
).map("".join)


class TextOf(HTMLParser):
    """The text of an HTML fragment as a reader sees it, and its attribute values."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.text, self.tags = "", 0
        self.values: list[str | None] = []
        self.feed(fragment)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        self.values += [value for _, value in attrs]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("no field", ("no field",), id="none"),
        pytest.param("", (), id="empty"),
        pytest.param(
            "Dear ((first_name|you)),", ("Dear ", Field("first_name", "you"), ","), id="one"
        ),
        pytest.param("((unsubscribe_url))", (Field("unsubscribe_url"),), id="no fallback"),
        pytest.param("(( first_name | you ))", (Field("first_name", "you"),), id="spaces"),
        pytest.param(
            "((first_name|my\n  friend))", (Field("first_name", "my friend"),), id="lines"
        ),
        pytest.param(
            "((first_name|you (all)))", (Field("first_name", "you (all)"),), id="brackets"
        ),
        pytest.param("(((first_name|x)))", ("(", Field("first_name", "x"), ")"), id="in brackets"),
        pytest.param(
            "f((2)) ((see below)) ((", ("f((2)) ((see below)) ((",), id="no fields at all"
        ),
        pytest.param("<!--[if (gte mso 9)|(IE)]>", ("<!--[if (gte mso 9)|(IE)]>",), id="Outlook"),
    ],
)
def test_a_text_is_split_into_literals_and_fields(
    text: str, pieces: tuple[str | Field, ...]
) -> None:
    assert split_fields(text) == pieces


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("((fist_name|you))", "((first_name…))", id="misspelled"),
        pytest.param("((password))", "The fields are: first_name, last_name", id="no such field"),
        pytest.param("((deadline))", "((deadline)) is no field", id="left from compiling"),
        pytest.param("Dear ((first_name|you)", "((first_name does not end", id="one bracket"),
        pytest.param("((first_name|a((last_name|b))", "((first_name does not end", id="nested"),
    ],
)
def test_a_field_that_cannot_be_filled_never_reaches_a_reader(text: str, said: str) -> None:
    with pytest.raises(FieldError) as error:
        split_fields(text)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("((first_name|you)) ((unsubscribe_url)) ((deadline))", [], id="all is well"),
        pytest.param("Dear ((first_name)),", ["((first_name)) has no fallback"], id="no fallback"),
        pytest.param("((last_name| ))", ["((last_name| )) has no fallback"], id="empty fallback"),
        pytest.param("((nmae|x)) ((zip))", ["((nmae|x)) is", "((zip)) is"], id="two problems"),
        pytest.param(
            "((first_name|x", ["The field that begins with ((first_name"], id="unfinished"
        ),
    ],
)
def test_every_problem_of_a_written_text_is_told(text: str, found: list[str]) -> None:
    problems = list(field_problems(text, also=("deadline",)))
    assert len(problems) == len(found)
    assert all(p.found.startswith(f) and p.remedy for p, f in zip(problems, found, strict=True))


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        pytest.param(" Ana  María ", "Ana María", id="spaces"),
        pytest.param("   ", "", id="nothing but spaces"),
        pytest.param("\u00a0\u200b\ufeff", "", id="nothing that shows"),
        pytest.param("Eve\r\nBcc: all@x.example", "Eve Bcc: all@x.example", id="header"),
        pytest.param("a\x00\x1b\x7f\x85b", "a b", id="controls"),
        pytest.param("a\u2028b\u2029c", "a b c", id="line separators"),
        pytest.param("\u202eevil\u2066x\u2069", "evilx", id="bidi overrides"),
        pytest.param("\ud800x\udc00", "x", id="surrogates"),
        pytest.param("مریم\u200cالسادات", "مریم\u200cالسادات", id="a joiner belongs to the name"),
        pytest.param("x" * 5000, "x" * LONGEST_NAME, id="long"),
        pytest.param("x" * 99 + " y", "x" * 99, id="cut at a space"),
        pytest.param("((unsubscribe_url))", "((unsubscribe_url))", id="a name like a field"),
    ],
)
def test_a_name_becomes_one_safe_line(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


@given(st.text(st.characters()))
def test_no_name_can_break_a_line_or_grow(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned.splitlines() in ([], [cleaned])
    assert len(cleaned) <= LONGEST_NAME
    assert clean_name(cleaned) == cleaned
    cleaned.encode()


def test_each_part_gets_its_own_form_of_a_value() -> None:
    fields = Fields(*["((first_name|you))"] * 3)
    rendered = fields.render({**VALUES, "first_name": '<O\'Neil & "Ana">'})
    escaped = "&lt;O&#x27;Neil &amp; &quot;Ana&quot;&gt;"
    assert rendered == ('<O\'Neil & "Ana">', escaped, '<O\'Neil & "Ana">')


def test_an_empty_value_becomes_the_fallback_of_that_very_place() -> None:
    fields = Fields("((last_name|A))", "((last_name|<b>B</b>)) ((last_name|C))", "((last_name))")
    assert fields.render(VALUES) == ("A", "<b>B</b> C", "")


@pytest.mark.parametrize("name", ["((unsubscribe_url))", "{{t0}}", "{{x}}", "((first_name|a))"])
def test_a_name_that_looks_like_a_field_stays_that_text(name: str) -> None:
    fields = Fields("((first_name|you))", "((first_name|you))", "((first_name|you))")
    assert fields.render({**VALUES, "first_name": name}) == (name, name, name)


def test_ses_gets_only_the_keys_that_stand_in_the_template() -> None:
    fields = Fields("Hi", "((first_name|you)) ((first_name|you)) ((last_name|x))", "no { field }")
    assert fields.ses_template().html == "{{h0}} {{h0}} {{h1}}"
    assert fields.replacement(VALUES) == {"h0": "María", "h1": "x"}
    assert fields.ses_template().defaults == {}


def test_a_name_with_several_fallbacks_goes_to_ses_once() -> None:
    fields = Fields("", "((first_name|you)) ((first_name|friend)) ((last_name|x))", "")
    assert fields.ses_template().html == "{{h0}}{{h1}} {{h0}}{{h2}} {{h3}}"
    assert fields.replacement(VALUES) == {"h0": "María", "h1": "", "h2": "", "h3": "x"}
    nobody = {**VALUES, "first_name": ""}
    assert fields.replacement(nobody) == {"h0": "", "h1": "you", "h2": "friend", "h3": "x"}


def test_stylesheets_go_to_ses_as_they_are() -> None:
    css = "<style>@media(max-width:480px){p{margin:0}}</style>"
    assert Fields("", css, "").ses_template().html == css


def test_braces_that_ses_would_read_become_data() -> None:
    template = Fields("{{ 7*7 }}", r"\((first_name|you))}", "{((last_name|x))").ses_template()
    assert template.subject == "{{x0}} 7*7 }}"
    assert template.html == "{{x1}}{{h0}}{{x2}}"
    assert template.text == "{{x3}}{{t0}}"
    assert template.defaults == {"x0": "{{", "x1": "\\", "x2": "}", "x3": "{"}


@given(AWKWARD, AWKWARD, AWKWARD, st.text(max_size=20), st.text(max_size=20))
@example("{((first_name|a))}", "\\{{((last_name|b))", "{{{((unsubscribe_url))}}}", "{{h0}}", "\\")
def test_ses_makes_exactly_what_is_rendered_here(
    subject: str, html: str, text: str, first_name: str, last_name: str
) -> None:
    fields = Fields(subject, html, text)
    values = {**VALUES, "first_name": clean_name(first_name), "last_name": clean_name(last_name)}
    data, template = fields.replacement(values), fields.ses_template()
    parts = (template.subject, template.html, template.text)
    assert tuple(filled_by_ses(part, data) for part in parts) == fields.render(values)


@given(st.text(max_size=60))
def test_html_reads_back_to_exactly_the_name(first_name: str) -> None:
    name = clean_name(first_name)
    fields = Fields(
        "", '<p title="((first_name|you))">((first_name|you))</p>', "((first_name|you))"
    )
    _, html, text = fields.render({**VALUES, "first_name": name})
    read = TextOf(html)
    assert (read.text, read.values, read.tags) == (name or "you", [name or "you"], 1)
    assert text == (name or "you")
