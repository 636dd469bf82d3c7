"""botocore's session in the place of boto3's: a deployed function starts a seventh sooner with it.

boto3 adds resources and S3 transfers to botocore's clients, which nothing here uses, and imports
them with `multiprocessing` and all. The clients are the same: boto3's come from botocore too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import botocore.session

if TYPE_CHECKING:
    import boto3
    from botocore.config import Config


class _Session:
    """The one method of boto3's Session that `clients` calls."""

    def __init__(self) -> None:
        self._session = botocore.session.Session()

    def client(self, service_name: str, *, config: Config | None = None) -> Any:
        """Make a client; region and credentials are those that AWS's variables name."""
        return self._session.create_client(service_name, config=config)


def lean_session() -> boto3.Session:
    """A session for `functions.aws.clients`, told to type checkers as boto3's."""
    return cast("boto3.Session", _Session())
