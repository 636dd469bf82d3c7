"""The outbox folder: whole or not at all, and never over somebody's other files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.errors import StateError
from functions.local.outbox import Listed, Outbox, became, moment_in_words, open_outbox
from functions.local.ses_events import Sent
from functions.local.ses_message import Mail
from tests.compiled import AWARD, compiled

SITE = "https://alerts.icirr.example"
AT = datetime(2018, 4, 10, 19, 30, tzinfo=UTC)
INDEX = '<meta name="generator" content="action-alerts outbox">'


def mail(to: str = "Ana.O'Hara+x@people.example") -> Mail:
    html = f'<html lang="es"><img src="{SITE}/images/logo.png"><a href="{SITE}/u/t">x</a></html>'
    sent = Sent(
        message_id="0100-1", at=AT, sender="a@b.example", recipients=(to,), subject="Hola", tags={}
    )
    return Mail(sent=sent, html=html, text="Hola", eml=b"Subject: Hola\r\n\r\nHola")


def fill(outbox: Outbox) -> None:
    outbox.deliver(mail())
    (outbox.folder / "index.html").write_text(INDEX, encoding="utf-8")


def test_a_mail_is_listed_and_written_as_it_went_out(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox", SITE) as outbox:
        fill(outbox)
    (listed,) = outbox.mails
    assert (listed.name, listed.language, listed.subject) == ("001-ana-o-hara-x", "es", "Hola")
    assert (tmp_path / "outbox/mails/001-ana-o-hara-x.eml").read_bytes() == mail().eml


def test_pictures_are_local_in_the_page_and_links_stay(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox", SITE) as outbox:
        fill(outbox)
    page = (tmp_path / "outbox/mails/001-ana-o-hara-x.html").read_text(encoding="utf-8")
    assert 'src="../images/logo.png"' in page
    assert f'href="{SITE}/u/t"' in page


def test_an_older_outbox_is_replaced_whole(tmp_path: Path) -> None:
    for _ in range(2):
        with open_outbox(tmp_path / "outbox", SITE) as outbox:
            fill(outbox)
            (outbox.folder / f"{len(list(tmp_path.iterdir()))}.txt").touch()
    assert [path.name for path in tmp_path.iterdir()] == ["outbox"]
    assert len(list((tmp_path / "outbox").glob("*.txt"))) == 1


@pytest.mark.parametrize("before", [None, "old"], ids=["nothing there", "an older outbox there"])
def test_a_fault_leaves_everything_as_it_was(tmp_path: Path, before: str | None) -> None:
    folder = tmp_path / "outbox"
    if before:
        folder.mkdir()
        (folder / "index.html").write_text(INDEX + before, encoding="utf-8")

    def fail() -> None:
        with open_outbox(folder, SITE) as outbox:
            fill(outbox)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        fail()
    assert [path.name for path in tmp_path.rglob("*")] == (["outbox", "index.html"] * bool(before))


@pytest.mark.parametrize("file", ["thesis.docx", "index.html"])
def test_a_folder_with_other_things_is_not_touched(tmp_path: Path, file: str) -> None:
    (tmp_path / file).write_text("mine", encoding="utf-8")
    with pytest.raises(StateError, match="is no outbox"), open_outbox(tmp_path, SITE):
        pass
    assert (tmp_path / file).read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_of_the_folder_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("mine", encoding="utf-8")
    with pytest.raises(StateError, match="is no outbox"), open_outbox(tmp_path / "outbox", SITE):
        pass


def test_the_index_shows_names_as_they_are_known(tmp_path: Path) -> None:
    people = {"Ana.O'Hara+x@people.example": "<b>Ana</b> & Co"}
    with open_outbox(tmp_path / "outbox", SITE) as outbox:
        outbox.deliver(mail())
        outbox.write_index(compiled(AWARD).revision, AT, people=people)
    index = (tmp_path / "outbox/index.html").read_text(encoding="utf-8")
    assert "<bdi>&lt;b&gt;Ana&lt;/b&gt; &amp; Co</bdi>" in index


def test_moments_are_written_in_the_organizations_zone() -> None:
    assert moment_in_words(AT, ZoneInfo("America/Chicago")) == "Tue Apr 10, 2:30 PM CDT"


BECAME = {
    "delivered": ["Send", "Delivery"],
    "marked as spam": ["Send", "Delivery", "Complaint"],
    "bounced": ["Send", "Bounce"],
    "on its way": ["Send", "DeliveryDelay"],
}


@pytest.mark.parametrize(("words", "types"), BECAME.items(), ids=BECAME.keys())
def test_events_say_what_became_of_a_mail(words: str, types: list[str]) -> None:
    listed = Listed(name="1", message_id="m", to="a@b", language="en", subject="s", at=AT)
    assert became([listed], {"m": types}) == {"m": words}
