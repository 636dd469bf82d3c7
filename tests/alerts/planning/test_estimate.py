from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.mail.edition import Revision
from functions.alerts.outcomes.recipient import SKIPPED
from functions.alerts.planning.estimate import Closing, Estimate, duration, estimate
from functions.alerts.planning.price import PRICES
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.pace import usable
from functions.alerts.sends.segment import Segment
from tests.sending import HEARING, LAST, edition

ASKS = [(None, HEARING, ("sb-35", "donate")), (HEARING, LAST, ("donate",)), (LAST, None, ())]
REVISION_EDITIONS = tuple(
    replace(edition(language, begins, ends), open_asks=asks)
    for language in ("en", "es")
    for begins, ends, asks in ASKS
)
CHICAGO = ZoneInfo("America/Chicago")


def revision(**changes: Any) -> Revision:
    from tests.sending import REVISION

    return replace(REVISION, editions=REVISION_EDITIONS, **changes)


def manifest(part: int = 0, skipped: dict[str, int] | None = None, **languages: int) -> Manifest:
    return Manifest(
        send="draft",
        part=part,
        key="",
        sizes=tuple(languages.values()),
        skipped=skipped or {},
        languages=languages,
    )


def estimated(*drawn: Manifest, starts: datetime, rate: float = 14, **changes: Any) -> Estimate:
    return estimate(
        revision(**changes),
        drawn,
        sentence=Segment(topics=frozenset({"daca"})).sentence(),
        starts=starts,
        rate=rate,
        batch_size=14,
        supporters=1_000,
        sharing=0,
        zone=CHICAGO,
        names={"en": "English", "es": "Español"},
    )


MORNING = datetime(2018, 4, 9, 14, tzinfo=UTC)


def test_an_estimate_reads_like_this() -> None:
    drawn = manifest(0, {"unsubscribed": 3, "already": 1}, en=1_000), manifest(1, en=200, es=60)
    found = estimated(*drawn, starts=MORNING)
    assert found.lines() == (
        'To everybody who asked for "daca".',
        "1,260 people will be mailed: 1,200 in English, 60 in Español.",
        "4 will be skipped: 1 have or will get this alert by another send, 3 have unsubscribed.",
        "It starts Monday 2018-04-09 9:00 AM CDT. The last mail leaves about"
        " Monday 2018-04-09 9:04 AM CDT: 4 minutes at 13 mails a second.",
        f"It costs about US$ {found.dollars:.2f}, 0.20 of it for Amazon SES"
        " (prices of November 2026).",
        "No ask reaches its last call before that.",
    )


def test_asks_that_reach_last_call_before_the_last_mail_are_named() -> None:
    found = estimated(manifest(en=5_000), starts=HEARING - timedelta(minutes=3))
    assert found.closing == (Closing("sb-35", HEARING),)
    assert (found.closed, found.late) == ((), 0)
    assert found.lines()[-1] == (
        "sb-35 reaches its last call Tuesday 2018-04-10 3:00 PM CDT: later mails leave it out."
    )


def test_asks_that_are_closed_at_the_start_are_named() -> None:
    found = estimated(manifest(en=10), starts=HEARING)
    assert (found.closed, found.closing) == (("sb-35",), ())


def test_whose_turn_comes_after_every_ask_closed_is_counted() -> None:
    people = 10_000
    found = estimated(manifest(en=people), starts=LAST - timedelta(minutes=4))
    in_time = 2 * 60 * usable(14)  # four minutes less the two until the first mail
    assert found.late == pytest.approx(people - in_time, abs=1)
    kept = estimated(manifest(en=people), starts=LAST, send_when_closed=True)
    assert kept.late == 0


def test_it_ends_later_by_a_slower_rate_and_costs_the_same() -> None:
    fast, slow = (estimated(manifest(en=9_000), starts=MORNING, rate=r) for r in (500, 1))
    assert fast.ends < slow.ends
    assert (fast.dollars, fast.ses) == (slow.dollars, 9_000 * PRICES["ses_message"])


@pytest.mark.parametrize(
    ("sharing", "words"), [(1, "Another send is under way"), (2, "2 other sends are under way")]
)
def test_sends_that_share_the_rate_are_told(sharing: int, words: str) -> None:
    alone = estimated(manifest(en=10), starts=MORNING)
    assert not any(words in line for line in alone.lines())
    assert any(words in line for line in replace(alone, sharing=sharing).lines())


def test_nobody_is_said_plainly() -> None:
    lines = estimated(manifest(), starts=MORNING).lines()
    assert lines[1] == "0 people will be mailed."


def test_machines_get_the_same_numbers() -> None:
    data = estimated(manifest(en=5_000), starts=HEARING - timedelta(minutes=3)).to_data()
    assert (data["recipients"], data["languages"]) == (5_000, {"en": 5_000})
    assert data["closing"] == [{"ask": "sb-35", "at": HEARING.isoformat()}]


def test_every_reason_of_the_freeze_has_words() -> None:
    reasons = {"unsubscribed", "bounced", "complained", "already"}
    line = estimated(manifest(0, dict.fromkeys(reasons, 1), en=1), starts=MORNING).lines()[2]
    assert reasons <= SKIPPED.keys()
    assert not any(f"1 {reason}" in line for reason in reasons)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 minute"),
        (61, "2 minutes"),
        (3_600, "1 hour"),
        (7_260, "2 hours 1 minute"),
        (90_000, "25 hours"),
    ],
)
def test_durations_are_rounded_up_to_the_minute(seconds: int, words: str) -> None:
    assert duration(timedelta(seconds=seconds)) == words


def test_when_everything_has_closed_all_asks_are_named_and_nothing_is_open() -> None:
    lines = estimated(manifest(en=10), starts=LAST + timedelta(hours=1)).lines()
    assert "Not in it, because closed by then: sb-35, donate." in lines
    assert not any(line.startswith("No ask reaches") for line in lines)


def test_a_few_mails_cost_less_than_a_cent_and_not_nothing() -> None:
    lines = estimated(manifest(en=6), starts=MORNING).lines()
    assert "It costs less than US$ 0.01 (prices of November 2026)." in lines


def test_the_last_mail_is_never_said_to_leave_too_early() -> None:
    found = estimated(manifest(en=6), starts=MORNING)  # its last mail: half a second past 9:02
    assert "leaves about Monday 2018-04-09 9:03 AM CDT: 3 minutes" in " ".join(found.lines())
