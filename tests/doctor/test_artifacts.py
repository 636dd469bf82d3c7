"""The local artifacts, as Lambda would tell them."""

import os
from pathlib import Path

from functions.doctor.artifacts import read_built


def test_a_zip_is_known_by_its_functions_logical_id_and_lambdas_hash(tmp_path: Path) -> None:
    (tmp_path / "send_batch.zip").write_bytes(b"")
    (tmp_path / "artifacts.json").write_bytes(b"{}")
    empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="  # SHA-256 of nothing, base64
    assert read_built(tmp_path, tmp_path) == {"SendBatchLambdaFunction": empty}


def test_nothing_built_is_nothing(tmp_path: Path) -> None:
    assert read_built(tmp_path / "none") == {}


def test_what_was_built_before_a_source_was_changed_is_not_this_checkouts(tmp_path: Path) -> None:
    (tmp_path / "send_batch.zip").write_bytes(b"")
    (tmp_path / "artifacts.json").write_bytes(b"{}")
    (tmp_path / "functions").mkdir()
    source = tmp_path / "functions" / "send_batch.py"
    source.write_text("")
    os.utime(tmp_path / "artifacts.json", (1000, 1000))
    os.utime(source, (999, 999))
    assert read_built(tmp_path, tmp_path)
    os.utime(source, (1001, 1001))
    assert read_built(tmp_path, tmp_path) == {}
