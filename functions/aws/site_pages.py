"""The site bucket and CloudFront: the public files, written where they differ, and their copies.

Every file is put in one part and encrypted by S3's own keys, so its ETag is the MD5 of its bytes
(S3 API reference, "Object"): a listing tells what stands, and nothing is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, unquote

from botocore.exceptions import ClientError

from functions.alerts.site.files import cache_of
from functions.alerts.site.ports import Picture, Stored
from functions.aws.errors import status, translated

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from functions.alerts.site.files import File

PICTURES = "images/"
_AT_ONCE = 8  # objects written at once: each takes some 30 ms
_DELETE = 1_000  # DeleteObjects' maximum, S3 API reference
# CloudFront takes 3,000 paths at a time and asks money for more than 1,000 a month; a star is one
# (CloudFront developer guide, "Invalidate files", "Quotas").
_PATHS = 300


class Distributions(Protocol):
    """The one operation of boto3's CloudFront client that is called."""

    def create_invalidation(self, *, DistributionId: str, InvalidationBatch: Any) -> Any:  # noqa: N803 – boto3's
        """Have copies forgotten at the edges."""


class S3Pages:
    """`site.ports.Pages` over a bucket and its distribution ("": there are no copies)."""

    def __init__(
        self, client: S3Client, cloudfront: Distributions, bucket: str, distribution: str
    ) -> None:
        self._client, self._bucket = client, bucket
        self._cloudfront, self._distribution = cloudfront, distribution

    def standing(self) -> Mapping[str, Stored]:
        """List the bucket."""
        paginator = self._client.get_paginator("list_objects_v2")
        with translated("list the site"):
            listed = list(paginator.paginate(Bucket=self._bucket))
        found = (one for page in listed for one in page.get("Contents", []))
        return {
            one["Key"]: Stored(one["ETag"].strip('"'), one["LastModified"])
            for one in found
            if not one["Key"].startswith(PICTURES)
        }

    def write(self, files: Mapping[str, File]) -> None:
        """Put some at once; a client may be used by threads."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for _ in pool.map(self._put, files, files.values()):
                pass

    def delete(self, keys: Sequence[str]) -> None:
        """Delete a thousand at a time; S3 does not mind when there is none."""
        for start in range(0, len(keys), _DELETE):
            gone: Any = [{"Key": key} for key in keys[start : start + _DELETE]]
            with translated("delete pages"):
                self._client.delete_objects(
                    Bucket=self._bucket, Delete={"Objects": gone, "Quiet": True}
                )

    def picture(self, key: str) -> Picture | None:
        """Look at the object and its metadata."""
        with translated(f"look at {key}"):
            try:
                head = self._client.head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if status(error) != 404:
                    raise
                return None
        told = head["Metadata"]
        owner, replaced = unquote(told.get("owner", "")), told.get("replaced") == "yes"
        return Picture(head["ETag"].strip('"'), owner, replaced)

    def write_picture(self, key: str, file: File, *, owner: str, replaced: bool) -> None:
        """Put it; metadata is ASCII."""
        told = {"owner": quote(owner), "replaced": "yes" if replaced else "no"}
        self._put(key, file, told)

    def forget(self, addresses: Sequence[str], unique: str) -> None:
        """Invalidate them, all of the site where they are many; `unique` names the request."""
        if not addresses or not self._distribution:
            return
        paths = ["/*"] if len(addresses) > _PATHS else list(addresses)
        batch = {"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": unique}
        with translated("invalidate pages"):
            self._cloudfront.create_invalidation(
                DistributionId=self._distribution, InvalidationBatch=batch
            )

    def _put(self, key: str, file: File, told: Mapping[str, str] | None = None) -> None:
        with translated(f"write {key}"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=file.body,
                ContentType=file.kind,
                CacheControl=cache_of(key),
                Metadata=told or {},
            )
