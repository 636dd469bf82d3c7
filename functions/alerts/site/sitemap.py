"""What search engines are told: every page with its other languages, and where not to look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

# Pages of one person's own, behind the same name (infra/cloudfront.yml).
_NOT_FOR_ROBOTS = ("/u/", "/p/", "/c/", "/m/", "/f/", "/mine", "/fresh", "/api/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page: its path in every language it is in; `updated` (aware) if that is known."""

    paths: Mapping[str, str]  # language -> "/es", the default language first
    updated: datetime | None = None


def sitemap_xml(pages: Iterable[Listed], site: str) -> str:
    """The sitemap (sitemaps.org 0.9) of the site at `site`, one `<url>` per page and language.

    Each names all languages of the page, itself too, as search engines ask for ("Localized
    versions of your pages", developers.google.com).
    """
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
        *(url for page in pages for url in _urls(page, site)),
        "</urlset>",
        "",
    ]
    return "\n".join(lines)


def robots_txt(site: str) -> str:
    """The rules for robots (RFC 9309), and where the sitemap is."""
    rules = "\n".join(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)
    return f"User-agent: *\n{rules}\n\nSitemap: {site}/sitemap.xml\n"


def _urls(page: Listed, site: str) -> list[str]:
    def address(path: str) -> str:
        return escape(f"{site}{path}")

    others = [
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address(path)}"/>'
        for code, path in page.paths.items()
    ]
    first = next(iter(page.paths.values()))
    others.append(f'<xhtml:link rel="alternate" hreflang="x-default" href="{address(first)}"/>')
    alike = "".join(others) if len(page.paths) > 1 else ""
    day = f"<lastmod>{page.updated:%Y-%m-%d}</lastmod>" if page.updated else ""
    return [f"<url><loc>{address(path)}</loc>{day}{alike}</url>" for path in page.paths.values()]
