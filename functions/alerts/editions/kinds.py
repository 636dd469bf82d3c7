"""The kinds of asks in a mail: one function per kind, from the model to an item of the view."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from functions.alerts.content.ask import (
    Ask,
    Call,
    Comment,
    Donate,
    Event,
    PhoneNumber,
    Share,
    SignUp,
    Slip,
    TakeAction,
    slip_link,
)
from functions.alerts.content.ask_list import gives_to
from functions.alerts.content.posting import posting_for
from functions.alerts.editions.item import Button, Context, Item
from functions.alerts.editions.markdown import Rich
from functions.alerts.editions.page_links import links, moved
from functions.alerts.sends.filed import path_of


def item(ask: Ask, number: int, context: Context) -> Item:
    """Draw the ask as the mail's item `number`; staff's own words win over the language pack's."""
    drawn = _draw(ask, context)
    buttons = drawn.buttons
    if ask.button and buttons:
        # An amount's button must say the amount: the words belong on the one without.
        at = len(ask.amounts) if isinstance(ask, Donate) and len(buttons) > len(ask.amounts) else 0
        named = replace(buttons[at], label=context.plain(ask.button))
        buttons = (*buttons[:at], named, *buttons[at + 1 :])
    title = context.plain(ask.title) if ask.title else drawn.title
    return replace(
        drawn,
        number=number,
        kind=ask.ask,
        title=title,
        text=context.rich(ask.text) if ask.text else None,
        buttons=buttons,
        moved=moved(ask, context),
        links=links(ask, title, context),
    )


def tell_apart(items: Sequence[Item]) -> tuple[Item, ...]:
    """Add the ask's number to links whose words stand for another address elsewhere."""
    targets = {(link.label, link.url) for one in items for link in (*one.buttons, *one.links)}
    uses = Counter(label for label, _ in targets)

    def named(link: Button, number: int) -> Button:
        return replace(link, label=f"{link.label} ({number})") if uses[link.label] > 1 else link

    return tuple(
        replace(
            one,
            buttons=tuple(named(button, one.number) for button in one.buttons),
            links=tuple(named(link, one.number) for link in one.links),
        )
        for one in items
    )


def _draw(ask: Ask, context: Context) -> Item:
    match ask:
        case Donate():
            return _donate(ask, context)
        case Slip():
            return _slip(ask, context)
        case TakeAction():
            return _take_action(ask, context)
        case Call():
            return _call(ask, context)
        case Comment():
            return _comment(ask, context)
        case Event():
            return _event(ask, context)
        case SignUp():
            return _sign_up(ask, context)
        case Share():
            return _share(ask, context)


def _donate(ask: Donate, context: Context) -> Item:
    pack, home = context.pack, context.organization
    own = gives_to(ask, home)

    def words(key: str, foreign: str, **values: str) -> str:
        if own:
            return pack.say(f"buttons.{key}", organization=home.short_name, **values)
        return pack.say(foreign, **values)

    buttons = [
        Button(words("donate_amount", "buttons.give_amount", amount=pack.dollars(amount)), link)
        for amount, link in ask.amount_links
    ]
    if ask.link:
        title = context.plain(ask.title or "")
        label = title if title and not own else words("donate", "titles.donate")
        buttons.append(Button(label, ask.link))
    if ask.monthly:
        buttons.append(Button(words("donate_monthly", "buttons.give_monthly"), ask.monthly))
    return Item(
        title=pack.say("titles.donate"),
        deadline=context.by("asks.by", ask),
        buttons=tuple(buttons),
    )


def _slip(ask: Slip, context: Context) -> Item:
    pack = context.pack
    name = context.plain(ask.name or "")
    names = {key: value for key, value in (("name", name), ("bill", ask.bill)) if value}
    form = "" if len(names) == 2 else f"_{next(iter(names), 'bill')}"
    link = ask.link or slip_link(ask)
    key, value = ("bill", ask.bill) if ask.bill else ("name", name)
    label = pack.say(f"buttons.slip_{ask.position}_{key}", **{key: value or ""})
    return Item(
        title=pack.say(f"titles.slip_{ask.position}{form}", **names),
        details=_hearing(ask, context),
        deadline=context.by("slip.by", ask),
        buttons=(*((Button(label, link),) if link else ()), *_filed(ask, context)),
        note=None if link else _no_link(ask, context),
    )


def _filed(ask: Slip, context: Context) -> tuple[Button, ...]:
    """Where the organization wants to know who filed: a link of each recipient's own."""
    zone = ZoneInfo(context.organization.time_zone)
    posting = posting_for(ask, zone) if context.organization.i_filed_it else ""
    if not posting:
        return ()
    where = f"{context.organization.site}/f/{path_of(posting)}/((filed_token))"
    return (Button(context.pack.say("buttons.filed"), f"{where}?lang={context.pack.code}"),)


def _no_link(ask: Slip, context: Context) -> Rich:
    """Where to look: ilga.gov knows the bill by its English name, the default language's."""
    originals = {one.id: one for one in context.original.asks if isinstance(one, Slip)}
    name = originals.get(ask.id, ask).name
    return context.say_original("slip.no_link", name=context.plain(name or ask.bill or ""))


def _hearing(ask: Slip, context: Context) -> tuple[str, ...]:
    pack, lines = context.pack, []
    committee = context.plain(ask.committee or "")
    if ask.hearing and committee:
        moment = pack.moment(ask.hearing)
        lines.append(pack.say("slip.hearing_committee", moment=moment, committee=committee))
    elif ask.hearing:
        lines.append(pack.say("slip.hearing", moment=pack.moment(ask.hearing)))
    elif committee:
        lines.append(pack.say("slip.committee", committee=committee))
    if ask.place:
        lines.append(pack.say("slip.place", place=context.plain(ask.place)))
    if ask.amendment:
        lines.append(pack.say("slip.amendment", amendment=context.plain(ask.amendment)))
    return tuple(lines)


def _take_action(ask: TakeAction, context: Context) -> Item:
    return Item(
        title=context.pack.say("titles.take_action"),
        deadline=context.by("asks.by", ask),
        buttons=(_titled("buttons.take_action", ask, ask.link, context),),
    )


def _call(ask: Call, context: Context) -> Item:
    whom = context.plain(ask.whom)
    buttons = [_phone(number, whom, context) for number in ask.numbers]
    if ask.link:
        buttons.append(_titled("buttons.take_action", ask, ask.link, context))
    return Item(
        title=context.pack.say("titles.call", whom=whom),
        deadline=context.by("call.by", ask),
        script_title=context.pack.say("call.script") if ask.script else "",
        script=context.rich(ask.script, heading=5) if ask.script else None,
        numbers_title=context.pack.say("call.numbers"),
        buttons=tuple(buttons),
    )


def _phone(phone: PhoneNumber, whom: str, context: Context) -> Button:
    name = context.plain(phone.name) if phone.name else whom
    digits = re.sub(r"[^\d+]", "", phone.number)
    # Ten digits, or eleven from 1 on, are North American; elsewhere staff write the country's code.
    dialled = f"+1{digits[-10:]}" if re.fullmatch(r"1?\d{10}", digits) else digits
    label = context.pack.say("buttons.call", whom=name, number=phone.number)
    return Button(label, f"tel:{dialled}")


def _comment(ask: Comment, context: Context) -> Item:
    pack, docket = context.pack, context.plain(ask.docket)
    return Item(
        title=pack.say("titles.comment", docket=docket),
        details=(pack.say("comment.agency", agency=context.plain(ask.agency)),),
        deadline=context.by("comment.by", ask),
        buttons=(Button(pack.say("buttons.comment", docket=docket), ask.link),),
    )


def _event(ask: Event, context: Context) -> Item:
    buttons = []
    if ask.rsvp:
        buttons.append(_titled("buttons.rsvp", ask, ask.rsvp, context))
    if ask.link:
        buttons.append(_titled("buttons.join", ask, ask.link, context))
    early = ask.closes is not None and ask.closes < ask.starts
    return Item(
        title=context.plain(ask.title),
        details=_when_and_where(ask, context),
        deadline=context.by("event.rsvp_by" if ask.rsvp else "asks.by", ask) if early else "",
        buttons=tuple(buttons),
    )


def _when_and_where(ask: Event, context: Context) -> tuple[str, ...]:
    pack, moment = context.pack, context.pack.moment(ask.starts)
    if not ask.ends:
        lines = [pack.say("event.starts", moment=moment)]
    elif (ask.ends.date(), ask.ends.tzinfo) == (ask.starts.date(), ask.starts.tzinfo):
        lines = [pack.say("event.starts_ends", moment=moment, time=pack.time(ask.ends))]
    else:
        lines = [pack.say("event.starts_ends_later", moment=moment, end=pack.moment(ask.ends))]
    if ask.place:
        lines.append(pack.say("event.place", place=context.plain(ask.place)))
    if ask.link:
        lines.append(pack.say("event.online"))
    for key, text in (("interpretation", ask.interpretation), ("access", ask.access)):
        if text:
            lines.append(pack.say(f"event.{key}", **{key: context.plain(text)}))
    return tuple(lines)


def _sign_up(ask: SignUp, context: Context) -> Item:
    own_page = f"{context.organization.site}/join/{ask.topic}?lang={context.pack.code}"
    return Item(
        title=context.pack.say("titles.sign_up"),
        deadline=context.by("asks.by", ask),
        buttons=(_titled("buttons.sign_up", ask, ask.link or own_page, context),),
    )


def _share(ask: Share, context: Context) -> Item:
    return Item(
        title=context.pack.say("titles.share"),
        deadline=context.by("asks.by", ask),
        buttons=(Button(context.pack.say("buttons.share"), ask.link or context.web_view),),
    )


def _titled(key: str, ask: Ask, url: str, context: Context) -> Button:
    """Name the object on the button: the ask's own title or else the alert's headline."""
    campaign = context.campaign
    title = ask.title or campaign.headline or campaign.subject or ""
    return Button(context.pack.say(key, title=context.plain(title)), url)
