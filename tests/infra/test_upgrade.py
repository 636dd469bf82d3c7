"""An upgrade loses nothing: the compiled template against the ones that releases deployed.

CloudFormation replaces a resource when one of its create-only properties changes, and an empty new
one takes its place. Which they are is told by the resource schemas that cfn-lint ships.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped]

from tests.infra.fragments import ROOT
from tests.infra.packaged import package, template_in
from tests.released.record_template import DEPLOYMENT

pytestmark = [pytest.mark.node, pytest.mark.slow]

Template = dict[str, Any]
RELEASED = sorted((ROOT / "tests/released").glob("v*/template.json"))
REGION = "us-east-2"
# What holds something that a new one would not, and what is lost with it.
KEPT = {
    "AWS::Cognito::UserPool": "every member of the staff, with their second factor",
    "AWS::DynamoDB::Table": "the list, the ledger",
    "AWS::KMS::Key": "whatever it encrypted",
    "AWS::S3::Bucket": "frozen audiences, events, receipts, pages",
    "AWS::SES::ConfigurationSet": "the events of mails that are still on their way",
    "AWS::SES::EmailIdentity": "the DKIM records in the domain's DNS",
    "AWS::SNS::Subscription": "the confirmation by whoever reads the alarms",
    "AWS::SNS::Topic": "its subscriptions, confirmed ones too",
    "AWS::SQS::Queue": "the messages in it",
    "AWS::Scheduler::ScheduleGroup": "the schedules of sends to come",
}
# Those that outlive even the removal of the stack: this stays so.
RETAINED = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SES::EmailIdentity"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return template_in(package(tmp_path_factory.mktemp("package"), **DEPLOYMENT))


def losses(old: Template, new: Template) -> Iterator[str]:
    """What an upgrade from one template to the other would replace or remove, and should not."""
    for name, was in old["Resources"].items():
        if was["Type"] not in KEPT:
            continue
        now = new["Resources"].get(name)
        if now is None or now["Type"] != was["Type"]:
            yield f"{name} is removed"
        elif now.get("Condition") != was.get("Condition"):
            yield f"{name} depends on another condition"
        else:
            yield from (f"{name} is replaced: {why}" for why in replaced(was, now))
            yield from (f"{name} is no longer retained: {why}" for why in released(was, now))


def replaced(was: Template, now: Template) -> Iterator[str]:
    """The create-only properties that changed."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, was["Type"]).schema
    for pointer in schema.get("createOnlyProperties", ()):
        path = pointer.removeprefix("/properties/").split("/")
        if value_at(was, path) != value_at(now, path):
            yield pointer


def value_at(resource: Template, path: list[str]) -> Any:
    value: Any = resource.get("Properties", {})
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def released(was: Template, now: Template) -> Iterator[str]:
    """The policies that kept it and do so no more; what is there is kept by either of two."""
    keeping = {"Retain", "RetainExceptOnCreate"}
    for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
        if was.get(policy) in keeping and now.get(policy) not in keeping:
            yield policy


def test_there_is_a_release_to_compare_with() -> None:
    assert RELEASED


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.parent.name)
def test_an_upgrade_replaces_and_removes_nothing_that_holds_something(
    template: Template, path: Path
) -> None:
    old = json.loads(path.read_text(encoding="utf-8"))
    assert {old["Resources"][name]["Type"] for name in old["Resources"]} & RETAINED == RETAINED
    assert list(losses(old, template)) == []


def renamed(template: Template) -> None:
    template["Resources"]["LedgerTable"]["Properties"]["TableName"] = "ledger"


def moved(template: Template) -> None:
    template["Resources"]["Ledger"] = template["Resources"].pop("LedgerTable")


def let_go(template: Template) -> None:
    del template["Resources"]["DataBucket"]["DeletionPolicy"]


def made_optional(template: Template) -> None:
    template["Resources"]["EventQueue"]["Condition"] = "Sometimes"


def readdressed(template: Template) -> None:
    template["Resources"]["AlarmSubscription"]["Properties"]["Endpoint"] = "b@example.org"


MUTATIONS = {
    renamed: "LedgerTable is replaced: /properties/TableName",
    moved: "LedgerTable is removed",
    let_go: "DataBucket is no longer retained: DeletionPolicy",
    made_optional: "EventQueue depends on another condition",
    readdressed: "AlarmSubscription is replaced: /properties/Endpoint",
}


@pytest.mark.parametrize(
    ("mutate", "told"), MUTATIONS.items(), ids=[mutate.__name__ for mutate in MUTATIONS]
)
def test_a_careless_change_would_be_found(
    template: Template, mutate: Callable[[Template], None], told: str
) -> None:
    careless = copy.deepcopy(template)
    mutate(careless)
    assert list(losses(template, careless)) == [told]
