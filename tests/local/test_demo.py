"""The whole path on a laptop: one campaign file, 200 supporters, an outbox, a receipt."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.mail.token import parse_keys
from functions.local.cloud import TOKEN_KEYS
from functions.local.demo import CAMPAIGN, DemoResult, run_demo
from functions.local.sample_supporters import sample_supporters, suppressed_address

pytestmark = pytest.mark.slow

MONDAY = datetime(2018, 4, 9, 9, tzinfo=ZoneInfo("America/Chicago"))
PEOPLE = {person.email: person for person in sample_supporters()}


class PowerCutError(Exception):
    """What stops a run half-way."""


def greeting_campaign(folder: Path) -> Path:
    """Copy the award alert with a greeting, so that every mail holds its reader's name."""
    campaigns = shutil.copytree(CAMPAIGN.parent, folder / "campaigns")
    file = campaigns / CAMPAIGN.name
    text = file.read_text(encoding="utf-8")
    greeted = re.sub(r"(?m)^( *)body: \|\n", r"\g<0>\1  Dear ((first_name|friend)),\n\n", text)
    file.write_text(greeted, encoding="utf-8")
    return file


PROGRESS: list[tuple[int, int]] = []  # what the bar was told


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    folder = tmp_path_factory.mktemp("demo")
    return run_demo(
        MONDAY, folder / "outbox", lambda *both: PROGRESS.append(both), greeting_campaign(folder)
    )


@pytest.fixture(scope="module")
def mails(done: DemoResult) -> dict[str, EmailMessage]:
    files = sorted((done.index.parent / "mails").glob("*.eml"))
    read = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    assert len({mail["To"] for mail in read}) == len(read), "somebody was mailed twice"
    return {mail["To"]: mail for mail in read}


def body(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    assert part is not None
    return str(part.get_content())


def test_the_receipt_sums_up_to_the_person(done: DemoResult) -> None:
    n = done.numbers
    assert n.targeted == len(PEOPLE) == 200
    parts = (n.submitted, sum(n.skipped.values()), sum(n.failed.values()), n.uncertain, n.waiting)
    assert sum(parts) == n.targeted
    assert parts == (199, 1, 0, 0, 0)


def test_the_receipt_tells_who_was_left_out_and_what_came_back(done: DemoResult) -> None:
    assert done.receipt.splitlines() == [
        "200 people = 199 handed to Amazon + 1 skipped + 0 failed + 0 uncertain",
        "199 handed to Amazon, 197 delivered so far",
        "1 skipped: had unsubscribed",
        "2 bounced: the address does not work",
        "1 complained: marked as spam",
    ]


def test_everybody_gets_one_mail_but_the_unsubscribed_and_the_suppressed(
    mails: dict[str, EmailMessage],
) -> None:
    wanted = {email for email, person in PEOPLE.items() if person.status == "subscribed"}
    assert set(mails) == wanted - {suppressed_address()}


def test_everybody_reads_their_own_language_or_whole_english(
    mails: dict[str, EmailMessage],
) -> None:
    for email, mail in mails.items():
        language = "es" if PEOPLE[email].language == "es" else "en"
        assert f'<html lang="{language}"' in body(mail, "html"), email


NAMES = {
    "angle.brackets@people.example": "<b>Bold</b> & Co",
    "double.braces@people.example": "((unsubscribe_url))",
    "no.name@people.example": "friend",
    "quotes@people.example": 'Anne "Annie"',
    "arabic.0@people.example": "فاطمة",
}


@pytest.mark.parametrize(("email", "name"), NAMES.items(), ids=NAMES.keys())
def test_a_name_arrives_as_it_is_written(
    mails: dict[str, EmailMessage], email: str, name: str
) -> None:
    assert f"Dear {name}," in body(mails[email], "plain")
    html = body(mails[email], "html")
    html = re.sub("</?bdi[^>]*>", "", html)  # a name is set apart from what it stands beside
    written = {f"Dear {spelt}," for spelt in (escape(name), escape(name, quote=False))}
    assert any(text in html.replace("&#34;", "&quot;") for text in written)


def test_every_mail_unsubscribes_its_own_reader_in_one_click(
    mails: dict[str, EmailMessage],
) -> None:
    keyring = parse_keys(TOKEN_KEYS)
    for email, mail in mails.items():
        (token,) = re.findall(r"^<https://[^/]+/u/([\w-]+)\?lang=\w+>$", mail["List-Unsubscribe"])
        assert keyring.read("unsubscribe", token) == PEOPLE[email].id
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_index_leads_only_to_files_that_are_there(done: DemoResult) -> None:
    page = done.index.read_text(encoding="utf-8")
    links = set(re.findall(r'(?:href|src)="([^"]+)"', page))
    assert len(links) > 2 * 198
    assert [link for link in links if not (done.index.parent / link).is_file()] == []


def test_the_pictures_of_every_page_are_there(done: DemoResult) -> None:
    pages = [*done.index.parent.glob("editions/*.html"), *done.index.parent.glob("mails/*.html")]
    sources = {
        page.parent / source
        for page in pages
        for source in re.findall(r'src="([^"]+)"', page.read_text(encoding="utf-8"))
    }
    assert sources
    assert [source for source in sources if not source.is_file()] == []


def test_the_contact_sheet_shows_every_language_and_edition(done: DemoResult) -> None:
    names = sorted(file.stem for file in (done.index.parent / "editions").iterdir())
    assert names == ["en-1", "en-2", "en-3", "es-1", "es-2", "es-3"]
    assert done.index.read_text(encoding="utf-8").count("sent in this run") == 2


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    def progress(sent: int, total: int) -> None:
        if sent:
            raise PowerCutError

    with pytest.raises(PowerCutError):
        run_demo(MONDAY, tmp_path / "outbox", progress)
    return tmp_path


def test_a_run_that_is_cut_short_leaves_nothing(cut: Path) -> None:
    assert list(cut.iterdir()) == []


def test_the_bar_moves_from_the_first_mail_to_the_last(done: DemoResult) -> None:
    told = [sent for sent, of in PROGRESS]
    assert told == sorted(told)
    assert len(set(told)) > 10
    assert PROGRESS[-1] == (200, 200)
