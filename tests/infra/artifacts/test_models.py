"""Botocore's data cut to some services and operations still makes working clients."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import botocore
import botocore.session
import pytest

from infra.artifacts.models import DATA, cut

SITE = Path(botocore.__file__).parents[1]
FILES = [path.relative_to(SITE) for path in (SITE / DATA).rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What SES and S3 need to send mails in bulk and to read an object."""
    folder = tmp_path_factory.mktemp("cut")
    for path, content in cut(SITE, FILES, {"sesv2", "s3"}, {"send_bulk_email", "get_object"}):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / DATA


def client(service: str, data: Path) -> Any:
    session = botocore.session.Session({"data_path": (None, None, str(data), None)})
    loader = session.get_component("data_loader")
    loader.search_paths[:] = [str(data)]
    return session.create_client(service, region_name="us-east-2")


def test_only_the_services_that_are_asked_for_are_there(data: Path) -> None:
    assert sorted(path.name for path in data.iterdir() if path.is_dir()) == ["s3", "sesv2"]


@pytest.mark.parametrize("service", ["sesv2", "s3"])
def test_a_client_is_made_from_what_is_left(data: Path, service: str) -> None:
    made = client(service, data)
    expected = {"sesv2": ["SendBulkEmail"], "s3": ["GetObject", "HeadBucket"]}
    assert sorted(made.meta.service_model.operation_names) == expected[service]


def test_an_operation_keeps_all_that_it_speaks_of(data: Path) -> None:
    whole = botocore.session.Session().get_service_model("sesv2").operation_model("SendBulkEmail")
    left = client("sesv2", data).meta.service_model.operation_model("SendBulkEmail")
    assert names(left.input_shape) == names(whole.input_shape)
    assert names(left.output_shape) == names(whole.output_shape)
    assert [one.name for one in left.error_shapes] == [one.name for one in whole.error_shapes]


def names(shape: Any) -> Any:
    """The members' names, as deep as they go."""
    if shape.type_name == "structure":
        return {name: names(member) for name, member in shape.members.items()}
    return names(shape.member) if shape.type_name == "list" else shape.type_name


def test_endpoints_are_where_they_were(data: Path) -> None:
    endpoints = json.loads((data / "endpoints.json").read_bytes())
    assert set(endpoints["partitions"][0]["services"]) == {"email", "s3"}
    assert client("sesv2", data).meta.endpoint_url == "https://email.us-east-2.amazonaws.com"


def test_a_service_nobody_has_heard_of_is_refused() -> None:
    with pytest.raises(LookupError, match="botocore knows no service sesv3"):
        list(cut(SITE, FILES, {"sesv3"}, set()))
