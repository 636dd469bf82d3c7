"""What a mail links to on the alert's own site is there, also when everything has closed."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.languages.words import load_packs
from functions.alerts.site.piece import Piece, make_piece
from tests.compiled import compiled, loaded, mailable
from tests.reading import read

CHICAGO = ZoneInfo("America/Chicago")
MOMENTS = [datetime(2018, month, 9, 9, tzinfo=CHICAGO) for month in (4, 12)]


@cache
def piece(path: Path, at: datetime) -> Piece:
    source = loaded(path)
    return make_piece(source.campaign, source.organization, load_packs(), at=at, updated=at)


def is_there(link: str, files: dict[str, str]) -> bool:
    """Whether the page has the file, and the place in it, that the link names."""
    path, _, place = link.partition("#")
    file = path if path.endswith(".ics") else f"{path}/index.html"
    return file in files and (not place or f'id="{place}"' in files[file])


@pytest.mark.parametrize("at", MOMENTS, ids=["open", "closed"])
@pytest.mark.parametrize("path", mailable(), ids=lambda path: path.stem)
def test_every_link_to_the_alerts_own_page_leads_there(path: Path, at: datetime) -> None:
    files = {name: file.body.decode() for name, file in piece(path, at).files.items()}
    site = re.escape(f"{loaded(path).organization.site}/")
    for edition in compiled(path).revision.editions:
        links = [url for _, url in read(edition.html).links]
        own = [found[1] for url in links if (found := re.match(rf"{site}(a/.*)", url))]
        assert own
        assert [link for link in own if not is_there(link, files)] == []
