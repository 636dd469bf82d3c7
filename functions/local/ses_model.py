"""The wire of SES v2, read by botocore's own service model.

Which operation a request is, what it asks, and whether the model's limits allow it: boto3 checks
types and minimums only, SES checks them all.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import botocore.session
from botocore.model import OperationModel, Shape

# HTTP status by error code where it is not 400 (botocore/data/sesv2: `httpStatusCode`).
STATUS = {
    "NotFoundException": 404,
    "ConflictException": 409,
    "TooManyRequestsException": 429,
    "InternalServiceErrorException": 500,
    "NotImplementedError": 501,
}


class SesError(Exception):
    """SES says no: `code` as botocore's `ClientError` will carry it, `message` for people."""

    def __init__(self, code: str, message: str, status: int | None = None) -> None:
        self.code, self.message = code, message
        self.status = status or STATUS.get(code, 400)
        super().__init__(f"{code}: {message}")


@dataclass(frozen=True, slots=True)
class Call:
    """One call as SES understands it: `parameters` has the names boto3 uses, blobs as bytes."""

    operation: str
    parameters: Mapping[str, Any]
    size: int  # bytes of the request's body


def read_call(method: str, url: str, body: bytes) -> Call:
    """Read the operation and parameters of an HTTP request; SesError when the model forbids it."""
    parts = urlsplit(url)
    for verb, pattern, operation in _routes():
        match = pattern.fullmatch(parts.path) if verb == method else None
        if match:
            values = _values(operation, match.groupdict(), parts.query, body)
            shape = operation.input_shape
            parameters = _decode(shape, values) if shape else {}
            problems = list(_violations(shape, parameters, "")) if shape else []
            if problems:
                raise SesError("BadRequestException", _told(problems))
            return Call(operation.name, parameters, len(body))
    raise SesError("NotImplementedError", f"{method} {parts.path} is no operation of SES v2.")


@lru_cache(maxsize=1)
def _routes() -> tuple[tuple[str, re.Pattern[str], OperationModel], ...]:
    model = botocore.session.get_session().get_service_model("sesv2")
    operations = [model.operation_model(name) for name in model.operation_names]
    found = [(o.http["method"], _pattern(o.http["requestUri"]), o) for o in operations]
    # A literal path wins over one with a placeholder in the same place.
    return tuple(sorted(found, key=lambda route: route[1].groups))


def _pattern(uri: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\+?\}", uri)
    literal = [re.escape(p) if i % 2 == 0 else f"(?P<{p}>[^/]+)" for i, p in enumerate(pieces)]
    return re.compile("".join(literal))


def _values(
    operation: OperationModel, path: Mapping[str, str], query: str, body: bytes
) -> dict[str, Any]:
    try:
        values = json.loads(body) if body else {}
    except ValueError as problem:
        raise SesError("BadRequestException", f"The body is no JSON: {problem}.") from problem
    if not isinstance(values, dict):
        raise SesError("BadRequestException", "The body is no JSON object.")
    asked = dict(parse_qsl(query))
    members = operation.input_shape.members if operation.input_shape else {}
    for name, shape in members.items():
        where, wire = shape.serialization.get("location"), shape.serialization.get("name", name)
        if where == "uri":
            values[name] = unquote(path[wire])
        elif where == "querystring" and wire in asked:
            values[name] = [asked[wire]] if shape.type_name == "list" else asked[wire]
    return values


def _decode(shape: Shape, value: Any) -> Any:
    """Turn blobs into bytes; anything of the wrong type is left for `_violations`."""
    if shape.type_name == "structure" and isinstance(value, dict):
        known = shape.members  # type: ignore[attr-defined]  # a StructureShape
        return {n: _decode(known[n], v) for n, v in value.items() if n in known and v is not None}
    if shape.type_name == "list" and isinstance(value, list):
        return [_decode(shape.member, item) for item in value]  # type: ignore[attr-defined]
    if shape.type_name == "blob" and isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error:
            return value
    return value


_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "structure": dict,
    "list": list,
    "map": dict,
    "string": str,
    "blob": bytes,
    "boolean": bool,
    "integer": (int, str),  # a query string carries its digits as text
    "long": int,
    "timestamp": (int, float, str),
}


def _violations(shape: Any, value: Any, path: str) -> Iterator[str]:
    kind: Any = _TYPES.get(shape.type_name, object)
    fits: bool = isinstance(value, kind)
    if not fits:
        yield f"{path or 'the request'} must be a {shape.type_name}"
        return
    yield from (f"{path} {said}" for said in _bounds(shape, value))
    if shape.type_name == "structure":
        yield from _members(shape, value, path)
    elif shape.type_name == "list":
        for at, item in enumerate(value, start=1):
            yield from _violations(shape.member, item, f"{path}.{at}.member")


def _members(shape: Any, value: Mapping[str, Any], path: str) -> Iterator[str]:
    def named(name: str) -> str:
        return f"{path}.{name}" if path else name

    yield from (f"{named(n)} must not be null" for n in shape.required_members if n not in value)
    for name, inner in value.items():
        yield from _violations(shape.members[name], inner, named(name))


# What the model's metadata limits, and how SES words it.
_BOUNDS: tuple[tuple[str, Callable[[Any, Any], bool], str], ...] = (
    ("min", lambda v, limit: len(v) < limit, "must have length greater than or equal to {}"),
    ("max", lambda v, limit: len(v) > limit, "must have length less than or equal to {}"),
    ("pattern", lambda v, limit: not re.search(rf"^(?:{limit})\Z", v), "must satisfy pattern {}"),
    ("enum", lambda v, limit: v not in limit, "must be one of {}"),
)


def _bounds(shape: Shape, value: Any) -> Iterator[str]:
    if shape.type_name not in ("string", "list"):
        return
    for name, broken, words in _BOUNDS:
        limit = shape.metadata.get(name)
        if limit is not None and broken(value, limit):
            yield words.format(limit)


def _told(problems: list[str]) -> str:
    count = f"{len(problems)} validation error{'s' if len(problems) > 1 else ''} detected"
    return f"{count}: " + "; ".join(problems)
