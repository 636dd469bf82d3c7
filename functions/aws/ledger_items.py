"""The ledger's items: what `ledger.py` stores, and how it reads that back."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta

from functions.alerts.sends.audit import Entry
from functions.alerts.sends.batch import VERSION, Batch, Key
from functions.alerts.sends.send import Send
from functions.alerts.sends.switch import NEW, Switch
from functions.aws.dynamodb import Item

KEPT = 400 * 86_400  # seconds that a send and all about it may be asked for
# Of pointers and audit lines; those of the first release have none and are read all the same.
_V: Item = {"v": {"N": "1"}}
SWITCH_KEY = {"pk": {"S": "switch"}, "sk": {"S": "switch"}}


def pointer_item(pk: str, sk: str, send_id: str) -> Item:
    """An item that leads to a send."""
    return {"pk": {"S": pk}, "sk": {"S": sk}, **_V, "send": {"S": send_id}}


def send_item(send: Send) -> Item:
    """`body` is the truth; the rest stands beside it for conditions and for people who look."""
    return {
        "pk": {"S": f"send#{send.id}"},
        "sk": {"S": "send"},
        "state": {"S": send.state},
        "gen": {"N": str(send.gen)},
        "body": {"S": send.to_json()},
        **kept(send.starts),
    }


def kept(since: datetime) -> Item:
    """When DynamoDB may delete what belongs to that time."""
    return {"expires": {"N": str(int(since.timestamp()) + KEPT)}}


def start_of(send: Send) -> str:
    """The key of a pointer that sorts by the send's start."""
    return f"{send.starts.isoformat()}#{send.id}"


def month_pk(at: datetime) -> str:
    """Where the sends of a month (of UTC) are listed."""
    return f"month#{at.astimezone(UTC):%Y-%m}"


def months_between(since: datetime, until: datetime) -> list[str]:
    """`month_pk` of every month from one moment to the other."""
    days = (until - since).days + 2
    return list(dict.fromkeys(month_pk(min(since + timedelta(n), until)) for n in range(days)))


def send_of(item: Item) -> Send:
    """The inverse of `send_item`."""
    return Send.from_json(item["body"]["S"])


def switch_item(switch: Switch) -> Item:
    """It never expires."""
    return {**SWITCH_KEY, "body": {"S": switch.to_json()}}


def switch_of(item: Item | None) -> Switch:
    """The inverse of `switch_item`; on, if there is none."""
    return Switch.from_json(item["body"]["S"]) if item else NEW


def audit_pk(send_id: str) -> str:
    """Where the audit of a send is, or ("") that of the kill switch."""
    return f"send#{send_id}" if send_id else "switch"


def supporter_audit_pk(supporter_id: str) -> str:
    """Where the audit of a supporter is."""
    return f"supporter#{supporter_id}"


def audit_item(entry: Entry) -> Item:
    """Its key is its time, what and who: the same line twice is one."""
    line = {name: {"S": value} for name, value in asdict(entry).items()}
    if not entry.supporter:
        line.pop("supporter")  # as the first release wrote it
    key = {"S": f"audit#{entry.at}#{entry.what}#{entry.who}"}
    expiry = kept(datetime.fromisoformat(entry.at))
    pk = supporter_audit_pk(entry.supporter) if entry.supporter else audit_pk(entry.send)
    return {"pk": {"S": pk}, "sk": key, **_V, **line, **expiry}


def entry_of(item: Item) -> Entry:
    """The inverse of `audit_item`."""
    names = [field.name for field in fields(Entry)]
    return Entry(**{name: item[name]["S"] for name in names if name in item})


def batch_pk(send_id: str, part: int) -> str:
    """Where the batches of a part are."""
    return f"batch#{send_id}#{part}"


def batch_item(key: Key, batch: Batch) -> Item:
    """What settling adds is a text or a number that most batches do not have."""
    again = " ".join(f"{place}:{rev}" for place, rev in batch.again)
    told = " ".join(map(str, batch.told))
    return {
        "pk": {"S": batch_pk(key.send, key.part)},
        "sk": {"S": f"{key.nr:05}"},
        "v": {"N": str(VERSION)},
        "rev": {"N": str(batch.rev)},
        "codes": {"S": batch.codes},
        "owner": {"S": batch.owner},
        "at": {"N": str(batch.at)},
        "edition": {"S": batch.edition},
        "solo": {"BOOL": batch.solo},
        "expires": {"N": str(batch.at + KEPT)},
        **({"again": {"S": again}} if again else {}),
        **({"told": {"S": told}} if told else {}),
        **({"since": {"N": str(batch.since)}} if batch.since else {}),
    }


def batch_of(item: Item) -> Batch:
    """The inverse of `batch_item`, also of items of earlier versions."""
    return Batch(
        codes=item["codes"]["S"],
        rev=int(item["rev"]["N"]),
        owner=item["owner"]["S"],
        at=int(item["at"]["N"]),
        edition=item["edition"]["S"],
        solo=item["solo"]["BOOL"],
        again=_marks(item["again"]["S"]) if "again" in item else (),
        told=tuple(map(int, item["told"]["S"].split())) if "told" in item else (),
        since=int(item["since"]["N"]) if "since" in item else 0,
    )


def _marks(text: str) -> tuple[tuple[int, int], ...]:
    pairs = (mark.split(":") for mark in text.split())
    return tuple((int(place), int(rev)) for place, rev in pairs)
