"""Reads `infra/` and `serverless.yml` as data: what AWS is given, and no second truth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
# The fragments whose things a laptop has; roles and alarms have nobody there to obey them.
FRAGMENTS = ("dynamodb", "s3", "sqs", "sns", "ses", "scheduler")
# Of cloudfront.yml only that there is one: nobody on a laptop asks it for a page.
DISTRIBUTION = "Site"


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a fragment; references in `properties` are in CloudFormation's form."""

    name: str  # logical id
    type: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """What calls a function: a queue (its logical id), or the minute when `queue` is None.

    `window` is how many seconds a batch may gather, `timeout` the function's own, in seconds.
    """

    handler: str  # "functions/send_batch.handler"
    queue: str | None
    batch_size: int
    window: int
    timeout: int

    @property
    def module(self) -> str:
        """The function's module: `functions.send_batch`."""
        return self.handler.rpartition(".")[0].replace("/", ".")

    @property
    def function(self) -> str:
        """The name of the handler in its module."""
        return self.handler.rpartition(".")[2]


def read_resources(root: Path = ROOT) -> Mapping[str, Resource]:
    """Read every resource of FRAGMENTS by logical id."""
    parameters = _load(root / "infra" / "parameters.yml")["default"]
    found: dict[str, Resource] = {}
    for fragment in FRAGMENTS:
        content = _load(root / "infra" / f"{fragment}.yml")
        for name, body in content["Resources"].items():
            properties = _with_parameters(body.get("Properties", {}), parameters)
            found[name] = Resource(name, body["Type"], properties)
    site = _load(root / "infra" / "cloudfront.yml")["Resources"][DISTRIBUTION]
    return {**found, DISTRIBUTION: Resource(DISTRIBUTION, site["Type"], {})}


def read_sources(root: Path = ROOT) -> tuple[Source, ...]:
    """Read what calls each function, in the order of `serverless.yml`."""
    functions = _load(root / "serverless.yml")["functions"].values()
    return tuple(source for function in functions for source in _sources(function))


def _sources(function: Mapping[str, Any]) -> Iterator[Source]:
    for event in function.get("events", ()):
        queue = event.get("sqs", {})
        if queue or "schedule" in event:
            yield Source(
                handler=function["handler"],
                queue=queue["arn"]["Fn::GetAtt"][0] if queue else None,
                batch_size=int(queue.get("batchSize", 10)),
                window=int(queue.get("maximumBatchingWindow", 0)),
                timeout=int(function.get("timeout", 6)),
            )


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms."""


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {name: str(value).split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}  # type: ignore[arg-type]


yaml.add_multi_constructor("!", _short_form, Loader=_Loader)


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 – a SafeLoader


def _with_parameters(value: Any, parameters: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _with_parameters(item, parameters) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_parameters(item, parameters) for item in value]
    if isinstance(value, str):
        return re.sub(r"\$\{param:(\w+)\}", lambda match: str(parameters[match[1]]), value)
    return value
