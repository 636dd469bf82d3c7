"""The import bucket: exports of other systems that somebody dropped, and reports beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.alerts.errors import Finding, InputError
from functions.alerts.importing.ports import Dropped
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

REPORT = ".report.txt"  # behind the name of the file it is about
# A file is read again in each invocation and kept on its disk: 4 GB (serverless.yml) hold it, and
# its rows by parts, which are longer than the file where it has little but addresses.
_LARGEST = 512 * 1024 * 1024
_CHUNK = 1 << 20  # bytes


class S3Imports:
    """`alerts.importing.ports.Imports` over one bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def fetch(self, key: str, to: Path) -> Dropped | None:
        """Get it a megabyte at a time. InputError if it is too large."""
        with translated("read a file to import"):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if code(error) not in {"NoSuchKey", "MethodNotAllowed"}:  # or deleted
                    raise
                return None
            if found["ContentLength"] > _LARGEST:
                raise InputError(_too_large(key))
            to.touch(mode=0o600)
            with to.open("wb") as file:
                for chunk in found["Body"].iter_chunks(_CHUNK):
                    file.write(chunk)
        return Dropped(key=key, version=found.get("VersionId", ""), said=found["Metadata"])

    def report(self, key: str, text: Path) -> None:
        """Put it from the disk."""
        with translated("write an import's report"), text.open("rb") as body:
            self._client.put_object(
                Bucket=self._bucket,
                Key=key + REPORT,
                Body=body,
                ContentType="text/plain; charset=utf-8",
            )

    def delete(self, dropped: Dropped) -> None:
        """Delete the version that was read: one that came since stays, and none lingers."""
        with translated("delete a file that was imported"):
            if dropped.version:
                self._client.delete_object(
                    Bucket=self._bucket, Key=dropped.key, VersionId=dropped.version
                )
            else:
                self._client.delete_object(Bucket=self._bucket, Key=dropped.key)


def _too_large(key: str) -> Finding:
    remedy = "Cut it into several, each with the first row, and drop those."
    found = f"The file is larger than {_LARGEST >> 20} MB."
    return Finding(level="error", file=key, line=None, field="", found=found, remedy=remedy)
