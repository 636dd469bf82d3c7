"""Files as people under pressure write them, and what `alerts check` says about each.

`good/` gives no finding. Beside each file of `bad/` stands a `.txt` with what is said: a line per
finding (its level, line, field and rule, then the first sentence), or, where a file's first lines
say `# in full`, every word. The first lines may also say when it is checked, as what is launched,
and that its links are opened:

    # as of 2018-04-11T09:00
    # launched 2018-04-10T14:00 until 2018-04-10T15:30
    # a picture of 2400000 bytes
    # links

A folder in `bad/` holds an organization.yaml with its own troubles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from functions.alerts.checks.answers import Answer
from functions.alerts.errors import Finding, InputError
from functions.campaign_files import ORGANIZATION, load
from functions.checked_files import examine_loaded, examine_path

HERE = Path(__file__).parent
GOOD, BAD = HERE / "good", HERE / "bad"

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = "2018-04-09T09:00"

# What is behind the links of files that say `# links`, by host; elsewhere a page is there.
SITES: Mapping[str, Answer] = {
    "gone.example": Answer(state="gone", last="https://gone.example/", why="is not there (404)"),
    "nowhere.example": Answer(state="nowhere", last="", why="leads to no site of that name"),
    "broken.example": Answer(state="broken", last="", why="fails (500)"),
    "old-cert.example": Answer(state="unsafe", last="", why="has a certificate that has expired"),
    "wary.example": Answer(state="closed", last="", why="turns programs away (403)"),
    "moved.example": Answer(state="works", last="https://www.moved.example/new/page"),
    "bit.ly": Answer(state="works", last="https://www.icirr.example/postcards"),
    "docs.google.com": Answer(state="works", last="https://accounts.google.com/signin"),
}

_SENTENCE = re.compile(r"(?<=[^.\d][.:?!])\s+(?=[A-Z“`])")


def good_files() -> list[Path]:
    """Every good file, by name."""
    return sorted(GOOD.glob("*.yaml"))


def bad_files() -> list[Path]:
    """Every bad file, by name; of a folder its organization.yaml."""
    alone = [path for path in BAD.glob("*.yaml") if path.name != ORGANIZATION]
    return sorted([*alone, *BAD.glob(f"*/{ORGANIZATION}")])


def expectation(path: Path) -> Path:
    """Where it stands what is said about the file at `path`."""
    return path.with_suffix(".txt")


@cache
def told(path: Path) -> tuple[Finding, ...]:
    """What `alerts check` says about the file at `path`, at the time that it names."""
    head = "".join(path.read_bytes().decode("utf-8", "replace").splitlines(keepends=True)[:6])
    said = re.search(r"^# as of (\S+)$", head, re.MULTILINE)
    at = _time(said[1] if said else MONDAY)
    launch = re.search(r"^# launched (\S+) until (\S+)$", head, re.MULTILINE)
    picture = re.search(r"^# a picture of (\d+) bytes$", head, re.MULTILINE)
    if launch or picture:
        times = map(_time, launch.groups()) if launch else (None, None)
        return _loaded(path, at, *times, weight=int(picture[1]) if picture else None)
    opens = re.search(r"^# links$", head, re.MULTILINE)
    return examine_path(
        path,
        lambda zone: at,
        follow=_follow if opens else None,
        lookup=_lookup if opens else None,
    )


def written(path: Path) -> str:
    """What is said about the file at `path` as its expectation has it."""
    in_full = b"# in full" in path.read_bytes()[:200] or path.name in IN_FULL
    findings = told(path)
    shown = (whole(one, path) if in_full else compact(one, path) for one in findings)
    return "".join(shown).replace(f"{path.parent}/", "")


# Files that cannot say it themselves: no reader gets as far as their first line.
IN_FULL = ("windows-1252.yaml", "utf-16.yaml", "empty.yaml", "only-comments.yaml")


def compact(finding: Finding, path: Path) -> str:
    """A finding as one line: what it is about, and its first sentence."""
    first = _SENTENCE.split(finding.found, maxsplit=1)[0]
    return f"{_about(finding, path)}: {first}\n"


def whole(finding: Finding, path: Path) -> str:
    """A finding with every word, as people read it."""
    return f"{_about(finding, path)}\n    {finding.found}\n    → {finding.remedy}\n"


def _about(finding: Finding, path: Path) -> str:
    place = "" if finding.file == str(path) else f"{Path(finding.file).name} "
    field = f" {finding.field}" if finding.field else ""
    return f"{finding.level} {place}{finding.line or '-'}{field} [{finding.rule}]"


def _loaded(
    path: Path,
    at: datetime,
    starts: datetime | None,
    ends: datetime | None,
    *,
    weight: int | None,
) -> tuple[Finding, ...]:
    loaded = load(path)
    if weight:
        loaded = replace(loaded, weights=dict.fromkeys(loaded.weights, weight))
    try:
        return examine_loaded(loaded, at=at, starts=starts, ends=ends)
    except InputError as error:
        return error.findings


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def _lookup(name: str, kind: str) -> Sequence[str]:
    return ("v=DMARC1; p=reject",) if name == "_dmarc.icirr.example" else ()


def _follow(urls: Iterable[str]) -> Mapping[str, Answer]:
    return {url: _answer(url) for url in urls}


def _answer(url: str) -> Answer:
    answer = SITES.get(urlsplit(url).hostname or "", Answer(state="works", last=url))
    return answer if answer.last else replace(answer, last=url)
