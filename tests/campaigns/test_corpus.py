"""Good files are left alone; of bad ones is said what stands beside them, and nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from functions.checked_files import examine_path
from tests.campaigns.corpus import (
    BAD,
    GOOD,
    bad_files,
    expectation,
    good_files,
    told,
    written,
)

FUNCTIONS = Path(__file__).parents[2] / "functions"

_ID = re.compile("[a-z]+(-[a-z]+)*")

# What no file can cause: a fault of the templates, and the word of another program. Held in
# tests/alerts/checks/test_parts.py, test_weight.py and tests/test_spam.py.
NOT_OF_FILES = {"parts-differ", "no-way-out", "mail-style", "spam-score"}


def name(path: Path) -> str:
    return path.parent.name if path.name == "organization.yaml" else path.stem


@pytest.mark.parametrize("path", good_files(), ids=name)
def test_a_good_file_gives_no_finding(path: Path) -> None:
    assert told(path) == ()


@pytest.mark.parametrize("path", [GOOD, BAD], ids=["good", "bad"])
def test_who_sends_them_is_well(path: Path) -> None:
    assert told(path / "organization.yaml") == ()


@pytest.mark.parametrize("path", bad_files(), ids=name)
def test_what_is_said_about_a_bad_file_is_what_stands_beside_it(path: Path) -> None:
    assert written(path) == expectation(path).read_text("utf-8")
    assert written(path)


@pytest.mark.parametrize("path", bad_files(), ids=name)
def test_findings_come_once_each_and_in_the_files_order(path: Path) -> None:
    findings = [one for one in told(path) if one.file == str(path)]
    assert len(set(findings)) == len(findings)
    assert findings == sorted(findings, key=lambda one: one.line or 0)


def test_there_are_bad_files_enough_and_no_expectation_without_one() -> None:
    files = bad_files()
    assert len(files) >= 120
    assert {expectation(path) for path in files} == {*BAD.glob("*.txt"), *BAD.glob("*/*.txt")}


def test_two_hundred_problems_are_all_told() -> None:
    findings = told(BAD / "two-hundred-problems.yaml")
    assert len(findings) == 200
    assert {one.level for one in findings} == {"error"}


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "award.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    (finding,) = examine_path(path, lambda zone: pytest.fail("nothing is to be looked at"))
    assert finding.found == "The file has 50,000,000 bytes; an alert has at most 1,000,000."
    assert finding.remedy == (
        "Check that this is the campaign file. Pictures belong into files of their own."
    )


def test_every_rule_of_the_code_is_met_by_a_bad_file() -> None:
    met = {finding.rule for path in bad_files() for finding in told(path)}
    known = rules_of_the_code()
    assert met <= known
    assert known - met == NOT_OF_FILES


def rules_of_the_code() -> set[str]:
    """Every id that a finding about a file can have; `alerts kit` has its own, about two files."""
    modules = (path for path in FUNCTIONS.rglob("*.py") if path.parent.name != "sharing")
    nodes = (node for path in modules for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {"file"}.union(*map(_rules, nodes))


def _rules(node: ast.AST) -> set[str]:
    """The ids that stand in it: as `rule=…`, as `RULE = …`, or behind the level of a finding."""
    if isinstance(node, ast.keyword) and node.arg == "rule":
        return _ids(node.value)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return _ids(node.value) if node.targets[0].id in ("rule", "rules", "RULE") else set()
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("mend", "report"):
        levels = [n for n, one in enumerate(node.args) if _is_level(one)]
        return _ids(node.args[levels[0] + 1]) if levels and node.args[levels[0] + 1 :] else set()
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_mend":
        return _ids(node.args[-1])
    return set()


def _is_level(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in ("error", "warning", "note")


def _ids(node: ast.expr) -> set[str]:
    walked = list(ast.walk(node))
    keys = {key for one in walked if isinstance(one, ast.Dict) for key in one.keys}
    texts = (one.value for one in walked if isinstance(one, ast.Constant) and one not in keys)
    return {text for text in texts if isinstance(text, str) and _ID.fullmatch(text)}
