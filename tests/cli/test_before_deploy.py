"""What is said before anything is made: one thing is wrong at a time, and it is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, UnauthorizedSSOTokenError

from functions.alerts.errors import Finding, StateError
from functions.cli.account import Account
from functions.cli.account_checks import IDENTITY
from functions.cli.before_deploy import packages, refusals
from functions.cli.parameters import Parameters
from functions.settings import NEEDS
from tests.cli.deployable import (
    NUMBER,
    REPOSITORY,
    Aws,
    fault,
    organization,
    parameters,
    simulated,
)
from tests.infra.fragments import load

KEY = {"Value": '{"k1": "' + "17" * 32 + '"}'}


class Desk:
    """A checkout ready to be deployed, beside an account."""

    def __init__(self, folder: Path) -> None:
        self.file, self.organization = parameters(folder), organization(folder)
        self.folder = folder

    def refusals(self, aws: Aws | None = None, stage: str = "prod") -> list[str]:
        return [f"{one.found} {one.remedy}" for one in self.findings(aws or Aws(), stage)]

    def findings(self, aws: Aws, stage: str = "prod", **more: Any) -> tuple[Finding, ...]:
        more.setdefault("account", aws.account)
        return refusals(stage, file=self.file, organization=self.organization, **more)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_where_nothing_is_wrong_nothing_is_said(desk: Desk) -> None:
    assert desk.refusals() == []


def test_an_update_of_a_stack_that_works_is_not_refused(desk: Desk) -> None:
    assert desk.refusals(Aws().stack("UPDATE_ROLLBACK_COMPLETE")) == []


def test_aws_is_not_asked_before_the_files_are_right(desk: Desk) -> None:
    def never(_: Parameters) -> Account:
        raise AssertionError("AWS was asked")

    assert desk.findings(Aws(), "prdo", account=never)
    desk.organization = organization(desk.folder, **{"from": "alerts@elsewhere.org"})
    assert desk.findings(Aws(), account=never)


@pytest.mark.parametrize(
    ("sender", "is_fine"),
    [
        ("alerts@coalition.org", True),
        ("alerts@news.coalition.org", True),
        ("alerts@notcoalition.org", False),
        ("alerts@coalition.org.evil.org", False),
    ],
)
def test_the_sender_is_at_the_domain_that_ses_verifies(
    desk: Desk, sender: str, is_fine: bool
) -> None:
    desk.organization = organization(desk.folder, **{"from": sender})
    found = desk.refusals()
    assert (found == []) is is_fine
    assert is_fine or "is no address at coalition.org" in found[0]


def test_links_lead_to_the_name_that_has_the_certificate(desk: Desk) -> None:
    desk.file = parameters(desk.folder, site_certificate="12345678-1234-1234-1234-123456789012")
    assert desk.refusals() == []
    desk.organization = organization(desk.folder, site="https://elsewhere.org")
    assert "`site: https://alerts.coalition.org`" in desk.refusals()[0]


def test_a_package_that_was_not_built_is_named(desk: Desk) -> None:
    [finding] = desk.findings(Aws(), artifacts=[desk.folder / "send_batch.zip"])
    assert finding.remedy == "Run `make package`."


def test_a_package_is_wanted_for_every_function() -> None:
    assert {path.stem for path in packages()} == set(NEEDS)


def test_credentials_that_are_not_there_are_told_as_they_are(desk: Desk) -> None:
    def none(_: Parameters) -> Account:
        raise StateError("There are no AWS credentials.", remedy="Run `aws configure`.")

    [finding] = desk.findings(Aws(), account=none)
    assert (finding.found, finding.remedy) == (
        "There are no AWS credentials.",
        "Run `aws configure`.",
    )


def test_a_region_without_ses_is_refused_before_any_call(desk: Desk) -> None:
    [finding] = desk.findings(Aws(region="ap-east-1"))
    assert finding.found.startswith("There is no SES in ap-east-1")
    assert "us-east-2" in finding.remedy


@pytest.mark.parametrize(
    "status", ["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS"]
)
def test_a_second_deploy_waits_for_the_first(desk: Desk, status: str) -> None:
    [said] = desk.refusals(Aws().stack(status))
    assert f"Another deploy is under way ({status}). Wait" in said


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        ("ROLLBACK_COMPLETE", "delete-stack --stack-name action-alerts-prod"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name action-alerts-prod"),
        ("DELETE_FAILED", "delete it again"),
        ("REVIEW_IN_PROGRESS", "delete-stack"),
    ],
)
def test_a_stack_that_cannot_be_updated_comes_with_its_remedy(
    desk: Desk, status: str, remedy: str
) -> None:
    [said] = desk.refusals(Aws().stack(status))
    assert remedy in said


def test_a_domain_that_somebody_verified_by_hand_would_stop_the_first_deploy(desk: Desk) -> None:
    aws = Aws().says("sesv2", "get_email_identity", {})
    assert "SES knows coalition.org already" in desk.refusals(aws)[0]
    assert desk.refusals(aws.stack("UPDATE_COMPLETE")) == []


@pytest.mark.parametrize(
    ("identity", "was"),
    [("coalition.org", "DELETE_SKIPPED"), ("old.org", "UPDATE_COMPLETE")],
    ids=["left over from a first deploy that failed", "of the domain before"],
)
def test_an_identity_that_is_not_the_stacks_would_stop_a_later_deploy_too(
    desk: Desk, identity: str, was: str
) -> None:
    aws = Aws().says("sesv2", "get_email_identity", {})
    said = desk.refusals(aws.stack("UPDATE_ROLLBACK_COMPLETE", identity, was))
    assert "delete-email-identity --email-identity coalition.org" in said[0]


def test_a_stack_that_has_no_identity_yet_may_be_given_one(desk: Desk) -> None:
    aws, none = Aws().stack("UPDATE_ROLLBACK_COMPLETE"), fault("ValidationError", "Describe…")
    aws.says("cloudformation", "describe_stack_resource", none)
    assert desk.refusals(aws) == []
    assert desk.refusals(aws.says("sesv2", "get_email_identity", {})) != []


def test_the_identity_is_looked_for_by_the_name_that_infra_gives_it() -> None:
    assert load(REPOSITORY / "infra/ses.yml")["Resources"][IDENTITY]["Type"] == (
        "AWS::SES::EmailIdentity"
    )


def test_senders_leave_room_for_everything_else(desk: Desk) -> None:
    desk.file = parameters(desk.folder, send_workers="8")
    assert "`send_workers: 5`" in desk.refusals()[0]
    roomy = {"AccountLimit": {"ConcurrentExecutions": 1000}}
    assert desk.refusals(Aws().says("lambda", "get_account_settings", roomy)) == []


def test_links_of_the_first_release_are_not_broken_by_an_update(desk: Desk) -> None:
    aws = Aws().says("ssm", "get_parameter", {"Parameter": KEY})
    assert "`alerts setup --stage prod`: it takes them over." in desk.refusals(aws)[0]


def test_rights_that_are_lacking_are_named(desk: Desk) -> None:
    aws = Aws().says(
        "iam",
        "simulate_principal_policy",
        simulated("implicitDeny", "iam:PassRole", "sqs:CreateQueue"),
    )
    assert desk.refusals(aws)[0].startswith(
        "These credentials may not: sqs:CreateQueue, iam:PassRole."
    )


def test_a_right_that_hangs_on_something_unknown_is_let_through(desk: Desk) -> None:
    answer = simulated("implicitDeny", "iam:PassRole", lacking=("aws:RequestTag/owner",))
    assert desk.refusals(Aws().says("iam", "simulate_principal_policy", answer)) == []


def test_who_may_not_ask_about_rights_is_let_through_and_told(desk: Desk) -> None:
    denied = fault("AccessDenied", "SimulatePrincipalPolicy")
    [finding] = desk.findings(Aws().says("iam", "simulate_principal_policy", denied))
    assert (finding.level, "(AccessDenied)" in finding.found) == ("warning", True)


def test_a_role_of_identity_center_is_asked_about_with_its_path(desk: Desk) -> None:
    name, asked = "AWSReservedSSO_PowerUserAccess_17", list[str]()
    path = f"arn:aws:iam::{NUMBER}:role/aws-reserved/sso.amazonaws.com/us-east-2/{name}"
    aws = Aws(arn=f"arn:aws:sts::{NUMBER}:assumed-role/{name}/ana")

    def simulate(*, PolicySourceArn: str, **more: Any) -> Any:  # noqa: N803
        asked.append(PolicySourceArn)
        return simulated("allowed")(PolicySourceArn=PolicySourceArn, **more)

    aws.says("iam", "get_role", {"Role": {"Arn": path}})
    assert desk.refusals(aws.says("iam", "simulate_principal_policy", simulate)) == []
    assert set(asked) == {path}


@pytest.mark.parametrize(
    ("service", "operation", "name", "right"),
    [
        ("sesv2", "get_email_identity", "GetEmailIdentity", "ses:GetEmailIdentity"),
        ("lambda", "get_account_settings", "GetAccountSettings", "lambda:GetAccountSettings"),
        ("ssm", "get_parameter", "GetParameter", "ssm:GetParameter"),
    ],
)
def test_a_call_that_is_not_allowed_tells_which_right_is_lacking(
    desk: Desk, service: str, operation: str, name: str, right: str
) -> None:
    aws = Aws().says(service, operation, fault("AccessDeniedException", name))
    [said] = desk.refusals(aws)
    assert f"may not call {right}." in said


def test_who_may_not_look_at_stacks_is_told_so(desk: Desk) -> None:
    aws = Aws().says("cloudformation", "describe_stacks", fault("AccessDenied", "DescribeStacks"))
    assert {said.split(".")[0] for said in desk.refusals(aws)} == {
        "These credentials may not call cloudformation:DescribeStacks"
    }


def test_an_endpoint_that_does_not_answer_is_named(desk: Desk) -> None:
    error = EndpointConnectionError(endpoint_url="https://email.us-east-2.amazonaws.com/")
    [said] = desk.refusals(Aws().says("sesv2", "get_email_identity", error))
    assert said.startswith("Nothing answers at https://email.us-east-2.amazonaws.com/.")


def test_a_sign_in_that_ran_out_in_between_is_told(desk: Desk) -> None:
    aws = Aws().says("lambda", "get_account_settings", UnauthorizedSSOTokenError())
    assert "UnauthorizedSSOTokenError" in desk.refusals(aws)[0]


def test_the_root_user_needs_no_rights(desk: Desk) -> None:
    aws = Aws(arn="arn:aws:iam::123456789012:root")
    assert (
        desk.refusals(aws.says("iam", "simulate_principal_policy", AssertionError("asked"))) == []
    )
