"""`alerts doctor` at the command line: what it says, its exit codes, its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions import wiring
from functions.aws import clients
from functions.cli.doctor_report import show
from functions.doctor.examine import examine
from functions.local.cloud import Cloud, LocalWorld, open_cloud
from functions.wiring import use
from tests.alerts.health.test_health_signature import mail
from tests.cli.conftest import CAMPAIGNS, Alerts, StaffWorld
from tests.cli.test_on_embedded_aws import MONDAY
from tests.compiled import AWARD, compiled
from tests.doctor.patients import Illness, no
from tests.name_server import serving


@pytest.fixture
def illness(monkeypatch: pytest.MonkeyPatch, staff: StaffWorld) -> Illness:
    """AWS as the doctor's clients see it: a healthy stack, for a test to make ill."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-2")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    illness = Illness()
    monkeypatch.setattr(clients, "reader", lambda session, service: illness)
    return illness


def test_what_is_wrong_is_told_with_exit_code_1(alerts: Alerts, illness: Illness) -> None:
    illness.answers["get_account"]["ProductionAccessEnabled"] = False
    ran = alerts("doctor", "--stage", "dev", "--no-dns")
    assert ran.code == 1
    assert "✗ sandbox" in ran.out
    assert "→ Ask for production access" in ran.out
    assert " wrong" in ran.err  # how many: the code built here may be another


def test_what_nobody_may_look_at_is_exit_code_1_too(alerts: Alerts, illness: Illness) -> None:
    illness.answers["get_role"] = no("AccessDenied")
    ran = alerts("doctor", "--stage", "dev", "--no-dns")
    assert (ran.code, "1 not looked at" in ran.err) == (1, True)


def test_dns_is_asked_of_the_server_that_is_named(alerts: Alerts, illness: Illness) -> None:
    dmarc = ("_dmarc.icirr.example", "TXT")
    with serving({dmarc: ['"v=DMARC1; p=none"']}) as port:
        asked = ("--dns-server", "127.0.0.1", "--dns-port", port)
        ran = alerts("doctor", "--stage", "dev", *asked)
    assert "has p=none" in ran.out
    assert "a._domainkey.icirr.example is not in DNS" in " ".join(ran.out.split())


def test_json_has_an_object_per_point(alerts: Alerts, illness: Illness) -> None:
    found = json.loads(alerts("doctor", "--stage", "dev", "--no-dns", "--json").out)
    assert {"group", "name", "level", "found", "remedy"} == set(found[0])
    groups = {"Stack", "Sender", "Amazon SES", "Functions", "Keys", "Sends", "Alarms"}
    assert {point["group"] for point in found} == groups | {"Public pages"}


def test_a_from_address_outside_the_domain_is_wrong(alerts: Alerts, illness: Illness) -> None:
    ran = alerts("doctor", "--stage", "dev", "--no-dns", "--from", "a@else.example")
    assert (ran.code, "a@else.example is not of icirr.example" in ran.out) == (1, True)


def test_a_stage_that_is_not_there_is_one_refusal(alerts: Alerts, illness: Illness) -> None:
    illness.answers["describe_stacks"] = no("ValidationError")
    ran = alerts("doctor", "--stage", "prod", "--no-dns")
    assert (ran.code, "no stack action-alerts-prod" in ran.err, ran.out) == (1, True, "")


def test_without_a_stage_or_with_two_wishes_the_usage_is_wrong(alerts: Alerts) -> None:
    assert alerts("doctor", "--no-dns").code == 2
    assert alerts("doctor", "--simulator", "1", "--measured", "s").code == 2


def test_a_healthy_stack_fits_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    show(examine(Illness().patient()))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "  ✓ sandbox             The account is out of the sandbox." in lines


def test_a_saved_mail_is_judged_without_any_stack(alerts: Alerts, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.eml", tmp_path / "bad.eml"
    good.write_bytes(mail())
    bad.write_bytes(mail("From:To"))
    assert alerts("doctor", "--raw", good).code == 0
    ran = alerts("doctor", "--raw", bad)
    assert (ran.code, "does not cover list-unsubscribe" in " ".join(ran.out.split())) == (1, True)
    assert json.loads(alerts("doctor", "--raw", bad, "--json").out)[0]["group"] == "Mail"


def test_a_mail_that_is_no_file_is_said_in_words(alerts: Alerts, tmp_path: Path) -> None:
    ran = alerts("doctor", "--raw", tmp_path / "none.eml")
    assert (ran.code, "none.eml" in ran.err) == (1, True)


class Running(LocalWorld):
    """Waiting lets the cloud work."""

    cloud: Cloud

    def pause(self, seconds: float) -> None:
        self.cloud.run_until_idle()
        self.cloud.clock.advance(seconds)


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.chdir(CAMPAIGNS)
    with open_cloud(MONDAY, lambda mail: None, rate=100) as cloud:
        world = Running(wiring.world("test").settings, cloud.clock, cloud.aws.session)
        world.cloud = cloud
        sender = compiled(AWARD).revision.sender.address
        cloud.ses.identities.add(sender.rpartition("@")[2])
        with use(world):
            yield world


@pytest.mark.slow
def test_a_run_to_the_simulator_is_json_and_words_and_can_be_looked_at_again(
    alerts: Alerts, running: Running
) -> None:
    ran = alerts("doctor", "--simulator", "60", "--yes")
    seen = json.loads(ran.out)
    assert (ran.code, seen["v"], seen["delivered"]) == (0, 1, 60)
    assert "60 mails to Amazon's mailbox simulator, by the real pipeline: US$ 0.01" in ran.err
    assert "every mail came back" in " ".join(ran.err.split())
    again = alerts("doctor", "--measured", seen["send"])
    assert json.loads(again.out) == seen


@pytest.mark.slow
def test_a_run_nobody_agrees_to_sends_nothing(
    alerts: Alerts, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typer.confirm", lambda *words, **options: False)
    ran = alerts("doctor", "--simulator", "60")
    assert (ran.code, "Nothing was sent." in ran.err) == (1, True)
    assert running.ledger.active_sends() == []
