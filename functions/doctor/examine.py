"""Every check, in the order a person reads them; one that cannot be made does not stop the others.

patient ─► one look after another ─► groups of points
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from botocore.exceptions import ClientError

from functions.alerts.errors import AlertsError, StateError
from functions.alerts.health.account import check_account, check_plan, check_suppression
from functions.alerts.health.alarms import check_alarms, check_subscriptions
from functions.alerts.health.configuration import check_configuration_set
from functions.alerts.health.domain import check_cnames, check_dmarc, check_mail_from
from functions.alerts.health.functions import check_code, check_workers
from functions.alerts.health.identity import check_identity
from functions.alerts.health.keys import check_keys
from functions.alerts.health.pages import check_pages
from functions.alerts.health.point import Point, note, unknown, wrong
from functions.alerts.health.schedules import check_schedules, check_times
from functions.alerts.health.stack import check_stack
from functions.alerts.health.traffic import check_dead_letters, check_events, check_sends
from functions.alerts.health.traffic import check_switch as check_kill_switch
from functions.alerts.mail.keys import PURPOSES, KeyPurpose
from functions.aws.cloudformation import SERVICE
from functions.aws.cloudwatch import read_alarms
from functions.aws.errors import code
from functions.aws.iam import read_role
from functions.aws.lambdas import read_concurrency, read_functions, read_workers
from functions.aws.ssm import KeyStore
from functions.aws.subscriptions import read_subscriptions
from functions.doctor.artifacts import FUNCTION
from functions.doctor.patient import Patient
from functions.services.planning import switch_off
from functions.services.site_publishing import read_all
from functions.settings import OUTPUTS

Look = Callable[[Patient], Iterator[Point]]


class Group(NamedTuple):
    """Points that belong together."""

    title: str
    points: tuple[Point, ...]


def examine(patient: Patient, progress: Callable[[str], None] = lambda title: None) -> list[Group]:
    """All groups. `progress` hears each title before its group is looked at."""
    groups = []
    for title, looks in GROUPS:
        progress(title)
        points = [point for name, look in looks for point in _points(name, look, patient)]
        groups.append(Group(title, tuple(points)))
    return groups


def _points(name: str, look: Look, patient: Patient) -> Sequence[Point]:
    """The look's points, or the one that says why there are none (or no more) of them."""
    points: list[Point] = []
    try:
        points.extend(look(patient))
    except StateError as error:
        points.append(wrong(name, error.reason, error.remedy))
    except AlertsError as error:
        points.append(unknown(name, str(error), _remedy(error)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        found = f"The answer was not understood ({type(error).__name__}: {error})."
        points.append(unknown(name, found, "Update this checkout; if it stays, report it."))
    return points


def _remedy(error: AlertsError) -> str:
    cause = error.__cause__
    if isinstance(cause, ClientError) and "denied" in code(cause).lower():
        return "Use credentials that may read it (the AWS policy ReadOnlyAccess has all of it)."
    return "Look at the network and the credentials, then run doctor again."


def _stack(patient: Patient) -> Iterator[Point]:
    yield from check_stack(patient.stack, OUTPUTS.values())


def _identity(patient: Patient) -> Iterator[Point]:
    if not patient.wanted:
        yield wrong("identity", "The stack has no mail domain.", "Deploy it again.")
        return
    yield from check_identity(patient.identity, patient.wanted, patient.sender)


def _cnames(patient: Patient) -> Iterator[Point]:
    if patient.lookup is None:
        yield note("DNS", "The domain's records were not looked at.", "Leave out --no-dns.")
    elif patient.identity:
        yield from check_cnames(patient.identity, patient.lookup)


def _mail_from(patient: Patient) -> Iterator[Point]:
    if patient.lookup and patient.identity:
        yield from check_mail_from(patient.identity, patient.region, patient.lookup)


def _dmarc(patient: Patient) -> Iterator[Point]:
    if patient.lookup and patient.identity:
        yield from check_dmarc(patient.identity, patient.sender, patient.lookup)


def _configuration(patient: Patient) -> Iterator[Point]:
    yield from check_configuration_set(
        patient.configuration_set,
        patient.stack.name_of("SesEventsTopic"),
        account_tracks=patient.account.engagement,
        stopped=bool(switch_off(patient.world)),
    )


def _code(patient: Patient) -> Iterator[Point]:
    names = _functions(patient)
    found = list(read_functions(patient.client("lambda"), names))
    yield from check_code(list(names), found, patient.built)


def _workers(patient: Patient) -> Iterator[Point]:
    client = patient.client("lambda")
    workers = list(read_workers(client, _functions(patient)))
    yield from check_workers(workers, read_concurrency(client))


def _functions(patient: Patient) -> dict[str, str]:
    return patient.stack.named("AWS::Lambda::Function", FUNCTION)


_SCHEDULED = (
    ("SchedulerRole", "ControlQueue"),
    ("DigestSchedulerRole", "DigestQueue"),
    ("PageSchedulerRole", "PageQueue"),
)


def _schedules(patient: Patient) -> Iterator[Point]:
    """Of launches and, where the stack has them, of recurring digests and of deadlines."""
    group = patient.stack.name_of("SendSchedules")
    for role, queue in _SCHEDULED:
        name, arn = patient.stack.name_of(role), patient.stack.outputs.get(f"{queue}Arn", "")
        if name or role == "SchedulerRole":
            found = read_role(patient.client("iam"), name) if name else None
            yield from check_schedules(queue, bool(group), found, arn)


def _alarms(patient: Patient) -> Iterator[Point]:
    names = [
        name
        for kind in ("Alarm", "CompositeAlarm")
        for name in patient.stack.named(f"AWS::CloudWatch::{kind}").values()
    ]
    found = list(read_alarms(patient.client("cloudwatch"), names)) if names else []
    yield from check_alarms(names, found, patient.stack.name_of("AlarmTopic"))


def _pages(patient: Patient) -> Iterator[Point]:
    """What waits for its send is not public, and needs no page yet."""
    standing = patient.world.public_site.pages.standing()
    shelf = read_all(patient.world)
    public = [source.campaign for source in shelf.sources if source.at <= patient.now]
    yield from check_pages([*public, *shelf.broken], standing)


def _mailbox(patient: Patient) -> Iterator[Point]:
    topic = patient.stack.name_of("AlarmTopic")
    found = list(read_subscriptions(patient.client("sns"), topic)) if topic else []
    yield from check_subscriptions(found)


def _keys(purpose: KeyPurpose) -> Look:
    def look(patient: Patient) -> Iterator[Point]:
        store = KeyStore(patient.client("ssm"), f"/{SERVICE}/{patient.stage}")
        yield from check_keys(purpose, store.keys(purpose), patient.now)

    return look


GROUPS: Sequence[tuple[str, Sequence[tuple[str, Look]]]] = (
    ("Stack", [("stack", _stack)]),
    (
        "Sender",
        [
            ("identity", _identity),
            ("DKIM record", _cnames),
            ("MAIL FROM", _mail_from),
            ("DMARC", _dmarc),
        ],
    ),
    (
        "Amazon SES",
        [
            ("account", lambda patient: check_account(patient.account)),
            ("price plan", lambda patient: check_plan(patient.account)),
            ("suppression", lambda patient: check_suppression(patient.account)),
            ("configuration set", _configuration),
        ],
    ),
    ("Functions", [("code", _code), ("concurrency", _workers)]),
    ("Keys", [(f"keys: {purpose}", _keys(purpose)) for purpose in PURPOSES]),
    (
        "Sends",
        [
            ("kill switch", lambda patient: check_kill_switch(switch_off(patient.world))),
            ("schedules", _schedules),
            ("time zones", lambda p: check_times(p.world.ledger.active_sends(), p.now)),
            ("sends", lambda patient: check_sends(patient.world.ledger.active_sends())),
            ("dead letters", lambda patient: check_dead_letters(patient.dead_letters())),
            ("event path", lambda patient: check_events(patient.event_path())),
        ],
    ),
    ("Public pages", [("pages", _pages)]),
    ("Alarms", [("alarms", _alarms), ("alarm mailbox", _mailbox)]),
)
