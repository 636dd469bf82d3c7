"""One account with one deploy, shared by what is tested of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deployed.account import Account, open_account
from tests.deployed.deploying import checkout, deploy


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout that osls may deploy."""
    return checkout(tmp_path_factory.mktemp("repository"))


@pytest.fixture(scope="session")
def account(repository: Path) -> Iterator[Account]:
    """The account after the first deploy."""
    with open_account() as opened:
        run = deploy(opened, repository)
        assert run.returncode == 0, run.stdout + run.stderr
        yield opened
