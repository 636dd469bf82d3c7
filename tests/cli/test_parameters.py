from __future__ import annotations

import re
from pathlib import Path

import pytest

from functions.alerts.errors import Finding, InputError
from functions.cli.parameters import FILE, Parameters, read_parameters
from functions.settings import NEEDS
from tests.cli.deployable import DOMAIN, REPOSITORY, parameters
from tests.infra.fragments import fragment_files, pascal


def refused(file: Path, stage: str = "prod", *, deploying: bool = False) -> Finding:
    """The only finding."""
    with pytest.raises(InputError) as error:
        read_parameters(stage, file, deploying=deploying)
    [finding] = error.value.findings
    return finding


def changed(folder: Path, old: str, new: str) -> Path:
    file = parameters(folder)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_a_stages_own_block_wins_over_the_default(tmp_path: Path) -> None:
    file = parameters(tmp_path, log_days="90")
    assert read_parameters("prod", file).log_days == 90
    assert read_parameters("dev", file).log_days == 7
    assert read_parameters("dev", file).mail_domain == DOMAIN


def test_the_repositorys_own_file_can_be_read_and_not_deployed() -> None:
    assert read_parameters("dev").send_workers >= 2
    with pytest.raises(InputError) as error:
        read_parameters("dev", deploying=True)
    assert {"mail_domain", "alarm_address"} <= {
        finding.field.removeprefix("default.") for finding in error.value.findings
    }


def test_every_parameter_of_the_fragments_is_known_and_every_known_one_is_used() -> None:
    files = [*fragment_files(), REPOSITORY / "infra/environment.yml", REPOSITORY / "serverless.yml"]
    used = {
        name
        for path in files
        for name in re.findall(r"param:(\w+)", path.read_text(encoding="utf-8"))
    }
    only_checked = {"account"}  # against the credentials, before a deploy
    assert used == set(Parameters.model_fields) - only_checked


def test_every_parameter_says_beside_it_what_it_is_for() -> None:
    block = FILE.read_text(encoding="utf-8").split("default:\n")[1].split("\n\n")[0]
    assert [line for line in block.splitlines() if not re.search(r"\s# \S", line)] == []


@pytest.mark.parametrize(
    ("stage", "found", "remedy"),
    [
        ("prdo", "There is no stage `prdo`.", "Did you mean --stage prod?"),
        ("Prod", "There is no stage `Prod`.", "Did you mean --stage prod?"),
        ("staging-two", "There is no stage", "There is dev, prod."),
        ("default", "There is no stage `default`.", "dev, prod. `default` is what holds for all"),
        ("", "No stage is named", "There is dev, prod."),
    ],
)
def test_an_unknown_stage_is_refused_with_the_nearest_name(
    tmp_path: Path, stage: str, found: str, remedy: str
) -> None:
    finding = refused(parameters(tmp_path), stage)
    assert finding.found.startswith(found)
    assert remedy in finding.remedy


@pytest.mark.parametrize("stage", ["staging_2", "a" * 31, "prod.2"])
def test_a_stage_whose_functions_could_not_be_named_is_refused_with_its_line(
    tmp_path: Path, stage: str
) -> None:
    file = changed(tmp_path, "prod: {}", f"{stage}: {{}}")
    finding = refused(file, stage)
    assert (
        file.read_text(encoding="utf-8").splitlines()[(finding.line or 0) - 1] == f"{stage}: {{}}"
    )
    assert "like `staging-2`" in finding.remedy


def test_the_longest_stage_leaves_room_for_every_functions_name() -> None:
    assert max(len(f"action-alerts-{'s' * 30}-{pascal(name)}") for name in NEEDS) <= 64


@pytest.mark.parametrize(
    ("key", "value", "found", "remedy"),
    [
        ("log_days", "31", "CloudWatch keeps logs for 1, 3, 5,", "`log_days: 30`"),
        ("log_days", "a month", "`a month` is no whole number.", "digits"),
        ("send_workers", "1", "1 is not from 2 to 1,000.", "`send_workers: 2`"),
        ("send_workers", "5000", "5,000 is not from 2 to 1,000.", "`send_workers: 1000`"),
        ("mail_domain", "https://coalition.org/x", "is no domain.", "`mail_domain: coalition.org`"),
        ("mail_domain", "alerts@coalition.org", "is no domain.", "`mail_domain: coalition.org`"),
        ("alarm_address", "operations", "is no mail address.", "like alerts@example.org"),
        ("submit_mode", "bulky", "`bulky` is not one of", "`submit_mode: bulk`"),
        ("log_level", "WARNING", "`WARNING` is not one of DEBUG, INFO.", "Choose"),
        ("region", "Ohio", "`Ohio` is no AWS region.", "us-east-2"),
        ("account", "1234-5678-9012", "is no AWS account.", "`account: 123456789012`"),
        ("mail_from", "bounce.coalition.org", "no part of a domain", "`mail_from: bounce`"),
        ("kms_key", "alias/mine", "`alias/mine` is no key.", "aws, new, or a key's id"),
        (
            "site_certificate",
            "arn:aws:acm:us-east-2:123456789012:certificate/12345678-1234-1234-1234-123456789012",
            "This certificate lies in us-east-2",
            "Ask ACM for one in us-east-1",
        ),
        (
            "site_certificate",
            "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
            "is no certificate.",
            "`site_certificate: 12345678-1234-1234-1234-123456789012`",
        ),
        ("most_per_day", "10", "A day's 10 people are fewer than a send's.", "`most_per_send`"),
        ("monthly_budget", "0", "0 is not at least 1.", "`monthly_budget: 1`"),
        ("log_dyas", "30", "`log_dyas` is not known here.", "`log_days` stands here already"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line_and_what_to_write(
    tmp_path: Path, key: str, value: str, found: str, remedy: str
) -> None:
    file = parameters(tmp_path, **{key: value})
    finding = refused(file)
    line = file.read_text(encoding="utf-8").splitlines()[(finding.line or 0) - 1]
    assert (finding.field, line.strip()) == (f"prod.{key}", f"{key}: {value}")
    assert found in finding.found
    assert remedy in finding.remedy


def test_a_missing_parameter_is_named(tmp_path: Path) -> None:
    finding = refused(changed(tmp_path, "  submit_mode: bulk", "  # submit_mode: bulk"))
    assert finding.found == "`submit_mode` is missing."
    assert finding.remedy == "Add a line `submit_mode: bulk` or `submit_mode: single`."


def test_a_key_said_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="log_days"):
        read_parameters(
            "prod", changed(tmp_path, "prod: {}", "prod:\n  log_days: 7\n  log_days: 3")
        )


def test_a_stage_with_nothing_behind_it_is_refused_as_osls_would(tmp_path: Path) -> None:
    assert "Write `prod: {}`." in refused(changed(tmp_path, "prod: {}", "prod:")).remedy


def test_an_example_that_nobody_changed_is_not_deployed(tmp_path: Path) -> None:
    file = parameters(tmp_path, alarm_address="me@icirr.example")
    assert read_parameters("prod", file).alarm_address == "me@icirr.example"
    finding = refused(file, deploying=True)
    assert (finding.field, finding.found) == (
        "prod.alarm_address",
        "`me@icirr.example` is still the example.",
    )


def test_without_a_certificate_the_sites_example_name_may_stay(tmp_path: Path) -> None:
    file = changed(tmp_path, f"alerts.{DOMAIN}", "alerts.icirr.example")
    assert read_parameters("prod", file, deploying=True).site_certificate == "none"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    finding = refused(tmp_path / "parameters.yml")
    assert finding.found == "The file cannot be read: No such file or directory."
