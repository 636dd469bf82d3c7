"""What a handler reaches, read from small sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.artifacts.closure import Reached, reach


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write(tmp_path, "functions/__init__.py", "")
    write(tmp_path, "functions/wiring.py", WIRING)
    write(tmp_path, "functions/aws/__init__.py", "")
    write(tmp_path, "functions/aws/scheduler.py", "import yaml\n")
    write(tmp_path, "functions/aws/clients.py", CLIENTS)
    return tmp_path


WIRING = """
from functions.aws import clients

class World:
    def mailer(self):
        return clients.ses(self)

    def schedules(self):
        from functions.aws.scheduler import Schedules
        return Schedules(clients.scheduler(self))
"""
CLIENTS = """
import boto3

def ses(session):
    return session.client("sesv2")

def scheduler(session):
    return session.client("scheduler")
"""


def write(root: Path, place: str, text: str) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def reached(source: Path, text: str) -> Reached:
    write(source, "functions/it.py", text)
    return reach(source, "functions/it.handler")


def modules(found: Reached) -> set[str]:
    return {path.as_posix() for path in found.modules}


def test_a_handler_takes_what_its_module_imports_and_the_packages_around(source: Path) -> None:
    found = reached(source, "from functions.aws.scheduler import x\n")
    expected = {"functions/__init__.py", "functions/aws/__init__.py", "functions/aws/scheduler.py"}
    assert modules(found) == expected | {"functions/it.py"}
    assert found.packages == {"yaml"}


def test_a_late_import_counts_where_its_function_is_mentioned(source: Path) -> None:
    found = reached(source, "from functions.wiring import World\nWorld().schedules\n")
    assert "functions/aws/scheduler.py" in modules(found)
    assert found.services == {"scheduler"}


def test_a_late_import_stays_at_home_where_nobody_mentions_its_function(source: Path) -> None:
    found = reached(source, "from functions.wiring import World\ndef handler(e): World().mailer\n")
    assert "functions/aws/scheduler.py" not in modules(found)
    assert found.services == {"sesv2"}
    assert found.packages == {"boto3"}


def test_a_name_given_as_a_text_is_a_mention(source: Path) -> None:
    found = reached(source, "from functions.wiring import World\ngetattr(World(), 'schedules')\n")
    assert found.services == {"scheduler"}


def test_a_method_of_a_class_with_a_base_may_be_called_by_the_base(source: Path) -> None:
    found = reached(source, "class A(Formatter):\n    def format(self):\n        import yaml\n")
    assert found.packages == {"yaml"}


def test_what_is_imported_for_type_checkers_is_not_taken(source: Path) -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import functions.wiring\n"
    assert modules(reached(source, text)) == {"functions/__init__.py", "functions/it.py"}


def test_a_folder_is_taken_where_its_constant_is_used(source: Path) -> None:
    text = 'F = Path(__file__).parents[1] / "templates" / "page"\n'
    assert reached(source, text).folders == frozenset()
    assert reached(source, text + "def handler(e): F\n").folders == {Path("templates/page")}


def test_a_module_that_is_not_there_is_said(source: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        reach(source, "functions/nowhere.handler")
