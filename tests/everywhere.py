"""Every place of a deployed stack where something is kept, read to the last byte."""

from __future__ import annotations

import gzip
import json
import logging
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from moto.sqs.models import sqs_backends

from functions import logs
from functions.local.cloud import Cloud
from functions.local.embedded import ACCOUNT


def keep_versions(cloud: Cloud) -> None:
    """Let buckets keep what is overwritten and deleted, as infra/s3.yml has it."""
    s3 = cloud.aws.client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        s3.put_bucket_versioning(
            Bucket=bucket["Name"], VersioningConfiguration={"Status": "Enabled"}
        )


def everywhere(cloud: Cloud) -> Iterator[tuple[str, str]]:
    """Place and content: table items, object versions, messages, SES's own list."""
    yield from _tables(cloud)
    yield from _objects(cloud)
    yield from _messages(cloud)
    yield from (("SES's list", address) for address in cloud.ses.suppressed)


def found_in(texts: Iterable[tuple[str, str]], words: Iterable[str]) -> list[tuple[str, str]]:
    """Which words stand where, however they are capitalized or written in JSON."""
    wanted = [(word, word.casefold(), json.dumps(word)[1:-1].casefold()) for word in words]
    return [
        (place, word)
        for place, text in texts
        for word, plain, escaped in wanted
        if plain in text.casefold() or escaped in text.casefold()
    ]


def _tables(cloud: Cloud) -> Iterator[tuple[str, str]]:
    dynamodb = cloud.aws.client("dynamodb")
    for table in dynamodb.list_tables()["TableNames"]:
        for page in dynamodb.get_paginator("scan").paginate(TableName=table):
            yield from ((table, json.dumps(item, ensure_ascii=False)) for item in page["Items"])


def _objects(cloud: Cloud) -> Iterator[tuple[str, str]]:
    s3 = cloud.aws.client("s3")
    for bucket in (one["Name"] for one in s3.list_buckets()["Buckets"]):
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            for version in page.get("Versions", []):
                key = version["Key"]
                got = s3.get_object(Bucket=bucket, Key=key, VersionId=version["VersionId"])
                yield f"{bucket}/{key}", f"{key} {got['Metadata']} {_text(got['Body'].read())}"


def _messages(cloud: Cloud) -> Iterator[tuple[str, str]]:
    """Also what waits, or is being worked on: SQS shows neither, so moto's queues are read."""
    for queue in sqs_backends[ACCOUNT][cloud.aws.region].queues.values():
        yield from ((queue.name, message.body) for message in queue._messages)


def _text(body: bytes) -> str:
    plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    return plain.decode("utf-8", "replace")


def unpacked(text: str) -> str:
    """The text with what base64 hides in it, piece by piece."""
    pieces = [text]
    for word in text.replace('"', " ").split():
        try:
            pieces.append(b64decode(word, validate=True).decode())
        except ValueError:
            continue
    return " ".join(pieces)


@contextmanager
def every_log_line() -> Iterator[list[tuple[str, str]]]:
    """What any logger of the process says at INFO and above, as CloudWatch would get it."""
    lines: list[tuple[str, str]] = []
    handler = logging.Handler()
    formatter = logs._Lines()
    handler.emit = lambda record: lines.append((record.name, unpacked(formatter.format(record))))  # type: ignore[method-assign]
    root, ours = logging.getLogger(), logging.getLogger("alerts")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel("INFO")
    ours.setLevel("DEBUG")
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        ours.setLevel(before[1])
