"""Looking at the list as a whole: how many there are of each kind, and everybody for an export."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator

from functions.alerts.errors import StateError
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import SHARDS
from functions.alerts.sends.supporter import Status, Supporter
from functions.services.audience import got
from functions.wiring import World

# Told after each shard: how many of how many are done.
Progress = Callable[[int, int], None]
_CHUNK = 100  # people of one look: BatchGetItem's maximum, DynamoDB API reference


def silent(done: int, of: int) -> None:
    """Tell nobody."""


def count(
    segment: Segment, world: World, progress: Progress = silent
) -> Counter[tuple[Status, str]]:
    """How many there are by status and language."""
    return Counter((one.status, one.language) for one in _meant(segment, world, progress))


def people(
    segment: Segment, statuses: Collection[Status], world: World, progress: Progress = silent
) -> Iterator[Supporter]:
    """Everybody of the segment with one of these statuses, whole, in the order of their ids.

    A hundred at a time are in memory. Who is erased meanwhile is not among them.
    """
    chosen = (one.id for one in _meant(segment, world, progress) if one.status in statuses)
    while chunk := list(itertools.islice(chosen, _CHUNK)):
        found = world.supporters.read(chunk)
        now = (found[one] for one in chunk if one in found)
        yield from (one for one in now if one.status in statuses)


def _meant(segment: Segment, world: World, progress: Progress) -> Iterator[Supporter]:
    """Without addresses and names. Whatever the status: it is for the caller to choose."""
    if segment.not_filed:
        raise StateError(
            "Who filed is not told: only a send may leave them out.",
            remedy="Leave out not-filed.",
        )
    for number in range(SHARDS):
        shard = f"{number:02x}"
        also = got(segment.also, (shard,), world, surely=True)
        without = got(segment.without, (shard,), world)
        for one in world.supporters.in_shard(shard):
            if (segment.admits(one) or one.id in also) and one.id not in without:
                yield one
        progress(number + 1, SHARDS)
