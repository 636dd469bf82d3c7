"""The garbage collector rests while Lambda loads a function, and only then."""

from __future__ import annotations

import subprocess
import sys

import pytest

ON_LAMBDA = "import sys; sys.modules['awslambdaric'] = sys; "
WORLD = "functions.wiring.world('record_event', lambda: dict.fromkeys(names, 'x')); "
CODE = "import gc, functions.wiring, functions.settings; "
NAMES = "names = functions.settings.NEEDS['record_event']; "


@pytest.mark.parametrize(
    ("code", "collects"),
    [(CODE, True), (ON_LAMBDA + CODE, False), (ON_LAMBDA + CODE + NAMES + WORLD, True)],
    ids=["laptop", "loading", "at work"],
)
def test_it_rests_while_lambda_loads_a_function(code: str, collects: bool) -> None:
    command = [sys.executable, "-c", code + "print(gc.isenabled())"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == f"{collects}\n"
