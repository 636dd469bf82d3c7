"""A browser for the tests of a file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.mail.chromium import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One that fetches nothing from anywhere."""
    with chromium() as running:
        yield running
