"""Test mails for the people who write an alert: every mail still to come, in every language.

revision + moment ─► the editions still to come ─► one mail each, to each address. No ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from functions.alerts.mail.edition import Edition, Revision
from functions.alerts.mail.message import Entry, single_request
from functions.alerts.mail.token import NOBODY, PREVIEW_KEYS
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.supporter import Supporter

REF = "test"  # SES's events about test mails belong to no send


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One test mail. `number` of `of` counts the editions still to come of its language.

    `subject` is as it was sent, `answer` what SES said to it.
    """

    to: str
    language: str
    number: int
    of: int
    subject: str
    answer: Answer

    @property
    def went_out(self) -> bool:
        """Whether SES took it."""
        return self.answer.statuses == ("SUCCESS",)


def still_to_come(revision: Revision, now: datetime) -> tuple[tuple[Edition, ...], ...]:
    """Give the editions that a send at `now` or later can use: per language, in order of time."""
    return tuple(
        tuple(e for e in revision.editions if e.language == language and _usable(revision, e, now))
        for language in revision.languages
    )


def send_tests(
    revision: Revision,
    to: Sequence[str],
    now: datetime,
    submit: Callable[[Mapping[str, Any]], Answer],
    *,
    configuration_set: str,
) -> list[Trial]:
    """Mail every edition still to come to every address, by `submit` (SendEmail), one at a time.

    Each subject begins with `[TEST es 2 of 3]`; the links can unsubscribe nobody. Nothing is
    written anywhere. Without a `configuration_set` the account's own default holds. A mail that
    SES refuses does not stop the others: see `Trial.answer`. Raises InputError before the first
    mail if an edition cannot be mailed.
    """
    marked = [
        (number, of, _marked(edition, number, of))
        for number, of, edition in _numbered(still_to_come(revision, now))
    ]
    requests = [
        (address, number, of, edition, _request(revision, edition, address, configuration_set))
        for address in to
        for number, of, edition in marked
    ]
    return [
        Trial(
            to=address,
            language=edition.language,
            number=number,
            of=of,
            subject=request["Content"]["Simple"]["Subject"]["Data"],
            answer=submit(request),
        )
        for address, number, of, edition, request in requests
    ]


def _usable(revision: Revision, edition: Edition, now: datetime) -> bool:
    moment = max(edition.begins, now) if edition.begins else now
    return revision.at(edition.language, moment) == edition


def _numbered(
    languages: Sequence[Sequence[Edition]],
) -> Iterator[tuple[int, int, Edition]]:
    for editions in languages:
        for number, edition in enumerate(editions, start=1):
            yield number, len(editions), edition


def _marked(edition: Edition, number: int, of: int) -> Edition:
    mark = f"[TEST {edition.language} {number} of {of}]"
    return replace(edition, subject=f"{mark} {edition.subject}")


def _request(
    revision: Revision, edition: Edition, address: str, configuration_set: str
) -> dict[str, Any]:
    tester = Supporter(id=NOBODY, email=address, status="subscribed", language=edition.language)
    entry = Entry(supporter=tester, ref=REF)
    request = single_request(edition, revision.sender, entry, configuration_set, PREVIEW_KEYS)
    if not configuration_set:
        del request["ConfigurationSetName"]
    return request
