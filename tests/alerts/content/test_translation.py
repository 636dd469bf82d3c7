"""What may be translated follows from the models."""

from __future__ import annotations

import pytest

from functions.alerts.content.ask import Call, Comment, Donate, Slip
from functions.alerts.content.campaign import CampaignFile
from functions.alerts.content.translation import overlaid, surplus, uneven, untranslated, words_of
from functions.alerts.reading.model import Model


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Donate, {"title", "text", "outcome", "button"}),
        (Slip, {"title", "text", "outcome", "button", "name", "committee", "place", "amendment"}),
        (Call, {"title", "text", "outcome", "button", "whom", "numbers", "script"}),
    ],
)
def test_only_texts_are_translated(model: type[Model], words: set[str]) -> None:
    assert set(words_of(model).model_fields) == words


def test_every_text_must_be_translated_and_no_name_need_be() -> None:
    raw = {"ask": "comment", "docket": "A-1", "agency": "DHS", "text": "Please", "title": "Comment"}
    assert list(untranslated(Comment, raw, {"title": "Comente"})) == ["text"]


def test_texts_inside_are_named_with_dots() -> None:
    raw = {"image": {"file": "a.png", "alt": "A hand", "credit": "Ann"}}
    assert list(untranslated(CampaignFile, raw, {})) == ["image.alt"]


def test_a_translation_leaves_everything_else_as_it_is() -> None:
    raw = {"whom": "your senator", "numbers": [{"name": "Office", "number": "1"}, {"number": "2"}]}
    words = {"whom": "su senador", "numbers": [{"name": "Oficina"}]}
    assert overlaid(Call, raw, words) == {
        "whom": "su senador",
        "numbers": [{"name": "Oficina", "number": "1"}, {"number": "2"}],
    }


def test_lists_of_different_lengths_are_found() -> None:
    raw = {"numbers": [{"number": "1"}, {"number": "2"}]}
    assert list(uneven(Call, raw, {"numbers": [{"name": "x"}]})) == [(("numbers",), 2, 1)]


def test_a_text_that_only_the_translation_has_is_found() -> None:
    raw = {"image": {"file": "a.png", "alt": "A hand"}}
    words = {"closing": "Gracias", "image": {"alt": "Una mano", "credit": "Ann"}}
    assert set(surplus(CampaignFile, raw, words)) == {("closing",), ("image", "credit")}
