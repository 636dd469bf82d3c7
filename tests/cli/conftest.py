"""The command line, run in the process, and a desk with the sample campaigns."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from functions.alerts.sends.send import Send
from functions.alerts.sends.supporter import Supporter
from functions.cli import main
from functions.wiring import use
from tests.compiled import AWARD, loaded
from tests.fakes import FakeWorld
from tests.sending import person

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"


class Ran(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


Alerts = Callable[..., Ran]


@pytest.fixture
def alerts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Alerts:
    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["alerts", *map(str, arguments)])
        code: object = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        said = capsys.readouterr()
        assert isinstance(code, int), code
        assert "Traceback" not in said.err
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a copy of the sample campaigns."""
    shutil.copytree(CAMPAIGNS, tmp_path / "campaigns")
    return tmp_path / "campaigns"


class Me:
    """Who is at the command line."""

    def __init__(self) -> None:
        self.who = "arn:aws:iam::1:user/ana"

    def name(self) -> str:
        return self.who


class Verified:
    """The senders SES knows."""

    def __init__(self) -> None:
        self.domains = {"icirr.example"}
        self.is_on = True

    def verified(self, address: str) -> bool:
        return address.rpartition("@")[2] in self.domains

    def sending(self, configuration_set: str) -> bool:
        return self.is_on


class StaffWorld(FakeWorld):
    """A stack in memory with somebody at its command line."""

    caller: Me
    identities: Verified

    def __init__(self, *supporters: Supporter) -> None:
        super().__init__(*supporters)
        self.caller, self.identities = Me(), Verified()

    def the_send(self) -> Send:
        """The only one there is."""
        (send,) = self.ledger.sends.values()
        return send


@pytest.fixture
def staff(monkeypatch: pytest.MonkeyPatch) -> Iterator[StaffWorld]:
    """A stack with twelve people of the award alert's topic; four of them read Spanish."""
    monkeypatch.chdir(CAMPAIGNS)  # times are told by the organization's clocks
    topic = loaded(AWARD).campaign.topic or ""
    languages = ["es" if number > 8 else "en" for number in range(1, 13)]
    world = StaffWorld(
        *(person(n, language=one, topics=(topic,)) for n, one in enumerate(languages, start=1))
    )
    with use(world):
        yield world
