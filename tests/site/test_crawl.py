"""Every link of a site leads somewhere, also those in its feeds, calendars and heads of pages."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

import pytest

from tests.reading import addresses
from tests.site.built import SITES, Built, built
from tests.site.crawling import Crawl
from tests.site.hosted import Hosted

EVERY_SITE = pytest.mark.parametrize("name", SITES)


@cache
def crawled(name: str) -> Crawl:
    return Crawl(Hosted(built(name))).run("/", "/robots.txt", "/no/such/page")


@EVERY_SITE
def test_every_link_within_the_site_leads_to_what_it_names(name: str) -> None:
    found = crawled(name)
    assert len(found.inside) > 50
    assert found.broken() == []


def test_the_crawl_would_tell_of_a_page_and_of_a_place_that_are_missing() -> None:
    site = built("before")
    award = site.files["a/welcoming-illinois-award/en"]
    moved = type(award)(award.body.replace(b'id="sb-35"', b'id="moved"'), award.kind)
    gone = {"closed", "a/daca-updates/es", "images/daca-updates.png", "es/calendar.ics"}
    files = {key: file for key, file in site.files.items() if key not in gone}
    files["a/welcoming-illinois-award/en"] = moved
    hosted = Hosted(Built(files, site.organization))
    broken = {urlsplit(link.to) for link in Crawl(hosted).run("/", "/robots.txt").broken()}
    assert {url.path[1:] for url in broken if not url.fragment} == gone
    assert {url.fragment for url in broken if url.fragment} == {"sb-35"}


@EVERY_SITE
def test_every_page_is_reached_by_links_and_stands_in_the_sitemap(name: str) -> None:
    hosted = Hosted(built(name))
    by_links, by_robots = Crawl(hosted).run("/"), Crawl(hosted).run("/sitemap.xml")
    listed = [urlsplit(link.to).path for link in by_robots.inside if "sitemap.xml" in link.page]
    assert sorted(set(listed)) == sorted(hosted.site.addresses)
    found = {urlsplit(url).path for url in by_links.pages()}
    # A list is linked to where it has something that the front page has not.
    needless = {"open"} if name == "years-later" else {"open", "closed"}
    unlinked = set(hosted.site.addresses) - found
    assert {path.rpartition("/")[2] for path in unlinked} <= needless


@EVERY_SITE
def test_the_languages_of_a_page_name_each_other(name: str) -> None:
    pages = crawled(name).pages()
    for url, page in pages.items():
        for language, other in page.alternates.items():
            if language != "x-default":
                assert (pages[other].language, pages[other].canonical) == (language, other)
                assert pages[other].alternates == page.alternates, url


@EVERY_SITE
def test_no_id_stands_twice_on_a_page(name: str) -> None:
    for url, page in crawled(name).pages().items():
        assert len(page.ids) == len(set(page.ids)), url


@EVERY_SITE
def test_what_it_links_to_elsewhere_is_a_page_a_mail_or_a_call(name: str) -> None:
    found = {urlsplit(link.to).scheme for link in crawled(name).outside}
    assert found <= {"https", "http", "mailto", "tel"}


@EVERY_SITE
def test_no_page_has_anything_fetched_from_elsewhere(name: str) -> None:
    hosted = crawled(name).hosted
    for path in (*hosted.site.addresses, "/no/such/page"):
        fetched = [url for url in addresses(hosted.get(path).text) if not url.startswith("/")]
        assert [url for url in fetched if not url.startswith(f"{hosted.origin}/")] == []


@EVERY_SITE
def test_everything_comes_as_what_it_is_under_the_policy(name: str) -> None:
    wanted = {"ics": "text/calendar", "css": "text/css", "png": "image/png"}
    for url, answer in crawled(name).answers.items():
        assert "default-src 'none'" in answer.headers["content-security-policy"], url
        assert answer.headers["x-content-type-options"] == "nosniff"
        end = urlsplit(url).path.rpartition(".")[2]
        assert answer.kind == wanted.get(end, answer.kind), url


def test_a_wrong_address_says_so_and_leads_on() -> None:
    answer = Hosted(built("before")).get("/a/no-such-alert/en")
    assert (answer.status, answer.kind) == (404, "text/html")
    assert 'href="/es"' in answer.text
