"""A day of a stack on embedded AWS: a send, its reminder, and all that people do with the pages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from functions import wiring
from functions.alerts.editions.letters import compile_letters
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Revision
from functions.alerts.mail.keys import PURPOSES
from functions.alerts.mail.passing import make_pass
from functions.alerts.pages.look import NEUTRAL
from functions.alerts.people.address import supporter_ids
from functions.alerts.sends import published
from functions.alerts.sends.planned import PlannedReminder
from functions.alerts.sends.recurrence import Every, digest_message
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.supporter import Status
from functions.alerts.site.ports import PAGES_MESSAGE
from functions.aws.ssm import KeyStore
from functions.campaign_files import load_organization
from functions.local.cloud import Cloud
from functions.local.fragments import Source
from functions.local.sample_supporters import sample_supporters
from functions.services.launch import launch
from functions.services.publishing import withdraw
from functions.services.recurring import set_up
from tests import written
from tests.alerts.mailing import EDITION, SENDER
from tests.compiled import ROOT
from tests.web.served import event

AS_OF = datetime(2018, 4, 9, 14, tzinfo=UTC)
KEYS = "/action-alerts/dev"  # of the signing keys, as infra/environment.yml says it
REVISION = Revision(
    campaign="we-won",
    topic=None,
    sender=SENDER,
    languages=("en",),
    editions=(EDITION,),
    send_when_closed=True,
)


def live_a_day(cloud: Cloud) -> None:
    """A send to some sample supporters, of whom one bounces and one complains; then the rest."""
    world = wiring.world("start_send")
    _make_keys(cloud, world)
    for supporter in sample_supporters():
        if "+" in supporter.email or supporter.id < "1":
            world.supporters.put(replace(supporter, topics=frozenset()))
    at = AS_OF + timedelta(days=1)
    reminder = PlannedReminder(ask="donate", at=at, closes=at + timedelta(days=1))
    launch(REVISION, Segment(not_filed="donate@2018-04-10"), world, reminders=(reminder,))
    cloud.run_until_idle()
    _run_out_of_time(cloud, world)
    _remind(cloud, world, at)
    _join(cloud, world)
    _import(cloud)
    _erase(cloud, world)
    _leave(cloud, world)
    _digest(cloud, world)
    _show(cloud, world)


def _make_keys(cloud: Cloud, world: wiring.World) -> None:
    """The functions read them where `alerts setup` puts them."""
    store = KeyStore(cloud.aws.client("ssm"), KEYS)
    for purpose in PURPOSES:
        store.add(purpose, "k1", b"k" * 32, "a test")
    links, filed = f"{KEYS}/keys/links", f"{KEYS}/keys/filed"
    people = f"{KEYS}/keys/people"
    world.settings = replace(world.settings, token_keys=links, filed_keys=filed, people_keys=people)


def _run_out_of_time(cloud: Cloud, world: wiring.World) -> None:
    """A batch message comes when its invocation is nearly over: it goes back."""
    late = Source("functions/send_batch.handler", queue=None, batch_size=1, window=0, timeout=1)
    batch = {"v": 1, "send": "s", "part": 0, "nr": 0, "language": "en", "ids": ["0"]}
    record = {"messageId": "m", "body": json.dumps(batch)}
    assert cloud.invoker.invoke(late, {"Records": [record]}) == (True, {"batchItemFailures": []})
    cloud.run_until_idle()


def _remind(cloud: Cloud, world: wiring.World, at: datetime) -> None:
    """Go on when its reminder is due, which is held against what was published since."""
    later = replace(REVISION, topic="later")
    source = published.Source(
        campaign=later.campaign, text="", organization="", at=world.now(), revision=later.digest
    )
    world.store.store_revision(later)
    world.published.put(later.campaign, source)
    cloud.skip_to(at)
    cloud.run_until_idle()


def _digest(cloud: Cloud, world: wiring.World) -> None:
    """A recurring digest is due, framed, for whom no earlier send mailed; one alert is broken."""
    source = published.Source(
        campaign="award", text=written.AWARD, organization=written.ORGANIZATION, at=world.now()
    )
    world.published.put("award", source)
    cloud.ses.identities.add("icirr.example")
    now = world.now().replace(second=0, microsecond=0)
    every = Every(days=tuple(range(7)), at=now.time(), zone="UTC")
    earlier = frozenset(world.ledger.sends_of(REVISION.campaign)[:1])
    made = set_up(every, Segment(without=earlier), world, frame=source)
    world.supporters.put(replace(sample_supporters()[-1], id="0" * 32, topics=frozenset()))
    cloud.aws.client("sqs").send_message(
        QueueUrl=cloud.stack.names["DigestQueue"],
        MessageBody=json.dumps(digest_message(made, now.isoformat())),
    )
    cloud.run_until_idle()


def _show(cloud: Cloud, world: wiring.World) -> None:
    """Something is published, a picture was replaced, something is withdrawn, then all is."""
    source = published.Source(
        campaign="shown", text=written.AWARD, organization=written.ORGANIZATION, at=world.now()
    )
    world.published.put("shown", source)
    message = {**PAGES_MESSAGE, "pictures": ["/images/logo.png"]}
    for name in ("", *world.published.names()):
        if name:
            withdraw(name, world)
        world.page_queue.put([message])
        cloud.run_until_idle()


def _erase(cloud: Cloud, world: wiring.World) -> None:
    """Somebody tells that they filed, asks for a link, sees what is kept, changes it, erases it."""
    [who] = supporter_ids("erase@people.example", world.people_keyring)
    world.supporters.put(replace(sample_supporters()[-1], id=who, email="erase@people.example"))
    world.site.publish_look(replace(NEUTRAL, i_filed_it=True))
    vars(world).pop("site")  # it knows the one before for some minutes
    web = Source("functions/supporter_web.handler", queue=None, batch_size=1, window=0, timeout=20)
    form = {"content-type": "application/x-www-form-urlencoded"}
    until, ring = world.now() + timedelta(minutes=30), world.keyring
    session = make_pass("session", who, until, "salt", ring)
    for path, body in (
        (f"/f/sb-35-{until:%Y-%m-%d}/{ring.make('filed', who)}", "filed=yes"),
        ("/fresh", "email=erase@people.example"),
        (f"/m/{make_pass('mine', who, until, 'salt', ring)}", "page=a"),
        ("/mine", f"session={session}&do=change&first_name=Ana"),
        ("/mine", f"session={session}&do=erase-for-good"),
    ):
        asked = event("POST", path, headers=form, body=body.encode())
        returned, answer = cloud.invoker.invoke(web, asked)
        assert returned and answer["statusCode"] == 200, path
        cloud.run_until_idle()
    assert world.supporters.standing([who]) == {who: "erased"}


def _join(cloud: Cloud, world: wiring.World) -> None:
    """Somebody signs up, one letter waits for SES, asks again and confirms; another comes back."""
    organization = load_organization(ROOT / "campaigns/organization.yaml")
    world.site.publish_letters(compile_letters(organization, load_packs()))
    world.site.publish_look(NEUTRAL)
    back = supporter_ids("back@people.example", world.people_keyring)[0]
    gone = replace(sample_supporters()[-1], id=back, status="unsubscribed", agreed="")
    world.supporters.put(gone)
    web = Source("functions/supporter_web.handler", queue=None, batch_size=1, window=0, timeout=20)
    form = {"content-type": "application/x-www-form-urlencoded"}
    cloud.ses.identities.add("icirr.example")
    for address in (b"new@people.example", b"back@people.example", b"new%2B1@people.example"):
        asked = event("POST", "/join", headers=form, body=b"email=" + address)
        assert cloud.invoker.invoke(web, asked)[1]["statusCode"] == 200
    new = supporter_ids("new@people.example", world.people_keyring)[0]
    until = world.now() + timedelta(days=6)
    cloud.ses.sending_enabled = False
    cloud._step()  # SES takes no letter: they are put back
    cloud.ses.sending_enabled = True
    cloud.run_until_idle()
    assert world.supporters.standing([new]) == {new: "pending"}
    for who in (new, back):
        link = f"/c/{make_pass('confirm', who, until, 'salt', world.keyring)}"
        returned, answer = cloud.invoker.invoke(
            web, event("POST", link, headers=form, body=b"confirm=yes")
        )
        assert returned and answer["statusCode"] == 200
    fresh = event("POST", "/fresh", headers=form, body=b"email=new@people.example")
    assert cloud.invoker.invoke(web, fresh)[1]["statusCode"] == 200
    cloud.run_until_idle()


def _import(cloud: Cloud) -> None:
    """Somebody drops a file: one is new, one leaves, one waited for a confirmation."""
    world = wiring.world("import_supporters")
    known: tuple[tuple[str, Status], ...] = (("leaves", "subscribed"), ("waits", "pending"))
    for name, status in known:
        who = supporter_ids(f"{name}@people.example", world.people_keyring)[0]
        world.supporters.put(replace(sample_supporters()[-1], id=who, status=status, agreed=""))
    rows = "new2@people.example,active\nleaves@people.example,spam\nwaits@people.example,active\n"
    bucket = cloud.stack.names["ImportBucket"]
    s3 = cloud.aws.client("s3")
    s3.put_object(Bucket=bucket, Key="list.csv", Body=f"email,status\n{rows}".encode())
    cloud.run_until_idle()
    found = s3.list_object_versions(Bucket=bucket)
    assert [one["Key"] for one in found["Versions"]] == ["list.csv.report.txt"]
    assert "DeleteMarkers" not in found


def _leave(cloud: Cloud, world: wiring.World) -> None:
    """Somebody looks at both pages, chooses a language and leaves."""
    web = Source("functions/supporter_web.handler", queue=None, batch_size=1, window=0, timeout=20)
    who = next(one.id for one in sample_supporters() if one.id < "1")
    world.site.publish_look(NEUTRAL)
    form = {"content-type": "application/x-www-form-urlencoded"}
    body = b"List-Unsubscribe=One-Click&page=yes&language=en"
    for purpose, letter in (("preferences", "p"), ("unsubscribe", "u")):
        path = f"/{letter}/{world.keyring.make(purpose, who)}"  # type: ignore[arg-type]
        for asked in (event("GET", path), event("POST", path, headers=form, body=body)):
            returned, answer = cloud.invoker.invoke(web, asked)
            assert returned and answer["statusCode"] == 200
