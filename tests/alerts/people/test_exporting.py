from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.people.exporting import COLUMNS, inert, row_of
from functions.alerts.sends.supporter import Supporter

MARIA = Supporter(
    id="a" * 32,
    email="maria@people.example",
    status="subscribed",
    language="es",
    first_name="María",
    last_name="Ruiz",
    topics=frozenset({"welcoming", "daca"}),
    zip="06060",
)


def test_a_person_is_a_row() -> None:
    row = dict(zip(COLUMNS, row_of(MARIA), strict=True))
    assert (row["email"], row["name"], row["topics"]) == (
        "maria@people.example",
        "María Ruiz",
        "daca,welcoming",
    )


def test_listmonk_finds_address_name_and_attributes() -> None:
    row = dict(zip(COLUMNS, row_of(MARIA), strict=True))
    assert {"email", "name", "attributes"} <= row.keys()
    assert json.loads(row["attributes"]) == {
        "language": "es",
        "zip": "06060",
        "topics": ["daca", "welcoming"],
    }


def test_no_id_leaves_the_house() -> None:
    assert MARIA.id not in row_of(MARIA)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "=cmd|'/C calc'!A0", "＝1"],
)
def test_a_formula_is_text(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


def test_a_semicolon_begins_no_formula_where_it_ends_a_cell() -> None:
    assert inert("Ana; =cmd|'/C calc'!A0") == "Ana; '=cmd|'/C calc'!A0"
    assert inert("Ana; Ruiz") == "Ana; Ruiz"


@given(st.text(max_size=30))
def test_no_cell_is_a_formula_and_nothing_else_is_changed(text: str) -> None:
    made = inert(text)
    assert not made.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not re.search(r";\s*[=+\-@]", made)
    assert made.replace("'", "") == text.replace("'", "")


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_in_a_name_the_file_has_one_row(first: str, last: str) -> None:
    written = io.StringIO()
    person = replace(MARIA, first_name=first, last_name=last)
    csv.writer(written).writerow(row_of(person))
    (read,) = csv.reader(io.StringIO(written.getvalue(), newline=""))
    assert len(read) == len(COLUMNS)
