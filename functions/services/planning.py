"""A launch that is thought through: the list, the ledger and SES are read, and nothing is written.

revision + segment + start ─► Plan: the estimate, and what it is held against (`planning/plan.py`)
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from functions.alerts.errors import StateError
from functions.alerts.mail.edition import Revision
from functions.alerts.planning.estimate import Estimate, estimate
from functions.alerts.planning.plan import DAY, Limits, Plan
from functions.alerts.sends.freeze import Manifest, manifest_of
from functions.alerts.sends.ports import Account
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import Kind, Send, batch_size, create_send, part_count, shards_of
from functions.services.audience import NamesGoneError, draw_part, not_begun
from functions.wiring import World

_UNDER_WAY = frozenset({"freezing", "sending"})
_OVER = frozenset({"done", "cancelled", "missed"})

Progress = Callable[[int, int], None]  # parts drawn, parts in all


def plan_send(
    revision: Revision,
    segment: Segment,
    world: World,
    starts: datetime,
    *,
    kind: Kind = "alert",
    of: str = "",
    zone: ZoneInfo,
    names: Mapping[str, str],
    progress: Progress = lambda done, total: None,
) -> Plan:
    """The plan of launching the revision to the segment at `starts` (aware).

    The audience is drawn as the freeze draws it, as the list is now. `zone` and `names` (of
    languages) are for the words. Raises StateError for a segment that names an unknown send.
    """
    _refuse_unknown(segment, of, starts, world)
    account, supporters = world.mailer.account(), world.supporters.size()
    # Who filed is hashed with a key that no command line has: they are counted, and not left out.
    drawn = replace(segment, not_filed="")
    draft = create_send(revision, drawn, starts, id="draft", nonce="", kind=kind, of=of)
    draft = replace(draft, batch_size=batch_size(account.rate), parts=part_count(supporters))
    found = _estimate(revision, segment, draft, account, supporters, zone, names, world, progress)
    others = [one for one in world.ledger.active_sends() if _is_near(one, starts)]
    if segment.topics and not (found.recipients or found.skipped):
        refuse_unknown_topics(segment, world)
    return Plan(
        revision=revision,
        starts=starts,
        now=world.now(),
        account=account,
        switch_off=switch_off(world),
        set_on=world.identities.sending(world.settings.configuration_set),
        verified=world.identities.verified(revision.sender.address),
        estimate=found,
        limits=_limits(world),
        booked=sum(one.expected for one in others if not one.targeted),
        begun=sum(one.targeted for one in others),
    )


def _is_near(send: Send, starts: datetime) -> bool:
    """Whether a send mails somebody, or will by itself, less than a day from a start."""
    return send.state not in _OVER and abs(send.starts - starts) < DAY


def switch_off(world: World) -> str:
    """Why the kill switch is off, in words; empty: it is on."""
    switch = world.ledger.read_switch()
    if switch.permits(world.ledger.table_id(), world.supporters.table_id()):
        return ""
    if switch.on:
        return "the ledger or the list was restored from a backup"
    by = f"{switch.by} stopped it at {switch.at}"
    return f"{by}: {switch.why}" if switch.why else by


def _estimate(
    revision: Revision,
    segment: Segment,
    draft: Send,
    account: Account,
    supporters: int,
    zone: ZoneInfo,
    names: Mapping[str, str],
    world: World,
    progress: Progress,
) -> Estimate:
    found = estimate(
        revision,
        _drawn(draft, world, progress),
        sentence=segment.sentence(),
        starts=draft.starts,
        rate=account.rate,
        batch_size=draft.batch_size,
        supporters=supporters,
        sharing=sum(send.state in _UNDER_WAY for send in world.ledger.active_sends()),
        zone=zone,
        names=names,
    )
    posting = segment.not_filed
    filed = len(world.filed.marks(posting, shards_of(0, 1))) if posting else 0
    return replace(found, posting=posting, filed=filed)


def _drawn(draft: Send, world: World, progress: Progress) -> Iterator[Manifest]:
    for part in range(draft.parts):
        progress(part, draft.parts)
        try:
            drawn = draw_part(draft, part, world, ())
        except NamesGoneError as error:
            raise StateError(
                f"Who got send {error.send} of this alert is no longer kept (30 days after it), so"
                " nobody could be kept from getting it twice.",
                remedy="Copy the file under another name, which makes it another alert, and say in"
                " it what is new.",
            ) from error
        yield manifest_of(drawn, "")
    progress(draft.parts, draft.parts)


def _refuse_unknown(segment: Segment, of: str, starts: datetime, world: World) -> None:
    """Raise StateError for a send that is not there, or whose people are not known in time."""
    for one in sorted({*segment.also, *segment.without, *filter(None, [of])}):
        send = world.ledger.read_send(one)
        if send is None:
            raise StateError(f"There is no send {one}.", remedy="`alerts status` lists them.")
        if one in segment.without and not_begun(send) and send.starts > starts:
            raise StateError(
                f"Send {one} begins after this one: nobody knows yet who gets it.",
                remedy="Leave out this one's people in that one, or launch this one for later.",
            )
        if one in segment.also and send.state not in _OVER:
            raise StateError(
                f"Send {one} is {send.state}: who got it is not certain yet.",
                remedy="Launch this one once it is done.",
            )


def refuse_unknown_topics(segment: Segment, world: World) -> None:
    """Raise StateError for a topic that nobody asked for; this reads the list once more."""
    known = Counter(
        topic
        for shard in shards_of(0, 1)
        for person in world.supporters.in_shard(shard)
        for topic in person.topics
    )
    for topic in sorted(segment.topics - known.keys()):
        near = difflib.get_close_matches(topic, known, 1) or [t for t, _ in known.most_common(5)]
        raise StateError(
            f'Nobody on the list asked for "{topic}".',
            remedy=f"There is {', '.join(near)}." if near else "Import supporters first.",
        )


def _limits(world: World) -> Limits:
    return Limits(
        send=_number("MOST_PER_SEND", world.settings.most_per_send),
        day=_number("MOST_PER_DAY", world.settings.most_per_day),
    )


def _number(name: str, text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit()):
        raise StateError(
            f'{name} is "{text}".', remedy="Write a number of people, or leave it out."
        )
    return int(text) if text else None
