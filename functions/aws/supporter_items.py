"""A supporter's item: what the table keeps of somebody, and the mark that stays of the erased."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from functions.alerts.sends.send import shard_of
from functions.alerts.sends.supporter import Standing, Supporter
from functions.aws.dynamodb import Item

VERSION = 1  # of an item; one without it is of the first release
ERASED = "erased"  # the status of what is left of somebody: {shard, id, v, status, at}
TEXTS = (
    "email",
    "status",
    "language",
    "first_name",
    "last_name",
    "zip",
    "district",
    "source",
    "joined",
    "agreed",
    "agreed_to",
)


def key_of(supporter_id: str) -> Item:
    """Where the item is."""
    return {"shard": {"S": shard_of(supporter_id)}, "id": {"S": supporter_id}}


def item_of(supporter: Supporter) -> Item:
    """Empty values are left out: they cost reads. A sign-up that waits has its end as `expires`."""
    texts = {name: {"S": getattr(supporter, name)} for name in TEXTS if getattr(supporter, name)}
    topics = {"topics": {"SS": sorted(supporter.topics)}} if supporter.topics else {}
    until = supporter.waits_until()
    expires = {"expires": {"N": str(int(until.timestamp()))}} if until else {}
    return key_of(supporter.id) | {"v": {"N": str(VERSION)}} | texts | topics | expires


def mark_of(supporter_id: str, at: datetime) -> Item:
    """What stays of whoever was erased."""
    return key_of(supporter_id) | {
        "v": {"N": str(VERSION)},
        "status": {"S": ERASED},
        "at": {"S": at.isoformat(timespec="seconds")},
    }


def is_mark(item: Item) -> bool:
    """Whether that is all that stays of somebody."""
    return item.get("status") == {"S": ERASED}


def status_of(item: Item) -> Standing:
    """What stands there."""
    return cast(Standing, item["status"]["S"])


def supporter_of(item: Item) -> Supporter:
    """The inverse of `item_of`, also of an item that was read in part."""
    texts = {"email": ""} | {name: item[name]["S"] for name in TEXTS if name in item}
    topics = frozenset(item["topics"]["SS"]) if "topics" in item else frozenset()
    return Supporter(id=item["id"]["S"], topics=topics, **texts)
