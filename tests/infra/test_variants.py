"""Each deployment that the parameters can ask for, as CloudFormation gets it: nothing is open."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from functions.settings import NEEDS
from tests.infra.conditions import Template, decided
from tests.infra.fragments import ROOT, parameters, pascal, several, statements
from tests.infra.variants import VARIANTS

pytestmark = [pytest.mark.node, pytest.mark.slow]

BY_KEY = ("own", "given")
DATA_KEY = {
    "own": {"Fn::GetAtt": ["DataKey", "Arn"]},
    "given": {
        "Fn::Sub": "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/"
        + VARIANTS["given"]["kms_key"]
    },
}
# Whom the key's policy must let in for something to arrive, and by which resource it gets there.
THROUGH = {
    "cloudwatch.amazonaws.com": "AlarmTopic",
    "ses.amazonaws.com": "SesEventsTopic",
    "sns.amazonaws.com": "EventQueue",
}


@pytest.fixture(scope="module")
def templates(compiled: dict[str, Any]) -> dict[str, Template]:
    return {name: decided(template) for name, template in compiled.items()}


def of(template: Template, kind: str) -> dict[str, Any]:
    """Logical id → properties of one type, without what osls makes for itself."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template["Resources"].items()
        if resource["Type"] == kind and name != "ServerlessDeploymentBucket"
    }


# W3005: osls repeats in DependsOn what a function's role says. W8003: conditions compare what osls
# has put in, so each of them always comes out the same.
IGNORED = "W3005,W8003"


@pytest.mark.parametrize("variant", VARIANTS)
def test_cloudformation_would_take_it(
    compiled: dict[str, Any], variant: str, tmp_path: Path
) -> None:
    file = tmp_path / "template.json"
    file.write_text(json.dumps(compiled[variant]), encoding="utf-8")
    lint = f"{ROOT}/.venv/bin/cfn-lint"
    asked = [lint, f"--ignore-checks={IGNORED}", "--regions=us-east-2", "--", str(file)]
    run = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert run.stdout + run.stderr == ""


def test_without_a_key_of_ones_own_there_is_none_and_aws_encrypts(
    templates: dict[str, Template],
) -> None:
    template = templates["example"]
    assert "kms" not in json.dumps(template["Resources"]).lower()
    assert {q["SqsManagedSseEnabled"] for q in of(template, "AWS::SQS::Queue").values()} == {True}
    for bucket in of(template, "AWS::S3::Bucket").values():
        [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}


@pytest.mark.parametrize("variant", BY_KEY)
def test_everything_that_holds_data_is_encrypted_by_the_key(
    templates: dict[str, Template], variant: str
) -> None:
    template, key = templates[variant], DATA_KEY[variant]
    for queue in of(template, "AWS::SQS::Queue").values():
        assert queue["KmsMasterKeyId"] == key
        assert "SqsManagedSseEnabled" not in queue
    for topic in of(template, "AWS::SNS::Topic").values():
        assert topic["KmsMasterKeyId"] == key
    for table in of(template, "AWS::DynamoDB::Table").values():
        expected = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
        assert table["SSESpecification"] == expected
    for group in of(template, "AWS::Logs::LogGroup").values():
        assert group["KmsKeyId"] == key
    data = template["Resources"]["DataBucket"]["Properties"]["BucketEncryption"]
    [rule] = data["ServerSideEncryptionConfiguration"]
    expected = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    assert rule == {"BucketKeyEnabled": True, "ServerSideEncryptionByDefault": expected}


@pytest.mark.parametrize("variant", BY_KEY)
def test_every_role_may_use_the_key_and_only_by_way_of_a_service(
    templates: dict[str, Template], variant: str
) -> None:
    allowed = of(templates[variant], "AWS::IAM::RolePolicy")
    roles = {policy["RoleName"]["Ref"] for policy in allowed.values()}
    assert roles == set(of(templates[variant], "AWS::IAM::Role"))
    for policy in allowed.values():
        [statement] = policy["PolicyDocument"]["Statement"]
        assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
        assert statement["Resource"] == DATA_KEY[variant]
        assert "kms:ViaService" in statement["Condition"]["StringEquals"]


@pytest.mark.parametrize("service", THROUGH)
def test_the_key_lets_in_whoever_brings_alarms_and_events(
    templates: dict[str, Template], service: str
) -> None:
    """CloudWatch does not say so when it may not use the key: its alarm is lost."""
    template = templates["own"]
    let_in = [
        statement
        for statement in statements(template["Resources"]["DataKey"])
        if service in several(statement["Principal"].get("Service", []))
    ]
    assert [s["Action"] for s in let_in] == [["kms:Decrypt", "kms:GenerateDataKey"]]
    there = [p for p in template["Resources"].values() if p["Type"].endswith("Policy")]
    targets = [
        str(statement["Resource"])
        for policy in there
        for statement in statements(policy)
        if statement.get("Principal") == {"Service": service}
    ]
    assert any(f"'{THROUGH[service]}'" in target for target in targets)


def test_the_key_encrypts_the_log_groups_of_this_stack_alone(
    templates: dict[str, Template],
) -> None:
    [statement] = [
        s for s in statements(templates["own"]["Resources"]["DataKey"]) if s["Sid"] == "Logs"
    ]
    [pattern] = statement["Condition"]["ArnLike"].values()
    prefix, stack = pattern["Fn::Sub"].rpartition(":log-group:")[2].rstrip("*").split("*")
    for group in of(templates["own"], "AWS::Logs::LogGroup").values():
        assert group["LogGroupName"].startswith(prefix) and stack in group["LogGroupName"]
        assert group["RetentionInDays"] == parameters()["log_days"]


def test_a_key_that_is_made_is_kept_and_renews_itself(templates: dict[str, Template]) -> None:
    key = templates["own"]["Resources"]["DataKey"]
    assert key["DeletionPolicy"] == key["UpdateReplacePolicy"] == "Retain"
    assert key["Properties"]["EnableKeyRotation"] is True
    assert "DataKey" not in templates["given"]["Resources"]


@pytest.mark.parametrize("name", NEEDS)
def test_an_alarm_on_a_functions_errors_is_there(templates: dict[str, Template], name: str) -> None:
    alarm = of(templates["own"], "AWS::CloudWatch::Alarm")[f"{pascal(name)}ErrorsAlarm"]
    assert alarm["Dimensions"][0]["Value"] == {"Ref": f"{pascal(name)}LambdaFunction"}


def test_the_site_has_its_own_name_once_it_has_a_certificate(
    templates: dict[str, Template],
) -> None:
    def shown(variant: str) -> dict[str, Any]:
        site = of(templates[variant], "AWS::CloudFront::Distribution")["Site"]
        config: dict[str, Any] = site["DistributionConfig"]
        return config

    assert "Aliases" not in shown("example")
    assert shown("example")["ViewerCertificate"] == {"CloudFrontDefaultCertificate": True}
    assert shown("own")["Aliases"] == ["alerts.icirr.example"]
    assert shown("own")["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"


def test_bounces_go_to_a_name_of_the_same_domain_unless_nobody_wants_it(
    templates: dict[str, Template],
) -> None:
    identity = of(templates["example"], "AWS::SES::EmailIdentity")["MailDomain"]
    assert identity["MailFromAttributes"]["MailFromDomain"] == "bounce.icirr.example"
    assert {"MailFromMx", "MailFromSpf", "Dmarc"} <= set(templates["example"]["Outputs"])
    plain = of(templates["given"], "AWS::SES::EmailIdentity")["MailDomain"]
    assert "MailFromAttributes" not in plain
    assert "MailFromMx" not in templates["given"]["Outputs"]


def test_staff_sign_in_somewhere_only_if_there_is_somewhere(
    templates: dict[str, Template],
) -> None:
    assert of(templates["example"], "AWS::Cognito::UserPoolClient") == {}
    client = of(templates["own"], "AWS::Cognito::UserPoolClient")["StaffClient"]
    assert client["CallbackURLs"] == ["https://console.icirr.example/signed-in"]
