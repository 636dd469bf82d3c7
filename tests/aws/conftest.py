"""Embedded AWS for the adapters: nothing leaves the process."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    """One for all tests: it reads botocore's service models, which takes most of a second."""
    return boto3.Session()


@pytest.fixture
def aws() -> Iterator[None]:
    with mock_aws():
        yield
