"""((deadline)) and ((open_asks)) never leave a hole in a mail that goes out."""

from __future__ import annotations

import pytest

from tests.written import findings

HEAD = "level: state\nlanguages: [en]\nsubject: Act by ((deadline))\nbody: n\n"
SLIP = "  - ask: slip\n    bill: SB 35\n    closes: 2018-04-10 3 PM\n"
DONATE = "  - ask: donate\n"


@pytest.mark.parametrize(
    ("asks", "why"),
    [
        ("", "this alert has no asks"),
        (f"asks:\n{DONATE}", "no ask has a deadline"),
        (f"asks:\n{DONATE}{SLIP}", "after Tuesday 2018-04-10 3:00 PM"),
    ],
    ids=["no asks", "no deadline", "an ask without a deadline goes on"],
)
def test_a_deadline_that_some_edition_lacks_needs_other_words(asks: str, why: str) -> None:
    (finding,) = findings(HEAD + asks)
    assert (finding.level, finding.line, finding.field) == ("error", 3, "subject")
    assert why in finding.found
    assert "((deadline|soon))" in finding.remedy


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}asks:\n{SLIP}",
        HEAD.replace("((deadline))", "((deadline|soon))"),
        HEAD.replace("((deadline))", "noon") + f"asks:\n{DONATE}{SLIP}    text: By ((deadline))\n",
        HEAD.replace("by ((deadline))", "((open_asks))") + f"asks:\n{DONATE}",
    ],
    ids=["every ask is dated", "other words", "in the dated ask itself", "an ask is always open"],
)
def test_it_is_right_where_every_edition_has_one(text: str) -> None:
    assert findings(text) == ()


def test_a_translation_is_looked_at_too() -> None:
    text = HEAD.replace("[en]", "[en, es]").replace("((deadline))", "noon")
    words = "translations:\n  ES: {subject: Antes de ((deadline)), body: n}\n"
    (finding,) = findings(text + words)
    assert (finding.line, finding.field) == (6, "translations.ES.subject")


def test_open_asks_needs_an_ask() -> None:
    (finding,) = findings(HEAD.replace("by ((deadline))", "on ((open_asks))"))
    assert "((open_asks|nothing))" in finding.remedy
