"""What a partner's file must have for one alert, told as findings about the two files.

Partner + Draft ─► `check_partner` ─► the languages a kit is written in
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from functions.alerts.checks.draft import Draft
from functions.alerts.content.ask import Ask, Donate, Slip
from functions.alerts.content.ask_list import gives_to
from functions.alerts.content.giving import donate_link
from functions.alerts.content.organization import Organization
from functions.alerts.errors import Mistake
from functions.alerts.mail.fields import LINKS
from functions.alerts.sharing.partner_file import Partner, PartnerFile

_WITH_SLIPS = ("slip.steps", "slip.notice")
_READERS_OWN = re.compile(rf"\(\(\s*(?:{'|'.join(LINKS)})\b[^()]*\)\)")


def check_partner(partner: Partner, draft: Draft, asks: Sequence[Ask]) -> tuple[str, ...]:
    """The languages that both the alert and the partner are complete in, default first.

    `asks` are those that are open. What is missing is reported by the readings of the partner's
    file and of the campaign's.
    """
    _check_sender(partner, draft)
    _check_giving(partner, draft, asks)
    _check_steps(partner, draft, asks)
    _check_logo(partner, draft)
    _check_our_pages(partner, draft)
    _check_readers_own(draft)
    _check_closed(draft, asks)
    return _languages(partner, draft, slips=any(isinstance(ask, Slip) for ask in asks))


def theirs(ask: Donate, partner: PartnerFile, home: Organization) -> Donate:
    """A donate ask that gives to the partner instead of to us; one for others stays.

    Our reference means nothing on its page; amounts stay where its platform takes them.
    """
    giving = partner.donate
    if not giving or not gives_to(ask, home):
        return ask
    ours = ask.button is not None and _names_us(home)(ask.button) is not None
    changes = {
        "link": giving.once,
        "monthly": giving.monthly,
        "reference": None,
        "amounts": ask.amounts if not ask.amounts or _takes_amounts(giving.once) else (),
        "button": None if ours else ask.button,
    }
    return ask.model_copy(update=changes)


def _check_sender(partner: Partner, draft: Draft) -> None:
    ours = {draft.organization.in_language(code).name for code in draft.campaign.languages}
    if partner.own.name in ours:
        partner.reading.report(
            ("name",),
            f"The alert is from {partner.own.name} already.",
            "Name a partner's file. To send the alert yourself, use `alerts send`.",
            rule="kit-own-alert",
        )


def _check_giving(partner: Partner, draft: Draft, asks: Sequence[Ask]) -> None:
    home, giving = draft.organization, partner.own.donate
    ours = [ask for ask in asks if isinstance(ask, Donate) and gives_to(ask, home)]
    if ours and giving is None:
        partner.reading.report(
            ("donate",),
            f"The alert asks people to donate, and {partner.own.short} has no page for it.",
            "Add a line `donate: {once: https://…}`.",
            rule="kit-donate",
        )
        return
    for ask in ours if giving else ():
        if ask.amounts and giving and not _takes_amounts(giving.once):
            partner.reading.report(
                ("donate", "once"),
                f"The alert offers amounts, and this page cannot be opened with one: the kit has "
                f"one button “Donate to {partner.own.short}” instead.",
                "Nothing need be done. Pages of ActBlue, and Kindful's with `?campaign=`, take "
                "amounts.",
                "note",
                rule="kit-amounts",
            )
        _check_donate_words(ask, partner, draft)


def _check_donate_words(ask: Donate, partner: Partner, draft: Draft) -> None:
    named = _names_us(draft.organization)
    for said in draft.said:
        spoken = said.ask == ask.id and said.kind != "link" and said.name != "button"
        name = named(said.text) if spoken else None
        if name:
            draft.reading.report(
                said.path,
                f"The text names {name[0]}, and in the kit the money goes to {partner.own.short}.",
                "Say it without a name (“this work”), or make the kit from a copy that names "
                f"{partner.own.short}.",
                "warning",
                near=name[0],
                rule="kit-donate-words",
            )


def _check_our_pages(partner: Partner, draft: Draft) -> None:
    """A link inside a text stays as it is: one to our donate page would take the gift from it."""
    giving = draft.organization.donate
    pages = [_address(page) for page in (giving.once, giving.monthly) if page] if giving else []
    for said in draft.said:
        page = next((one for one in pages if one in said.text), None)
        if page and said.kind == "markdown":
            draft.reading.report(
                said.path,
                f"The text leads to {draft.organization.short_name}'s own donate page ({page}), in "
                "the kit as well.",
                f"Leave it to the donate ask, whose page is {partner.own.short}'s there.",
                "warning",
                near=page,
                rule="kit-donate-words",
            )


def _address(link: str) -> str:
    """The page behind a link, however the link is written: host and path."""
    parts = urlsplit(link)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _check_steps(partner: Partner, draft: Draft, asks: Sequence[Ask]) -> None:
    if not any(isinstance(ask, Slip) for ask in asks):
        return
    own = partner.own.slip
    if not (own and own.steps):
        _check_inherited(partner, draft, "steps", "Add `slip: {steps: [Choose ((position)) …]}`.")
    if not (own and own.notice):
        _check_inherited(partner, draft, "notice", "Add `slip: {notice: …}`.")


def _check_inherited(partner: Partner, draft: Draft, key: str, remedy: str) -> None:
    """Our own steps hold for everybody as long as they name us by ((represent)) alone."""
    home = draft.organization
    path = ("slip", key) if partner.own.slip else ("slip",)
    settings = [home.in_language(code).slip for code in draft.campaign.languages]
    texts = [text for one in settings for text in (one.steps if key == "steps" else [one.notice])]
    if key == "steps" and not any(texts):
        found = "The alert has witness slips, and nobody says how to file one."
        partner.reading.report(path, found, remedy, rule="kit-steps")
        return
    named = _names_us(home)
    naming = next((text for text in texts if text and named(text)), None)
    if naming:
        partner.reading.report(
            path,
            f"The steps of the alert's own organization name it: “{naming}”",
            f"{remedy} Or write ((represent)) there in place of the name.",
            rule="kit-steps",
        )


def _check_logo(partner: Partner, draft: Draft) -> None:
    logo, image = partner.own.logo, draft.campaign.image
    if not logo:
        return
    if image and PurePosixPath(logo.file).name == PurePosixPath(image.file).name:
        partner.reading.report(
            ("logo", "file"),
            f"The alert's picture is called {PurePosixPath(image.file).name} too, and both go into "
            "one folder.",
            "Give the logo's file another name.",
            rule="kit-logo",
        )
    if not partner.own.picture_folder:
        partner.reading.report(
            ("logo",),
            "Mail programs fetch pictures from the web, and it is not said where the logo will be: "
            "the mail begins with the name instead.",
            "Add `pictures: https://…`, the folder you put the kit's pictures in, or delete the "
            "logo.",
            "warning",
            rule="kit-logo",
        )


def _check_readers_own(draft: Draft) -> None:
    for said in draft.said:
        link = _READERS_OWN.search(said.text)
        if link:
            draft.reading.report(
                said.path,
                f"{link[0]} is a link of each reader of ours; a partner's readers have none.",
                "Delete it: every mail of ours has it at its end.",
                near=link[0],
                rule="kit-field",
            )


def _check_closed(draft: Draft, asks: Sequence[Ask]) -> None:
    """What has closed is left out, and whoever passes the rest on should know of it."""
    there = {ask.id for ask in asks}
    closed = [f"`{ask.id}`" for ask in draft.campaign.asks if ask.id not in there]
    if closed:
        draft.reading.report(
            ("asks",),
            f"What has closed is not in the kit: {', '.join(closed)}.",
            "Ask yourself whether the rest is still worth sending. `--as-of` writes the kit of an "
            "earlier time.",
            "warning" if not any(ask.closes for ask in asks) else "note",
            rule="kit-closed",
        )


def _languages(partner: Partner, draft: Draft, *, slips: bool) -> tuple[str, ...]:
    needed = ("help.text", *(_WITH_SLIPS if slips else ()))
    compiled = draft.compiled
    written = compiled.revision.languages if compiled else ()
    speaks = []
    for code in partner.languages:
        lacks = [name for name in partner.lacking.get(code, ()) if name in needed]
        if code not in written:
            partner.reading.report(
                ("languages",),
                f"No kit is written in “{code}”: the alert is not complete in it.",
                "`alerts check` says what the alert lacks.",
                "note",
                rule="kit-language",
            )
        elif lacks:
            _report_lacks(partner, code, lacks)
        else:
            speaks.append(code)
    if not speaks:
        partner.reading.report(
            ("languages",),
            f"There is no language that the alert ({', '.join(written)}) and "
            f"{partner.own.short} have both.",
            f"Write one of them: `languages: [{written[0]}]`." if written else "Mend the alert.",
            rule="kit-language",
        )
    return tuple(speaks)


def _report_lacks(partner: Partner, code: str, lacks: Sequence[str]) -> None:
    partner.reading.report(
        ("translations", code),
        f"No kit is written in “{code}”: this file lacks {', '.join(lacks)} in it.",
        f"Write it under `translations: {code}:`, or leave “{code}” out of `languages:`.",
        "warning",
        rule="kit-language",
    )


def _names_us(home: Organization) -> Callable[[str], re.Match[str] | None]:
    """Looks for one of the organization's names in a text."""
    homes = [home, *home.translated.values()]
    names = {name for one in homes for name in (one.name, one.short_name)}
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)").search


def _takes_amounts(link: str) -> bool:
    try:
        donate_link(link, amount=1)
    except Mistake:
        return False
    return True
