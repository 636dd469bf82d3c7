"""A compiled template as one deployment gets it: its conditions decided, what they leave out gone.

Every condition here compares what osls has put in, so all can be decided without CloudFormation.
"""

from __future__ import annotations

from typing import Any

Template = dict[str, Any]
_NOTHING = object()  # AWS::NoValue: as if it were not written


def decided(template: Template) -> Template:
    """The template without `Fn::If`, AWS::NoValue and resources whose condition does not hold."""
    conditions = template.get("Conditions", {})
    holds = {name: _holds(rule, conditions) for name, rule in conditions.items()}
    left: Template = {}
    for section, content in template.items():
        if section in ("Resources", "Outputs"):
            there = {n: c for n, c in content.items() if holds.get(c.get("Condition"), True)}
            left[section] = _decided(there, holds)
        elif section != "Conditions":
            left[section] = content
    return left


def _holds(rule: Any, conditions: dict[str, Any]) -> bool:
    [(function, said)] = rule.items()
    if function == "Condition":
        return _holds(conditions[said], conditions)
    if function == "Fn::Equals":
        assert all(isinstance(one, str) for one in said), f"not two texts: {said}"
        return bool(said[0] == said[1])
    each = [_holds(one, conditions) for one in said]
    return {"Fn::Not": not each[0], "Fn::And": all(each), "Fn::Or": any(each)}[function]


def _decided(value: Any, holds: dict[str, bool]) -> Any:
    if isinstance(value, list):
        return [one for one in (_decided(item, holds) for item in value) if one is not _NOTHING]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Fn::If"}:
        name, then, otherwise = value["Fn::If"]
        return _decided(then if holds[name] else otherwise, holds)
    if value == {"Ref": "AWS::NoValue"}:
        return _NOTHING
    known = {key: _decided(one, holds) for key, one in value.items()}
    return {key: one for key, one in known.items() if one is not _NOTHING}
