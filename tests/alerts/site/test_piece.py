"""What one campaign gives to the site."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from functions.alerts.languages.words import load_packs
from functions.alerts.site.piece import Piece, make_piece
from tests.compiled import AWARD, EVERY_KIND, loaded
from tests.written import CARD, campaign, organization

UPDATED = datetime(2018, 4, 5, tzinfo=UTC)
FIRST, LAST = datetime(2018, 4, 10, 20, tzinfo=UTC), datetime(2018, 4, 11, 19, tzinfo=UTC)


def award(at: datetime) -> Piece:
    source = loaded(AWARD)
    return make_piece(source.campaign, source.organization, load_packs(), at=at, updated=UPDATED)


def test_it_has_cards_and_entries_in_every_language_of_the_site() -> None:
    piece = award(UPDATED)
    assert piece.cards.keys() == piece.entries.keys() == piece.events.keys() == {"en", "es"}
    assert piece.pages == {
        "en": "/a/welcoming-illinois-award/en",
        "es": "/a/welcoming-illinois-award/es",
    }


def test_its_files_are_its_pages_and_an_entry_for_each_dated_ask() -> None:
    names = {path.rpartition("/")[2] for path in award(UPDATED).files}
    assert names == {"index.html", "sb-35.ics", "no-registry-act.ics"}
    assert len(award(UPDATED).files) == 6


def test_a_language_that_is_not_complete_has_no_page_and_is_shown_in_the_first() -> None:
    home = organization()
    piece = make_piece(campaign(CARD), home, load_packs(), at=UPDATED, updated=UPDATED)
    assert piece.pages == {"en": "/a/award/en"}
    assert piece.cards.keys() == {"en", "es"}
    assert 'xml:lang="en"' in piece.entries["es"]


def test_a_campaigns_own_language_has_a_page_though_the_site_does_not_speak_it() -> None:
    source = loaded(EVERY_KIND)
    home = source.organization.model_copy(update={"languages": ("en",)})
    piece = make_piece(source.campaign, home, load_packs(), at=UPDATED, updated=UPDATED)
    assert (set(piece.pages), set(piece.cards)) == ({"en", "ar"}, {"en"})


@pytest.mark.parametrize(
    ("at", "since", "until", "events"),
    [
        (UPDATED, None, FIRST, 2),
        (FIRST - timedelta(seconds=1), None, FIRST, 2),
        (FIRST, FIRST, LAST, 1),
        (LAST, LAST, None, 0),
    ],
)
def test_it_holds_until_an_ask_closes_by_itself(
    at: datetime, since: datetime | None, until: datetime | None, events: int
) -> None:
    piece = award(at)
    assert (piece.since, piece.until, len(piece.events["es"])) == (since, until, events)
    assert piece.holds(at)
    assert not (piece.since and piece.holds(piece.since - timedelta(seconds=1)))
    assert not (piece.until and piece.holds(piece.until))


def test_a_slips_own_file_is_its_deadline_not_its_hearing() -> None:
    source = loaded(EVERY_KIND)
    piece = make_piece(
        source.campaign, source.organization, load_packs(), at=UPDATED, updated=UPDATED
    )
    body = piece.files["a/every-kind/en/sb-35.ics"].body
    assert b"UID:every-kind.sb-35@" in body
    assert b".hearing@" not in body
    assert any(".hearing@" in entry.text for entry in piece.events["en"])


def test_it_goes_through_json_unchanged() -> None:
    piece = award(FIRST)
    assert Piece.from_json(json.loads(json.dumps(piece.to_json()))) == piece


@pytest.mark.parametrize("change", [{"v": 2}, {"cards": None}, {"more": 1}, {"since": 5}])
def test_what_is_no_piece_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="piece"):
        Piece.from_json({**award(UPDATED).to_json(), **change})


def test_the_same_texts_and_moments_make_the_same_piece() -> None:
    assert award(UPDATED) == award(UPDATED + timedelta(hours=1))
