"""Counts what AWS would charge for, from the calls boto3 really makes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import process_time_ns
from typing import Any

from botocore.handlers import BUILTIN_HANDLERS

from functions.alerts.planning.price import Unit

# What a call waits for an answer, in seconds: SES as in the simulation, the others as AWS's own
# pages and everybody's traces say. They only count for Lambda's price.
WAIT = {"sesv2": 0.6, "dynamodb": 0.005, "sqs": 0.01, "s3": 0.03, "sns": 0.01}


@dataclass(slots=True)
class Bill:
    """What one function's calls of one operation come to; `waited` in seconds."""

    calls: int = 0
    bytes: int = 0  # of requests and answers
    waited: float = 0.0
    units: Counter[Unit] = field(default_factory=Counter)


Who = tuple[str, str]  # function, operation


class Meter:
    """Books the calls of every boto3 session made while it is `installed` to who is `running`."""

    def __init__(self) -> None:
        self.bills: dict[Who, Bill] = {}
        self.invocations: Counter[str] = Counter()
        self.processor: Counter[str] = Counter()  # CPU nanoseconds, moto's own included
        self._who, self._asked = "", b""

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Listen to sessions made inside."""
        hooks = [("before-call", self._before), ("after-call", self._after)]
        BUILTIN_HANDLERS.extend(hooks)
        try:
            yield
        finally:
            for hook in hooks:
                BUILTIN_HANDLERS.remove(hook)

    @contextmanager
    def running(self, function: str) -> Iterator[None]:
        """Book to the function what is called inside."""
        start, self._who = process_time_ns(), function
        self.invocations[function] += 1
        try:
            yield
        finally:
            self._who = ""
            self.processor[function] += process_time_ns() - start

    def _before(self, params: Mapping[str, Any], **_: object) -> None:
        body = params.get("body") or b""
        self._asked = body if isinstance(body, bytes) else str(body).encode()

    def _after(
        self, http_response: Any, parsed: Mapping[str, Any], model: Any, **_: object
    ) -> None:
        if not self._who or (model.name == "ReceiveMessage" and not parsed.get("Messages")):
            return  # a poller with nothing to do is not this send's
        service = model.service_model.service_name
        name = f"Query {_asked_for(self._asked)}" if model.name == "Query" else model.name
        bill = self.bills.setdefault((self._who, name), Bill())
        bill.calls += 1
        bill.bytes += len(self._asked)
        if not model.has_streaming_output:
            bill.bytes += len(http_response.content)
        bill.waited += WAIT.get(service, 0.0)
        bill.units.update(_units(service, model.name, self._asked, parsed))


def _asked_for(body: bytes) -> str:
    """What a query is about: its partition key up to the first "#"."""
    values = json.loads(body)["ExpressionAttributeValues"]
    key = str(next(iter(values.values()))["S"])
    return "shard" if len(key) == 2 else key.partition("#")[0]


def _units(service: str, name: str, body: bytes, parsed: Mapping[str, Any]) -> dict[Unit, float]:
    match service:
        case "dynamodb":
            return _dynamodb(name, json.loads(body), parsed)
        case "s3":
            writes = name.startswith(("Put", "List", "Copy"))
            return {"s3_put": 1} if writes else {"s3_get": 1}
        case "sqs":
            return {"sqs_request": max(1, -(-len(body) // 65_536))}  # each 64 KB is one
        case "sns":
            return {"sns_request": 1}
    return {}


def _dynamodb(name: str, asked: Mapping[str, Any], said: Mapping[str, Any]) -> dict[Unit, float]:
    """Read units: a consistent read of each 4 KB begun; write units: each KB begun."""
    match name:
        case "GetItem":
            share = 1.0 if asked.get("ConsistentRead") else 0.5
            return {"dynamodb_read": share * _begun(item_size(said.get("Item", {})), 4096)}
        case "BatchGetItem":
            return {"dynamodb_read": sum(_batch_read(asked, said))}
        case "Query":
            share = 1.0 if asked.get("ConsistentRead") else 0.5
            # Of a page of 1 MB the last 4 KB matter little; of a small sample's they would.
            return {"dynamodb_read": share * sum(map(item_size, said["Items"])) / 4096}
        case "PutItem":
            return {"dynamodb_write": _begun(item_size(asked["Item"]), 1024)}
        case "UpdateItem" | "DeleteItem":
            return {"dynamodb_write": 1}
    return {}


def _batch_read(asked: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[float]:
    for table, wanted in asked["RequestItems"].items():
        share = 1.0 if wanted.get("ConsistentRead") else 0.5
        found = said["Responses"].get(table, [])
        yield from (share * _begun(item_size(item), 4096) for item in found)
        yield share * (len(wanted["Keys"]) - len(found))


def _begun(size: int, unit: int) -> int:
    return max(1, -(-size // unit))


def item_size(item: Mapping[str, Mapping[str, Any]]) -> int:
    """An item's bytes as DynamoDB counts them: names and values ("Item sizes and formats")."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return (len(content) + 1) // 2 + 1
        case "SS":
            return sum(len(one.encode()) + 1 for one in content) + 3
        case "M":
            return sum(len(name) + _value(one) + 1 for name, one in content.items()) + 3
        case "L":
            return sum(_value(one) + 1 for one in content) + 3
    return 1
