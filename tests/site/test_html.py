"""The Nu HTML checker reads every page and style sheet, those that the API answers with as well."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.compiled import ROOT
from tests.site.built import SITES, built
from tests.site.hosted import Hosted

pytestmark = [pytest.mark.node, pytest.mark.slow]

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
ANSWERED = ["/join", "/join/daca", "/privacy", "/fresh", "/u/broken", "/p/broken"]


def complaints(*files: Path) -> list[tuple[str, str]]:
    """What the checker says: errors, and what it advises against."""
    command = ["java", "-Xss4m", "-jar", str(CHECKER), "--also-check-css", "--format", "json"]
    ran = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    found: list[dict[str, Any]] = json.loads(ran.stderr)["messages"]
    return [(Path(one["url"]).name, f"{one['message']} {one.get('extract', '')}") for one in found]


def texts() -> dict[str, bytes]:
    """Every page and style sheet by where it stands."""
    found = {}
    for name in SITES:
        for key, file in built(name).files.items():
            end = file.kind.partition(";")[0].removeprefix("text/")
            if end in ("html", "css"):
                found[f"{name}/{key.removesuffix(f'.{end}')}.{end}"] = file.body
    hosted = Hosted(built("before"))
    for path in ANSWERED:
        for language in ("en", "es"):
            found[f"api{path}/{language}.html"] = hosted.get(f"{path}?lang={language}").body
    return found


def write(folder: Path) -> list[Path]:
    """Those that differ, as files."""
    names = {body: name for name, body in texts().items()}
    paths = [folder / name.replace("/", "_") for name in names.values()]
    for path, body in zip(paths, names, strict=True):
        path.write_bytes(body)
    return paths


def test_every_page_is_html_as_the_standard_has_it(tmp_path: Path) -> None:
    files = write(tmp_path)
    assert len(files) > 50
    assert complaints(*files) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("a.html", "<!doctype html><html lang='en'><title>a</title><p><div>b</div></p>"),
        ("a.html", "<!doctype html><html lang='en'><title>a</title><img src='b.png'>"),
        ("a.css", "p { colour: red }"),
    ],
    ids=["nesting", "no alt", "style"],
)
def test_the_checker_would_tell(tmp_path: Path, name: str, wrong: str) -> None:
    (tmp_path / name).write_text(wrong, encoding="utf-8")
    assert {file for file, _ in complaints(tmp_path / name)} == {name}
