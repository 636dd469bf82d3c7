"""What is in each artifact, what is not, and that it is all there or not at all."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

from functions.local.fragments import ROOT
from infra.artifacts import build as building
from infra.artifacts.__main__ import aim, remark, table
from infra.artifacts.build import Artifact, build, handlers
from infra.artifacts.libraries import folder_name
from infra.artifacts.target import HERE, LAMBDA

pytestmark = pytest.mark.slow

Built = tuple[Path, list[Artifact]]
HANDLERS = handlers(ROOT)
# Mails and settles: nothing in them reads a campaign file or draws a mail.
QUICK = (
    "start_send",
    "freeze_audience",
    "pace_sends",
    "send_batch",
    "record_event",
    "settle_sends",
)
SLOW_PACKAGES = {"pydantic", "pydantic_core", "jinja2", "mjml", "babel", "yaml", "nh3", "rich"}


def names(artifacts: Built, function: str) -> set[str]:
    with zipfile.ZipFile(artifacts[0] / f"{function}.zip") as archive:
        return set(archive.namelist())


def services(artifacts: Built, function: str) -> set[str]:
    places = (Path(name).parts for name in names(artifacts, function))
    return {parts[2] for parts in places if parts[:2] == ("botocore", "data") and len(parts) > 3}


@pytest.mark.parametrize("function", HANDLERS)
def test_a_laptops_half_is_in_no_artifact(artifacts: Built, function: str) -> None:
    found = names(artifacts, function)
    ours = {f"functions/{function}.py", "functions/wiring.py", "functions/__init__.py"}
    assert ours <= found
    laptop = ("functions/cli/", "functions/local/", "tests/", "infra/", "campaigns/", "moto/")
    assert [name for name in found if name.startswith(laptop)] == []


@pytest.mark.parametrize("function", QUICK)
def test_a_quick_function_holds_nothing_slow(artifacts: Built, function: str) -> None:
    found = names(artifacts, function)
    assert {name.partition("/")[0] for name in found} & SLOW_PACKAGES == set()
    assert [name for name in found if name.startswith("templates/")] == []


@pytest.mark.parametrize("function", HANDLERS)
def test_botocore_knows_the_services_that_the_function_calls(
    artifacts: Built, function: str
) -> None:
    (told,) = [one for one in artifacts[1] if one.name == function]
    assert services(artifacts, function) == set(told.services)
    assert "cloudformation" not in told.services


@pytest.mark.parametrize("function", HANDLERS)
def test_no_artifact_is_larger_than_its_aim(artifacts: Built, function: str) -> None:
    (told,) = [one for one in artifacts[1] if one.name == function]
    assert told.size / 1e6 <= aim(function), table(artifacts[1])


def test_a_function_with_time_zones_holds_the_locked_ones(artifacts: Built) -> None:
    found = names(artifacts, "make_digest")
    assert "tzdata/zoneinfo/America/Chicago" in found
    assert [name for name in found if name.endswith("tar.gz")] == []


def test_a_function_that_draws_mails_holds_the_templates_and_their_languages(
    artifacts: Built,
) -> None:
    found = names(artifacts, "make_digest")
    templates = {str(path.relative_to(ROOT)) for path in (ROOT / "templates/email").rglob("*.txt")}
    assert templates <= found
    locales = {Path(name).stem for name in found if name.startswith("babel/locale-data/")}
    assert {"root", "en", "en_US", "es", "es_419", "es_US", "ar"} <= locales
    assert not {"fr", "zh", "en_GB"} & locales


def test_two_builds_are_the_same_bytes(tmp_path: Path, artifacts: Built) -> None:
    shutil.copytree(ROOT / "build" / "libraries", tmp_path / "libraries", symlinks=True)
    again, _ = build(ROOT, LAMBDA, tmp_path)
    for function in HANDLERS:
        name = f"{function}.zip"
        assert (again / name).read_bytes() == (artifacts[0] / name).read_bytes(), name


def test_modules_come_compiled_and_are_never_compared_with_their_sources() -> None:
    place, _ = build(ROOT, HERE, ROOT / "build")
    with zipfile.ZipFile(place / "send_batch.zip") as archive:
        found = [name for name in archive.namelist() if name.endswith(".pyc")]
        heads = {archive.read(name)[:8] for name in found}
    unchecked = (1).to_bytes(4, "little")  # PEP 552: by hash, not checked
    assert heads == {MAGIC_NUMBER + unchecked}
    assert {"botocore/client.pyc", "functions/__pycache__"} <= {
        name if name.startswith("botocore") else str(Path(name).parent) for name in found
    }


def test_without_lambdas_python_it_is_said_what_that_costs_and_how_to_get_it() -> None:
    one = Artifact("send_batch", 1, 1, compiled=False, services=(), packages=())
    assert "uv python install 3.13" in remark([one], LAMBDA)
    assert remark([replace(one, compiled=True)], LAMBDA) == ""


def test_packages_are_compiled_once_there_is_a_python_for_it() -> None:
    without, since = (folder_name(LAMBDA, "boto3==1", python) for python in (None, "python3.13"))
    assert without != since
    assert since == folder_name(LAMBDA, "boto3==1", "another/python3.13")


def test_a_build_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "build" / "libraries", tmp_path / "libraries", symlinks=True)
    (tmp_path / HERE.name).mkdir()
    (tmp_path / HERE.name / "send_batch.zip").write_text("the one before")
    monkeypatch.setattr(building, "write_zip", interrupted_at_the_second())
    with pytest.raises(KeyboardInterrupt):
        build(ROOT, HERE, tmp_path)
    assert sorted(path.name for path in (tmp_path / HERE.name).iterdir()) == ["send_batch.zip"]
    assert [path.name for path in tmp_path.glob(".new-*")] == []


def interrupted_at_the_second() -> object:
    calls = []

    def write(place: Path, content: object) -> int:
        calls.append(place)
        if len(calls) > 1:
            raise KeyboardInterrupt
        place.write_text("half a build")
        return 0

    return write
