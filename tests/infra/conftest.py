"""What the tests of the deployment share: artifacts built once, for Lambda and for this machine."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra.artifacts.build import Artifact, build
from infra.artifacts.target import LAMBDA
from tests.infra.fragments import ROOT
from tests.infra.packaged import package, template_in
from tests.infra.runtime import NEAREST
from tests.infra.variants import VARIANTS


@pytest.fixture(scope="session")
def artifacts() -> tuple[Path, list[Artifact]]:
    """What `make package` uploads, and the folder it is in."""
    return build(ROOT, LAMBDA, ROOT / "build")


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The artifacts that start on this machine, each in a folder of its name, as in /var/task."""
    place, made = build(ROOT, NEAREST, ROOT / "build")
    folder = tmp_path_factory.mktemp("unpacked")
    for one in made:
        with zipfile.ZipFile(place / f"{one.name}.zip") as archive:
            archive.extractall(folder / one.name)
    return folder


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Variant → the template that osls compiles for it."""
    return {
        name: template_in(package(tmp_path_factory.mktemp(name), **parameters))
        for name, parameters in VARIANTS.items()
    }
