"""`alerts doctor`: what is wrong with a deployed stack and what to do; a mail; a measurement."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from functions.alerts.errors import InputError, StateError
from functions.cli import output
from functions.cli.doctor_report import end, entry, show, show_json, show_point, to_data
from functions.cli.launching import Yes, home_organization
from functions.cli.stack import Stage, credentials, deployed

if TYPE_CHECKING:
    from functions.alerts.health.domain import Lookup
    from functions.alerts.health.measurement import Measurement
    from functions.alerts.mail.edition import Sender
    from functions.doctor.patient import Patient

From = Annotated[
    str,
    typer.Option("--from", metavar="ADDRESS", help="The from-address; else the organization's."),
]
NoDns = Annotated[bool, typer.Option("--no-dns", help="Leave out the domain's DNS.")]
DnsServer = Annotated[
    str, typer.Option(metavar="IP", help="Ask this name server instead of this machine's.")
]
DnsPort = Annotated[int, typer.Option(metavar="PORT", help="At this port.")]
Simulator = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Send N mails to Amazon's mailbox simulator by the real pipeline, and measure rate,"
        " latency, throttling and whether events come back. Costs are shown first.",
    ),
]
Measured = Annotated[str, typer.Option(metavar="SEND", help="Look again at such a measurement.")]
Raw = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A mail as it arrived (“Show original”): whether DKIM covers its unsubscribe headers.",
    ),
]
BeforeDeploy = Annotated[
    bool, typer.Option("--before-deploy", help="What speaks against deploying the stage.")
]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


def doctor(
    stage: Stage = "",
    sender: From = "",
    no_dns: NoDns = False,
    dns_server: DnsServer = "",
    dns_port: DnsPort = 53,
    simulator: Simulator = None,
    measured: Measured = "",
    raw: Raw = None,
    before_deploy: BeforeDeploy = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Say for each point of a deployed stack what is wrong and what to do, or that all is well.

    It only looks, and sends nothing unless --simulator is given.
    """
    if sum((simulator is not None, bool(measured), raw is not None, before_deploy)) > 1:
        raise typer.BadParameter("Give one of --simulator, --measured, --raw, --before-deploy.")
    if before_deploy:
        _before_deploy(stage, json)
    elif raw is not None:
        _mail(raw, json)
    elif simulator is not None:
        _run(simulator, stage, yes)
    elif measured:
        from functions.doctor.simulator import look

        _told(look(measured, deployed(stage)))
    else:
        _stack(stage, sender, _lookup(no_dns, dns_server, dns_port), json)


def _stack(stage: str, sender: str, lookup: Lookup | None, json: bool) -> None:
    from functions.doctor.examine import examine

    if not stage:
        raise typer.BadParameter("Say which stage: --stage prod.", param_hint="--stage")
    patient = _patient(stage, sender or _sender_here(), lookup)
    _ = patient.stack  # without one there is nothing to look at
    with output.console().status("") as status:
        groups = examine(patient, lambda title: status.update(f"Looking at: {title}"))
    if json:
        show_json(to_data(groups))
    else:
        show(groups)
    end([point for group in groups for point in group.points], quiet=json)


def _patient(stage: str, sender: str, lookup: Lookup | None) -> Patient:
    from functions.aws import clients
    from functions.chance import utc_now
    from functions.doctor.artifacts import read_built
    from functions.doctor.patient import Patient

    session = credentials()
    return Patient(
        stage=stage,
        region=session.region_name,
        client=partial(clients.reader, session),
        open_world=lambda: deployed(stage),
        now=utc_now(),
        sender=sender,
        lookup=lookup,
        built=read_built(),
    )


def _lookup(no_dns: bool, server: str, port: int) -> Lookup | None:
    from functions.doctor.records import resolver

    return None if no_dns else resolver(server, port)


def _sender_here() -> str:
    """The organization's from-address if its file is near; what is wrong with it is only told."""
    try:
        found = home_organization()
    except InputError as error:
        output.show_findings(error.findings)
        return ""
    return found.sender if found else ""


def _before_deploy(stage: str, json: bool) -> None:
    from functions.cli.before_deploy import refusals

    findings = refusals(stage)
    if json:
        output.result(output.plain(output.findings_json(findings)))
    else:
        output.show_findings(findings, output.result)
    if findings:
        sys.exit(1)
    output.say("Nothing speaks against a deploy.")


def _mail(file: Path, json: bool) -> None:
    from functions.alerts.health.signature import MOST, check_mail

    with file.open("rb") as mail:
        points = list(check_mail(mail.read(MOST + 1)))
    if json:
        show_json([entry(point, "Mail") for point in points])
    else:
        for point in points:
            show_point(point, output.result)
    end(points, quiet=json)


def _run(number: int, stage: str, yes: bool) -> None:
    from functions.doctor import simulator

    world = deployed(stage)
    account = world.mailer.account()
    simulator.refuse(number, account, world)
    sender = _whose()
    output.say(output.plain(simulator.offer(number, account)))
    if not yes and not typer.confirm("Send them?", err=True):
        output.refuse("Nothing was sent.")
    send = simulator.begin(number, sender, account, world, who=world.caller.name())
    again = f"`alerts doctor --measured {send.id}` looks later."
    output.say(output.plain(f"{send.id} begins within two minutes. {again}"))
    with output.console().status("") as status:
        seen = simulator.watch(
            send,
            account,
            number,
            world,
            wait=world.pause,
            progress=lambda so_far: status.update(
                f"{so_far.submitted:,} handed to SES, {so_far.delivered:,} delivered"
            ),
        )
    _told(seen)


def _whose() -> Sender:
    from functions.alerts.editions.compile import sender_of

    found = home_organization()
    if found is None:
        raise StateError(
            "No organization.yaml is near: the mails would have no sender.",
            remedy="Run it beside the campaigns.",
        )
    return sender_of(found)


def _told(seen: Measurement) -> None:
    """The result is JSON; what it means is talk."""
    from functions.alerts.health.measurement import explain

    show_json(seen.to_data())
    points = list(explain(seen))
    for point in points:
        show_point(point, output.say)
    end(points)
