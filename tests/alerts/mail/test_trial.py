"""Test mails: every edition still to come, marked, with links that can unsubscribe nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.alerts.mail.edition import Edition, Revision, Sender
from functions.alerts.mail.token import PREVIEW_KEYS, TokenError
from functions.alerts.mail.trial import Trial, send_tests, still_to_come
from functions.alerts.sends.answer import Answer

TUESDAY = datetime(2018, 4, 10, 19, 30, tzinfo=UTC)
WEDNESDAY = datetime(2018, 4, 11, 18, 30, tzinfo=UTC)
MONDAY = datetime(2018, 4, 9, 14, tzinfo=UTC)
SENDER = Sender(
    name="ICIRR",
    address="alerts@icirr.example",
    reply_to="alerts@icirr.example",
    list_id="alerts.icirr.example",
    site="https://alerts.icirr.example",
)
LINKS = '<a href="((unsubscribe_url))">x</a><a href="((preferences_url))">y</a>'


def edition(language: str, begins: datetime | None, ends: datetime | None) -> Edition:
    return Edition(
        language=language,
        direction="ltr",
        begins=begins,
        ends=ends,
        open_asks=(),
        subject="News",
        preheader="",
        html=f"<p>((first_name|friend))</p>{LINKS}",
        text="((first_name|friend)) ((unsubscribe_url))",
    )


def revision(*, send_when_closed: bool = True) -> Revision:
    ends = [(None, TUESDAY), (TUESDAY, WEDNESDAY), (WEDNESDAY, None)]
    return Revision(
        campaign="award",
        topic="news",
        sender=SENDER,
        languages=("en", "es"),
        editions=tuple(edition(code, *interval) for code in ("en", "es") for interval in ends),
        send_when_closed=send_when_closed,
    )


class Post:
    """An SES that takes what it is told to take."""

    def __init__(self, *statuses: str) -> None:
        self.requests: list[Mapping[str, Any]] = []
        self._statuses = list(statuses)

    def __call__(self, request: Mapping[str, Any]) -> Answer:
        self.requests.append(request)
        status = self._statuses.pop(0) if self._statuses else "SUCCESS"
        return Answer(whole="answered", statuses=(status,))

    def subjects(self) -> list[str]:
        return [str(r["Content"]["Simple"]["Subject"]["Data"]) for r in self.requests]


def mailed(post: Post, *to: str, now: datetime = MONDAY) -> list[Trial]:
    return send_tests(revision(), to or ("a@b.example",), now, post, configuration_set="alerts")


def test_the_subject_is_told_as_it_was_sent() -> None:
    greeted = replace(revision().editions[0], subject="((first_name|Friend)), news")
    only = replace(revision(), languages=("en",), editions=(greeted,))
    post = Post()
    (trial,) = send_tests(only, ["a@b.example"], MONDAY, post, configuration_set="alerts")
    assert [trial.subject] == post.subjects() == ["[TEST en 1 of 1] Friend, news"]


def test_every_edition_of_every_language_goes_out_marked() -> None:
    post = Post()
    mailed(post)
    en = [f"[TEST en {n} of 3] News" for n in (1, 2, 3)]
    assert post.subjects() == en + [subject.replace(" en ", " es ") for subject in en]


def test_everybody_gets_every_edition() -> None:
    post = Post()
    trials = mailed(post, "a@b.example", "c@d.example")
    assert [trial.to for trial in trials] == ["a@b.example"] * 6 + ["c@d.example"] * 6
    assert len(post.requests) == 12


COUNTS = {
    "on Monday": (MONDAY, True, 3),
    "after the first deadline": (TUESDAY, True, 2),
    "after the last": (WEDNESDAY, True, 1),
    "on Monday, if nothing goes out when all is closed": (MONDAY, False, 2),
    "after the last, if nothing goes out when all is closed": (WEDNESDAY, False, 0),
}


@pytest.mark.parametrize(("now", "when_closed", "count"), COUNTS.values(), ids=COUNTS.keys())
def test_only_editions_still_to_come_are_tested(
    now: datetime, when_closed: bool, count: int
) -> None:
    found = still_to_come(revision(send_when_closed=when_closed), now)
    assert [len(editions) for editions in found] == [count, count]


def test_the_links_of_a_test_mail_can_unsubscribe_nobody() -> None:
    post = Post()
    mailed(post)
    html = post.requests[0]["Content"]["Simple"]["Body"]["Html"]["Data"]
    (token,) = re.findall(r"/u/([\w-]+)", html)
    with pytest.raises(TokenError, match="preview or a test mail"):
        PREVIEW_KEYS.read("unsubscribe", token)


def test_a_mail_that_is_refused_does_not_stop_the_others() -> None:
    trials = mailed(Post("SUCCESS", "MESSAGE_REJECTED"))
    assert [trial.went_out for trial in trials] == [True, False, True, True, True, True]


@pytest.mark.parametrize("name", ["alerts", ""])
def test_a_configuration_set_is_named_only_if_there_is_one(name: str) -> None:
    post = Post()
    send_tests(revision(), ["a@b.example"], MONDAY, post, configuration_set=name)
    assert post.requests[0].get("ConfigurationSetName", "") == name
    assert ("ConfigurationSetName" in post.requests[0]) == bool(name)


def test_the_fallback_stands_where_a_name_would() -> None:
    post = Post()
    mailed(post)
    assert "friend" in post.requests[0]["Content"]["Simple"]["Body"]["Text"]["Data"]
