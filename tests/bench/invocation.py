"""One invocation of a function in a world of any size, its heaviest; and this process's memory.

Run by `bench_memory` in a process of its own: `python -m tests.bench.invocation FUNCTION PEOPLE`
does the invocation for an audience of so many and prints its peak in KB.
"""

from __future__ import annotations

import importlib
import json
import logging
import resource
import sys
from datetime import time
from pathlib import Path
from typing import Any

from functions.alerts.content.organization import parse_organization
from functions.alerts.editions.letters import compile_letters
from functions.alerts.languages.words import load_packs
from functions.alerts.people.joining import Wish
from functions.alerts.sends.batch import Ref
from functions.alerts.sends.published import Source
from functions.alerts.sends.recurrence import Every, digest_message
from functions.alerts.site.ports import PAGES_MESSAGE
from functions.queued import Message
from functions.services.joining import ask_to_join
from functions.services.recurring import set_up
from functions.wiring import use
from tests.bench.streaming import Streamed
from tests.sending import TOPIC, person
from tests.written import AWARD, ORGANIZATION

EVENTS = 500  # of an invocation of record_event, as in serverless.yml
BOUNCING = 20  # every so many: 5 %, where SES begins to review an account


class _Context:
    """Lambda's, with time enough."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def invoke(function: str, people: int) -> None:
    """Import the function and let it do its heaviest invocation."""
    handler = importlib.import_module(f"functions.{function}").handler
    world = Streamed(function, people)
    with use(world):
        answer = handler(_event(function, world), _Context())
    done = answer in (None, {"batchItemFailures": []}) or answer["statusCode"] == 200
    assert done, answer
    assert world.did[function](), "The function had nothing to do."


def _event(function: str, world: Streamed) -> dict[str, Any]:
    where = {"v": 1, "send": world.send.id, "part": 0}
    match function:
        case "start_send":
            messages: list[Message] = [{**where, "do": "start", "gen": world.send.gen}]
        case "freeze_audience":
            messages = [where]
        case "send_batch":
            ids = [list(batch.ids) for batch in world.audience.part(0).batches[:5]]
            messages = [
                {**where, "nr": nr, "language": "en", "ids": some} for nr, some in enumerate(ids)
            ]
        case "record_event":
            messages = [_ses_event(world, number) for number in range(EVENTS)]
        case "make_digest":
            messages = [_due_digest(world)]
        case "publish_page":
            messages = [_published(world)]
        case "import_supporters":
            messages = [{"Records": [{"s3": {"object": {"key": "list.csv"}}}]}]
        case "send_letters":
            messages = [_joining(world)]
        case "supporter_web":
            return _click(world)
        case _:
            messages = []
    records = [{"messageId": str(n), "body": json.dumps(m)} for n, m in enumerate(messages)]
    return {"Records": records}


def _due_digest(world: Streamed) -> Message:
    """The digest of one published alert is due; its audience is drawn before it is launched."""
    award = Source(campaign="award", text=AWARD, organization=ORGANIZATION, at=world.now())
    world.published.put("award", award)
    monday = Every(days=(0,), at=time(9), zone="America/Chicago")
    recurrence = set_up(monday, TOPIC, world, author="ana")
    return digest_message(recurrence, world.now().isoformat())


def _published(world: Streamed) -> Message:
    """Somebody published an alert."""
    award = Source(campaign="award", text=AWARD, organization=ORGANIZATION, at=world.now())
    world.published.put("award", award)
    return PAGES_MESSAGE


def _joining(world: Streamed) -> Message:
    """Somebody signed up on the page; the letters are those of the sample organization."""
    organization = parse_organization(ORGANIZATION.encode(), "organization.yaml")
    world.site.publish_letters(compile_letters(organization, load_packs()))
    wish = Wish(address="maria@people.example", language="en")
    ask_to_join(wish, source="join page", agreed_to="I want alerts.", world=world)
    (message,) = world.letter_queue.messages
    return message


def _click(world: Streamed) -> dict[str, Any]:
    """One click in a mail program."""
    return {
        "requestContext": {"http": {"method": "POST"}},
        "rawPath": f"/u/{world.keyring.make('unsubscribe', person(1).id)}",
        "headers": {"content-type": "application/x-www-form-urlencoded"},
        "body": "List-Unsubscribe=One-Click",
    }


def _ses_event(world: Streamed, number: int) -> Message:
    """The events of an invocation come from all over the audience."""
    ref = str(Ref(world.send.id, number // BOUNCING % world.audience.parts, number % 9, 0, 1))
    mail = {"tags": {"ref": [ref]}, "timestamp": "2018-04-09T14:00:00Z"}
    if number % BOUNCING:
        return {"Message": json.dumps({"eventType": "Delivery", "mail": mail, "delivery": {}})}
    bounce = {"bounceType": "Permanent", "bounceSubType": "General"}
    return {"Message": json.dumps({"eventType": "Bounce", "mail": mail, "bounce": bounce})}


def peak() -> int:
    """The most memory this process ever had, in KB.

    Linux's own number where there is one: `getrusage` counts the process that started this one.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    found = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
    kilo = 1 if sys.platform.startswith("linux") else 1024
    return found[0] if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // kilo


if __name__ == "__main__":
    logging.disable()
    invoke(sys.argv[1], int(sys.argv[2]))
    print(peak())
