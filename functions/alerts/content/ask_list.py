"""The list of asks in a campaign file: each becomes the model of its kind, under its own id."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from functions.alerts.content.ask import KINDS, BaseAsk, Donate, Event, Slip, derived_id, slip_link
from functions.alerts.content.deadline import slip_deadline
from functions.alerts.content.giving import donate_link, platform
from functions.alerts.content.moving import check_moves
from functions.alerts.content.organization import Organization
from functions.alerts.content.slip_checks import check_slip
from functions.alerts.errors import Mistake
from functions.alerts.reading.doubles import refuse_doubles
from functions.alerts.reading.model import slugify
from functions.alerts.reading.validation import Reading

RawAsk = dict[str, Any]

# Nobody does fifty things, and each deadline makes one more edition per language.
MOST_ASKS = 50


def name_asks(reading: Reading, raw: Any) -> list[RawAsk | None]:
    """The asks as written, each with its id (None where there is no ask to speak of).

    Reports what is no ask, unknown kinds, and ids that two asks share.
    """
    if not isinstance(raw, list):
        reading.report(
            ("asks",),
            "`asks` is no list.",
            f"Write each ask under it, beginning with `- ask: {_only(raw)}`.",
        )
        return []
    if len(raw) > MOST_ASKS:
        reading.report(("asks",), f"There are {len(raw)} asks.", f"Keep {MOST_ASKS} of them.")
    named = [_named(reading, number, item) for number, item in enumerate(raw[:MOST_ASKS])]
    _refuse_doubles(reading, named)
    return named


def read_asks(reading: Reading, named: Sequence[RawAsk | None]) -> list[BaseAsk | None]:
    """The models of `named`; None for what was reported."""
    return [
        reading.model(KINDS[raw["ask"]], raw, ("asks", number)) if raw else None
        for number, raw in enumerate(named)
    ]


def complete(ask: BaseAsk, organization: Organization) -> BaseAsk:
    """The ask with what follows from the organization, the bill and the rules of the chambers.

    Raises `Mistake` when a donate page would not take its amounts or reference.
    """
    match ask:
        case Donate():
            return _complete_donate(ask, organization)
        case Slip():
            closes = ask.closes
            if closes is None and ask.hearing and ask.chamber:
                closes = slip_deadline(ask.chamber, ask.hearing)
            return ask.model_copy(update={"closes": closes, "link": ask.link or slip_link(ask)})
        case Event():
            return ask.model_copy(update={"closes": ask.closes or ask.starts})
    return ask


def check_ask(
    reading: Reading, ask: BaseAsk, number: int, organization: Organization
) -> BaseAsk | None:
    """The complete ask, after reporting what only shows once it is; None if it cannot be."""
    path = ("asks", number)
    try:
        whole = complete(ask, organization)
    except Mistake as mistake:
        reading.mistake((*path, mistake.key), mistake)
        return None
    if isinstance(whole, Donate) and whole.link is None:
        reading.report(
            path,
            "There is no page to donate on.",
            "Write `link:` here, or `donate: {once: https://…}` in organization.yaml.",
        )
    if isinstance(whole, Slip):
        check_slip(reading, whole, path)
    if isinstance(whole, Slip | Event):
        check_moves(reading, whole, path)
    return whole


def gives_to(ask: Donate, organization: Organization) -> bool:
    """Whether the page of `ask` is the organization's own, whatever it is asked to show there."""
    giving = organization.donate
    pages = (giving.once, giving.monthly) if giving else ()
    own = {_page(page) for page in pages if page}
    if ask.link is None or _page(ask.link) in own:
        return True
    return urlsplit(ask.link).hostname == urlsplit(organization.website).hostname


def _page(link: str) -> tuple[str | None, str]:
    parts = urlsplit(link)
    return parts.hostname, parts.path.rstrip("/")


def _complete_donate(ask: Donate, organization: Organization) -> Donate:
    giving = organization.donate
    once = ask.link or (giving.once if giving else None)
    if once is None:
        return ask
    monthly = ask.monthly or (giving.monthly if giving and ask.link is None else None)
    link = donate_link(once, reference=ask.reference)
    for amount in ask.amounts:
        donate_link(link, amount=amount)
    if monthly and ask.reference and platform(link) == platform(monthly) == "actblue":
        # Kindful's reference is a campaign's number, and the monthly page is another campaign.
        monthly = donate_link(monthly, reference=ask.reference)
    return ask.model_copy(update={"link": link, "monthly": monthly})


def _named(reading: Reading, number: int, item: Any) -> RawAsk | None:
    path = ("asks", number)
    if item is None:
        return None
    if not isinstance(item, dict):
        shown = item if isinstance(item, str) else "A list"
        reading.report(path, f"`{shown}` is no ask.", f"Write `- ask: {_kind(shown)}`.")
        return None
    kind = item.get("ask")
    if not isinstance(kind, str):
        if (*path, "ask") in reading.told:
            return None
        reading.report(path, "It is not said which ask this is.", f"Write `- ask: …` ({_KINDS}).")
        return None
    if kind not in KINDS:
        reading.mistake((*path, "ask"), Mistake(f"`{kind}` is no ask ({_KINDS}).", _kind(kind)))
        return None
    reading.names[path] = derived_id(item)
    if "id" in item and not (isinstance(item["id"], str) and item["id"].strip()):
        remedy = f"Write `id: {derived_id(item)}`, or delete the line."
        reading.report((*path, "id"), "An id is one word.", remedy)
    refuse_doubles(reading, item.get("amounts"), (*path, "amounts"), _amount)
    return {**item, "id": derived_id(item), **_plain_numbers(item), **_plain_lists(item)}


def _plain_numbers(item: RawAsk) -> RawAsk:
    """`numbers: 217-782-0000`, or a list of such, as the models know it."""
    numbers = item.get("numbers")
    if item["ask"] != "call" or not isinstance(numbers, str | list):
        return {}
    listed = [numbers] if isinstance(numbers, str) else numbers
    return {"numbers": [{"number": one} if isinstance(one, str) else one for one in listed]}


def _plain_lists(item: RawAsk) -> RawAsk:
    """`remind: 24h` and `moved_from: 2018-04-10 noon`, or a list of such, as the models know it."""
    keys = ("remind", "moved_from")
    return {key: [item[key]] for key in keys if isinstance(item.get(key), str)}


def _amount(value: str) -> str:
    return value.strip(" $").replace(",", "").removesuffix(".00")


_KINDS = ", ".join(KINDS)


def _only(raw: Any) -> str:
    """The kind of what stands under `asks:` without a dash."""
    kind = raw.get("ask") if isinstance(raw, dict) else raw
    return _kind(kind) if isinstance(kind, str) else "donate"


def _kind(word: str) -> str:
    for kind in KINDS:
        if kind in word.lower().split():  # witness slip
            return kind
    near = difflib.get_close_matches(word.lower().replace(" ", "_").replace("-", "_"), KINDS, 1)
    return near[0] if near else "take_action"


def _refuse_doubles(reading: Reading, named: Sequence[RawAsk | None]) -> None:
    first: dict[str, int] = {}
    for number, raw in enumerate(named):
        if raw is None:
            continue
        if raw["id"] in first:
            line = reading.document.line(("asks", first[raw["id"]]))
            reading.report(
                ("asks", number),
                f"Two asks are called `{raw['id']}`; the first is on line {line}.",
                f"Give this one a name of its own: `id: {_other_id(raw, number, set(first))}`.",
            )
        first.setdefault(raw["id"], number)


def _other_id(raw: RawAsk, number: int, taken: set[str]) -> str:
    if raw["ask"] == "slip" and isinstance(raw.get("general_assembly"), str):
        made = slugify(f"{raw['id']}-{raw['general_assembly']}")
        if made not in taken:
            return made
    for key in ("title", "name", "whom", "topic", "docket"):
        made = slugify(raw[key]) if isinstance(raw.get(key), str) else ""
        if made and made not in taken:
            return made
    return f"{raw['id']}-{number + 1}"
