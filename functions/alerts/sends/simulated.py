"""The recipients of a run to SES's mailbox simulator: made from their ids, never from the list.

Whatever ids stand in such a send's parts, its mails go to Amazon's simulator and to no person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from functions.alerts.sends.segment import Segment
from functions.alerts.sends.supporter import Supporter

# Takes every mail and answers with a Delivery event; any label may follow the name (SES developer
# guide, "Using the mailbox simulator manually").
_ADDRESS = "success+{}@simulator.amazonses.com"
TOPIC = "simulator"  # what nobody on a list asked for
SEGMENT = Segment(topics=frozenset({TOPIC}))


def simulated(ids: Iterable[str]) -> Mapping[str, Supporter]:
    """A recipient for each id, by id, as `SupporterList.read` answers."""
    return {
        one: Supporter(
            id=one,
            email=_ADDRESS.format(one),
            status="subscribed",
            language="en",
            topics=SEGMENT.topics,
        )
        for one in ids
    }


def simulated_ids(number: int) -> tuple[str, ...]:
    """So many ids that no supporter has: theirs are random, and not nearly all zeros."""
    return tuple(f"{one:032x}" for one in range(1, number + 1))
