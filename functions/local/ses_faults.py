"""What can go wrong between SES and us, when somebody asks the stand-in for it.

A call that fails may have been taken all the same; events come twice, out of order, or before the
answer to the call that causes them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from functions.local.ses_model import Call, SesError

# What the caller sees. The two in capitals are statuses of every second entry of a bulk call; a
# single message, which has no such status, gets a 500.
Sight = Literal[
    "unreachable", "closed", "timeout", "500", "503", "unreadable", "TRANSIENT_FAILURE", "FAILED"
]
SENDING = frozenset({"SendEmail", "SendBulkEmail"})
Http = tuple[int, dict[str, str], bytes]
_SPREAD = 60.0  # seconds that events out of order are late at most


@dataclass(frozen=True, slots=True)
class Fault:
    """What the caller sees of one call, and whether SES `taken` its messages nevertheless."""

    sight: Sight
    taken: bool = False


@dataclass(slots=True, kw_only=True)
class Faults:
    """Which faults there are: by default none.

    `calls`: the number of a sending call, from 1 → its fault. Events: `twice` each, `shuffled` by
    the `seed`, `early` (published before the call returns). Calls are counted here, so each
    stand-in needs its own.
    """

    calls: Mapping[int, Fault] = field(default_factory=dict)
    twice: bool = False
    shuffled: bool = False
    early: bool = False
    seed: int = 1
    count: int = field(init=False, default=0)  # sending calls so far
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - the same faults for the same seed

    def answer(self, call: Call, url: str, run: Callable[[Call], dict[str, Any]]) -> Http:
        """Answer the call by `run` or as its fault has it.

        Raises SesError as `run` does, and botocore's own error where a connection is lost.
        """
        fault = None
        if call.operation in SENDING:
            self.count += 1
            fault = self.calls.get(self.count)
        if fault is None:
            return _ok(run(call))
        if fault.sight in _STATUSES and call.operation == "SendBulkEmail":
            return _ok(_entries(call, fault, run))
        if fault.taken:
            run(call)
        return _seen(fault.sight, url)

    def times(self, called: datetime, told: datetime) -> Iterator[datetime]:
        """When an event that would come at `told`, of a call at `called`, does come."""
        for _ in range(2 if self.twice else 1):
            at = called if self.early else told
            late = self._random.uniform(0, _SPREAD) if self.shuffled else 0
            yield at + timedelta(seconds=late)


_STATUSES = frozenset({"TRANSIENT_FAILURE", "FAILED"})


def _ok(said: Mapping[str, Any]) -> Http:
    return 200, {"content-type": "application/json"}, json.dumps(said).encode()


def _seen(sight: Sight, url: str) -> Http:
    if sight == "unreachable":
        raise EndpointConnectionError(endpoint_url=url)
    if sight == "closed":
        raise ConnectionClosedError(endpoint_url=url)
    if sight == "timeout":
        raise ReadTimeoutError(endpoint_url=url)
    if sight == "unreadable":
        return 200, {"content-type": "text/html"}, b"<html>an answer of somebody in between"
    status = 503 if sight == "503" else 500
    raise SesError("InternalServiceErrorException", "The stand-in was asked to fail.", status)


def _entries(
    call: Call, fault: Fault, run: Callable[[Call], dict[str, Any]]
) -> dict[str, Sequence[Any]]:
    """Every second entry gets the status of the fault; only if `taken` its message goes out."""
    entries = call.parameters["BulkEmailEntries"]
    failed = {"Status": fault.sight, "Error": "The stand-in was asked to fail."}
    kept = entries if fault.taken else entries[::2]
    asked = replace(call, parameters={**call.parameters, "BulkEmailEntries": kept})
    told = run(asked)["BulkEmailEntryResults"]
    good = iter(told[::2] if fault.taken else told)
    results = [failed if place % 2 else next(good) for place in range(len(entries))]
    return {"BulkEmailEntryResults": results}
