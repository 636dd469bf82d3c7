"""What the checks are given: every text of the file, with its language and its ask."""

from __future__ import annotations

from tests.checking import checked, draft
from tests.written import AWARD, CARD


def test_every_text_is_told_with_its_language_and_its_ask() -> None:
    said = {(one.language, one.ask, one.name): one.text for one in draft(AWARD).said}
    assert said["en", "", "subject"] == "We won!"
    assert said["es", "sb-35", "name"] == "Ley de Zonas Seguras"
    assert said["en", "donate", "text"] == "Please consider making a donation."


def test_a_text_stands_where_its_path_says() -> None:
    award = draft(AWARD)
    (name,) = [one for one in award.said if one.text == "Ley de Zonas Seguras"]
    assert "Ley de Zonas" in award.reading.document.text(award.reading.document.line(name.path))


def test_a_card_has_no_mails_and_an_alert_has() -> None:
    assert draft(CARD).compiled is None
    award = draft(AWARD).compiled
    assert award and award.revision.languages == ("en", "es")


def test_a_good_alert_gives_no_finding() -> None:
    assert checked(AWARD) == ()
