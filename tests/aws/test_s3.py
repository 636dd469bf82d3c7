from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import boto3
import pytest

from functions.alerts.errors import NeverRetry, TryLater
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.sends.freeze import freeze, manifest_of
from functions.aws import clients
from functions.aws.s3 import S3Store
from tests.alerts.sends.test_freeze import STARTED
from tests.aws.tables import make_bucket
from tests.sending import REVISION, people

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

PART = freeze(STARTED, 0, people(3))


@pytest.fixture
def client(aws: None, session: boto3.Session) -> S3Client:
    make_bucket(session, "data")
    return clients.s3(session)


@pytest.fixture
def store(client: S3Client) -> S3Store:
    return S3Store(client, "data")


def told(kind: str, time: str = "2018-04-09T14:00:05.123Z") -> Delivery:
    return Delivery(ref="s-0-0-0-1", type=kind, subtype="", time=time)


def test_a_revision_is_stored_under_its_digest(store: S3Store) -> None:
    assert store.store_revision(REVISION) == REVISION.digest
    assert store.revision(REVISION.digest) == REVISION


def test_a_revision_is_read_once_while_it_is_warm(store: S3Store, client: S3Client) -> None:
    store.store_revision(REVISION)
    first = store.revision(REVISION.digest)
    client.delete_object(Bucket="data", Key=f"revisions/{REVISION.digest}.json")
    assert store.revision(REVISION.digest) is first


def test_few_revisions_stay_warm(store: S3Store, client: S3Client) -> None:
    revisions = [replace(REVISION, campaign=str(number)) for number in range(5)]
    for revision in revisions:
        store.store_revision(revision)
        store.revision(revision.digest)
    client.delete_object(Bucket="data", Key=f"revisions/{revisions[0].digest}.json")
    with pytest.raises(NeverRetry, match="is not in the data bucket"):
        store.revision(revisions[0].digest)


def test_parts_never_overwrite_each_other(store: S3Store) -> None:
    keys = {store.write_part(PART, "one"), store.write_part(PART, "two")}
    assert keys == {f"sends/{PART.send}/parts/0/{name}.json" for name in ("one", "two")}
    assert store.read_part(keys.pop()) == PART


def test_the_first_manifest_counts(store: S3Store) -> None:
    first, second = manifest_of(PART, "first"), manifest_of(PART, "second")
    assert store.manifest(PART.send, 0) is None
    assert store.settle_manifest(first) == first
    assert store.settle_manifest(second) == first
    assert store.manifest(PART.send, 0) == first


class Ambiguous:
    """An S3 that writes, or does not, and then fails."""

    def __init__(self, store: S3Store, error: Exception, *, writes: bool) -> None:
        self._put, self._error, self._writes = store._put, error, writes

    def __call__(self, key: str, text: str, *, only_if_absent: bool = False) -> None:
        if self._writes:
            self._put(key, text, only_if_absent=only_if_absent)
        raise self._error


@pytest.mark.parametrize(
    "error",
    [TryLater("409"), NeverRetry("412"), TryLater("time-out")],
    ids=["conflict", "precondition", "time-out"],
)
def test_a_manifest_written_in_spite_of_an_error_counts(
    store: S3Store, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    manifest = manifest_of(PART, "key")
    monkeypatch.setattr(store, "_put", Ambiguous(store, error, writes=True))
    assert store.settle_manifest(manifest) == manifest


def test_a_manifest_that_was_not_written_is_tried_later(
    store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_put", Ambiguous(store, TryLater("503"), writes=False))
    with pytest.raises(TryLater, match="could not be written"):
        store.settle_manifest(manifest_of(PART, "key"))


def test_events_are_archived_by_send_and_day(store: S3Store, client: S3Client) -> None:
    store.archive([told("Send"), told("Delivery")], "s", "one")
    store.archive([told("Bounce", time="yesterday")], "s", "two")
    store.archive([told("Send")], None, "three")
    keys = [found["Key"] for found in client.list_objects_v2(Bucket="data")["Contents"]]
    assert keys == [
        "events/foreign/2018-04-09/three.json",
        "events/s/part-00/2018-04-09/one.json",
        "events/s/part-00/undated/two.json",
    ]


def of_part(part: int, kind: str = "Send", subtype: str = "") -> Delivery:
    return Delivery(ref=f"s-{part}-0-0-1", type=kind, subtype=subtype, time="2018-04-09T14:00:05Z")


def test_the_events_of_a_part_are_found_without_those_of_others(store: S3Store) -> None:
    store.archive([of_part(1)], "s", "one")
    store.archive([of_part(11)], "s", "two")
    assert list(store.events("s", 1)) == [of_part(1)]
    assert list(store.events("s", 2)) == []
    assert list(store.events("s")) == [of_part(1), of_part(11)]


@pytest.mark.parametrize("day", ["2018-04-09", "undated"])
def test_events_as_the_first_release_archived_them_are_found(
    store: S3Store, client: S3Client, day: str
) -> None:
    line = '{"ref":"s-%d-0-0-1","type":"Send","subtype":"","time":""}'
    body = f"{line % 1}\n{line % 2}\n".encode()
    client.put_object(Bucket="data", Key=f"events/s/{day}/old.json", Body=body)
    store.archive([of_part(1, "Delivery")], "s", "new")
    assert [event.type for event in store.events("s", 1)] == ["Delivery", "Send"]


def test_many_events_are_archived_in_objects_of_some_thousands(
    store: S3Store, client: S3Client
) -> None:
    store.archive([of_part(0)] * 10_001, "s", "many")
    keys = [found["Key"] for found in client.list_objects_v2(Bucket="data")["Contents"]]
    assert [key.rpartition("/")[2] for key in keys] == [
        "many-10000.json",
        "many-5000.json",
        "many.json",
    ]
    assert sum(1 for _ in store.events("s", 0)) == 10_001


def test_more_objects_than_are_fetched_at_once_are_all_read_in_order(store: S3Store) -> None:
    for number in range(20):
        store.archive([of_part(0, subtype=f"{number:02}")], "s", f"{number:02}")
    assert [event.subtype for event in store.events("s", 0)] == [f"{n:02}" for n in range(20)]


def test_bounces_and_complaints_are_found_by_themselves(store: S3Store) -> None:
    bounce = of_part(3, "Bounce", "Permanent/General")
    complaint = of_part(4, "Complaint", "abuse")
    store.archive([of_part(3), bounce], "s", "one")
    store.archive([complaint, of_part(4, "Bounce", "Transient/MailboxFull")], "s", "two")
    assert list(store.returned("s")) == [bounce, complaint]
    assert [event.type for event in store.events("s", 3)] == ["Send", "Bounce"]


def test_the_parts_of_a_settled_send_are_tagged_and_nothing_else(
    store: S3Store, client: S3Client
) -> None:
    key = store.write_part(PART, "one")
    store.settle_manifest(manifest_of(PART, key))
    store.expire_parts(PART.send)
    assert client.get_object_tagging(Bucket="data", Key=key)["TagSet"] == [
        {"Key": "settled", "Value": "yes"}
    ]
    assert store.read_part(key) == PART
    manifest = f"sends/{PART.send}/manifests/0.json"
    assert client.get_object_tagging(Bucket="data", Key=manifest)["TagSet"] == []


def test_parts_that_are_kept_after_all_lose_their_tag(store: S3Store, client: S3Client) -> None:
    key = store.write_part(PART, "one")
    store.expire_parts(PART.send)
    store.keep_parts(PART.send)
    assert client.get_object_tagging(Bucket="data", Key=key)["TagSet"] == []
    assert store.read_part(key) == PART


def test_the_events_of_a_send_are_its_own(store: S3Store) -> None:
    store.archive([told("Send"), told("Delivery")], "s", "one")
    store.archive([told("Bounce")], "s", "two")
    store.archive([told("Complaint")], "s2", "three")
    assert [event.type for event in store.events("s")] == ["Send", "Delivery", "Bounce"]
    assert list(store.events("nobody")) == []


def test_a_receipt_replaces_the_one_before(store: S3Store) -> None:
    assert store.read_receipt("s") is None
    store.write_receipt("s", "one")
    store.write_receipt("s", "two")
    assert store.read_receipt("s") == "two"


def test_a_bucket_that_is_not_there_is_told(client: S3Client) -> None:
    with pytest.raises(NeverRetry, match=r"Could not read sends/s.*: NoSuchBucket"):
        S3Store(client, "elsewhere").manifest("s", 0)
