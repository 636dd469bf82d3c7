"""The stack itself: whether its last deploy ended well, and everything it promises is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from functions.alerts.health.point import Point, note, well, wrong


class Resource(NamedTuple):
    """One resource: CloudFormation's type, the thing's own name or ARN, and its status."""

    type: str
    name: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A deployed stack; resources are by logical id, outputs by their name."""

    name: str
    status: str
    outputs: Mapping[str, str]
    resources: Mapping[str, Resource]

    def named(self, kind: str, ending: str = "") -> dict[str, str]:
        """Logical id → name of the resources of a type whose id ends like that."""
        return {
            logical: one.name
            for logical, one in self.resources.items()
            if one.type == kind and logical.endswith(ending)
        }

    def name_of(self, logical: str) -> str:
        """The thing's own name, "" if the stack has none."""
        found = self.resources.get(logical)
        return found.name if found else ""


def check_stack(found: Stack, needed: Collection[str]) -> Iterator[Point]:
    """`needed` are the outputs that commands read."""
    yield _status(found)
    missing = sorted(set(needed) - found.outputs.keys())
    if missing:
        yield wrong(
            "outputs",
            f"The stack does not tell {', '.join(missing)}: it is older than this checkout.",
            "Deploy this checkout, or use the one it was deployed from.",
        )
    broken = sorted(
        logical for logical, one in found.resources.items() if one.status.endswith("_FAILED")
    )
    if broken:
        yield wrong(
            "resources",
            f"CloudFormation could not make or change {', '.join(broken)}.",
            "Look at the stack's events in the CloudFormation console, then deploy again.",
        )
    if not missing and not broken:
        yield well("resources", f"{len(found.resources)} resources, none of them failed.")


def _status(found: Stack) -> Point:
    if found.status.endswith("_IN_PROGRESS"):
        return note(
            "stack", f"{found.name} is being changed ({found.status}).", "Wait until it is done."
        )
    if found.status in {"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"}:
        return well("stack", f"{found.name} is deployed ({found.status}).")
    return wrong(
        "stack",
        f"The last deploy of {found.name} did not end well ({found.status}).",
        "Read its events in the CloudFormation console, mend the cause, deploy again.",
    )
