from __future__ import annotations

from pathlib import Path

import pytest
from botocore.exceptions import SSOTokenLoadError
from moto import mock_aws

from functions.alerts.errors import NeverRetry, StateError
from functions.aws.ssm import KeyStore
from functions.cli.account import lacking, open_account, rights_told, who
from functions.cli.account_rights import RIGHTS, principal, resources
from functions.cli.parameters import Parameters, read_parameters
from tests.cli.deployable import NUMBER, Aws, Service, fault, parameters
from tests.infra.fragments import fragment_files, load


def stage(folder: Path, **changes: str) -> Parameters:
    return read_parameters("prod", parameters(folder, **changes))


@pytest.mark.slow
def test_the_account_is_that_of_the_credentials_in_the_parameters_region(tmp_path: Path) -> None:
    with mock_aws():
        account = open_account(stage(tmp_path, region="eu-west-1", account=f'"{NUMBER}"'))
        assert (account.number, account.region) == (NUMBER, "eu-west-1")
        assert account.client("sqs").meta.region_name == "eu-west-1"


@pytest.mark.slow
def test_another_account_than_the_stages_is_refused(tmp_path: Path) -> None:
    with mock_aws(), pytest.raises(StateError, match="belong to the account 123456789012, and the"):
        open_account(stage(tmp_path, account='"999999999999"'))


def test_without_credentials_nothing_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    with pytest.raises(StateError, match=r"There are no AWS credentials\. Run `aws configure"):
        open_account(stage(tmp_path))


def test_a_profile_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "coalition-prdo")
    with pytest.raises(StateError, match="coalition-prdo"):
        open_account(stage(tmp_path))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (fault("ExpiredToken", "GetCallerIdentity"), "The AWS credentials have expired."),
        (fault("ExpiredTokenException", "GetCallerIdentity"), "The AWS credentials have expired."),
        (
            fault("InvalidClientTokenId", "GetCallerIdentity"),
            r"AWS does not take these credentials \(InvalidClientTokenId\)",
        ),
        (SSOTokenLoadError(error_msg="none"), "AWS could not be asked who you are: SSOTokenLoad"),
    ],
    ids=["expired", "expired, by another name", "unknown", "sign-in"],
)
def test_credentials_that_aws_does_not_take_are_told_in_words(error: Exception, said: str) -> None:
    with pytest.raises(StateError, match=said) as refused:
        who(lambda _: Service({"get_caller_identity": error}))
    assert "Sign in again" in refused.value.remedy


@pytest.mark.parametrize(
    ("arn", "known"),
    [
        ("arn:aws:iam::1:user/ana", "arn:aws:iam::1:user/ana"),
        ("arn:aws:iam::123456789012:root", None),
        (
            "arn:aws-us-gov:sts::123456789012:assumed-role/Deployer/ana@icirr.org",
            "arn:aws-us-gov:iam::123456789012:role/Deployer",
        ),
    ],
)
def test_iam_is_asked_about_the_user_or_role_behind_a_session(arn: str, known: str | None) -> None:
    assert principal(arn) == known


def test_rights_are_asked_for_the_names_that_the_stack_will_have(tmp_path: Path) -> None:
    asked = dict(resources(Aws().account(), stage(tmp_path), "prod"))
    assert len(asked) == len(RIGHTS)
    assert asked["arn:aws:ses:us-east-2:123456789012:identity/coalition.org"] == (
        "ses:CreateEmailIdentity",
    )
    assert [arn for arn in asked if "{" in arn] == []


def test_a_right_is_asked_for_in_every_service_of_the_stack() -> None:
    called = {"apigatewayv2": "apigateway", "cognito": "cognito-idp"}
    types = {
        resource["Type"].split("::")[1].lower()
        for path in fragment_files()
        for resource in load(path).get("Resources", {}).values()
    }
    of_choice = {"kms"}  # nothing of it is made unless kms_key is `new`
    asked = {action.partition(":")[0] for actions in RIGHTS.values() for action in actions}
    assert {called.get(one, one) for one in types} - of_choice <= asked


def test_a_right_that_is_lacking_is_named_to_who_sets_up() -> None:
    aws = Aws().says("ssm", "put_parameter", fault("AccessDeniedException", "PutParameter"))
    store = KeyStore(aws.account().client("ssm"), "/action-alerts/prod")
    with pytest.raises(StateError, match="may not call ssm:PutParameter"), rights_told():
        store.add("links", "k1", b"7" * 32, "made")


def test_what_is_no_lack_of_rights_stays_what_it_was() -> None:
    aws = Aws().says("ssm", "put_parameter", fault("ValidationException", "PutParameter"))
    store = KeyStore(aws.account().client("ssm"), "/action-alerts/prod")
    with pytest.raises(NeverRetry, match="ValidationException"), rights_told():
        store.add("links", "k1", b"7" * 32, "made")
    assert lacking(ValueError("of our own")) is None
