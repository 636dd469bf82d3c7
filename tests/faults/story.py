"""What people do in one schedule: launch, pause, cancel, unsubscribe, move; drawn from the seed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from functions.alerts.mail.edition import Edition, Revision
from functions.alerts.sends.planned import PlannedReminder
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.supporter import Status, Supporter
from functions.services import launch
from functions.wiring import World
from tests.alerts.mailing import EDITION, SENDER
from tests.faults.simulation import START, Ending
from tests.faults.stage import Stage

TOPIC = Segment(topics=frozenset({"welcoming"}))
_HORIZON = 1500.0  # seconds in which people do things
_STATUSES: Sequence[Status] = ("subscribed", "unsubscribed", "pending")
_LONG = 30 * 24 * 3600.0
_REMINDED = 22 * 3600.0  # seconds after the start: later than the least gap
POSTING = "donate@2018-04-10"


def tell_story(stage: Stage) -> None:
    """Set up the people, and plan everything that anybody will do."""
    story = _Story(stage)
    story.people()
    story.sends()
    story.interventions()


def revision(campaign: str, closes: datetime) -> Revision:
    """A campaign in two languages that closes at that time."""
    editions = [
        _edition(language, begins, ends)
        for language in ("en", "es")
        for begins, ends in [(None, closes), (closes, None)]
    ]
    return Revision(
        campaign=campaign,
        topic="welcoming",
        sender=SENDER,
        languages=("en", "es"),
        editions=tuple(editions),
        send_when_closed=False,
    )


class _Story:
    def __init__(self, stage: Stage) -> None:
        self.stage, self.dice = stage, stage.dice

    def people(self) -> None:
        """A few dozen, most of them subscribed, some of whom change something meanwhile."""
        count = self.dice.choice([3, 10, 40])
        self.stage.supporters.seems = self.dice.choice([count, 35_000, 70_000])
        for number in range(count):
            self.stage.add(self._person(number))
            if self.dice.random() < 0.15:
                self.stage.simulation.at(self._time(), functools.partial(self._change, number))

    def _person(self, number: int) -> Supporter:
        status = self.dice.choices(_STATUSES, [18, 1, 1])[0]
        bad = "bad" if self.dice.random() < 0.01 else ""
        topics = frozenset({"welcoming"} if self.dice.random() < 0.95 else {"housing"})
        return Supporter(
            id=_id(number),
            email=f"p{number}{bad}@supporter.example",
            status=status,
            language=self.dice.choice(["en", "en", "es", "pl"]),
            first_name=f"P{number}",
            topics=topics,
        )

    def _change(self, number: int) -> None:
        stage, person = self.stage, self.stage.supporters.people.get(_id(number))
        if person is None:
            return
        what = self.dice.choice(["unsubscribe", "erase", "address", "language", "topic"])
        stage.simulation.tell(what, person.id)
        if what in ("unsubscribe", "erase", "topic"):
            stage.left.setdefault(person.id, stage.simulation.now)
        if what == "erase":
            del stage.supporters.people[person.id]
        elif what == "address":
            stage.add(replace(person, email=f"new{number}@supporter.example"))
        elif what == "language":
            stage.add(replace(person, language=self.dice.choice(["en", "es"])))
        elif what == "topic":
            stage.add(replace(person, topics=frozenset()))
        else:
            stage.add(replace(person, status="unsubscribed"))

    def sends(self) -> None:
        """One, two or three; of one campaign or of two; now or in some minutes."""
        closes = self.dice.choice([_LONG, _LONG, _LONG, 1200.0])
        reminds = closes == _LONG and self.dice.random() < 0.2
        if reminds:
            self._file()
        for number in range(self.dice.choice([1, 1, 2, 3])):
            campaign = self.dice.choice(["award", "award", "hearing"])
            made = revision(campaign, START + timedelta(seconds=closes))
            begins = 0.0 if number == 0 else self._time()
            starts = begins + self.dice.choice([0.0, 0.0, 300.0])
            self.stage.launching += 1
            launch = functools.partial(self._launch, made, starts, reminds=reminds)
            self.stage.simulation.at(begins, launch)

    def _file(self) -> None:
        """Some press "I filed it" before the reminder; when it goes out the faults are back."""
        for one in list(self.stage.supporters.people):
            if self.dice.random() < 0.2:
                file = functools.partial(self.stage.file, one, POSTING)
                self.stage.simulation.at(self.dice.random() * _REMINDED, file)
        self.stage.storm(_REMINDED - self.dice.choice([600.0, 120.0]))

    def _launch(self, made: Revision, starts: float, *, reminds: bool) -> None:
        keep = self.stage.chances.mode == "keep"
        begins = START + timedelta(seconds=starts)
        planned = [_reminder(self.dice.choice(["", POSTING]))] if reminds else []
        needs_release, urgent = self.dice.random() < 0.15, self.dice.random() < 0.3

        def act(world: World) -> None:
            launch.launch(
                made,
                TOPIC,
                world,
                begins,
                author="ana",
                urgent=urgent,
                needs_release=needs_release,
                doubt="keep" if keep else "settle",
                reminders=tuple(planned),
            )

        self._command("launch", act, self._launched, self._launched)

    def _launched(self) -> None:
        self.stage.launching -= 1

    def interventions(self) -> None:
        """Release, reschedule, pause, cancel, stop, a restored table, SES off, the quota."""
        plan: list[tuple[float, Callable[[], None]]] = [(1.0, self._let_go)]
        if self.dice.random() < 0.2:
            plan.append((0.5, self._reschedule))
        if self.dice.random() < 0.3:
            plan += [(0.4, functools.partial(self._each, launch.pause)), (0.3, self._resume)]
        if self.dice.random() < 0.15:
            plan.append((1.0, functools.partial(self._each, launch.cancel)))
        if self.dice.random() < 0.15:
            plan += [(0.5, self._stop), (0.7, self._lift)]
        if self.dice.random() < 0.05:
            plan.append((0.5, self.stage.ledger.restore))
        if self.dice.random() < 0.1:
            plan.append((0.5, functools.partial(self._ses, False)))
        if self.dice.random() < 0.1:
            plan.append((0.5, functools.partial(self._quota, 5)))
        for share, act in plan:
            self.stage.simulation.at(self._time() * share, act)
        self._set_right()

    def _set_right(self) -> None:
        """Somebody looks every ten minutes once the faults are over."""
        if self.stage.fate.calm:
            self._ses(True)
            self._quota(1_000_000)
            if not self.stage.ledger.read_switch().on or self.stage.ses.off:
                self._lift()
            self._resume()
            self._let_go()
            for queue in self.stage.queues.values():
                assert queue.dead is not None
                queue.dead.redrive(queue, unless=_is_odd)
        self.stage.simulation.at(600.0, self._set_right)

    def _command(
        self,
        name: str,
        act: Callable[[World], object],
        done: Callable[[], None] = lambda: None,
        given_up: Callable[[], None] = lambda: None,
        tries: int = 6,
    ) -> None:
        """A person's command, which may fail or be killed; then it is given again."""

        def ended(ending: Ending) -> None:
            if ending == "returned":
                done()
            elif tries:
                again = functools.partial(self._command, name, act, done, given_up, tries - 1)
                self.stage.simulation.at(20.0, again)
            else:
                given_up()

        self.stage.invoke(name, act, ended, timeout=600.0)

    def _each(self, action: Callable[..., object]) -> None:
        """Pause or cancel whatever is going on."""
        for send_id in list(self.stage.ledger.active):
            self._command(action.__name__, _told(action, send_id))

    def _resume(self) -> None:
        for send_id in list(self.stage.ledger.active):
            send = self.stage.ledger.sends.get(send_id)
            if send and send.state in ("paused", "blocked"):
                self._command("resume", _told(launch.resume, send_id), tries=0)

    def _let_go(self) -> None:
        """A second person releases what waits for that."""
        for send_id in list(self.stage.ledger.active):
            send = self.stage.ledger.sends.get(send_id)
            if send and send.release == "needed":
                self._command("release", _told(launch.release, send_id))

    def _reschedule(self) -> None:
        """Whatever has not begun gets another start: its old schedule may fire all the same."""
        for send_id in list(self.stage.ledger.active):
            send = self.stage.ledger.sends.get(send_id)
            if send and send.state == "scheduled":
                wait = timedelta(seconds=self.dice.choice([30.0, 400.0]))
                starts = max(send.starts, self.stage.simulation.moment()) + wait
                other = functools.partial(launch.reschedule, send_id, starts, who="ben")
                self._command("reschedule", other, tries=1)

    def _stop(self) -> None:
        self._command("stop", lambda world: launch.stop(world, who="ana"))

    def _lift(self) -> None:
        self._command("lift", lambda world: launch.stop(world, who="ana", lift=True))

    def _ses(self, on: bool) -> None:
        self.stage.ses.enabled = on

    def _quota(self, left: int) -> None:
        self.stage.ses.left = left

    def _time(self) -> float:
        return self.dice.random() * self.dice.choice([60.0, 300.0, _HORIZON])


def _told(action: Callable[..., object], send_id: str) -> Callable[[World], object]:
    return lambda world: action(send_id, world, who="ben")


def _id(number: int) -> str:
    return f"{number * 7 % 256:02x}{number:030x}"


def _reminder(posting: str) -> PlannedReminder:
    at = START + timedelta(seconds=_REMINDED)
    return PlannedReminder(ask="donate", at=at, closes=at + timedelta(hours=3), posting=posting)


def _edition(language: str, begins: datetime | None, ends: datetime | None) -> Edition:
    return replace(EDITION, language=language, begins=begins, ends=ends)


def _is_odd(body: object) -> bool:
    """What is no event of ours: a person throws it away."""
    return body in ("{}", "nonsense")
