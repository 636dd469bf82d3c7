"""What holds for every mail of every campaign, language and edition."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from functions.alerts.content.ask import KINDS, BaseAsk
from functions.alerts.editions.compile import compile_revision
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Edition
from tests.compiled import EVERY_KIND, all_editions, editions, loaded
from tests.reading import addresses, read, squeeze

EDITIONS = [pytest.param(edition, id=name) for name, edition in all_editions()]
CLIP = 102 * 1024  # Gmail shows no more of a mail's HTML
STYLE = 16 * 1024  # Gmail ignores a longer style sheet
TEXTS = {
    "title", "text", "button", "name", "committee", "place", "amendment", "whom", "script",
    "docket", "agency", "interpretation", "access", "number",
}  # fmt: skip
# What the data's reader lets through, and no Markdown.
TYPED = st.text(alphabet="aé ñعش中<>&\"'{}%$|1", min_size=1, max_size=40).filter(
    lambda text: text.strip() and text[0] not in " 1>"
)


def words_of(ask: BaseAsk) -> list[str]:
    """List an ask's own texts as they are read."""
    content = ask.model_dump()
    parts = [content, *content.get("numbers", ())]
    typed = [part[key] for part in parts for key in TEXTS & part.keys() if part[key]]
    return [squeeze(read(MarkdownIt().render(text)).text) for text in typed]


@pytest.mark.parametrize("edition", EDITIONS)
def test_language_and_direction_are_said_where_programs_look(edition: Edition) -> None:
    said = f'lang="{edition.language}" dir="{edition.direction}"'
    assert edition.html.count(said) == 2  # on <html>, and below <body> for those that drop it
    assert squeeze(read(edition.html).title) == squeeze(edition.subject)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_mail_contacts_no_third_party(edition: Edition) -> None:
    site = re.search(r"https://alerts\.\w+\.example", edition.html)
    assert site
    assert {url for url in addresses(edition.html) if not url.startswith(f"{site[0]}/")} == set()
    assert "<script" not in edition.html


@pytest.mark.parametrize("edition", EDITIONS)
def test_gmail_neither_clips_the_mail_nor_drops_its_styles(edition: Edition) -> None:
    assert len(edition.html.encode()) < CLIP
    styles = re.findall(r"<style[^>]*>(.*?)</style>", edition.html, re.DOTALL)
    assert sum(len(style) for style in styles) < STYLE


@pytest.mark.parametrize("edition", EDITIONS)
def test_one_link_name_has_one_target(edition: Edition) -> None:
    links = set(read(edition.html).links)
    assert len({name for name, _ in links}) == len(links)
    assert "" not in {name for name, _ in links}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_link_is_in_the_plain_text_too(edition: Edition) -> None:
    for _, url in read(edition.html).links:
        number = url.removeprefix("tel:+1")  # typed as people type numbers, not as an address
        assert url in edition.text or number in re.sub(r"\D", "", edition.text)
        assert "tel:" not in edition.text


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_picture_says_what_it_shows_and_comes_from_our_own_site(edition: Edition) -> None:
    for alt, url in read(edition.html).images:
        assert alt
        assert url.rsplit("/", 1)[0].endswith(".example/images")


@pytest.mark.parametrize("edition", EDITIONS)
def test_headings_go_down_step_by_step(edition: Edition) -> None:
    levels = [level for level, _ in read(edition.html).headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("edition", EDITIONS)
def test_tables_are_for_layout_only(edition: Edition) -> None:
    tables = re.findall(r"<table[^>]*>", edition.html)
    assert all('role="presentation"' in table for table in tables)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_footer_lets_people_go(edition: Edition) -> None:
    for part in (edition.html, edition.text):
        assert "((unsubscribe_url))" in part
        assert "((preferences_url))" in part
        assert re.search(r"60604|60601", part)


@pytest.mark.parametrize("edition", EDITIONS)
def test_outlook_keeps_its_conditions(edition: Edition) -> None:
    opened = len(re.findall(r"<!--\[if [^]]*\]>", edition.html))
    assert opened == edition.html.count("<![endif]") > 10


@pytest.mark.parametrize("edition", EDITIONS)
def test_both_parts_say_the_same(edition: Edition) -> None:
    html, text = read(edition.html), squeeze(edition.text)
    lines = {squeeze(line) for line in html.text.splitlines()} - {""}
    text = re.sub(r" <https?:[^>]*>", "", text)  # the addresses behind links' words
    numbers = {line for line in lines if line.isdigit()}
    assert {line for line in lines - numbers if line not in text} == set()
    assert all(f"{number}. " in text for number in numbers)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_text_of_every_kind_of_ask_is_in_both_parts(language: str) -> None:
    first = editions(EVERY_KIND, language)[0]
    html, text = squeeze(read(first.html).text), squeeze(first.text)
    asks = loaded(EVERY_KIND).campaign.in_language(language).asks
    assert {ask.ask for ask in asks} == set(KINDS)
    texts = {text for ask in asks for text in words_of(ask)}
    assert len(texts) > 25
    assert {said for said in texts if said not in html or said not in text} == set()


@settings(deadline=None, max_examples=50)  # a whole compile each, and machines are busy
@given(headline=TYPED, closing=TYPED, body=TYPED)
def test_any_texts_come_out_exactly_as_they_were_typed(
    headline: str, closing: str, body: str
) -> None:
    source = loaded(EVERY_KIND)
    changes = {"headline": headline, "subject": headline, "closing": closing, "body": body}
    campaign = source.campaign.model_copy(update={**changes, "languages": ("en",)})
    edition = compile_revision(campaign, source.organization, load_packs()).revision.editions[0]
    mail = read(edition.html)
    assert mail.title == edition.subject == headline
    assert (1, squeeze(headline)) in mail.headings
    for part in (squeeze(mail.text), squeeze(edition.text)):
        assert squeeze(closing) in part
        assert squeeze(body) in part
