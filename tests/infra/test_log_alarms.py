"""Alarms on what is logged: the lines of functions/logs.py, held against infra/logs.yml."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from functions import logs
from functions.alerts.errors import TryLater
from functions.alerts.outcomes.standstill import STANDSTILL
from functions.alerts.sends.answer import Answer, Whole
from functions.alerts.sends.send import State
from functions.services.letter_limits import DELAY
from functions.settings import NEEDS
from functions.settle_sends import settle_sends
from tests.infra.fragments import INFRA, ROOT, load, parameters, pascal, resources
from tests.log_lines import lines_of
from tests.one_batch import Sending, entries

FILTERS = resources("AWS::Logs::MetricFilter")
ALARMS = {n: a["Properties"] for n, a in resources("AWS::CloudWatch::Alarm").items()}
HALTS = {name for name in FILTERS if name.endswith("HaltFilter")}
EVENTS = HALTS | {"SettleSendsStandstillFilter"}  # those that look for an event of ours
CONDITION = re.compile(r'\(\$\.(\w+) = "(\w+)"\)')


def conditions(name: str) -> list[tuple[str, str]]:
    """A pattern `{ ($.field = "value") || … }` as pairs; anything else in it is a fault."""
    pattern: str = FILTERS[name]["Properties"]["FilterPattern"]
    assert re.fullmatch(r"[{|} ]*", CONDITION.sub("", pattern)), pattern
    return CONDITION.findall(pattern)


def caught(name: str, line: str) -> bool:
    """Whether CloudWatch would count the line."""
    told = json.loads(line)
    return any(told.get(field) == value for field, value in conditions(name))


def written(say: Callable[[], object]) -> list[str]:
    """The lines that go to CloudWatch while `say` runs, at the level that is deployed."""
    return lines_of(say, parameters()["log_level"])


def metric(name: str) -> tuple[str, str]:
    """Namespace and name of what a filter counts into."""
    [to] = FILTERS[name]["Properties"]["MetricTransformations"]
    return to["MetricNamespace"], to["MetricName"]


@pytest.mark.parametrize("name", NEEDS)
def test_a_functions_troubles_are_counted_and_have_an_alarm(name: str) -> None:
    counted = FILTERS[f"{pascal(name)}TroubleFilter"]["Properties"]
    assert counted["LogGroupName"] == {"Ref": f"{pascal(name)}LogGroup"}
    alarm = ALARMS[f"{pascal(name)}TroublesAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == metric(f"{pascal(name)}TroubleFilter")
    assert (alarm["Threshold"], alarm["Statistic"]) == (0, "Sum")


@pytest.mark.parametrize(
    "error", [None, TryLater("later"), ValueError("what")], ids=["bare", "ours", "foreign"]
)
def test_a_trouble_is_caught(error: Exception | None) -> None:
    [line] = written(lambda: logs.trouble("pace_failed", error, send="s1"))
    assert caught("PaceSendsTroubleFilter", line)


@pytest.mark.parametrize("state", ["blocked", "missed", "paused", "waiting"])
def test_a_send_that_halts_is_caught(state: str) -> None:
    [line] = written(lambda: logs.event(f"send_{state}", send="s1"))
    assert caught("PaceSendsHaltFilter", line) and caught("StartSendHaltFilter", line)


HALTING = {
    "the_account": entries(*["ACCOUNT_SUSPENDED"] * 3),
    "one_entry": entries("SUCCESS", "CONFIGURATION_SET_SENDING_PAUSED", "SUCCESS"),
    "the_quota": entries(*["ACCOUNT_DAILY_QUOTA_EXCEEDED"] * 3),
    "the_call": Answer(whole="refused", detail="SendingPausedException"),
}


@pytest.mark.parametrize("answer", HALTING.values(), ids=HALTING)
def test_a_call_that_halts_a_send_is_caught(answer: Answer) -> None:
    sending = Sending()
    lines = written(lambda: sending.answered(answer))
    assert sending.state in {"blocked", "waiting"}
    assert any(caught("SendBatchHaltFilter", line) for line in lines)


@pytest.mark.parametrize("whole", ["answered", "throttled", "unclear", "never_connected"])
def test_what_happens_in_every_send_is_not_caught(whole: Whole) -> None:
    statuses = ("SUCCESS",) * 3 if whole == "answered" else ()
    lines = written(lambda: Sending().answered(Answer(whole=whole, statuses=statuses)))
    assert lines
    assert not any(caught("SendBatchHaltFilter", line) for line in lines)
    assert not any(caught("SendBatchTroubleFilter", line) for line in lines)


def test_every_event_that_is_looked_for_is_one_that_is_logged() -> None:
    folders = (ROOT / "functions", ROOT / "functions/services")
    source = "".join(path.read_text() for one in folders for path in one.glob("*.py"))
    named = set(re.findall(r'logs\.(?:event|trouble)\(\s*"(\w+)"', source))
    named |= {f"send_{state}" for state in get_args(State)}
    looked_for = [pair for name in EVENTS for pair in conditions(name)]
    assert {value for field, value in looked_for if field == "event"} <= named
    outcomes = {value for field, value in looked_for if field == "outcome"}
    assert outcomes <= set(get_args(Whole))


def test_a_halt_has_one_alarm_whoever_logs_it() -> None:
    assert {metric(name) for name in HALTS} == {
        (ALARMS["HaltsAlarm"]["Namespace"], ALARMS["HaltsAlarm"]["MetricName"])
    }
    assert sorted(HALTS) == ["PaceSendsHaltFilter", "SendBatchHaltFilter", "StartSendHaltFilter"]


def test_a_standstill_is_told_when_it_lasts() -> None:
    sending = Sending()
    sending.world.time += timedelta(seconds=3 * STANDSTILL)
    [line] = written(lambda: settle_sends(sending.world))
    assert caught("SettleSendsStandstillFilter", line)
    alarm = ALARMS["StandstillAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == metric("SettleSendsStandstillFilter")
    assert alarm["DatapointsToAlarm"] == alarm["EvaluationPeriods"] > 3


def test_a_single_letter_that_waits_is_told_although_it_is_tried_so_rarely() -> None:
    alarm = ALARMS["SendLettersTroublesAlarm"]
    assert alarm["DatapointsToAlarm"] == 2  # one try that fails is no trouble
    assert alarm["EvaluationPeriods"] * alarm["Period"] > 2 * DELAY


def test_a_send_that_goes_on_is_no_standstill() -> None:
    sending = Sending()
    sending.answered("throttled")
    assert written(lambda: settle_sends(sending.world)) == []


@pytest.mark.parametrize("stage", ["default", "dev", "prod"])
def test_no_stage_silences_what_the_alarms_read(stage: str) -> None:
    path: Path = INFRA / "parameters.yml"
    assert load(path)[stage].get("log_level", parameters()["log_level"]) in {"INFO", "DEBUG"}
