"""`alerts check --spam`: a score where the machine has SpamAssassin, a word where it has none."""

from pathlib import Path

import pytest

from functions.cli import main
from tests.compiled import AWARD


def test_a_machine_without_spamassassin_says_so_and_checks_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["alerts", "check", str(AWARD), "--spam", *AT])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert not ended.value.code
    assert "There is no SpamAssassin on this machine" in said.err
    assert "ready" in said.out


def test_a_score_stands_among_the_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "spamc"
    program.write_text("#!/bin/sh\nwhile read -r line; do :; done\necho 1.5/5.0\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["alerts", "check", str(AWARD), "--spam", *AT])
    with pytest.raises(SystemExit):
        main()
    assert "SpamAssassin gives the mail in “es” 1.5 points" in " ".join(
        capsys.readouterr().out.split()
    )


AT = ("--as-of", "2018-04-09T09:00")
