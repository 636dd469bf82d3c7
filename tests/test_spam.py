"""SpamAssassin's score, where the machine has it."""

import subprocess
from collections.abc import Sequence

import pytest

from functions.spam import Score, read_report, score, spam_scores, told
from tests.checking import MONDAY
from tests.compiled import AWARD

SPAMC = """3.1/5.0
Spam detection software ...
 pts rule name              description
---- ---------------------- ------------------------------
-0.0 NO_RELAYS              Informational: message was not relayed
 2.0 HTML_IMAGE_ONLY_16     BODY: HTML: few words
 1.1 URG_BIZ                BODY: Contains urgent matter
"""
SPAMASSASSIN = (
    "X: y\n\nContent analysis details:   (6.2 points, 5.0 required)\n\n 6.2 GTUBE  BODY: Test\n"
)


def everything(name: str) -> str:
    return f"/usr/bin/{name}"


def test_a_report_is_read_with_what_costs_most_first() -> None:
    found = read_report(SPAMC)
    assert found == Score(
        points=3.1,
        limit=5.0,
        rules=(
            "HTML_IMAGE_ONLY_16 (2.0): BODY: HTML: few words",
            "URG_BIZ (1.1): BODY: Contains urgent matter",
        ),
    )


def test_the_mail_goes_in_by_stdin_and_no_command_has_it() -> None:
    asked: list[tuple[Sequence[str], bytes]] = []

    def run(command: Sequence[str], mail: bytes) -> bytes:
        asked.append((command, mail))
        return SPAMASSASSIN.encode()

    found = score(b"mail", run=run, which=everything)
    assert found and found.points == 6.2
    assert asked == [(("spamc", "-R"), b"mail")]


def test_a_server_that_is_off_is_passed_over() -> None:
    def run(command: Sequence[str], mail: bytes) -> bytes:
        return b"0/0\n" if command[0] == "spamc" else SPAMASSASSIN.encode()

    found = score(b"mail", run=run, which=everything)
    assert found and found.limit == 5.0


@pytest.mark.parametrize("error", [OSError(), subprocess.TimeoutExpired("spamc", 30)])
def test_one_that_fails_or_hangs_gives_no_score(error: Exception) -> None:
    def run(command: Sequence[str], mail: bytes) -> bytes:
        raise error

    assert score(b"mail", run=run, which=everything) is None


def test_a_machine_without_it_has_no_score() -> None:
    assert score(b"mail", which=lambda name: None) is None


def test_each_language_gets_a_note_of_its_own() -> None:
    mails: list[bytes] = []

    def ask(mail: bytes) -> Score:
        mails.append(mail)
        return Score(points=0.5, limit=5.0, rules=())

    notes = spam_scores(AWARD, lambda zone: MONDAY, ask=ask)
    assert [(note.level, note.rule) for note in notes] == [("note", "spam-score")] * 2
    assert "in “en” 0.5 points" in notes[0].found
    assert all(b"supporter@example.org" in mail and b"Subject:" in mail for mail in mails)


def test_a_score_above_the_limit_says_what_to_mend() -> None:
    note = told(Score(points=6.2, limit=5.0, rules=("GTUBE (6.2): Test",)), "a.yaml", "en")
    assert note.remedy == "Mend what the rules name and look again."
