"""What is stored outside of a send's middle: each kind as it was first written is read for good.

`texts.json` is only ever added to. What lies in a queue or a table while a send goes on is recorded
whole, by release (`record.py`).
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions.alerts.mail.edition import Revision
from functions.alerts.mail.keys import parse_stored, retired_text, secret_text
from functions.alerts.mail.letter import Letters
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.left import Left, read_key
from functions.alerts.outcomes.receipt import Receipt
from functions.alerts.pages.look import Look
from functions.alerts.sends.freeze import Manifest, Part
from functions.alerts.sends.published import Source
from functions.alerts.sends.recurrence import Recurrence
from functions.alerts.sends.send import Send
from functions.alerts.sends.switch import Switch

TEXTS: Mapping[str, Any] = json.loads(Path(__file__).with_name("texts.json").read_text())
CORE = Path(__file__).parents[2] / "functions" / "alerts"
NOW = datetime(2018, 4, 9, 14, tzinfo=UTC)
KINDS = (
    Delivery,
    Letters,
    Look,
    Manifest,
    Part,
    Receipt,
    Recurrence,
    Revision,
    Send,
    Source,
    Switch,
)


def _left(text: str) -> str:
    """A leaving is read by its key, which holds all but its reason."""
    told = Left(**{name: value for name, value in json.loads(text).items() if name != "v"})
    assert read_key(told.key) == Left(id=told.id, status=told.status, time=told.time)
    return told.to_json()


def _key(text: str) -> str:
    secret = parse_stored("k1", text, NOW).secret
    return secret_text(secret) if secret else retired_text("leaked")


def _again(kind: Any) -> Callable[[str], str]:
    def again(text: str) -> str:
        written: str = kind.from_json(text).to_json()
        return written

    return again


READERS: Mapping[str, Callable[[str], str]] = {
    **{kind.__name__: _again(kind) for kind in KINDS},
    "Left": _left,
    "StoredKey": _key,
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_was_stored_is_read_and_nothing_of_it_is_lost(name: str) -> None:
    stored = TEXTS[name]
    again = json.loads(READERS[name.partition(",")[0]](json.dumps(stored)))
    assert again | stored | {"v": again["v"]} == again


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_stored_says_its_version(name: str) -> None:
    assert TEXTS[name]["v"] >= 1


def test_whatever_can_be_stored_has_a_text() -> None:
    stored = {
        node.name
        for path in CORE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(one, ast.FunctionDef) and one.name == "to_json" for one in node.body)
    }
    stored -= {"Piece"}  # kept to be quicker: one that cannot be read is drawn again
    assert stored | {"StoredKey"} == set(READERS) == {name.partition(",")[0] for name in TEXTS}
