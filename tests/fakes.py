"""The outside world in memory: what `functions/aws/` does, in a few lines each."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.alerts.sends.answer import Answer
from functions.alerts.sends.ports import Account
from functions.alerts.sends.recurrence import Recurrence
from functions.alerts.sends.send import Send
from functions.alerts.sends.supporter import Supporter
from functions.settings import Settings
from functions.wiring import World
from tests.fake_site import FakePages as FakePages
from tests.fake_site import FakePageSchedules as FakePageSchedules
from tests.fake_stores import FakeClaims as FakeClaims
from tests.fake_stores import FakeFiled as FakeFiled
from tests.fake_stores import FakeLeavings as FakeLeavings
from tests.fake_stores import FakeLedger as FakeLedger
from tests.fake_stores import FakePublished as FakePublished
from tests.fake_stores import FakeRecurrences as FakeRecurrences
from tests.fake_stores import FakeSite as FakeSite
from tests.fake_stores import FakeStore as FakeStore
from tests.fake_supporters import FakeSupporters as FakeSupporters
from tests.fake_supporters import FakeSuppressions as FakeSuppressions

KEYS = json.dumps({"k1": "17" * 32})


class FakeQueue:
    def __init__(self) -> None:
        self.messages: list[Mapping[str, Any]] = []
        self.delays: list[float] = []

    def put(self, messages: Sequence[Mapping[str, Any]], delays: Sequence[float] = ()) -> None:
        self.messages += messages
        self.delays += delays or [0] * len(messages)

    def is_empty(self) -> bool:
        return not self.messages

    def waiting(self) -> int:
        return sum(delay == 0 for delay in self.delays)

    def peek(self) -> list[Mapping[str, Any]]:
        return self.messages[:10]

    def take(self) -> list[Mapping[str, Any]]:
        """Empty the queue."""
        taken, self.messages, self.delays = self.messages, [], []
        return taken


class FakeMailer:
    """Answers from `answers`, then with success; `calls` has the tags of each call's entries.

    `requests` has what was asked of SES for single messages.
    """

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.calls: list[list[str]] = []
        self.addresses: list[str] = []
        self.requests: list[Mapping[str, Any]] = []
        self.limits = Account(rate=14, left=None, enabled=True, sandbox=False)
        self.sets: dict[str, bool] = {}

    def submit_bulk(self, request: Mapping[str, Any]) -> Answer:
        entries = request["BulkEmailEntries"]
        self.calls.append([entry["ReplacementTags"][0]["Value"] for entry in entries])
        self.addresses += [entry["Destination"]["ToAddresses"][0] for entry in entries]
        return self._answer(len(entries))

    def submit_single(self, request: Mapping[str, Any]) -> Answer:
        self.requests.append(request)
        self.calls.append([tag["Value"] for tag in request.get("EmailTags", ())])
        self.addresses += request["Destination"]["ToAddresses"]
        return self._answer(1)

    def account(self) -> Account:
        return self.limits

    def set_sending(self, configuration_set: str, on: bool) -> None:
        self.sets[configuration_set] = on

    def _answer(self, size: int) -> Answer:
        success = Answer(whole="answered", statuses=("SUCCESS",) * size)
        return self.answers.pop(0) if self.answers else success


class FakeSchedules:
    """`planned` has the message of each (send, generation)."""

    def __init__(self) -> None:
        self.planned: dict[tuple[str, int], Mapping[str, Any]] = {}

    def put(self, send: Send, message: Mapping[str, Any]) -> None:
        self.planned[send.id, send.gen] = message

    def delete(self, send: Send) -> None:
        self.planned.pop((send.id, send.gen), None)


class FakeDigestSchedules:
    """`repeating` has each (recurrence, generation) that a schedule repeats."""

    def __init__(self) -> None:
        self.repeating: dict[tuple[str, int], Recurrence] = {}

    def put(self, recurrence: Recurrence) -> None:
        self.repeating[recurrence.id, recurrence.gen] = recurrence

    def delete(self, recurrence: Recurrence) -> None:
        self.repeating.pop((recurrence.id, recurrence.gen), None)


class FakeDigests:
    def __init__(self) -> None:
        self.frames, self.recurrences = FakePublished(), FakeRecurrences()
        self.schedules = FakeDigestSchedules()


class FakePublicSite:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self.pages, self.organizations = FakePages(now), FakePublished()
        self.schedules = FakePageSchedules()


class FakeAlarms:
    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def tell(self, subject: str, text: str) -> None:
        self.told.append((subject, text))


class FakeWorld(World):
    """A world in memory with a clock that tests set and nonces that count up."""

    ledger: FakeLedger
    supporters: FakeSupporters
    store: FakeStore
    mailer: FakeMailer
    control_queue: FakeQueue
    freeze_queue: FakeQueue
    batch_queue: FakeQueue
    event_queue: FakeQueue
    event_dead_letters: FakeQueue
    letter_queue: FakeQueue
    import_queue: FakeQueue
    batch_dead_letters: FakeQueue
    schedules: FakeSchedules
    alarms: FakeAlarms
    published: FakePublished
    page_queue: FakeQueue
    public_site: FakePublicSite  # type: ignore[assignment]
    digests: FakeDigests  # type: ignore[assignment]
    filed: FakeFiled
    claims: FakeClaims
    leavings: FakeLeavings
    site: FakeSite
    suppressions: FakeSuppressions

    def __init__(self, *supporters: Supporter, settings: Settings | None = None) -> None:
        count = itertools.count(1)
        self.time = datetime(2018, 4, 9, 14, tzinfo=UTC)
        known = settings or Settings(
            configuration_set="alerts",
            token_keys=KEYS,
            filed_keys=KEYS,
            people_keys=KEYS,
            letters_per_day="2000",
        )
        super().__init__(known, now=lambda: self.time, nonce=lambda: f"nonce{next(count)}")
        self.ledger, self.supporters = FakeLedger(), FakeSupporters(*supporters)
        self.store, self.mailer = FakeStore(), FakeMailer()
        self.control_queue, self.freeze_queue = FakeQueue(), FakeQueue()
        self.batch_queue, self.batch_dead_letters = FakeQueue(), FakeQueue()
        self.event_queue, self.event_dead_letters = FakeQueue(), FakeQueue()
        self.letter_queue, self.import_queue = FakeQueue(), FakeQueue()
        self.schedules, self.alarms = FakeSchedules(), FakeAlarms()
        self.filed, self.claims = FakeFiled(), FakeClaims(lambda: self.time)
        self.published, self.digests = FakePublished(), FakeDigests()
        self.page_queue, self.public_site = FakeQueue(), FakePublicSite(lambda: self.time)
        self.suppressions = FakeSuppressions()
        self.leavings, self.site = FakeLeavings(), FakeSite()

    def advance(self, **time: float) -> None:
        """Move the clock on, by `timedelta`'s words."""
        self.time += timedelta(**time)
