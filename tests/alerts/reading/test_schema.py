"""Editors are told what the models say: the committed schemas are current and fit every file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from functions.alerts.reading.document import read_document
from functions.alerts.reading.schema import campaign_schema, organization_schema, partner_schema
from functions.campaign_files import ORGANIZATION, list_campaigns
from functions.schema_files import schema_text

CAMPAIGNS = Path(__file__).parents[3] / "campaigns"
SCHEMAS = {
    "campaign": campaign_schema(),
    "organization": organization_schema(),
    "partner": partner_schema(),
}


def complaints(path: Path, schema: dict[str, Any]) -> list[str]:
    value = read_document(path.read_bytes(), path.name).value
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_committed_schema_is_current(name: str) -> None:
    committed = (CAMPAIGNS / "schema" / f"{name}.json").read_text(encoding="utf-8")
    assert committed == schema_text(SCHEMAS[name]), "run `make schemas`"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_itself_right(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("path", list_campaigns(CAMPAIGNS), ids=lambda path: path.stem)
def test_every_campaign_fits_its_schema_and_says_where_it_is(path: Path) -> None:
    assert complaints(path, SCHEMAS["campaign"]) == []
    assert path.read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=schema/campaign.json\n"
    )


def test_the_partner_fits_its_schema() -> None:
    assert complaints(CAMPAIGNS / "partners" / "paso.yaml", SCHEMAS["partner"]) == []


def test_the_organization_fits_its_schema() -> None:
    assert complaints(CAMPAIGNS / ORGANIZATION, SCHEMAS["organization"]) == []


@pytest.mark.parametrize(
    "value",
    [
        {"level": "state", "headlin": "x"},
        {"level": "State"},
        {"level": "state", "asks": [{"ask": "donte"}]},
        {"level": "state", "asks": [{"ask": "take_action"}]},
        {"level": "state", "asks": [{"ask": "share", "bill": "SB 35"}]},
        {"level": "state", "translations": {"es": {"topic": "x"}}},
    ],
    ids=["key", "choice", "kind", "missing", "other kind's key", "not translatable"],
)
def test_an_editor_underlines_what_the_reader_would_refuse(value: dict[str, Any]) -> None:
    assert not Draft202012Validator(SCHEMAS["campaign"]).is_valid(value)


@pytest.mark.parametrize("numbers", ["311", ["311", {"number": "217-782-0000"}]])
def test_a_telephone_number_may_stand_alone(numbers: object) -> None:
    value = {"level": "state", "asks": [{"ask": "call", "whom": "Ana", "numbers": numbers}]}
    assert Draft202012Validator(SCHEMAS["campaign"]).is_valid(value)


@pytest.mark.parametrize("moved", ["2018-04-10 3 PM", ["2018-04-03", "2018-04-10 3 PM"]])
def test_a_move_may_stand_alone_or_in_a_list(moved: object) -> None:
    value = {"level": "state", "asks": [{"ask": "slip", "bill": "SB 35", "moved_from": moved}]}
    assert Draft202012Validator(SCHEMAS["campaign"]).is_valid(value)


def test_numbers_and_dates_are_right_for_an_editor_that_has_types() -> None:
    value = json.loads('{"level": "state", "asks": [{"ask": "donate", "amounts": [25, "50"]}]}')
    assert Draft202012Validator(SCHEMAS["campaign"]).is_valid(value)


@pytest.mark.parametrize(
    ("ask", "valid"),
    [({"link": "https://a.org"}, True), ({"topic": "daca"}, True), ({}, False),
     ({"link": "https://a.org", "topic": "daca"}, False)],
    ids=["a page", "a topic", "neither", "both"],
)  # fmt: skip
def test_people_sign_up_in_one_place(ask: dict[str, str], valid: bool) -> None:
    value = {"level": "state", "asks": [{"ask": "sign_up"} | ask]}
    assert Draft202012Validator(SCHEMAS["campaign"]).is_valid(value) is valid


@pytest.mark.parametrize(
    ("item", "valid"),
    [({"Home": "https://a.org"}, True), ({"name": "Home", "link": "https://a.org"}, True),
     ({"name": "Home", "link": "https://a.org", "under": [{"A": "https://a.org/a"}]}, True),
     ({"name": "Home", "link": "https://a.org", "undr": []}, False)],
    ids=["short", "long", "long with more under it", "long with a typo"],
)  # fmt: skip
def test_a_menu_may_be_written_short_or_long(item: dict[str, Any], valid: bool) -> None:
    schema = SCHEMAS["organization"]["properties"]["links"]
    assert Draft202012Validator(schema).is_valid({"menu": [item]}) is valid
