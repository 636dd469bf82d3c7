"""The deployment read as data: serverless.yml, infra/*.yml, CloudFormation's short forms spelt out.

`${param:…}` and the like get the values of the stage `dev`, as osls gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
INFRA = ROOT / "infra"
STAGE = "dev"
NOT_RESOURCES = {"parameters.yml", "environment.yml", "checkov.yml"}  # no fragments


class Loader(yaml.SafeLoader):
    """YAML with `!Ref` and friends, in which a key said twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a second equal key: osls and PyYAML would let the last one win."""
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        assert not twice, f"{node.start_mark}: said twice: {twice}"
        return super().construct_mapping(node, deep)


def short_form(loader: Loader, tag: str, node: yaml.Node) -> dict[str, Any]:
    """`!GetAtt Queue.Arn` → {"Fn::GetAtt": ["Queue", "Arn"]}; `!If [Condition, one, other]`."""
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.ScalarNode), f"{node.start_mark}: !{tag} of a mapping"
    value = loader.construct_scalar(node)
    return {name: value.split(".", 1) if tag == "GetAtt" else value}


yaml.add_multi_constructor("!", short_form, Loader=Loader)


def parameters() -> dict[str, Any]:
    """infra/parameters.yml for the stage."""
    stages = yaml.load((INFRA / "parameters.yml").read_text(), Loader=Loader)  # noqa: S506
    return {**stages["default"], **stages[STAGE]}


def resolved(text: str) -> str:
    """The text with osls' variables replaced."""
    values = {f"param:{name}": str(value) for name, value in parameters().items()}
    values |= {"self:service": "action-alerts", "sls:stage": STAGE}
    return re.sub(r"\$\{(\w+:\w+)\}", lambda match: values[match[1]], text)


def load(path: Path) -> Any:
    """One file of the deployment as data."""
    text = path.read_text(encoding="utf-8")
    if path.parent != ROOT:
        text = resolved(text)
    return yaml.load(text, Loader=Loader)  # noqa: S506 - a SafeLoader with a few more tags


def fragment_files() -> list[Path]:
    """Every fragment with resources."""
    return [path for path in sorted(INFRA.rglob("*.yml")) if path.name not in NOT_RESOURCES]


def service() -> dict[str, Any]:
    """serverless.yml."""
    content: dict[str, Any] = load(ROOT / "serverless.yml")
    return content


def resources(kind: str = "") -> dict[str, dict[str, Any]]:
    """Logical id → resource, of all fragments; of one CloudFormation type if it is given."""
    return {
        name: resource
        for path in fragment_files()
        for name, resource in load(path)["Resources"].items()
        if kind in ("", resource["Type"])
    }


def statements(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every policy statement of a role, a key or a resource policy."""
    properties = resource.get("Properties", {})
    inline = properties.get("Policies", [])
    for policy in [properties, *(inline if isinstance(inline, list) else [])]:
        for name in ("PolicyDocument", "KeyPolicy"):
            yield from policy.get(name, {}).get("Statement", [])


def several(value: Any) -> list[Any]:
    """A policy's value as a list: one may stand for a list of one."""
    return value if isinstance(value, list) else [value]


def pascal(name: str) -> str:
    """start_send → StartSend: a Python file's name as it stands in logical ids."""
    return "".join(word.capitalize() for word in name.split("_"))
