"""The local artifacts, as Lambda would tell them."""

from pathlib import Path

from functions.doctor.artifacts import read_built


def test_a_zip_is_known_by_its_functions_logical_id_and_lambdas_hash(tmp_path: Path) -> None:
    (tmp_path / "send_batch.zip").write_bytes(b"")
    (tmp_path / "artifacts.json").write_bytes(b"{}")
    empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="  # SHA-256 of nothing, base64
    assert read_built(tmp_path) == {"SendBatchLambdaFunction": empty}


def test_nothing_built_is_nothing(tmp_path: Path) -> None:
    assert read_built(tmp_path / "none") == {}
