"""The bench of cold starts in small: every start it measures does start."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.bench_cold_start import USED, measured


@pytest.mark.slow
def test_each_function_starts_from_its_artifact_and_makes_its_clients(tmp_path: Path) -> None:
    seconds = measured(tmp_path, 1)
    starts = {f"{name} {what}" for name in USED for what in ("imported", "ready")}
    assert seconds.keys() == {"bare", *starts}
