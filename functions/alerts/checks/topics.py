"""Topics that nobody can have chosen: a letter wrong in one, and an alert goes to nobody.

Draft ─► `check_topics` ─► findings. Where organization.yaml names no topics there is no telling.
"""

from __future__ import annotations

import difflib

from functions.alerts.checks.draft import Draft
from functions.alerts.content.ask import SignUp
from functions.alerts.errors import Mistake
from functions.alerts.reading.tree import Path


def check_topics(draft: Draft) -> None:
    """Report the alert's topic, and those to sign up for, if organization.yaml has no such."""
    if not draft.organization.topics:
        return
    _check(draft, ("topic",), draft.campaign.topic, "it would be mailed to nobody")
    for ask in draft.campaign.asks:
        if isinstance(ask, SignUp):
            _check(draft, draft.path_of(ask, "topic"), ask.topic, "nobody could sign up for it")


def _check(draft: Draft, path: Path, topic: str | None, then: str) -> None:
    known = draft.organization.topics
    if topic is None or topic in known:
        return
    near = difflib.get_close_matches(topic, known, 1)
    found = f"`{topic}` is none of the topics in organization.yaml ({', '.join(known)}): {then}."
    mistake = Mistake(found, *near, advice="" if near else "Add it to `topics:` there.")
    draft.reading.mistake(path, mistake, "warning", rule="unknown-topic")
