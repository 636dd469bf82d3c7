from __future__ import annotations

from pathlib import Path

import boto3
import pytest
from types_boto3_s3 import S3Client

from functions.alerts.errors import InputError
from functions.alerts.importing.ports import Dropped
from functions.aws.imports import S3Imports
from tests.aws.tables import make_bucket

BUCKET = "imports"


@pytest.fixture
def client(aws: None, session: boto3.Session) -> S3Client:
    """S3 with a bucket that keeps versions."""
    s3 = session.client("s3")
    make_bucket(session, BUCKET)
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return s3


def drop(client: S3Client, body: bytes = b"email\n") -> None:
    client.put_object(Bucket=BUCKET, Key="list.csv", Body=body, Metadata={"topic": "slips"})


def test_a_file_is_fetched_with_what_was_said_about_it(client: S3Client, tmp_path: Path) -> None:
    drop(client)
    found = S3Imports(client, BUCKET).fetch("list.csv", tmp_path / "file")
    assert found is not None
    assert (found.said, bool(found.version)) == ({"topic": "slips"}, True)
    assert (tmp_path / "file").read_bytes() == b"email\n"
    assert (tmp_path / "file").stat().st_mode & 0o077 == 0


def test_a_file_that_is_not_there_is_none(client: S3Client, tmp_path: Path) -> None:
    assert S3Imports(client, BUCKET).fetch("list.csv", tmp_path / "file") is None


def test_a_file_that_is_too_large_is_not_read(
    client: S3Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.aws.imports._LARGEST", 5)
    drop(client)
    with pytest.raises(InputError, match="larger than"):
        S3Imports(client, BUCKET).fetch("list.csv", tmp_path / "file")
    assert not (tmp_path / "file").exists()


def test_the_version_that_was_read_is_deleted_for_good_and_a_newer_one_stays(
    client: S3Client, tmp_path: Path
) -> None:
    drop(client)
    imports = S3Imports(client, BUCKET)
    read = imports.fetch("list.csv", tmp_path / "file")
    assert isinstance(read, Dropped)
    drop(client, b"newer\n")
    imports.delete(read)
    listed = client.list_object_versions(Bucket=BUCKET)
    assert [one["VersionId"] == read.version for one in listed["Versions"]] == [False]
    assert "DeleteMarkers" not in listed


def test_a_report_stands_beside_its_file(client: S3Client, tmp_path: Path) -> None:
    (tmp_path / "report").write_text("3 rows", encoding="utf-8")
    S3Imports(client, BUCKET).report("list.csv", tmp_path / "report")
    found = client.get_object(Bucket=BUCKET, Key="list.csv.report.txt")
    assert found["Body"].read() == b"3 rows"
