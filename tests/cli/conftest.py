"""The command line, run in the process, and a desk with the sample campaigns."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from functions.cli import main

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
