"""A send of one batch, for the tests of the hot path."""

from __future__ import annotations

from functions.alerts.sends.answer import Answer, Whole
from functions.alerts.sends.batch import Batch, Key
from functions.send_batch import send_batch
from functions.settings import Settings
from tests.fakes import KEYS, FakeWorld
from tests.sending import people, plenty, released

SINGLE = Settings(configuration_set="alerts", token_keys=KEYS, submit_mode="single")


class Sending:
    """A send with its only batch on the queue."""

    def __init__(self, count: int = 3, settings: Settings | None = None) -> None:
        self.world = FakeWorld(*people(count), settings=settings)
        (self.message,) = released(self.world)
        self.send = self.world.ledger.read_send(self.message["send"])
        self.key = Key(self.message["send"], 0, 0)

    def run(self) -> str:
        """Handle the message; the batch's codes afterwards."""
        send_batch(self.message, self.world, plenty)
        return self.batch.codes

    def answered(self, *answers: Answer | Whole) -> str:
        """Handle the message while SES answers so."""
        self.world.mailer.answers += [
            answer if isinstance(answer, Answer) else Answer(whole=answer) for answer in answers
        ]
        return self.run()

    @property
    def batch(self) -> Batch:
        return self.world.ledger.read_job(self.key, len(self.message["ids"]))[2]

    @property
    def state(self) -> str:
        return self.world.ledger.sends[self.key.send].state


def entries(*statuses: str) -> Answer:
    return Answer(whole="answered", statuses=statuses)
