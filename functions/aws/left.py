"""The log of leavings in the data bucket: `left/<date>/<time>-<status>-<id>.json`.

One small object for each: nothing has to be read and put together again by whoever writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from functions.alerts.outcomes.left import Left, read_key
from functions.aws.errors import translated

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


class S3Leavings:
    """`ports.Leavings` over one bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def add(self, left: Left) -> None:
        """Put it under a key that it alone decides: writing it again changes nothing."""
        with translated("log a leaving"):
            self._client.put_object(Bucket=self._bucket, Key=left.key, Body=left.to_json().encode())

    def since(self, at: datetime) -> Iterator[Left]:
        """List the keys from that second on; what they tell is enough, so no object is read."""
        after = f"left/{at.astimezone(UTC):%Y-%m-%d/%H%M%S}"
        paginator = self._client.get_paginator("list_objects_v2")
        listing = iter(paginator.paginate(Bucket=self._bucket, Prefix="left/", StartAfter=after))
        while True:
            with translated("read the log of leavings"):
                page = next(listing, None)
            if page is None:
                return
            keys = (found["Key"] for found in page.get("Contents", []))
            yield from filter(None, map(read_key, keys))
