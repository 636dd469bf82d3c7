"""Who may do what: every role, key and resource policy, held to the least that AWS lets one say."""

from __future__ import annotations

import re

import pytest

from tests.infra.fragments import resources, several, statements

POLICIES = {name: r for name, r in resources().items() if list(statements(r))}
ROLES = resources("AWS::IAM::Role")
IDENTITIES = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*"
SCHEDULED = sorted(name for name in ROLES if name.endswith("SchedulerRole"))
# Actions for which AWS knows no resource (Service Authorization Reference).
WITHOUT_RESOURCE = {"ses:GetAccount"}
ALONE = sorted(WITHOUT_RESOURCE)
FOLDER = re.compile(r"\$\{DataBucket\.Arn\}/[a-z]+/\*(/parts/\*)?")
# The identity that sends is looked for as the address, its domain and those above.
# A file to import lies in the import bucket under whatever name it was dropped with.
WIDE = {
    "MakeDigestRole": {IDENTITIES},
    # Pages lie at the root of theirs, some under the names of languages.
    "PublishPageRole": {"${SiteBucket.Arn}/*"},
    "ImportSupportersRole": {"${ImportBucket.Arn}/*", "${ImportBucket.Arn}/*.report.txt"},
}
# A key's policy speaks of that key alone, as "*": who administers it, which log groups it encrypts.
ADMINISTRATION = ("DataKey", "Account")
LOG_GROUP = {"kms:EncryptionContext:aws:logs:arn"}


@pytest.mark.parametrize("name", POLICIES)
def test_nothing_is_allowed_by_wildcard(name: str) -> None:
    for statement in statements(POLICIES[name]):
        if statement["Effect"] == "Allow" and (name, statement.get("Sid")) != ADMINISTRATION:
            actions = several(statement["Action"])
            assert not [action for action in actions if "*" in action]
            if "*" in several(statement["Resource"]):
                assert set(actions) <= WITHOUT_RESOURCE or name == ADMINISTRATION[0]
            assert "*" not in several(statement.get("Principal", ()))


@pytest.mark.parametrize("name", ROLES)
def test_a_resource_is_one_thing_or_one_folder_of_a_bucket(name: str) -> None:
    """A wider one would count as used, as soon as anything within it is."""
    for statement in statements(ROLES[name]):
        for resource in several(statement["Resource"]):
            told = resource if isinstance(resource, str) else str(resource.get("Fn::Sub", ""))
            one = "*" not in told or FOLDER.fullmatch(told)
            assert one or told in WIDE.get(name, ()) or several(statement["Action"]) == ALONE


def test_a_key_can_be_administered_by_its_own_account_alone() -> None:
    [account, *others] = statements(resources()["DataKey"])
    assert ("DataKey", account["Sid"]) == ADMINISTRATION
    root = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
    assert account["Principal"] == {"AWS": root}
    assert all("Condition" in other for other in others)


@pytest.mark.parametrize("name", POLICIES)
def test_a_service_is_let_in_for_this_account_only(name: str) -> None:
    """Else it would do it for anybody who asks: the confused deputy."""
    for statement in statements(POLICIES[name]):
        if statement["Effect"] == "Allow" and "Service" in statement.get("Principal", ()):
            keys = {key for test in statement["Condition"].values() for key in test}
            assert keys & {"aws:SourceAccount", "aws:SourceArn", *LOG_GROUP}


@pytest.mark.parametrize("name", ROLES)
def test_a_role_is_taken_by_one_service_only(name: str) -> None:
    document = ROLES[name]["Properties"]["AssumeRolePolicyDocument"]
    [statement] = document["Statement"]
    expected = "scheduler" if name in SCHEDULED else "lambda"
    assert statement["Principal"] == {"Service": f"{expected}.amazonaws.com"}
    assert statement["Action"] == "sts:AssumeRole"


@pytest.mark.parametrize("name", SCHEDULED)
def test_only_our_own_schedules_may_take_the_schedulers_role(name: str) -> None:
    [statement] = ROLES[name]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["SendSchedules", "Arn"]}},
    }


@pytest.mark.parametrize("name", SCHEDULED)
def test_a_schedule_may_put_a_message_on_one_queue_and_nothing_else(name: str) -> None:
    [grant] = statements(ROLES[name])
    assert grant["Action"] == "sqs:SendMessage"
    [queue, _] = grant["Resource"]["Fn::GetAtt"]
    queues = {"SchedulerRole": "ControlQueue", "DigestSchedulerRole": "DigestQueue"}
    assert queue == {**queues, "PageSchedulerRole": "PageQueue"}[name]


WAYS = {
    "SesEventsTopicPolicy": ("ses.amazonaws.com", "sns:Publish", "SesEventsTopic"),
    "AlarmTopicPolicy": ("cloudwatch.amazonaws.com", "sns:Publish", "AlarmTopic"),
    "EventQueuePolicy": (
        "sns.amazonaws.com",
        "sqs:SendMessage",
        "EventQueue EventQueueDeadLetters",
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_alarms_and_events_are_let_through_to_where_they_go(name: str) -> None:
    """A policy that names another topic or service loses every alarm, and nothing says so."""
    service, action, targets = WAYS[name]
    [statement] = statements(POLICIES[name])
    assert (statement["Principal"], statement["Action"]) == ({"Service": service}, action)
    properties = POLICIES[name]["Properties"]
    held = properties.get("Topics") or properties.get("Queues")
    assert [one["Ref"] for one in held] == targets.split()
    meant = [one.get("Ref") or one["Fn::GetAtt"][0] for one in several(statement["Resource"])]
    assert meant == targets.split()


def test_a_role_that_mails_probes_can_mail_the_simulator_alone() -> None:
    [grant] = [
        one
        for one in statements(ROLES["SettleSendsRole"])
        if "ses:SendBulkEmail" in several(one["Action"])
    ]
    recipients = {"ses:Recipients": "success@simulator.amazonses.com"}
    assert grant["Condition"] == {"ForAllValues:StringEquals": recipients}
