"""The deployed functions: whether they are this checkout's code, and the account lets them run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from functions.alerts.health.point import Point, note, well, wrong

# Beside the queues' workers: the two ticks, and a request or two of the web.
_OTHERS = 4
# Their work is over before the first mail, or can wait until there is room. Eight queues with AWS's
# least maximum, two, would fill a new account's ten by themselves, so they are not summed.
_BEFORE = (
    "StartSend",
    "FreezeAudience",
    "MakeDigest",
    "ImportSupporters",
    "SendLetters",
    "PublishPage",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One deployed function; `sha256` is base64, as Lambda tells it, `state` Lambda's word."""

    name: str
    sha256: str
    state: str = "Active"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A queue's hold on a function: at most so many at once (None: no maximum)."""

    function: str
    maximum: int | None
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrency:
    """The account's limit in this region, and what of it is not reserved by anybody."""

    limit: int
    unreserved: int


def check_code(
    wanted: Sequence[str], found: Sequence[Function], built: Mapping[str, str]
) -> Iterator[Point]:
    """`wanted`: names in the stack; `built`: base64 SHA-256 of each function's local artifact."""
    for name in sorted(set(wanted) - {one.name for one in found}):
        yield wrong("functions", f"The function {name} is gone.", "Deploy the stack again.")
    for one in found:
        if one.state not in {"Active", "Inactive"}:
            why = f": {one.reason}" if one.reason else ""
            yield wrong("functions", f"{one.name} is {one.state}{why}.", "Deploy it again.")
    if not built:
        yield note(
            "code",
            "No artifacts are built here of the code as it is now: the deployed was compared with"
            " nothing.",
            "Run `make package`, then doctor again.",
        )
        return
    other = [one.name for one in found if built.get(one.name, one.sha256) != one.sha256]
    strange = [one.name for one in found if one.name not in built]
    if other:
        yield wrong(
            "code",
            f"Other code than this checkout's runs in {', '.join(sorted(other))}.",
            "`make deploy STAGE=…` from the checkout that is meant.",
        )
    if strange:
        yield note(
            "code",
            f"No artifact is built here for {', '.join(sorted(strange))}.",
            "Run `make package`, then doctor again.",
        )
    if found and not other and not strange:
        yield well("code", f"All {len(found)} functions run this checkout's code.")


def check_workers(workers: Sequence[Worker], account: Concurrency) -> Iterator[Point]:
    """Whether the queues' maximums, the ticks and the web fit into the account's concurrency."""
    for one in workers:
        if not one.enabled:
            yield wrong(
                "workers",
                f"The queue of {one.function} is cut off from it: nothing comes through.",
                "Enable its trigger in the Lambda console, or deploy the stack again.",
            )
    endless = sorted(one.function for one in workers if one.maximum is None)
    if endless:
        yield note(
            "workers",
            f"No maximum for {', '.join(endless)}: a full queue takes all the account's functions.",
            "Deploy the stack again.",
        )
    most = sum(one.maximum or 0 for one in workers if not one.function.startswith(_BEFORE))
    told = f"A send runs {most} workers at most, of {account.unreserved} the account may at once"
    if most + _OTHERS <= account.unreserved:
        yield well("concurrency", f"{told}.")
        return
    yield wrong(
        "concurrency",
        f"{told}: in a big send the ticks and the web are throttled.",
        "Ask for more (Service Quotas, AWS Lambda, Concurrent executions), or lower send_workers"
        " in infra/parameters.yml.",
    )
