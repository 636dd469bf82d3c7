"""Whoever is erased is nowhere any more, and no log ever tells who anybody is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from html import unescape
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from functions import supporter_web, wiring
from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.supporter import Supporter
from functions.local.cloud import Cloud, open_cloud
from functions.local.ses_message import Mail
from functions.wiring import World
from tests.cli.conftest import Alerts, Ran
from tests.compiled import AWARD, compiled
from tests.everywhere import every_log_line, everywhere, found_in, keep_versions
from tests.web.served import event

pytestmark = pytest.mark.slow

MONDAY = datetime(2018, 4, 9, 9, tzinfo=ZoneInfo("America/Chicago"))
TOPIC = "welcoming-illinois"
FORM = {"content-type": "application/x-www-form-urlencoded"}
# First name, last name, address: what a search finds nowhere else. The second one bounces.
NAMES = (
    ("Xochiquetzal", "Villaseñor-Quispe", "xochi.q@people.example"),
    ("Wojciechina", "Brzęczyszczykiewicz", "wojcie+bounce@people.example"),
    ("Þórgunnur", "Óðinsdóttir", "thorgunnur@people.example"),
)
MAILS: list[Mail] = []


def stored(world: World, number: int) -> Supporter:
    """One of NAMES, on the list."""
    first, last, email = NAMES[number]
    person = Supporter(
        id=supporter_ids(email, world.people_keyring)[0],
        email=email,
        status="subscribed",
        language="es",
        first_name=first,
        last_name=last,
        topics=frozenset({TOPIC}),
        source="rally",
        agreed="2018-01-02T10:00:00+00:00",
        agreed_to="alerts",
    )
    world.supporters.put(person)
    return person


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """A stack that logs everything, whose buckets keep every version, with three people."""
    MAILS.clear()
    with open_cloud(MONDAY, MAILS.append) as cloud:
        world = wiring.world("test")
        world.settings = replace(world.settings, log_level="DEBUG")
        keep_versions(cloud)
        for number in range(len(NAMES)):
            stored(world, number)
        cloud.ses.identities.add(compiled(AWARD).revision.sender.address.rpartition("@")[2])
        yield cloud


def done(ran: Ran) -> Ran:
    """A command that went well."""
    assert ran.code == 0, ran.err
    return ran


def test_what_is_searched_finds_whoever_is_there(cloud: Cloud) -> None:
    for first, last, email in NAMES:
        assert {word for _, word in found_in(everywhere(cloud), (first, last, email))} == {
            first,
            last,
            email,
        }


@pytest.mark.parametrize("number", [0, 1], ids=["arrives", "bounces"])
@pytest.mark.parametrize("moment", ["before any mail", "after their mail"])
def test_whoever_is_erased_mid_send_is_nowhere(
    alerts: Alerts, cloud: Cloud, number: int, moment: str
) -> None:
    first, last, email = NAMES[number]
    erased: list[Ran] = []

    def erase_then() -> None:
        sending = any(one.state == "sending" for one in wiring.world("test").ledger.active_sends())
        if not erased and (MAILS if moment == "after their mail" else sending):
            erased.append(alerts("supporters", "erase", email, "--yes"))

    with every_log_line() as lines:
        alerts("send", AWARD, "--now", "--yes")
        cloud.run_until_idle(erase_then)
    assert [ran.code for ran in erased] == [0]
    assert found_in(everywhere(cloud), (first, last, email)) == []
    assert found_in(lines, (first, last, email)) == []
    assert any(mail.sent.recipients == (email,) for mail in MAILS) == (moment != "before any mail")


def test_what_is_on_its_way_when_somebody_is_erased_leaves_no_trace_either(
    alerts: Alerts, cloud: Cloud
) -> None:
    """Two forms wait for their letters, and a file with the name to be imported."""
    first, last, email = NAMES[0]
    done(alerts("publish", AWARD))
    fill_in(NAMES[0])
    rows = f"email,first_name,last_name\n{email},{first},{last}\n".encode()
    bucket = cloud.stack.names["ImportBucket"]
    cloud.aws.client("s3").put_object(Bucket=bucket, Key="rally.csv", Body=rows)
    done(alerts("supporters", "erase", email, "--yes"))
    assert len(found_in(everywhere(cloud), (email,))) == 4
    cloud.run_until_idle()
    assert found_in(everywhere(cloud), (first, last, email)) == []
    assert MAILS == []


def test_every_link_of_received_mails_is_followed_twice_and_nothing_is_shown_or_changed(
    alerts: Alerts, cloud: Cloud
) -> None:
    done(alerts("publish", AWARD))
    done(alerts("send", AWARD, "--now", "--yes"))
    for who in (("Ngozi", "Onyekachi", "ngozi@people.example"), NAMES[2]):
        join(cloud, who)
    paths, before = received(), sorted(everywhere(cloud))
    for where in paths:
        answers = [look(method, where) for method in ("GET", "HEAD") * 2]
        assert found_in(answers, (*(word for name in NAMES for word in name), "ngozi")) == []
    assert {where.split("/")[1] for where in paths} >= {"u", "p", "c", "m"}
    assert sorted(everywhere(cloud)) == before


def received() -> set[str]:
    """The paths of our own in all mails that went out, their headers too."""
    site = compiled(AWARD).revision.sender.site
    texts = [str(message_from_bytes(mail.eml)["List-Unsubscribe"]) for mail in MAILS]
    texts += [text for mail in MAILS for text in (mail.html, mail.text) if text]
    found = (re.findall(rf"{re.escape(site)}(/[^\s\"'<>)]+)", unescape(text)) for text in texts)
    return {path for paths in found for path in paths}


def look(method: str, where: str) -> tuple[str, str]:
    """What a scanner sees of an address, headers too."""
    answer = supporter_web.handler(event(method, where), None)
    assert answer["statusCode"] in (200, 404)
    return where, str(answer)


def test_no_log_line_tells_who_anybody_is_or_what_they_asked_for(
    alerts: Alerts, cloud: Cloud, tmp_path: Path
) -> None:
    """A send, a page, a leaving, a sign-up, an import, an export and what staff do to people."""
    new = ("Ngozichukwuka", "Onyekachi", "ngozi@people.example")
    with every_log_line() as lines:
        done(alerts("publish", AWARD))
        done(alerts("send", AWARD, "--now", "--yes"))
        cloud.run_until_idle()
        leave(NAMES[2][2])
        join(cloud, new)
        staff(alerts, tmp_path, new)
        bring_in(alerts, tmp_path)
    said = {line.split('"event": "')[1].split('"')[0] for _, line in lines if '"event": "' in line}
    assert {
        "supporter_left",
        "letter_sent",
        "supporter_subscribed",
        "supporter_erased",
    } <= said
    words = [word for name in (*NAMES, new) for word in name]
    assert found_in(lines, (*words, TOPIC, "people.example", "Ikechukwuemeka")) == []


def leave(email: str) -> None:
    """One click in a mail program, by the headers of the mail that came (RFC 8058, section 3)."""
    [eml] = [message_from_bytes(mail.eml) for mail in MAILS if mail.sent.recipients == (email,)]
    [where] = re.findall(r"<https://[^/>]+([^>]+)>", str(eml["List-Unsubscribe"]))
    body = str(eml["List-Unsubscribe-Post"]).encode()
    answer = supporter_web.handler(event("POST", where, headers=FORM, body=body), None)
    assert answer["body"] == "Unsubscribed.\n"


def join(cloud: Cloud, who: tuple[str, str, str]) -> None:
    """A sign-up for a topic, as far as it gets; and a request for a link of one's own."""
    fill_in(who)
    cloud.run_until_idle()


def fill_in(who: tuple[str, str, str]) -> None:
    """The forms that ask for letters."""
    first, _, email = who
    body = urlencode({"email": email, "first_name": first, "topics": TOPIC, "language": "es"})
    for path in ("/join", f"/join/{TOPIC}", "/fresh"):
        supporter_web.handler(event("POST", path, headers=FORM, body=body.encode()), None)
    supporter_web.handler(event("GET", f"/join?{body}"), None)


def staff(alerts: Alerts, tmp_path: Path, who: tuple[str, str, str]) -> None:
    """Everything that staff do about one person, and about all."""
    first, last, email = who
    said = ("--source", "phone", "--agreed-to", "alerts", "--first-name", first)
    done(alerts("supporters", "subscribe", email, *said, "--last-name", last, "--topic", TOPIC))
    done(alerts("supporters", "show", email))
    done(alerts("supporters", "unsubscribe", email, "--reason", "asked on the phone"))
    done(alerts("supporters", "export", "--out", tmp_path / "all.csv", "--to", f"topic={TOPIC}"))
    done(alerts("supporters", "count", "--to", f"topic={TOPIC}"))
    done(alerts("supporters", "suppressed", "--import"))
    done(alerts("supporters", "erase", email, "--yes"))


def bring_in(alerts: Alerts, tmp_path: Path) -> None:
    """An import with a row that is refused."""
    file = tmp_path / "export.csv"
    rows = "email,first_name\nike@people.example,Ikechukwuemeka\nike at people.example,Nobody\n"
    file.write_text(rows, encoding="utf-8")
    alerts("supporters", "import", file, "--topic", TOPIC, "--source", "rally")
