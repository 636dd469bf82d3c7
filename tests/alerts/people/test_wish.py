from __future__ import annotations

import pytest

from functions.alerts.people.joining import read_wish


def named(name: str) -> str:
    """What is kept of a typed name."""
    texts = {"email": "maria@people.example", "first_name": name}
    return read_wish(texts, [], known=(), languages=("en",), default="en").first_name


@pytest.mark.parametrize("name", ["WIN at https://spam.example", "see spam.example", "SPAM.COM"])
def test_an_advertisement_is_no_name(name: str) -> None:
    assert named(name) == ""


@pytest.mark.parametrize("name", ["Ma.Teresa", "J.R.", "St. John", "أمل", "Jean-Luc", "O’Neil"])
def test_a_name_with_a_dot_is_one(name: str) -> None:
    assert named(name) == name
