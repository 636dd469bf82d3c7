"""The data bucket: revisions, frozen parts and manifests, events, receipts.

revisions/<digest>.json
sends/<send>/parts/<part>/<unique>.json       tagged settled=yes: gone 30 days after (infra/s3.yml)
sends/<send>/manifests/<part>.json            no ids
events/<send>/part-<part>/<date>/<unique>.json, events/foreign/<date>/<unique>.json
events/<send>/returned/<date>/<unique>.json   hard bounces and complaints once more
events/<send>/<date>/<unique>.json            as the first release wrote them
receipts/<send>.json
published/, digests/                          campaigns as text (`aws/published.py`)
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.alerts.errors import AlertsError, NeverRetry, TryLater
from functions.alerts.mail.edition import Revision
from functions.alerts.outcomes.delivery import Delivery, suppression
from functions.alerts.sends.batch import Ref
from functions.alerts.sends.freeze import Manifest, Part
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_WARM = 4  # revisions kept in memory: two or three sends at once, a megabyte each at most
_LINES = 5_000  # events of one object: about 600 KB
_AT_ONCE = 8  # objects fetched at once
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

    def expire_parts(self, send_id: str) -> None:
        """Write each part over itself with a tag: its days are counted from then on."""
        self._tag_parts(send_id, "settled=yes")

    def keep_parts(self, send_id: str) -> None:
        """Write each part over itself without the tag."""
        self._tag_parts(send_id, "")

    def _tag_parts(self, send_id: str, tags: str) -> None:
        for key in self._keys(f"sends/{send_id}/parts/"):
            with translated(f"tag {key}"):
                self._client.copy_object(
                    Bucket=self._bucket,
                    Key=key,
                    CopySource={"Bucket": self._bucket, "Key": key},
                    # S3 refuses a copy onto itself that changes nothing.
                    MetadataDirective="REPLACE",
                    TaggingDirective="REPLACE",
                    Tagging=tags,
                )

    def archive(self, deliveries: Sequence[Delivery], send_id: str | None, unique: str) -> None:
        """Put them as JSON lines under part and date of the first, in objects of some thousands."""
        dated, ref = _DATE.match(deliveries[0].time), Ref.parse(deliveries[0].ref)
        day, sender = dated[0] if dated else "undated", send_id or "foreign"
        returned = list(filter(suppression, deliveries)) if send_id else []
        if returned:
            self._put_lines(f"events/{sender}/returned/{day}", returned, unique)
        part = f"/part-{ref.part:02}" if send_id and ref else ""
        self._put_lines(f"events/{sender}{part}/{day}", deliveries, unique)

    def _put_lines(self, folder: str, deliveries: Sequence[Delivery], unique: str) -> None:
        for start in range(0, len(deliveries), _LINES):
            lines = (f"{delivery.to_json()}\n" for delivery in deliveries[start : start + _LINES])
            self._put(f"{folder}/{unique}{f'-{start}' if start else ''}.json", "".join(lines))

    def events(self, send_id: str, part: int | None = None) -> Iterator[Delivery]:
        """List the send's objects and get each; some are fetched while others are read."""
        prefix = f"events/{send_id}/"
        if part is None:
            yield from self._deliveries(self._keys(prefix))
            return
        yield from self._deliveries(self._keys(f"{prefix}part-{part:02}/"))
        for first in ("2", "undated/"):  # the first release: by date, for all parts
            for delivery in self._deliveries(self._keys(prefix + first)):
                ref = Ref.parse(delivery.ref)
                if ref is not None and ref.part == part:
                    yield delivery

    def returned(self, send_id: str) -> Iterator[Delivery]:
        """Their copies stand beside the others."""
        yield from self._deliveries(self._keys(f"events/{send_id}/returned/"))

    def _deliveries(self, keys: Iterator[str]) -> Iterator[Delivery]:
        while chunk := list(islice(keys, _AT_ONCE)):
            for text in self._fetch(chunk):
                yield from map(Delivery.from_json, text.decode().splitlines())

    def _fetch(self, keys: Sequence[str]) -> Iterator[bytes]:
        """An object takes some 20 ms to come and less to read; a client may be used by threads."""
        if len(keys) == 1:
            yield self._need(keys[0])
            return
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            yield from pool.map(self._need, keys)

    def _keys(self, prefix: str) -> Iterator[str]:
        paginator = self._client.get_paginator("list_objects_v2")
        listing = iter(paginator.paginate(Bucket=self._bucket, Prefix=prefix))
        while True:
            with translated(f"list {prefix}"):
                page = next(listing, None)
            if page is None:
                return
            yield from (found["Key"] for found in page.get("Contents", []))

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
