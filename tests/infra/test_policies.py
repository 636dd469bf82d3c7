"""Who may do what: every role, key and resource policy, held to the least that AWS lets one say."""

from __future__ import annotations

import pytest

from tests.infra.fragments import resources, several, statements

POLICIES = {name: r for name, r in resources().items() if list(statements(r))}
ROLES = resources("AWS::IAM::Role")
QUEUES = resources("AWS::SQS::Queue")
SCHEDULED = sorted(name for name in ROLES if name.endswith("SchedulerRole"))
# Actions for which AWS knows no resource (Service Authorization Reference).
WITHOUT_RESOURCE = {"ses:GetAccount"}
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
    assert grant["Resource"]["Fn::GetAtt"][0] in QUEUES
