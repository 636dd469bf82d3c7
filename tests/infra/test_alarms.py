"""The alarms: what each counts, when it rings, and that somebody hears it. infra/cloudwatch.yml."""

from __future__ import annotations

import re

import pytest

from functions.cli import COMMANDS
from functions.settings import NEEDS
from tests.infra.fragments import parameters, pascal, resources

ALARMS = resources("AWS::CloudWatch::Alarm")


def test_an_alarm_names_only_commands_that_exist() -> None:
    told = " ".join(alarm["Properties"]["AlarmDescription"] for alarm in ALARMS.values())
    named = set(re.findall(r"`alerts (\w+)", told))
    assert named <= set(COMMANDS)
    assert "stop" in named


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_reaches_the_mailbox(name: str) -> None:
    assert ALARMS[name]["Properties"]["AlarmActions"] == [{"Ref": "AlarmTopic"}]
    assert ALARMS[name]["Properties"].get("ActionsEnabled", True) is True
    subscription = resources()["AlarmSubscription"]["Properties"]
    assert subscription["Endpoint"] == parameters()["alarm_address"]
    assert subscription["TopicArn"] == {"Ref": "AlarmTopic"}
    assert subscription["Protocol"] == "email"


def test_the_budget_reaches_the_same_mailbox() -> None:
    told = resources()["MonthlyBudget"]["Properties"]["NotificationsWithSubscribers"]
    mailbox = resources()["AlarmSubscription"]["Properties"]["Endpoint"]
    assert {who["Address"] for one in told for who in one["Subscribers"]} == {mailbox}
    notes = [one["Notification"] for one in told]
    thresholds = {one["NotificationType"]: one["Threshold"] for one in notes}
    assert thresholds == {"ACTUAL": 80, "FORECASTED": 100}
    limit = resources()["MonthlyBudget"]["Properties"]["Budget"]["BudgetLimit"]
    assert limit == {"Amount": parameters()["monthly_budget"], "Unit": "USD"}


@pytest.mark.parametrize(
    ("alarm", "threshold", "metric"),
    [
        ("BounceRateAlarm", 0.05, "Reputation.BounceRate"),
        ("ComplaintRateAlarm", 0.001, "Reputation.ComplaintRate"),
    ],
)
def test_a_reputation_in_danger_is_told_below_the_limit(
    alarm: str, threshold: float, metric: str
) -> None:
    told = ALARMS[alarm]["Properties"]
    assert (told["Namespace"], told["MetricName"]) == ("AWS/SES", metric)
    assert 0.5 * threshold < told["Threshold"] < threshold


@pytest.mark.parametrize("name", [one for one in ALARMS if one.endswith("QueueDeadLettersAlarm")])
def test_the_first_dead_letter_is_told(name: str) -> None:
    told = ALARMS[name]["Properties"]
    metric = "ApproximateNumberOfMessagesVisible"
    assert (told["Namespace"], told["MetricName"], told["Threshold"]) == ("AWS/SQS", metric, 0)


@pytest.mark.parametrize("name", NEEDS)
def test_an_errors_alarm_counts_its_own_functions_errors(name: str) -> None:
    told = ALARMS[f"{pascal(name)}ErrorsAlarm"]["Properties"]
    assert (told["Namespace"], told["MetricName"]) == ("AWS/Lambda", "Errors")
    [dimension] = told["Dimensions"]
    assert dimension == {"Name": "FunctionName", "Value": {"Ref": f"{pascal(name)}LambdaFunction"}}
