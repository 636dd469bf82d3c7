from __future__ import annotations

import pytest

from functions.alerts.errors import StateError
from functions.settings import NEEDS, OPTIONAL, Settings, read_settings


@pytest.mark.parametrize("function", NEEDS)
def test_a_function_reads_what_it_needs_and_nothing_else(function: str) -> None:
    everything = {name: name.lower() for names in NEEDS.values() for name in names}
    settings = read_settings(function, everything)
    told = {name for name in everything if getattr(settings, name.lower())}
    assert told == set(NEEDS[function])


def test_everything_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(StateError) as refused:
        read_settings("freeze_audience", dict.fromkeys(NEEDS["freeze_audience"][2:], "x"))
    assert refused.value.reason == (
        "freeze_audience cannot start: SUPPORTERS_TABLE is not set; LEDGER_TABLE is not set."
    )


def test_an_unknown_way_to_submit_is_refused() -> None:
    environment = dict.fromkeys(NEEDS["send_batch"], "x") | {"SUBMIT_MODE": "twice"}
    with pytest.raises(StateError, match='SUBMIT_MODE is "twice"; it can be bulk or single'):
        read_settings("send_batch", environment)


def test_what_is_optional_can_be_set() -> None:
    environment = dict.fromkeys(NEEDS["send_batch"], "x")
    settings = read_settings(
        "send_batch", environment | {"SUBMIT_MODE": "single", "LOG_LEVEL": "DEBUG"}
    )
    assert (settings.submit_mode, settings.log_level) == ("single", "DEBUG")


def test_every_variable_is_a_field_of_the_settings() -> None:
    names = {name.lower() for table in (NEEDS, OPTIONAL) for row in table.values() for name in row}
    assert names <= set(Settings.__dataclass_fields__)
