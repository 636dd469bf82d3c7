"""`alerts setup` and `alerts keys` against an account in the process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.sesv2.responses import SESV2Response

from functions.alerts.mail.keys import assemble
from functions.alerts.mail.token import Keyring, RetiredKeyError
from functions.aws.ssm import KeyStore
from functions.cli import parameters as parameter_file
from functions.cli.setup import RECORDS, about_ses
from tests.cli.conftest import Alerts
from tests.cli.deployable import Aws, fault, parameters
from tests.infra.fragments import fragment_files, load

pytestmark = pytest.mark.slow

ROOT, MARIA = "/action-alerts/prod", "0123456789abcdef" * 2
LATER = timedelta(minutes=16)


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An account with nothing in it; its SSM client."""
    file = parameters(tmp_path)
    monkeypatch.setattr(parameter_file.read_parameters, "__defaults__", (file,))
    told = {"ProductionAccessEnabled": False, "PricingAttributes": {"CurrentPlan": "ESSENTIALS"}}
    answer = lambda _: json.dumps(told)  # noqa: E731 - moto's SES does not know this call
    monkeypatch.setattr(SESV2Response, "get_account", answer, raising=False)
    with mock_aws():
        yield boto3.client("ssm", region_name="us-east-2")


@pytest.fixture
def site(account: Any) -> Any:
    """The site bucket, as long as nothing was published; its client."""
    s3 = boto3.client("s3", region_name="us-east-2")
    place: Any = {"LocationConstraint": "us-east-2"}
    s3.create_bucket(Bucket="site", CreateBucketConfiguration=place)
    return s3


@pytest.fixture
def deployed(account: Any) -> str:
    """The stack, as far as these commands look at it; the pool of its staff."""
    cognito = boto3.client("cognito-idp", region_name="us-east-2")
    pool = str(cognito.create_user_pool(PoolName="staff")["UserPool"]["Id"])
    cognito.create_group(UserPoolId=pool, GroupName="admin")
    keys = [
        {"AttributeName": name, "KeyType": kind} for name, kind in (("pk", "HASH"), ("sk", "RANGE"))
    ]
    boto3.client("dynamodb", region_name="us-east-2").create_table(
        TableName="ledger",
        KeySchema=keys,  # type: ignore[arg-type]
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )
    outputs = {"StaffPool": pool, "LedgerTable": "ledger", "SiteTarget": "d1.cloudfront.net"}
    outputs |= {"SiteAddress": "https://d1.cloudfront.net", "SiteBucket": "site"} | {
        name: f"a {name}" for name in RECORDS
    }
    template = {
        "Resources": {"Any": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }
    boto3.client("cloudformation", region_name="us-east-2").create_stack(
        StackName="action-alerts-prod", TemplateBody=json.dumps(template)
    )
    return pool


def ring(account: Any, *, now: datetime | None = None) -> Keyring:
    """What a function that starts now would have."""
    return assemble(KeyStore(account, ROOT).keys("links"), now or datetime.now(UTC))


def age(account: Any, name: str) -> None:
    """Let a key have been made long ago."""
    from moto.ssm.models import ssm_backends

    stored = ssm_backends["123456789012"]["us-east-2"]._parameters[f"{ROOT}/keys/links/{name}"]
    stored[-1].last_modified_date -= LATER


def test_before_the_first_deploy_it_makes_the_keys_and_says_to_deploy(
    alerts: Alerts, account: Any
) -> None:
    ran = alerts("setup", "--stage", "prod")
    assert (ran.code, ran.out.splitlines()[:2]) == (
        0,
        [
            "links: made the key k1, which signs the links in mails.",
            'filed: made the key k1, which hashes who pressed "I filed it".',
        ],
    )
    assert "1. Deploy: `make deploy STAGE=prod`." in ran.out
    assert ring(account).make("unsubscribe", MARIA)


def test_after_a_first_deploy_that_failed_it_says_to_deploy_too(
    alerts: Alerts, account: Any
) -> None:
    template = {
        "Resources": {"Any": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"ServerlessDeploymentBucketName": {"Value": "bucket"}},
    }
    boto3.client("cloudformation", region_name="us-east-2").create_stack(
        StackName="action-alerts-prod", TemplateBody=json.dumps(template)
    )
    assert "1. Deploy: `make deploy STAGE=prod`." in alerts("setup", "--stage", "prod").out


def test_no_secret_is_ever_shown(alerts: Alerts, account: Any) -> None:
    said = [alerts("setup", "--stage", "prod"), alerts("keys", "--stage", "prod")]
    secret = json.loads(
        account.get_parameter(Name=f"{ROOT}/keys/links/k1", WithDecryption=True)["Parameter"][
            "Value"
        ]
    )["key"]
    assert [ran for ran in said if secret[:8] in ran.out + ran.err] == []


def test_after_it_it_makes_the_first_admin_and_tells_what_is_left(
    alerts: Alerts, deployed: str
) -> None:
    ran = alerts("setup", "--stage", "prod", "--admin", "ana@coalition.org")
    assert "staff: made; the password for the first sign-in comes by mail." in ran.out
    for told in (
        *RECORDS,
        "`site: https://d1.cloudfront.net`",
        "operations@coalition.org",
        "production access",
        "alerts doctor",
    ):
        assert told in ran.out
    again = alerts("setup", "--stage", "prod", "--admin", "ana@coalition.org")
    assert again.code == 0
    assert re.findall(r"^(\w+): already there", again.out, re.MULTILINE) == [
        "links",
        "filed",
        "people",
        "staff",
    ]


def test_the_first_alert_is_left_to_do_until_the_pages_stand(
    alerts: Alerts, deployed: str, site: Any
) -> None:
    before = alerts("setup", "--stage", "prod").out
    site.put_object(Bucket="site", Key="404.html", Body=b"")
    after = alerts("setup", "--stage", "prod").out
    assert "`alerts publish FILE --stage prod`" in before
    assert "alerts publish" not in after


def test_the_stack_has_every_record_that_is_told() -> None:
    there = {name for path in fragment_files() for name in load(path).get("Outputs", ())}
    assert {*RECORDS, "StaffPool", "SiteAddress", "SiteTarget"} <= there


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({"ProductionAccessEnabled": True}, []),
        ({"ProductionAccessEnabled": False}, ["production access"]),
        ({"ProductionAccessEnabled": True, "PricingAttributes": {"CurrentPlan": "NONE"}}, []),
        (
            {"ProductionAccessEnabled": True, "PricingAttributes": {"CurrentPlan": "ESSENTIALS"}},
            ["--plan NONE --region us-east-2"],
        ),
        (
            {
                "ProductionAccessEnabled": True,
                "PricingAttributes": {"CurrentPlan": "PRO", "NextPlan": "NONE"},
            },
            [],
        ),
        (fault("AccessDeniedException", "GetAccount"), ["production access"]),
    ],
    ids=["done", "sandbox", "a la carte", "essentials", "changes next month", "may not look"],
)
def test_what_ses_still_lacks_is_told(found: Any, told: list[str]) -> None:
    lines = list(about_ses(Aws().says("sesv2", "get_account", found).account()))
    assert len(lines) == len(told)
    assert [one for one, line in zip(told, lines, strict=True) if one not in line] == []


def test_staff_before_the_first_deploy_are_refused_before_anything_is_made(
    alerts: Alerts, account: Any
) -> None:
    ran = alerts("setup", "--stage", "prod", "--admin", "ana@coalition.org")
    assert ran.code == 1
    assert "make deploy STAGE=prod" in ran.err
    assert KeyStore(account, ROOT).keys("links") == []


@pytest.mark.parametrize("address", ["ana", "ana@", "ana@coalition.org, ben@coalition.org"])
def test_what_is_no_address_is_wrong_usage(alerts: Alerts, account: Any, address: str) -> None:
    assert alerts("setup", "--stage", "prod", "--admin", address).code == 2
    assert KeyStore(account, ROOT).keys("links") == []


def test_an_unknown_stage_makes_nothing(alerts: Alerts, account: Any) -> None:
    ran = alerts("setup", "--stage", "prdo")
    assert (ran.code, "Did you mean --stage prod?" in ran.err) == (1, True)
    assert account.describe_parameters()["Parameters"] == []


def test_the_keys_of_the_first_release_are_taken_over(alerts: Alerts, account: Any) -> None:
    old = {"k2": "02" * 32, "k1": "01" * 32}
    account.put_parameter(Name=f"{ROOT}/token-keys", Value=json.dumps(old), Type="SecureString")
    link = Keyring({"k1": bytes.fromhex(old["k1"])}).make("unsubscribe", MARIA)
    assert "took over the key k1" in alerts("setup", "--stage", "prod").out
    assert ring(account).read("unsubscribe", link) == MARIA


def test_a_rotation_keeps_old_links_and_is_in_the_audit(
    alerts: Alerts, account: Any, deployed: str
) -> None:
    alerts("setup", "--stage", "prod")
    age(account, "k1")
    link = ring(account).make("unsubscribe", MARIA)
    ran = alerts("keys", "rotate", "links", "--stage", "prod", "--reason", "yearly")
    assert "links: made the key k2. It signs from " in ran.out
    assert ring(account, now=datetime.now(UTC) + LATER).read("unsubscribe", link) == MARIA
    listed = alerts("keys", "--stage", "prod")
    assert [line.split()[1] for line in listed.out.splitlines()] == ["k2", "k1", "k1", "k1"]
    assert "keys rotate links: k2: yearly" in listed.err


def test_a_leaked_key_is_retired_after_a_question(
    alerts: Alerts, account: Any, deployed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerts("setup", "--stage", "prod")
    age(account, "k1")
    alerts("keys", "rotate", "links", "--stage", "prod")
    link = ring(account).make("unsubscribe", MARIA)
    retire = ("keys", "retire", "links", "k1", "--stage", "prod", "--reason", "in a repository")
    assert "No other key for links is ready to sign. Wait until" in alerts(*retire).err
    age(account, "k2")
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    refused = alerts(*retire)
    assert "Every link that k1 signed stops working at once" in refused.err
    assert ring(account).read("unsubscribe", link) == MARIA
    assert alerts(*retire, "--yes").out.startswith("links: k1 is retired.")
    with pytest.raises(RetiredKeyError):
        ring(account).read("unsubscribe", link)
    assert "keys retire links: k1: in a repository" in alerts("keys", "--stage", "prod").err


def test_keys_can_be_rotated_before_the_first_deploy(alerts: Alerts, account: Any) -> None:
    alerts("setup", "--stage", "prod")
    age(account, "k1")
    ran = alerts("keys", "rotate", "links", "--stage", "prod")
    assert (ran.code, "made the key k2" in ran.out) == (0, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("rotate",),
        ("retire", "links"),
        ("retire", "links", "k1"),
        ("rotate", "links", "k1"),
        ("go",),
    ],
    ids=["no purpose", "no key", "no reason", "a key too many", "unknown"],
)
def test_half_a_command_is_wrong_usage(alerts: Alerts, arguments: tuple[str, ...]) -> None:
    assert alerts("keys", *arguments, "--stage", "prod").code == 2


def test_what_speaks_against_a_deploy_is_said_and_nothing_is_made(
    alerts: Alerts, account: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parameter_file.read_parameters, "__defaults__", (parameter_file.FILE,))
    ran = alerts("setup", "--check", "--stage", "prod")
    assert (ran.code, "is still the example" in ran.err) == (1, True)
    assert account.describe_parameters()["Parameters"] == []
