"""What the protocol forbids, done on purpose: each of these must make the runner fail.

They are tests of the tests. A fault runner that does not notice them notices nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import ModuleType
from unittest.mock import patch

from functions import settle_sends
from functions.alerts.outcomes import probe, settle, witness
from functions.alerts.outcomes.evidence import Evidence
from functions.alerts.sends.batch import Batch
from functions.alerts.sends.filed import Filed
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.supporter import Supporter
from functions.services import audience
from tests.faults.chances import Mode
from tests.faults.stage import Stage


def _nothing(stage: Stage) -> None:
    """The stage stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """A change of the stage, of names in modules of the product, or both.

    `told` stands in what the verdict says about it: a mutation that fails for another reason shows
    nothing.
    """

    told: str
    mode: Mode = "arrive"
    stage: Callable[[Stage], None] = _nothing
    names: Sequence[tuple[ModuleType, str, object]] = ()

    @contextmanager
    def applied(self) -> Iterator[None]:
        """While it lasts, the names stand for something else."""
        with ExitStack() as stack:
            for module, name, value in self.names:
                stack.enter_context(patch.object(module, name, value))
            yield


def _no_claim_condition(stage: Stage) -> None:
    def blind(batch: Batch, owner: str | None) -> bool:
        return owner is None and stage.simulation.running.startswith("send")

    stage.ledger.blind = blind


def _sdk_retries(stage: Stage) -> None:
    stage.ses.retries = 3


def _record_without_owner(stage: Stage) -> None:
    """The record looks at no condition at all: the revision alone would still protect it.

    That shows where a record is carried out after the doubt was settled: late writes come often.
    """
    stage.ledger.blind = lambda batch, owner: owner is not None
    stage.chances.late = 0.1


def _freeze_without_manifest(stage: Stage) -> None:
    """Each part is frozen twice, and the last one to write stands."""

    def settle_manifest(manifest: Manifest) -> Manifest:
        stage.store.manifests[manifest.send, manifest.part] = manifest
        return manifest

    stage.store.settle_manifest = settle_manifest  # type: ignore[method-assign]
    stage.queues["freeze"].copies = 2


def _release_twice(stage: Stage) -> None:
    stage.queues["batch"].copies = 2


def _release_twice_unclaimed(stage: Stage) -> None:
    _release_twice(stage)
    _no_claim_condition(stage)


class _Credulous(witness.Witness):
    """Vouches for every doubt, whatever the events say."""

    def vouches(self, batch: Batch) -> bool:
        return True


def _heard_always(evidence: Evidence, part: int, nr: int, place: int) -> bool:
    return True


def _after_always(probe: int, call: int) -> bool:
    return True


def _part_of_the_list(stage: Stage) -> None:
    """DynamoDB leaves keys unprocessed, and nobody asks for them again."""
    read = stage.supporters.read

    def some(ids: Sequence[str]) -> Mapping[str, Supporter]:
        found = read(ids)
        return {one: found[one] for one in list(found)[:10]}

    stage.supporters.read = some  # type: ignore[method-assign]


def _many_refused(stage: Stage) -> None:
    """There are people whom the original did not reach."""
    stage.chances.ses_entry = 0.3


def _everybody(batch: Batch, *, surely: bool = False) -> list[int]:
    return list(range(len(batch.codes)))


def _nobody(*_: object) -> frozenset[str]:
    return frozenset()


class _NobodyFiled(Filed):
    """Knows of nobody who filed."""

    among = _nobody  # type: ignore[assignment]


MUTATIONS: Mapping[str, Mutation] = {
    "no claim condition": Mutation(told="twice", stage=_no_claim_condition),
    "SDK retries on": Mutation(told="twice", stage=_sdk_retries),
    "settling early": Mutation(
        told="mailed again without",
        names=[(settle, "CALL_IS_OVER", -600), (settle, "QUIET", -600)],
    ),
    "re-mailing without evidence": Mutation(
        told="mailed again without", mode="lost", names=[(settle_sends, "Witness", _Credulous)]
    ),
    "probes that count without their events": Mutation(
        told="mailed again without", mode="lost", names=[(witness, "is_heard", _heard_always)]
    ),
    "probes sent before the doubtful call count": Mutation(
        told="mailed again without",
        names=[(witness, "is_after", _after_always), (probe, "is_after", _after_always)],
    ),
    "freeze without manifest": Mutation(
        told="changed after its first mail", stage=_freeze_without_manifest
    ),
    "freeze without earlier sends": Mutation(told="twice", names=[(audience, "_earlier", _nobody)]),
    "record without owner": Mutation(told="the receipt of", stage=_record_without_owner),
    "released twice without the claim": Mutation(told="twice", stage=_release_twice_unclaimed),
    "part of the list unread": Mutation(told="was left out as erased", stage=_part_of_the_list),
    "reminders to everybody": Mutation(
        told="had not got what it reminds of",
        stage=_many_refused,
        names=[(audience, "mailed_places", _everybody)],
    ),
    "reminders to who filed": Mutation(
        told="somebody who had filed", names=[(audience, "Filed", _NobodyFiled)]
    ),
}
# Released twice with the claim: harmless, and that must be so.
RELEASED_TWICE = Mutation(told="", stage=_release_twice)
