"""Who left the list, as a log outside the tables tells it: ids only, never an address.

A table restored from a backup has forgotten who left since; `alerts recover` reads it here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from functions.alerts.sends.supporter import Status

VERSION = 1

Leaving = Literal["bounced", "unsubscribed", "complained"]
Gone = Leaving | Literal["erased"]

# What a status takes the place of: the more restrictive one stays. A bounce is about an address,
# which may work again; who unsubscribed or complained has said so.
GIVES_WAY: Mapping[Status, frozenset[Status]] = {
    "bounced": frozenset({"pending", "subscribed"}),
    "unsubscribed": frozenset({"pending", "subscribed", "bounced"}),
    "complained": frozenset({"pending", "subscribed", "bounced", "unsubscribed"}),
}
# A line is written before the table is changed. What was written this long before a backup may have
# changed the table after it: time-outs, repeated tries and clocks that differ, rounded up.
MARGIN = timedelta(hours=1)

_RANK: Mapping[str, int] = {"bounced": 0, "unsubscribed": 1, "complained": 2, "erased": 3}
_KEY = re.compile(
    r"left/(\d{4}-\d\d-\d\d)/(\d\d)(\d\d)(\d\d)-(bounced|unsubscribed|complained|erased)"
    r"-([0-9a-f]{32})\.json",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One leaving. `id` is the supporter's, `time` ISO in UTC to the second, `why` a word of ours.

    `status` is what the supporter became; "erased" means that a mark is all that stays.
    """

    id: str
    status: Gone
    time: str
    why: str = ""

    @property
    def key(self) -> str:
        """Where it lies in the data bucket. All that matters stands in it: a list reads the log."""
        day, _, clock = self.time.partition("T")
        return f"left/{day}/{clock[:8].replace(':', '')}-{self.status}-{self.id}.json"

    def to_json(self) -> str:
        """As the log keeps it."""
        return json.dumps({"v": VERSION, **asdict(self)}, separators=(",", ":"))


def left_at(supporter_id: str, status: Gone, at: datetime, why: str) -> Left:
    """A leaving at an aware time in UTC."""
    return Left(id=supporter_id, status=status, time=at.isoformat(timespec="seconds"), why=why)


def read_key(key: str) -> Left | None:
    """The leaving that a key tells of, without its `why`; None if no release wrote such a key."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    day, hour, minute, second, status, supporter_id = found.groups()
    time = f"{day}T{hour}:{minute}:{second}+00:00"
    return Left(id=supporter_id, status=cast(Gone, status), time=time)


def strongest(log: Iterable[Left]) -> Mapping[str, Gone]:
    """What the log comes to for each id: the most restrictive of all that it tells of it."""
    found: dict[str, Gone] = {}
    for left in log:
        if _RANK[left.status] >= _RANK.get(found.get(left.id, ""), 0):
            found[left.id] = left.status
    return found
