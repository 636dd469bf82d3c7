"""One run of `osls package`, with no AWS account in reach, and the template that it compiles."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
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
    run = osls_package(f"--stage={STAGE}", f"--package={folder}", *given, home=folder)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


def osls_package(*options: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run `osls package` in the tree, with no AWS account in reach."""
    with _alone():
        return subprocess.run(
            [ROOT / "node_modules/.bin/osls", "package", *options],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "AWS_EC2_METADATA_DISABLED": "true",
            },
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time, of all the tests' processes: osls removes and writes `.serverless`."""
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build/osls.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def template_in(folder: Path) -> dict[str, Any]:
    """The compiled CloudFormation template."""
    content: dict[str, Any] = json.loads((folder / TEMPLATE).read_text(encoding="utf-8"))
    return content
