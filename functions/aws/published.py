"""Campaigns as text in the data bucket, one object each: what is published, and digests' frames.

published/<campaign>.json   what `alerts publish` stored, and a digest or a page is made from
digests/<digest>.json       the frame of a recurring digest, under the digest of its texts
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.alerts.errors import NeverRetry
from functions.alerts.sends.published import Source
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_END = ".json"


class S3Published:
    """`ports.Published` over one folder (its name ends in a slash) of a bucket."""

    def __init__(self, client: S3Client, bucket: str, folder: str) -> None:
        self._client, self._bucket, self._folder = client, bucket, folder

    def put(self, name: str, source: Source) -> None:
        """Put or replace it; the bucket keeps what was replaced for a week."""
        with translated(f"write {self._key(name)}"):
            self._client.put_object(
                Bucket=self._bucket, Key=self._key(name), Body=source.to_json().encode()
            )

    def get(self, name: str) -> Source | None:
        """Get it, if it is there."""
        key = self._key(name)
        with translated(f"read {key}"):
            try:
                body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
            except ClientError as error:
                if code(error) != "NoSuchKey":
                    raise
                return None
        try:
            return Source.from_json(body)
        except ValueError as error:
            raise NeverRetry(f"{key} cannot be read.") from error

    def delete(self, name: str) -> None:
        """Delete it; S3 does not mind when there is none."""
        with translated(f"delete {self._key(name)}"):
            self._client.delete_object(Bucket=self._bucket, Key=self._key(name))

    def names(self) -> list[str]:
        """List the folder."""
        return sorted(self.versions())

    def versions(self) -> dict[str, str]:
        """List the folder: S3 gives each object's ETag, another one for other content."""
        paginator = self._client.get_paginator("list_objects_v2")
        with translated(f"list {self._folder}"):
            pages = list(paginator.paginate(Bucket=self._bucket, Prefix=self._folder))
        found = (one for page in pages for one in page.get("Contents", []))
        return {
            one["Key"].removeprefix(self._folder).removesuffix(_END): one["ETag"] for one in found
        }

    def _key(self, name: str) -> str:
        return f"{self._folder}{name}{_END}"
