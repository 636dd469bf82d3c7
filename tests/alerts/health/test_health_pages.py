from __future__ import annotations

import pytest

from functions.alerts.health.pages import check_pages


@pytest.mark.parametrize(
    ("published", "standing", "level"),
    [
        (["award"], ["index.html", "404.html", "a/award/en"], "well"),
        ([], ["index.html", "404.html"], "well"),
        (["award"], ["index.html"], "wrong"),
        (["award"], [], "wrong"),
        ([], [], "note"),
    ],
)
def test_pages_are_looked_for_where_something_is_published(
    published: list[str], standing: list[str], level: str
) -> None:
    [point] = check_pages(published, standing)
    assert point.level == level
