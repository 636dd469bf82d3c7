import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from functions.alerts.editions.templates import FOLDER, Templates
from functions.alerts.editions.view import MailView, mail_view
from functions.alerts.errors import InputError
from functions.alerts.languages.words import load_packs
from tests.compiled import AWARD, loaded

TEMPLATES = sorted(FOLDER.rglob("*.mjml"))


def award() -> MailView:
    source = loaded(AWARD)
    return mail_view(source.campaign, source.organization, load_packs()["en"], ())


def framed(body: str) -> str:
    section = f"<mj-section><mj-column>{body}</mj-column></mj-section>"
    return f"<mjml><mj-body>{section}</mj-body></mjml>"


def written(folder: Path, text: str) -> Path:
    (folder / "mail.mjml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("body", "line", "element"),
    [
        pytest.param("<mj-sektion></mj-sektion>", 2, "<mj-sektion>", id="a misspelt element"),
        pytest.param("\n<mj-include path='x' />", 3, "<mj-include>", id="one that is not for us"),
        pytest.param("<div>text</div>", 2, "<div>", id="HTML between MJML elements"),
        pytest.param("<mj-text>a</mj-text><p>b</p>", 2, "<p>", id="HTML after a text"),
        pytest.param('<mj-social name="x"></mj-social>', 2, "<mj-social>", id="third-party icons"),
    ],
)
def test_an_element_that_mjml_would_drop_is_named_with_its_line(
    tmp_path: Path, body: str, line: int, element: str
) -> None:
    with pytest.raises(InputError) as error:
        Templates(written(tmp_path, f"<mjml><mj-body>\n{body}\n</mj-body></mjml>"))
    (finding,) = error.value.findings
    assert (finding.line, finding.field) == (line, element)
    assert "would be left out" in finding.found
    assert "mj-text" in finding.remedy


def test_every_lost_element_of_every_template_is_listed(tmp_path: Path) -> None:
    (tmp_path / "a.mjml").write_text("<mj-x></mj-x>", encoding="utf-8")
    with pytest.raises(InputError) as error:
        Templates(written(tmp_path, "<mj-y>\n<p>"))
    assert [finding.file for finding in error.value.findings] == [
        "templates/email/a.mjml",
        "templates/email/mail.mjml",
        "templates/email/mail.mjml",
    ]


def test_html_within_a_text_is_fine(tmp_path: Path) -> None:
    text = "<mj-text><p>{% if 1 < 2 %}<b>{{ mail.headline }}</b>{% endif %}</p></mj-text>"
    html = Templates(written(tmp_path, framed(text))).html(award())
    assert "<p><b>Campaign for a Welcoming Illinois" in html


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param('<mj-text foo="{{ mail.headline }}">a</mj-text>', "left out", id="lost text"),
        pytest.param("<mj-text>{{ mail.headline }}", "do not make valid MJML", id="left open"),
        pytest.param('<mj-image src="a">{{ 1 }}</mj-image>', "valid MJML", id="no place for text"),
    ],
)
def test_a_value_that_mjml_would_lose_stops_the_compile(
    tmp_path: Path, body: str, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        Templates(written(tmp_path, framed(body))).html(award())


def test_a_name_that_the_view_lacks_stops_the_compile(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError, match="no attribute 'hedline'"):
        Templates(written(tmp_path, framed("<mj-text>{{ mail.hedline }}</mj-text>"))).html(award())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_partial_has_its_twin_in_plain_text(path: Path) -> None:
    assert path.name == "head.mjml" or path.with_suffix(".txt").is_file()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_templates_hold_no_words_of_their_own(path: Path) -> None:
    source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text("utf-8"), flags=re.S)
    source = re.sub(r"<mj-style>.*?</mj-style>", "", source, flags=re.S)
    words = re.sub(r"<[^>]*>|&nbsp;", " ", source).split()
    assert words == []
