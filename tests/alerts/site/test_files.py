"""What kind each file is, where it stands and how long a copy is good for."""

from __future__ import annotations

import hashlib

import pytest

from functions.alerts.site.files import File, address_of, cache_of, key_of, kind_of


@pytest.mark.parametrize(
    ("path", "key", "address"),
    [
        ("index.html", "index.html", "/"),
        ("es/index.html", "es", "/es"),
        ("a/x/en/index.html", "a/x/en", "/a/x/en"),
        ("a/x/en/sb-35.ics", "a/x/en/sb-35.ics", "/a/x/en/sb-35.ics"),
        ("404.html", "404.html", "/404.html"),
    ],
)
def test_a_page_is_asked_for_without_its_files_name(path: str, key: str, address: str) -> None:
    assert (key_of(path), address_of(path)) == (key, address)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("es/feed.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("calendar.ics", "text/calendar; charset=utf-8"),
        ("images/A.PNG", "image/png"),
    ],
)
def test_a_files_end_says_its_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("path", "seconds"),
    [
        ("index.html", 60),
        ("calendar.ics", 60),
        ("images/logo.png", 86400),
        ("site-0123456789ab.css", 31536000),
        ("site.css", 60),
    ],
)
def test_a_copy_is_good_for_as_long_as_nothing_changes(path: str, seconds: int) -> None:
    assert f"max-age={seconds}" in cache_of(path)


def test_text_is_utf_8_and_its_digest_is_that_of_s3() -> None:
    file = File.at("robots.txt", "ñ")
    assert file.body == "ñ".encode()
    assert file.digest == hashlib.md5("ñ".encode(), usedforsecurity=False).hexdigest()
