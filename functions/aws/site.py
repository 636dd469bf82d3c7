"""What the public pages read from the data bucket: `site/look.json`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.alerts.pages.look import Look
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_KEY = "site/look.json"
_FRESH = timedelta(minutes=5)  # a new logo may take as long to be seen everywhere


class S3Site:
    """`ports.Site` over one bucket. `now` gives aware times."""

    def __init__(self, client: S3Client, bucket: str, now: Callable[[], datetime]) -> None:
        self._client, self._bucket, self._now = client, bucket, now
        self._look: Look | None = None
        self._until: datetime | None = None

    def look(self) -> Look | None:
        """Get it, and keep it for some minutes."""
        if self._until is None or self._now() >= self._until:
            self._look = self._read()
            self._until = self._now() + _FRESH
        return self._look

    def publish_look(self, look: Look) -> None:
        """Put it."""
        with translated(f"write {_KEY}"):
            self._client.put_object(Bucket=self._bucket, Key=_KEY, Body=look.to_json().encode())

    def _read(self) -> Look | None:
        with translated(f"read {_KEY}"):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=_KEY)
            except ClientError as error:
                if code(error) != "NoSuchKey":
                    raise
                return None
            return Look.from_json(answer["Body"].read())
