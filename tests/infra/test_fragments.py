"""The fragments as text: what must hold for whatever is added to them."""

from __future__ import annotations

import importlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from functions.alerts.sends.pace import TICK
from functions.aws.ledger_items import KEPT
from functions.services.letter_limits import DELAY
from functions.settings import LIMITS, NEEDS, OPTIONAL, OUTPUTS
from tests.infra.fragments import (
    INFRA,
    ROOT,
    fragment_files,
    load,
    parameters,
    pascal,
    resources,
    service,
    statements,
)

FUNCTIONS: dict[str, dict[str, Any]] = service()["functions"]
QUEUES = resources("AWS::SQS::Queue")
DEAD_LETTERS = sorted(name for name in QUEUES if name.endswith("DeadLetters"))
AHEAD = 3 * TICK  # seconds that pacing may hold a batch back: it releases a tick's worth, and a bit
WORK_QUEUES = sorted(set(QUEUES) - set(DEAD_LETTERS))
ALARMS = resources("AWS::CloudWatch::Alarm")


def consumer(queue: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The function that reads a queue, and its event."""
    for function in FUNCTIONS.values():
        for event in function["events"]:
            if event.get("sqs", {}).get("arn") == {"Fn::GetAtt": [queue, "Arn"]}:
                return function, event["sqs"]
    raise AssertionError(f"nobody reads {queue}")


@pytest.mark.parametrize("section", ["Resources", "Conditions", "Outputs", "extensions"])
def test_a_name_stands_in_one_fragment_only(section: str) -> None:
    """Else osls would merge the two, silently."""
    names = Counter(name for path in fragment_files() for name in load(path).get(section, ()))
    assert names
    assert [name for name, times in names.items() if times > 1] == []


def test_the_stack_tells_the_command_line_everything_it_needs() -> None:
    told = {name for path in fragment_files() for name in load(path).get("Outputs", ())}
    assert {*OUTPUTS.values(), *LIMITS.values()} <= told


def test_every_fragment_is_in_the_table_of_contents() -> None:
    listed = [entry.removeprefix("${file(").removesuffix(")}") for entry in service()["resources"]]
    assert sorted(listed) == sorted(str(path.relative_to(ROOT)) for path in fragment_files())


@pytest.mark.parametrize("path", fragment_files(), ids=lambda path: str(path.relative_to(INFRA)))
def test_a_fragment_begins_by_saying_what_it_is_for(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_the_deployed_functions_are_those_that_have_settings() -> None:
    assert sorted(FUNCTIONS) == sorted(map(pascal, NEEDS))


@pytest.mark.parametrize("name", NEEDS)
def test_a_function_has_its_file_its_role_and_its_alarm(name: str) -> None:
    function = FUNCTIONS[pascal(name)]
    assert function["handler"] == f"functions/{name}.handler"
    assert function["role"] == {"Fn::GetAtt": [f"{pascal(name)}Role", "Arn"]}
    assert pascal(name) + "Role" in load(INFRA / "roles" / f"{name}.yml")["Resources"]
    assert f"{pascal(name)}ErrorsAlarm" in ALARMS


@pytest.mark.parametrize("name", NEEDS)
def test_a_handler_can_be_imported_and_called(name: str) -> None:
    assert callable(importlib.import_module(f"functions.{name}").handler)


@pytest.mark.parametrize("name", NEEDS)
def test_a_function_is_told_exactly_what_its_settings_read(name: str) -> None:
    told = load(INFRA / "environment.yml")[pascal(name)]
    assert sorted(told) == sorted({*NEEDS[name], *OPTIONAL[name]})
    assert FUNCTIONS[pascal(name)]["environment"].endswith(f"environment.yml):{pascal(name)}}}")


def test_a_variable_means_the_same_to_every_function() -> None:
    environment = load(INFRA / "environment.yml")
    values = environment.pop("names")
    for told in environment.values():
        assert told == {name: values[name] for name in told}


@pytest.mark.parametrize("queue", WORK_QUEUES)
def test_a_queue_has_dead_letters_and_they_have_an_alarm(queue: str) -> None:
    redrive = QUEUES[queue]["Properties"]["RedrivePolicy"]
    assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{queue}DeadLetters", "Arn"]}
    [dimension] = ALARMS[f"{queue}DeadLettersAlarm"]["Properties"]["Dimensions"]
    assert dimension["Value"] == {"Fn::GetAtt": [f"{queue}DeadLetters", "QueueName"]}


@pytest.mark.parametrize("queue", WORK_QUEUES)
def test_a_message_stays_hidden_for_six_times_its_functions_time(queue: str) -> None:
    function, event = consumer(queue)
    least = 6 * function["timeout"] + event.get("maximumBatchingWindow", 0)
    assert QUEUES[queue]["Properties"]["VisibilityTimeout"] >= least


@pytest.mark.parametrize("queue", WORK_QUEUES)
def test_a_queues_reader_gives_back_only_what_failed(queue: str) -> None:
    _, event = consumer(queue)
    assert event["functionResponseType"] == "ReportBatchItemFailures"
    assert "maximumConcurrency" in event


@pytest.mark.parametrize("queue", WORK_QUEUES)
def test_a_message_that_waits_is_told_before_it_is_dead(queue: str) -> None:
    """After two tries at least, and whatever pacing holds back; before the last one."""
    alarm = ALARMS[f"{queue}AgeAlarm"]["Properties"]
    assert alarm["MetricName"] == "ApproximateAgeOfOldestMessage"
    assert alarm["Dimensions"][0]["Value"] == {"Fn::GetAtt": [queue, "QueueName"]}
    properties = QUEUES[queue]["Properties"]
    hidden, tries = properties["VisibilityTimeout"], properties["RedrivePolicy"]["maxReceiveCount"]
    held = {"BatchQueue": AHEAD, "LettersQueue": DELAY}.get(queue, 0)
    assert held + 2 * hidden <= alarm["Threshold"] < held + tries * hidden


@pytest.mark.parametrize("queue", WORK_QUEUES)
def test_a_message_outlives_a_weekend_unless_another_is_given_for_it(queue: str) -> None:
    """Events are evidence that comes once: they are kept as long as SQS can. Batches come anew.

    Letters are addresses that wait; a file to import lies in its bucket for a week.
    """
    days = {"BatchQueue": 1, "LettersQueue": 1, "ImportQueue": 7, "EventQueue": 14}.get(queue, 4)
    assert QUEUES[queue]["Properties"]["MessageRetentionPeriod"] == days * 86_400


@pytest.mark.parametrize("queue", DEAD_LETTERS)
def test_dead_letters_are_kept_as_long_as_sqs_can(queue: str) -> None:
    days = 4 if queue == "LettersQueueDeadLetters" else 14  # those hold addresses of strangers
    assert QUEUES[queue]["Properties"]["MessageRetentionPeriod"] == days * 86_400


@pytest.mark.parametrize("table", resources("AWS::DynamoDB::Table"))
def test_a_table_outlives_the_stack_and_can_be_brought_back(table: str) -> None:
    resource = resources()[table]
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"
    properties = resource["Properties"]
    assert properties["DeletionProtectionEnabled"] is True
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["BillingMode"] == "PAY_PER_REQUEST"


def test_the_ledger_forgets_what_has_expired() -> None:
    ttl = resources()["LedgerTable"]["Properties"]["TimeToLiveSpecification"]
    assert ttl == {"AttributeName": "expires", "Enabled": True}


@pytest.mark.parametrize("bucket", resources("AWS::S3::Bucket"))
def test_a_bucket_is_private_encrypted_versioned_and_kept(bucket: str) -> None:
    resource = resources()[bucket]
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"
    properties = resource["Properties"]
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(properties["PublicAccessBlockConfiguration"]) == 4
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "BucketEncryption" in properties
    owned = [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert properties["OwnershipControls"] == {"Rules": owned}
    [refusal] = [s for s in statements(resources()[f"{bucket}Policy"]) if s["Effect"] == "Deny"]
    assert (refusal["Action"], refusal["Principal"]) == ("s3:*", "*")
    assert refusal["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize("bucket", resources("AWS::S3::Bucket"))
def test_what_was_overwritten_in_a_bucket_is_gone_some_day(bucket: str) -> None:
    rules = resources()[bucket]["Properties"]["LifecycleConfiguration"]["Rules"]
    [rule] = [rule for rule in rules if rule["Id"] == "old-versions"]
    assert "Prefix" not in rule and rule["Status"] == "Enabled"
    assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] <= 30
    assert "AbortIncompleteMultipartUpload" in rule


def test_frozen_audiences_are_kept_longer_than_the_ledger_asks_for_them() -> None:
    rules = resources()["DataBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    settled = [{"Key": "settled", "Value": "yes"}]
    told = {
        (rule["Prefix"], rule["ExpirationInDays"], str(rule.get("TagFilters")))
        for rule in rules
        if "Prefix" in rule
    }
    assert told == {
        ("events/", 90, "None"),
        ("left/", 400, "None"),
        ("sends/", 430, "None"),
        ("sends/", 30, str(settled)),
    }
    assert {rule["Status"] for rule in rules} == {"Enabled"}
    assert KEPT < 430 * 86_400


def test_the_dashboard_draws_every_function_and_every_queue() -> None:
    drawn = resources()["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    assert {name for name in FUNCTIONS if drawn.count(f"${{{name}LambdaFunction}}") != 2} == set()
    assert {name for name in WORK_QUEUES if drawn.count(f"${{{name}.QueueName}}") < 2} == set()
    metrics = [m for w in json.loads(drawn)["widgets"] for m in w["properties"]["metrics"]]
    assert len(metrics) <= 50  # more would cost


def test_what_runs_during_a_send_fits_a_new_account() -> None:
    """Ten functions at once: batches, events, the two ticks; two are left for the web."""
    parts = [consumer(queue)[1]["maximumConcurrency"] for queue in ("BatchQueue", "EventQueue")]
    ticks = [name for name, one in FUNCTIONS.items() if "schedule" in str(one.get("events", ()))]
    workers = parameters()["send_workers"]
    assert parts == ["${param:send_workers}", 2]
    assert workers + 2 + len(ticks) <= 10 - 2


def test_ses_reports_everything_but_opens_and_clicks() -> None:
    [destination] = resources("AWS::SES::ConfigurationSetEventDestination").values()
    assert destination["Properties"]["EventDestination"]["Enabled"] is True
    kinds = destination["Properties"]["EventDestination"]["MatchingEventTypes"]
    assert {"SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "RENDERING_FAILURE"} < set(kinds)
    assert not {"OPEN", "CLICK"} & set(kinds)


def test_what_sns_cannot_put_on_the_event_queue_is_kept() -> None:
    subscription = resources()["SesEventsSubscription"]["Properties"]
    assert subscription["Endpoint"] == {"Fn::GetAtt": ["EventQueue", "Arn"]}
    kept = {"Fn::GetAtt": ["EventQueueDeadLetters", "Arn"]}
    assert subscription["RedrivePolicy"] == {"deadLetterTargetArn": kept}


def test_ses_judges_suppresses_and_tracks_nobody() -> None:
    settings = resources()["AlertsConfigurationSet"]["Properties"]
    assert settings["ReputationOptions"] == {"ReputationMetricsEnabled": True}
    assert settings["SuppressionOptions"] == {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}
    assert not {"TrackingOptions", "VdmOptions"} & set(settings)
    identity = resources()["MailDomain"]["Properties"]
    assert identity["DkimAttributes"] == {"SigningEnabled": True}
    assert identity["FeedbackAttributes"] == {"EmailForwardingEnabled": False}


def test_a_tick_ends_before_the_next_or_does_no_harm_beside_it() -> None:
    """Two runs of settle_sends at once are harmless, of pace_sends the second would be in vain."""
    ticks = {name: one for name, one in FUNCTIONS.items() if "schedule" in str(one.get("events"))}
    rates = {one["events"][0]["schedule"]["rate"] for one in ticks.values()}
    assert (set(ticks), rates) == ({"PaceSends", "SettleSends"}, {"rate(1 minute)"})
    assert FUNCTIONS["PaceSends"]["timeout"] < TICK


def test_a_function_has_a_third_of_a_processor_at_least_and_an_api_answers_in_its_time() -> None:
    assert min(one["memorySize"] for one in FUNCTIONS.values()) >= 512
    assert FUNCTIONS["SupporterWeb"]["timeout"] < 30  # API Gateway's longest


def test_logs_are_kept_as_long_as_the_parameter_says() -> None:
    assert service()["provider"]["logRetentionInDays"] == "${param:log_days}"
    groups = resources("AWS::Logs::LogGroup").values()
    assert {one["Properties"]["RetentionInDays"] for one in groups} == {parameters()["log_days"]}


def test_no_function_reserves_concurrency() -> None:
    assert [name for name, f in FUNCTIONS.items() if "reservedConcurrency" in f] == []


def test_the_example_organization_sends_from_the_verified_domain() -> None:
    organization = load(ROOT / "campaigns/organization.yaml")
    domain = resources()["MailDomain"]["Properties"]["EmailIdentity"]
    assert organization["from"].endswith(f"@{domain}")


def test_the_example_organization_links_to_the_name_of_the_site() -> None:
    organization = load(ROOT / "campaigns/organization.yaml")
    assert organization["site"] == f"https://{parameters()['site_domain']}"
