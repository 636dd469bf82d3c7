"""boto3 clients without botocore's walks, for calls whose JSON is what Python has already.

botocore walks through every value of a request twice (validation, serialization) and of an answer
once: for a batch of fifty recipients that takes longer than all the rest. Signing, retries, errors
and connections stay botocore's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from botocore.config import Config
from botocore.parsers import JSONParser, ResponseParserFactory, RestJSONParser

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

# No blob and no time stands in what these carry for us, and every name is the wire's own: a test
# compares each request with botocore's. `DescribeTable` has times, so it is not here.
PLAIN = frozenset({"BatchGetItem", "GetItem", "PutItem", "Query", "SendBulkEmail"})
_ANSWERS = frozenset(name + end for name in PLAIN for end in ("Output", "Response"))

# A User-Agent of our own: botocore's is put together twice for every request.
NAMED = Config(user_agent="action-alerts")

Client = TypeVar("Client")


def with_plain_json(client: Client) -> Client:
    """Change the client and give it back; operations that are not PLAIN stay as they are."""
    inner: Any = client
    inner._serializer = _PlainSerializer(inner._serializer)
    inner._endpoint._response_parser_factory = _PlainParsers()
    return client


class _Serializer(Protocol):
    def serialize_to_request(
        self, parameters: Mapping[str, Any], operation_model: OperationModel
    ) -> dict[str, Any]:
        """Botocore's name for making a request's method, path, headers and body."""


class _PlainSerializer:
    """The other one's method, path and headers; the body is the parameters as they are."""

    def __init__(self, other: _Serializer) -> None:
        self._checking = other
        self._unchecked: _Serializer = getattr(other, "_serializer", other)

    def serialize_to_request(
        self, parameters: Mapping[str, Any], operation_model: OperationModel
    ) -> dict[str, Any]:
        known: Mapping[str, Any] = getattr(operation_model.input_shape, "members", {})
        if operation_model.name not in PLAIN or not parameters.keys() <= known.keys():
            return self._checking.serialize_to_request(parameters, operation_model)
        request = self._unchecked.serialize_to_request({}, operation_model)
        request["headers"].setdefault("Content-Type", "application/json")
        return request | {"body": json.dumps(parameters).encode()}


class _PlainJson(JSONParser):
    def _parse_shape(self, shape: Shape, node: Any) -> Any:
        plain = shape.name in _ANSWERS
        return node if plain else super()._parse_shape(shape, node)  # type: ignore[misc]


class _PlainRestJson(RestJSONParser):
    def _parse_shape(self, shape: Shape, node: Any) -> Any:
        plain = shape.name in _ANSWERS
        return node if plain else super()._parse_shape(shape, node)  # type: ignore[misc]


class _PlainParsers(ResponseParserFactory):
    def create_parser(self, protocol_name: str) -> Any:
        plain = {"json": _PlainJson, "rest-json": _PlainRestJson}.get(protocol_name)
        return plain() if plain else super().create_parser(protocol_name)
