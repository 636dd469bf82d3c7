"""A stage is one of those in infra/parameters.yml, or osls itself refuses it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.infra.packaged import osls_package

pytestmark = [pytest.mark.node, pytest.mark.slow]


def package(folder: Path, stage: str) -> subprocess.CompletedProcess[str]:
    """`osls package` for a stage, with no AWS account in reach."""
    return osls_package(f"--stage={stage}", f"--package={folder}", home=folder)


@pytest.mark.parametrize("stage", ["prdo", "Prod", "production", "default", "no_stage"])
def test_a_slip_in_the_stages_name_never_becomes_a_stack(tmp_path: Path, stage: str) -> None:
    run = package(tmp_path, stage)
    assert run.returncode != 0
    assert "This stage has no block in infra/parameters.yml" in run.stdout + run.stderr
    assert list(tmp_path.glob("*.json")) == []


@pytest.mark.usefixtures("artifacts")
def test_a_block_may_be_empty(tmp_path: Path) -> None:
    run = package(tmp_path, "prod")
    assert run.returncode == 0, run.stdout + run.stderr
