"""The data bucket: revisions, frozen parts and manifests, events, receipts.

revisions/<digest>.json
sends/<send>/parts/<part>/<unique>.json   sends/<send>/manifests/<part>.json
events/<send or "foreign">/<date>/<unique>.json   receipts/<send>.json
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.alerts.delivery import Delivery
from functions.alerts.edition import Revision
from functions.alerts.errors import AlertsError, NeverRetry, TryLater
from functions.alerts.freeze import Manifest, Part
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_WARM = 4  # revisions kept in memory: two or three sends at once, a megabyte each at most
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class S3Store:
    """`ports.Store` over one bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client, self._bucket = client, bucket
        self._revisions: OrderedDict[str, Revision] = OrderedDict()

    def store_revision(self, revision: Revision) -> str:
        """Put it under its digest; the same content again changes nothing."""
        self._put(f"revisions/{revision.digest}.json", revision.to_json())
        return revision.digest

    def revision(self, digest: str) -> Revision:
        """Get it once while the process is warm: it never changes under its digest."""
        if digest not in self._revisions:
            self._revisions[digest] = Revision.from_json(self._need(f"revisions/{digest}.json"))
            while len(self._revisions) > _WARM:
                self._revisions.popitem(last=False)
        self._revisions.move_to_end(digest)
        return self._revisions[digest]

    def write_part(self, part: Part, unique: str) -> str:
        """Put it under a key nobody else uses."""
        key = f"sends/{part.send}/parts/{part.part}/{unique}.json"
        self._put(key, part.to_json())
        return key

    def read_part(self, key: str) -> Part:
        """Get a part."""
        return Part.from_json(self._need(key))

    def settle_manifest(self, manifest: Manifest) -> Manifest:
        """Put with If-None-Match, then believe only what is read, whatever the put answered."""
        key = _manifest_key(manifest.send, manifest.part)
        failure: AlertsError | None = None
        try:
            self._put(key, manifest.to_json(), only_if_absent=True)
        except AlertsError as error:  # 412, 409, a time-out: reading tells
            failure = error
        found = self.manifest(manifest.send, manifest.part)
        if found is None:
            raise TryLater(f"The manifest {key} could not be written.") from failure
        return found

    def manifest(self, send_id: str, part: int) -> Manifest | None:
        """Get the manifest that counts."""
        text = self._get(_manifest_key(send_id, part))
        return Manifest.from_json(text) if text is not None else None

    def archive(self, deliveries: Sequence[Delivery], send_id: str | None, unique: str) -> None:
        """Put them as JSON lines under the date of the first."""
        dated = _DATE.match(deliveries[0].time)
        day = dated[0] if dated else "undated"
        lines = "".join(delivery.to_json() + "\n" for delivery in deliveries)
        self._put(f"events/{send_id or 'foreign'}/{day}/{unique}.json", lines)

    def events(self, send_id: str) -> Iterator[Delivery]:
        """List the send's objects and get each."""
        paginator = self._client.get_paginator("list_objects_v2")
        listing = iter(paginator.paginate(Bucket=self._bucket, Prefix=f"events/{send_id}/"))
        while True:
            with translated(f"list the events of send {send_id}"):
                page = next(listing, None)
            if page is None:
                return
            for found in page.get("Contents", []):
                lines = self._need(found["Key"]).decode().splitlines()
                yield from map(Delivery.from_json, lines)

    def write_receipt(self, send_id: str, text: str) -> None:
        """Put or replace it."""
        self._put(f"receipts/{send_id}.json", text)

    def read_receipt(self, send_id: str) -> str | None:
        """Get it, if there is one."""
        text = self._get(f"receipts/{send_id}.json")
        return text.decode() if text is not None else None

    def _put(self, key: str, text: str, *, only_if_absent: bool = False) -> None:
        with translated(f"write {key}"):
            if only_if_absent:
                self._client.put_object(
                    Bucket=self._bucket, Key=key, Body=text.encode(), IfNoneMatch="*"
                )
            else:
                self._client.put_object(Bucket=self._bucket, Key=key, Body=text.encode())

    def _need(self, key: str) -> bytes:
        text = self._get(key)
        if text is None:
            raise NeverRetry(f"{key} is not in the data bucket.")
        return text

    def _get(self, key: str) -> bytes | None:
        with translated(f"read {key}"):
            try:
                return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
            except ClientError as error:
                if code(error) != "NoSuchKey":
                    raise
        return None


def _manifest_key(send_id: str, part: int) -> str:
    return f"sends/{send_id}/manifests/{part}.json"
