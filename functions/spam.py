"""What SpamAssassin says about a mail, where the machine has it; never needed.

mail ─► `spamc` (its server) or `spamassassin` on this machine, by stdin ─► score and rules
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from functions.alerts.editions.compile import compile_revision
from functions.alerts.errors import Finding, InputError, StateError
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Edition, Sender
from functions.alerts.mail.eml import build_eml
from functions.alerts.mail.message import compose
from functions.alerts.mail.token import NOBODY, PREVIEW_KEYS
from functions.alerts.sends.supporter import Supporter
from functions.campaign_files import ORGANIZATION, load

# Without network tests (-L): they would tell others of the mail. -R and -t write the report.
_WAYS: tuple[tuple[str, ...], ...] = (("spamc", "-R"), ("spamassassin", "-L", "-t", "-x"))
_SECONDS = 30.0  # spamassassin compiles its rules at each start: three seconds on a small machine

# `  1.2 HTML_IMAGE_ONLY_16     BODY: HTML: images with 1200-1600 bytes of words`
_RULE = re.compile(r"^\s*(-?\d+\.\d+)\s+([A-Z][A-Z0-9_]+)\s+(.*)$", re.MULTILINE)
# `3.1/5.0` of spamc, `Content analysis details:   (3.1 points, 5.0 required)` of spamassassin
_SCORE = re.compile(
    r"^(-?\d+\.\d+)/(\d+\.\d+)\s*$|\((-?\d+\.\d+) points, (\d+\.\d+) required\)", re.M
)
# What SpamAssassin holds against a mail that never left this machine.
_OF_TRAVEL = frozenset(("NO_RELAYS", "NO_RECEIVED", "ALL_TRUSTED"))
_WORST = 4  # rules told

Run = Callable[[Sequence[str], bytes], bytes]  # a command and its stdin -> its stdout


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`points` of a mail, the `limit` from which on it is spam, and the rules that cost most."""

    points: float
    limit: float
    rules: tuple[str, ...]


def score(
    mail: bytes, *, run: Run | None = None, which: Callable[[str], str | None] = shutil.which
) -> Score | None:
    """Ask the first SpamAssassin that answers; None where there is none or it does not answer."""
    for way in _WAYS:
        if which(way[0]) is None:
            continue
        try:
            report = (run or _run)(way, mail).decode("utf-8", "replace")
        except (OSError, subprocess.SubprocessError):
            continue
        if found := read_report(report):
            return found
    return None


def is_here() -> bool:
    """Whether this machine has one of them."""
    return any(shutil.which(way[0]) for way in _WAYS)


def spam_scores(
    path: Path,
    clock: Callable[[str], datetime],
    *,
    ask: Callable[[bytes], Score | None] | None = None,
) -> tuple[Finding, ...]:
    """A note for each language of the mail at `path`, as it stands at the clock's time.

    Nothing for a folder, a card, or a file that cannot be used: the other findings say why.
    """
    if not path.is_file() or path.name == ORGANIZATION:
        return ()
    try:
        loaded = load(path)
        compiled = compile_revision(loaded.campaign, loaded.organization, load_packs())
    except (InputError, StateError):
        return ()
    revision, moment = compiled.revision, clock(loaded.organization.time_zone)
    notes = []
    for language in revision.languages:
        edition = revision.at(language, moment)
        found = (ask or score)(_mail(edition, revision.sender, moment)) if edition else None
        if found:
            notes.append(told(found, str(path), language))
    return tuple(notes)


def _mail(edition: Edition, sender: Sender, moment: datetime) -> bytes:
    """The mail as it would go out, to nobody who exists."""
    somebody = Supporter(id=NOBODY, email="supporter@example.org", status="subscribed", language="")
    mail = compose(edition, sender, somebody, PREVIEW_KEYS)
    return build_eml(
        sender=mail.sender,
        to=mail.to,
        subject=mail.subject,
        html=mail.html,
        text=mail.text,
        headers=mail.headers,
        date=moment,
        message_id=f"<check@{sender.list_id}>",
        reply_to=mail.reply_to,
    )


def read_report(report: str) -> Score | None:
    """The score in a report; None if there is none (spamc says 0/0 where its server is off)."""
    match = _SCORE.search(report)
    if match is None:
        return None
    points, limit = (float(one) for one in match.groups() if one)
    rules = [
        (float(cost), f"{name} ({cost}): {what.strip()}")
        for cost, name, what in _RULE.findall(report)
        if float(cost) > 0 and name not in _OF_TRAVEL
    ]
    worst = sorted(rules, key=lambda rule: -rule[0])[:_WORST]
    return (
        Score(points=points, limit=limit, rules=tuple(told for _, told in worst)) if limit else None
    )


def told(found: Score, file: str, language: str) -> Finding:
    """A score as a note: filters differ, and this one has never seen the sender."""
    rules = "; ".join(found.rules) or "no rule of weight"
    high = found.points >= found.limit
    advice = "Mend what the rules name and look again." if high else "Nothing need be done."
    return Finding(
        level="note",
        file=file,
        line=None,
        field="",
        found=f"SpamAssassin gives the mail in “{language}” {found.points:.1f} points; it takes "
        f"{found.limit:.1f} and more for spam. {rules}.",
        remedy=advice,
        rule="spam-score",
    )


def _run(command: Sequence[str], mail: bytes) -> bytes:
    # A list of fixed words, no shell; the mail goes in by stdin alone.
    done = subprocess.run(  # noqa: S603
        list(command), input=mail, capture_output=True, timeout=_SECONDS, check=False
    )
    return done.stdout
