"""One run of `osls package`, with no AWS account in reach, and the template that it compiles."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from infra.artifacts.build import build
from infra.artifacts.target import LAMBDA
from tests.infra.fragments import ROOT, STAGE

TEMPLATE = "cloudformation-template-update-stack.json"


def package(folder: Path, **parameters: str) -> Path:
    """Let osls package the tree for the stage of the tests; the folder that it wrote.

    `parameters` stand above those of infra/parameters.yml.
    """
    build(ROOT, LAMBDA, ROOT / "build")  # what serverless.yml points at; at once if it is there
    given = [f"--param={name}={value}" for name, value in parameters.items()]
    run = subprocess.run(
        [
            ROOT / "node_modules/.bin/osls",
            "package",
            f"--stage={STAGE}",
            f"--package={folder}",
            *given,
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "AWS_EC2_METADATA_DISABLED": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


def template_in(folder: Path) -> dict[str, Any]:
    """The compiled CloudFormation template."""
    content: dict[str, Any] = json.loads((folder / TEMPLATE).read_text(encoding="utf-8"))
    return content
