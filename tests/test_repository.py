"""How the repository keeps itself: sizes, names, docstrings, words, lock files."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = sorted([*(ROOT / "functions").rglob("*.py"), *(ROOT / "infra").rglob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
INFRA = [ROOT / "serverless.yml", *sorted((ROOT / "infra").rglob("*.yml"))]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# Words the product has a better one for: an alert is a campaign, a value for one person a field.
NEVER_SAID = re.compile(r"\b(newsletter|e-?blast|mailshot|merge tag)s?\b", re.IGNORECASE)
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "lib", "manager", "service", "misc"}
LONGEST_FILE = 280  # lines; most have about a hundred


def place(path: Path) -> str:
    """A file's place in the repository."""
    return str(path.relative_to(ROOT))


def text(path: Path) -> str:
    """A file's content."""
    return path.read_text(encoding="utf-8")


def test_every_module_says_its_place_in_the_flow() -> None:
    assert [place(path) for path in CODE if not ast.get_docstring(ast.parse(text(path)))] == []


def test_no_module_is_too_long_to_read_at_once() -> None:
    assert [place(path) for path in CODE if len(text(path).splitlines()) > LONGEST_FILE] == []


def test_every_files_name_tells_what_is_inside() -> None:
    files = [path.relative_to(ROOT) for path in (*CODE, *TESTS)]
    assert [str(path) for path in files if SAYS_NOTHING & set(path.with_suffix("").parts)] == []


def test_everything_speaks_the_products_words() -> None:
    said = {place(path): NEVER_SAID.findall(text(path)) for path in (*CODE, *INFRA)}
    assert {path: words for path, words in said.items() if words} == {}


def test_the_node_lock_holds_no_registrys_address() -> None:
    packages = json.loads(text(ROOT / "package-lock.json"))["packages"]
    assert [key for key, value in packages.items() if "resolved" in value] == []
    assert [key for key, value in packages.items() if key and "integrity" not in value] == []


def test_node_packages_are_pinned_to_one_version_each() -> None:
    wanted = json.loads(text(ROOT / "package.json"))["devDependencies"]
    assert [v for v in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []


def test_every_job_is_explained_by_make_help() -> None:
    jobs, _set_up = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    explained = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    assert set(jobs.split()) == explained


def test_the_map_of_the_core_names_every_folder() -> None:
    core = ROOT / "functions" / "alerts"
    told = ast.get_docstring(ast.parse(text(core / "__init__.py"))) or ""
    named = re.findall(r"^(\w+)/ ", told, re.MULTILINE)
    assert sorted(named) == sorted(path.parent.name for path in core.glob("*/__init__.py"))
