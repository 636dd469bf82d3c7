"""The product is anybody's: what it says by itself names no organization."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.campaign_files import load_organization

ROOT = Path(__file__).parents[1]
FILES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
HOMES = [
    load_organization(path)
    for path in (ROOT / "campaigns/organization.yaml", ROOT / "tests/campaigns/organization.yaml")
]
NAMES = {
    name
    for home in HOMES
    for one in (home, *home.translated.values())
    for name in (one.name, *one.partners.values())
} | {"ICIRR", "icirr", "PASO", "AAAJ", "kindful", "actblue"}


def test_there_are_templates_and_names_to_look_for() -> None:
    assert len(FILES) > 40
    assert len(NAMES) > 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_or_phrase_names_an_organization(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [name for name in NAMES if name in text] == []
