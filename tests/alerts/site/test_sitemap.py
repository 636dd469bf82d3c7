"""What search engines are told."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

from functions.alerts.site.sitemap import Listed, robots_txt, sitemap_xml

SITE = "https://a.example"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LINK = "{http://www.w3.org/1999/xhtml}link"


def read(*pages: Listed) -> dict[str, dict[str, str]]:
    """Each address with its other languages."""
    root = ElementTree.fromstring(sitemap_xml(pages, SITE))  # noqa: S314 (our own)
    return {
        url.findtext(LOC, ""): {
            one.attrib["hreflang"]: one.attrib["href"] for one in url.iter(LINK)
        }
        for url in root
    }


def test_each_language_of_a_page_names_all_of_them() -> None:
    found = read(Listed(paths={"en": "/", "es": "/es"}))
    languages = {"en": f"{SITE}/", "es": f"{SITE}/es", "x-default": f"{SITE}/"}
    assert found == {f"{SITE}/": languages, f"{SITE}/es": languages}


def test_a_page_in_one_language_has_no_others() -> None:
    assert read(Listed(paths={"en": "/a/x/en"})) == {f"{SITE}/a/x/en": {}}


def test_it_says_when_a_page_was_published() -> None:
    page = Listed(paths={"en": "/a/x/en"}, updated=datetime(2018, 4, 5, tzinfo=UTC))
    assert "<lastmod>2018-04-05</lastmod>" in sitemap_xml([page], SITE)


def test_robots_stay_away_from_what_is_one_persons() -> None:
    text = robots_txt(SITE)
    assert "Disallow: /u/\n" in text
    assert f"Sitemap: {SITE}/sitemap.xml\n" in text
