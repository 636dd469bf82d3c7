from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from functions.alerts.errors import NeverRetry
from functions.alerts.site.files import File
from functions.alerts.site.ports import Picture
from functions.aws import clients
from functions.aws.site_pages import S3Pages
from tests.aws.tables import make_bucket

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

PAGE = File(b"<p>SB 35", "text/html; charset=utf-8")
PICTURE = File(b"\x89PNG", "image/png")


class Edges:
    """CloudFront: what it was asked to forget."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def create_invalidation(self, **request: Any) -> None:
        self.asked.append(request)


@pytest.fixture
def client(aws: None, session: boto3.Session) -> S3Client:
    make_bucket(session, "site")
    return clients.s3(session)


@pytest.fixture
def pages(client: S3Client) -> S3Pages:
    return S3Pages(client, Edges(), "site", "E1")


def test_what_is_written_stands_with_its_kind_and_how_long_it_is_good_for(
    pages: S3Pages, client: S3Client
) -> None:
    pages.write({"a/award/en": PAGE, "site-0123456789ab.css": File(b"p {}", "text/css")})
    page = client.get_object(Bucket="site", Key="a/award/en")
    assert (page["Body"].read(), page["ContentType"]) == (PAGE.body, PAGE.kind)
    assert "max-age=60" in page["CacheControl"]
    style = client.head_object(Bucket="site", Key="site-0123456789ab.css")
    assert "immutable" in style["CacheControl"]


def test_a_listing_tells_by_the_digest_whether_a_file_would_change(pages: S3Pages) -> None:
    pages.write({"index.html": PAGE})
    stored = pages.standing()["index.html"]
    assert stored.digest == PAGE.digest
    assert abs((datetime.now(UTC) - stored.at).days) == 0


def test_a_listing_goes_on_over_all_its_pages(pages: S3Pages) -> None:
    pages.write({f"a/x{number}/en": PAGE for number in range(1_001)})
    assert len(pages.standing()) == 1_001
    pages.delete(sorted(pages.standing()))
    assert pages.standing() == {}


def test_deleting_twice_is_harmless(pages: S3Pages) -> None:
    pages.write({"index.html": PAGE})
    for _ in range(2):
        pages.delete(["index.html"])
    pages.delete([])
    assert pages.standing() == {}


def test_a_picture_tells_whose_it_is_and_whether_another_stood_there(
    pages: S3Pages, client: S3Client
) -> None:
    assert pages.picture("images/a.png") is None
    pages.write_picture("images/a.png", PICTURE, owner="señal", replaced=False)
    assert pages.picture("images/a.png") == Picture(PICTURE.digest, "señal", replaced=False)
    pages.write_picture("images/a.png", File(b"GIF", "image/png"), owner="b", replaced=True)
    told = pages.picture("images/a.png")
    assert told is not None and (told.owner, told.replaced) == ("b", True)
    assert client.get_object(Bucket="site", Key="images/a.png")["Body"].read() == b"GIF"


def test_a_picture_of_an_earlier_release_is_nobodys(pages: S3Pages, client: S3Client) -> None:
    client.put_object(Bucket="site", Key="images/a.png", Body=PICTURE.body)
    assert pages.picture("images/a.png") == Picture(PICTURE.digest)


def test_pictures_are_not_among_the_pages(pages: S3Pages) -> None:
    pages.write_picture("images/a.png", PICTURE, owner="a", replaced=False)
    assert pages.standing() == {}


def test_just_those_addresses_are_forgotten(client: S3Client) -> None:
    edges = Edges()
    S3Pages(client, edges, "site", "E1").forget(["/", "/a/award/en"], "n1")
    [asked] = edges.asked
    assert asked["DistributionId"] == "E1"
    batch = asked["InvalidationBatch"]
    assert batch["Paths"] == {"Quantity": 2, "Items": ["/", "/a/award/en"]}
    assert batch["CallerReference"] == "n1"


def test_many_addresses_are_forgotten_as_one_and_none_are_not_asked_about(
    client: S3Client,
) -> None:
    edges = Edges()
    pages = S3Pages(client, edges, "site", "E1")
    pages.forget([], "n1")
    pages.forget([f"/a/{number}/en" for number in range(301)], "n2")
    [asked] = edges.asked
    assert asked["InvalidationBatch"]["Paths"]["Items"] == ["/*"]


def test_a_bucket_without_a_distribution_has_no_copies(client: S3Client) -> None:
    edges = Edges()
    S3Pages(client, edges, "site", "").forget(["/"], "n1")
    assert edges.asked == []


@pytest.mark.parametrize("operation", ["list_objects_v2", "put_object", "head_object"])
def test_what_is_refused_is_told(aws: None, session: boto3.Session, operation: str) -> None:
    client = clients.s3(session)
    pages = S3Pages(client, Edges(), "site", "")
    with Stubber(client) as stub, pytest.raises(NeverRetry):
        stub.add_client_error(operation, "AccessDenied", http_status_code=403)
        if operation == "put_object":
            pages.write({"index.html": PAGE})
        elif operation == "head_object":
            pages.picture("images/a.png")
        else:
            pages.standing()


def test_cloudfront_itself_takes_the_request(aws: None, session: boto3.Session) -> None:
    client = clients.cloudfront(session)
    with pytest.raises(NeverRetry, match="NoSuchDistribution"):
        S3Pages(clients.s3(session), client, "site", "E404").forget(["/"], "n1")
