"""The real `osls deploy`, of a checkout whose artifacts are built for this machine.

The checkout is the repository's own serverless.yml and infra/; only what `make package` builds for
Lambda's processor is replaced by what it builds for this one, so that the uploaded code can run.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from infra.artifacts.build import build
from infra.artifacts.target import HERE, LAMBDA
from tests.deployed.account import Account
from tests.infra.fragments import ROOT, STAGE


def checkout(folder: Path) -> Path:
    """What osls reads, in a folder of its own."""
    place, _ = build(ROOT, HERE, ROOT / "build")
    shutil.copytree(place, folder / "build" / LAMBDA.name)
    for name in ("serverless.yml", "package.json"):
        shutil.copy(ROOT / name, folder)
    (folder / "infra").symlink_to(ROOT / "infra")
    return folder


def deploy(account: Account, folder: Path, stage: str = STAGE) -> subprocess.CompletedProcess[str]:
    """Deploy the checkout in `folder` to the account, as `make deploy` does at its end."""
    return subprocess.run(
        [ROOT / "node_modules/.bin/osls", "deploy", f"--stage={stage}"],
        cwd=folder,
        # 100 ms: how often osls asks how the stack is doing.
        env={**account.environment, "HOME": str(folder), "SLS_AWS_MONITORING_FREQUENCY": "100"},
        capture_output=True,
        text=True,
        check=False,
    )
