"""checkov on the compiled template: nothing that infra/checkov.yml does not explain."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.infra.conditions import decided
from tests.infra.fragments import INFRA, ROOT, load, several
from tests.infra.variants import VARIANTS

pytestmark = [pytest.mark.node, pytest.mark.slow]

# Not in uv.lock: it pins an old boto3. Its own dependencies are as they were on that day.
CHECKOV, AS_OF = "checkov==3.3.30", "2026-11-20"
Finding = tuple[str, str]  # check, logical id
REASONS: dict[str, dict[str, Any]] = load(INFRA / "checkov.yml")


@pytest.fixture(scope="module")
def templates(compiled: dict[str, Any]) -> dict[str, Any]:
    """Variant → its template. checkov knows no conditions, so they are decided."""
    return {name: decided(template) for name, template in compiled.items()}


@pytest.fixture(scope="module")
def findings(
    templates: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, set[Finding]]:
    """Variant → what checkov does not like about it; one run for all of them."""
    folder = tmp_path_factory.mktemp("checkov")
    for name, template in templates.items():
        (folder / f"{name}.json").write_text(json.dumps(template, indent=1), encoding="utf-8")
    found: dict[str, set[Finding]] = {name: set() for name in templates}
    for one in checkov(folder)["failed_checks"]:
        variant = Path(one["file_path"]).stem
        found[variant].add((one["check_id"], one["resource"].rpartition(".")[2]))
    return found


def checkov(folder: Path) -> dict[str, Any]:
    """What checkov says of the templates in the folder. It asks nobody's platform for anything."""
    # fmt: off
    run = subprocess.run(
        [ROOT / ".venv/bin/uv", "tool", "run", "--exclude-newer", AS_OF, "--from", CHECKOV,
         "checkov", "--directory", folder, "--framework", "cloudformation",
         "--skip-download", "--compact", "--quiet", "--soft-fail", "--output", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    # fmt: on
    assert run.returncode == 0, run.stdout + run.stderr
    results: dict[str, Any] = json.loads(run.stdout)["results"]
    return results


def explained(template: dict[str, Any]) -> set[Finding]:
    """What infra/checkov.yml has a reason for, in one template."""
    kinds = {name: resource["Type"] for name, resource in template["Resources"].items()}
    return {
        (check, name)
        for check, reason in REASONS.items()
        for name, kind in kinds.items()
        if {kind, name} & set(several(reason["of"]))
    }


@pytest.mark.parametrize("variant", VARIANTS)
def test_everything_that_checkov_finds_is_explained(
    templates: dict[str, Any], findings: dict[str, set[Finding]], variant: str
) -> None:
    assert findings[variant] - explained(templates[variant]) == set()


def test_no_reason_is_given_for_what_is_not_found(findings: dict[str, set[Finding]]) -> None:
    assert set(REASONS) == {check for found in findings.values() for check, _ in found}


def test_with_a_key_and_a_name_of_ones_own_nothing_about_them_is_left(
    findings: dict[str, set[Finding]],
) -> None:
    left = {check for check, _ in findings["own"]}
    assert left & {"CKV_AWS_26", "CKV_AWS_27", "CKV_AWS_119", "CKV_AWS_158", "CKV_AWS_174"} == set()


@pytest.mark.parametrize("check", REASONS)
def test_a_reason_is_a_sentence(check: str) -> None:
    assert REASONS[check]["why"].endswith(".")
