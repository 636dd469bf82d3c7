"""What people write to launch a send: campaign file + options ─► Launch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from functions.alerts.errors import Mistake
from functions.cli import output

if TYPE_CHECKING:
    from functions.alerts.content.organization import Organization
    from functions.alerts.mail.edition import Revision
    from functions.alerts.sends.planned import PlannedReminder
    from functions.alerts.sends.segment import Segment
    from functions.alerts.sends.send import Doubt, Kind
    from functions.campaign_files import Loaded
    from functions.wiring import World

To = Annotated[
    str,
    typer.Option(
        metavar="SEGMENT",
        help="Like topic=daca,language=es,ar or everybody; also zip= district= source= joined-from="
        " joined-until= also=SEND without=SEND not-filed=POSTING. Without a topic it is the"
        " alert's own.",
    ),
]
At = Annotated[str, typer.Option(metavar="TIME", help='When, e.g. "2018-04-09 09:00"; see --zone.')]
Now = Annotated[bool, typer.Option("--now", help="At once.")]
Zone = Annotated[
    str, typer.Option(metavar="ZONE", help="An IANA time zone; without it the organization's.")
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why it is urgent.")]
Urgent = Annotated[bool, typer.Option("--urgent", help="Before other sends; needs --reason.")]
NeedsRelease = Annotated[
    bool, typer.Option("--needs-release", help="A second person has to let it go.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Despite = Annotated[
    bool, typer.Option("--despite-warnings", help="The warnings are known; a person read them.")
]
Corrects = Annotated[
    str,
    typer.Option("--correction-of", metavar="SEND", help="Mail those again who got that send."),
]

Corrected = Annotated[
    bool,
    typer.Option(
        "--corrected",
        help="A day or time that is published was a mistake: nothing moved, so no `moved_from`.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """What is to be launched; `scheduled` says whether a time was given. See `launch.launch`.

    `loaded` is its file, where it goes out as it stands there now.
    """

    revision: Revision
    segment: Segment
    starts: datetime
    scheduled: bool
    zone: ZoneInfo
    kind: Kind = "alert"
    of: str = ""
    ask: str = ""
    reminders: tuple[PlannedReminder, ...] = ()
    loaded: Loaded | None = None  # the file, which becomes public; a reminder's is already
    urgent: bool = False
    reason: str = ""
    needs_release: bool = False
    doubt: Doubt = "settle"


def read_revision(campaign: Path) -> tuple[Loaded, Revision]:
    """The compiled campaign file. Raises InputError with what is wrong with it."""
    from functions.campaign_files import load

    loaded = load(campaign)
    return loaded, compile_loaded(loaded)


def compile_loaded(loaded: Loaded) -> Revision:
    """Its mails, after telling which languages are left out. Raises StateError for a card."""
    from functions.alerts.editions.compile import compile_revision
    from functions.alerts.languages.words import load_packs

    compiled = compile_revision(loaded.campaign, loaded.organization, load_packs())
    for language, lacks in compiled.fallbacks.items():
        output.say(
            f"[yellow]note[/]  “{output.plain(language)}” lacks {output.plain(', '.join(lacks))}:"
            f" its readers get the whole mail in “{compiled.revision.languages[0]}”."
        )
    return compiled.revision


def read_launch(
    campaign: Path,
    to: str,
    at: str,
    zone: str,
    world: World,
    correction_of: str,
    *,
    corrected: bool = True,
) -> Launch:
    """The launch that the options describe; `at` empty is now.

    Unless `corrected`, raises InputError for what moved since it was published without a word.
    """
    from functions.alerts.planning.to_follow import planned_reminders

    loaded, revision = read_revision(campaign)
    if not corrected:
        compare(loaded, campaign, world)
    here = read_zone_option(zone or loaded.organization.time_zone)
    return Launch(
        revision=revision,
        segment=read_segment(to, revision.topic),
        starts=read_at(at, here) if at else world.now(),
        scheduled=bool(at),
        zone=here,
        kind="correction" if correction_of else "alert",
        of=correction_of,
        reminders=planned_reminders(loaded.campaign, ZoneInfo(loaded.organization.time_zone)),
        loaded=loaded,
    )


def compare(loaded: Loaded, campaign: Path, world: World) -> None:
    """Raise InputError if a hearing or an event moved since it was published, without a word."""
    from functions.services.moved import refuse_silent_moves

    refuse_silent_moves(loaded, str(campaign), world)


def read_zone_option(zone: str) -> ZoneInfo:
    """An IANA zone by name; wrong usage with the nearest one if there is none."""
    from functions.alerts.content.zone import check_zone

    try:
        return ZoneInfo(check_zone(zone))
    except Mistake as mistake:
        raise wrong_usage(mistake, "--zone") from mistake


def home_zone() -> ZoneInfo | None:
    """The organization's zone, if its file is near."""
    found = home_organization()
    return ZoneInfo(found.time_zone) if found else None


def home_organization() -> Organization | None:
    """The organization, if its file is in this folder, above it or in `campaigns/`."""
    from functions.campaign_files import ORGANIZATION, load_organization

    here = Path.cwd()
    for folder in (here, here / "campaigns", *here.parents):
        if (folder / ORGANIZATION).is_file():
            return load_organization(folder / ORGANIZATION)
    return None


def read_at(at: str, zone: ZoneInfo) -> datetime:
    """A launch time. Wrong usage, with the readings there are, if no clock or two show it."""
    from functions.alerts.content.deadline import read_moment

    try:
        moment = read_moment(at, zone)
        if not moment.has_time:
            raise Mistake(f"`{at}` has no time of day.", f"{at} 09:00")
    except Mistake as mistake:
        raise wrong_usage(mistake, "--at") from mistake
    return moment.at


def check_urgent(urgent: bool, reason: str) -> None:
    """Wrong usage if nobody says why it is urgent."""
    if urgent and not reason.strip():
        raise typer.BadParameter("Say why it is urgent.", param_hint="--reason")


def read_segment(to: str, topic: str | None) -> Segment:
    """The segment of `--to`, or who asked for the alert's own topic; wrong usage if it is none."""
    from functions.alerts.planning.written_segment import default_segment, parse_segment

    try:
        return parse_segment(to, topic) if to else default_segment(topic)
    except Mistake as mistake:
        raise wrong_usage(mistake, "--to") from mistake


def wrong_usage(mistake: Mistake, option: str) -> typer.BadParameter:
    """What is wrong with an option, and what to write."""
    return typer.BadParameter(f"{mistake.found} {mistake.remedy}", param_hint=option)
