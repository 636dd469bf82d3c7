"""The files of the site: their bytes, what kind they are, and how long a copy is good for.

pieces ─► `assemble` ─► {path: File} ─► a folder (`alerts page build`) or the site's bucket
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

# MIME types by how a path ends; text says its encoding (RFC 2046, section 4.1.2).
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",  # RFC 5545, section 8.1
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
}
_NAMED = {
    "feed.xml": "application/atom+xml; charset=utf-8",  # RFC 4287, section 7
    "sitemap.xml": "application/xml; charset=utf-8",
}

# An ask closes to the minute. With CloudFront's copies told to go, nobody sees it longer than that.
_MINUTE = "public, max-age=60"
_DAY = "public, max-age=86400"
_FOR_EVER = "public, max-age=31536000, immutable"  # RFC 8246: its name changes with its content

# One of each sort that is written again where nothing but its headers would change.
_SAMPLES = (
    "index.html",
    "a/x/en/index.html",
    "a/x/en/slip.ics",
    "calendar.ics",
    "feed.xml",
    "sitemap.xml",
    "robots.txt",
    "site-0123456789abcdef.css",
)
_HASHED = re.compile(r"-[0-9a-f]{8,}\.css$")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site; `kind` is its MIME type with the encoding."""

    body: bytes
    kind: str

    @classmethod
    def at(cls, path: str, content: str | bytes) -> File:
        """A file for `path`, whose end says of what kind it is. Text becomes UTF-8."""
        return cls(content.encode() if isinstance(content, str) else content, kind_of(path))

    @property
    def digest(self) -> str:
        """Equal for equal bytes: the MD5 that S3 gives as an object's ETag, in hexadecimal.

        True of objects put in one part and encrypted by S3 or not at all (S3 API, "Object").
        """
        return hashlib.md5(self.body, usedforsecurity=False).hexdigest()


def kind_of(path: str) -> str:
    """The MIME type of what stands at `path`. KeyError for an end that no file of the site has."""
    pure = PurePosixPath(path)
    return _NAMED.get(pure.name) or _KINDS[pure.suffix.lower()]


def cache_of(path: str) -> str:
    """The Cache-Control header of what stands at `path`."""
    if path.startswith("images/"):
        return _DAY
    return _FOR_EVER if _HASHED.search(path) else _MINUTE


def served_as() -> str:
    """16 hex digits that change when a kind or a Cache-Control of this module does."""
    rules = [(path, kind_of(path), cache_of(key_of(path))) for path in _SAMPLES]
    return hashlib.sha256(repr(rules).encode()).hexdigest()[:16]


def key_of(path: str) -> str:
    """The key in the bucket: `a/x/en/index.html` is asked for as `/a/x/en`, the root as itself."""
    folder, _, name = path.rpartition("/")
    return folder if folder and name == "index.html" else path


def address_of(path: str) -> str:
    """Where a browser finds it, from the root: `/`, `/a/x/en`, `/feed.xml`."""
    key = key_of(path)
    return "/" if key == "index.html" else f"/{key}"
