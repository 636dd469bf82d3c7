"""Records the template that a release deploys, for later ones to be compared with.

Run it from the tree of that release, with its Node packages:
`python -m tests.released.record_template tests/released/v1`. What it wrote is never written again.
`tests/infra/test_upgrade.py` reads it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.infra.packaged import package, template_in

# Written into infra/parameters.yml by whoever deploys, and then left alone: the same in every
# release's template, so that only what we changed differs.
DEPLOYMENT = {"mail_domain": "icirr.example", "alarm_address": "operations@icirr.example"}


def record(folder: Path) -> None:
    """Write `template.json` into the folder, as deployed but for the names of the code's files."""
    with TemporaryDirectory() as built:
        write(template_in(package(Path(built), **DEPLOYMENT)), folder)


def write(template: dict[str, Any], folder: Path) -> None:
    """One template; a function's code is another file in every deployment."""
    for resource in template["Resources"].values():
        resource.get("Properties", {}).pop("Code", None)
    text = json.dumps(template, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / "template.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    record(Path(sys.argv[1]))
