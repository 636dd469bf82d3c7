"""`pytest tests/mail --refresh-golden` writes the golden mails anew."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one command that refreshes the golden mails."""
    parser.addoption("--refresh-golden", action="store_true", help="write tests/golden anew")
