from __future__ import annotations

import pytest

from functions import chance, wiring
from functions.alerts.errors import InputError, StateError
from functions.settings import Settings
from tests.fakes import KEYS, FakeWorld


def test_the_last_stand_in_stands_behind_every_function() -> None:
    outer, inner = FakeWorld(), FakeWorld()
    with wiring.use(outer):
        with wiring.use(inner):
            assert wiring.world("send_batch") is inner
        assert wiring.world("pace_sends") is outer


def test_without_a_stand_in_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEDGER_TABLE", raising=False)
    with pytest.raises(StateError, match="settle_sends cannot start: LEDGER_TABLE is not set"):
        wiring.world("settle_sends")


@pytest.mark.parametrize(
    "port",
    [
        "ledger",
        "supporters",
        "store",
        "leavings",
        "site",
        "control_queue",
        "freeze_queue",
        "batch_queue",
        "batch_dead_letters",
        "event_queue",
        "event_dead_letters",
        "schedules",
        "alarms",
        "keyring",
        "filed_keyring",
        "people_keyring",
    ],
)
def test_an_adapter_without_its_setting_says_which_one(port: str) -> None:
    with pytest.raises(StateError, match=r"[A-Z_]+ is not set"):
        getattr(wiring.World(Settings()), port)


def test_token_keys_may_stand_in_the_setting_itself() -> None:
    keyring = wiring.World(Settings(token_keys=KEYS)).keyring
    assert keyring.read("unsubscribe", keyring.make("unsubscribe", "a" * 32)) == "a" * 32


def test_wrong_token_keys_are_refused() -> None:
    with pytest.raises(InputError):
        _ = wiring.World(Settings(token_keys="no keys")).keyring


def test_nonces_differ() -> None:
    assert len({chance.new_nonce() for _ in range(1000)}) == 1000


def test_the_clock_is_aware_and_in_utc() -> None:
    assert chance.utc_now().tzname() == "UTC"
