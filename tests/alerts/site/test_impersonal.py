"""Nothing on a public page is one person's."""

from __future__ import annotations

from functions.alerts.site.impersonal import impersonal, public
from tests.compiled import EVERY_KIND, loaded
from tests.written import campaign, card, organization


def test_a_name_gives_way_to_its_fallback_everywhere() -> None:
    found = impersonal(campaign(card("ask: donate\ntitle: ((first_name|Dear (or) friend)), give")))
    assert found.asks[0].title == "Dear (or) friend, give"


def test_every_language_has_its_own_fallback() -> None:
    found = impersonal(loaded(EVERY_KIND).campaign)
    assert found.subject == "Friend, tell them & act <now>"
    assert found.in_language("ar").closing == "شكرًا لكم، أصدقاءنا!"


def test_what_the_page_fills_in_itself_stays() -> None:
    found = impersonal(loaded(EVERY_KIND).campaign)
    assert found.preheader == loaded(EVERY_KIND).campaign.preheader


def test_nobody_is_asked_whether_they_filed() -> None:
    home = organization().model_copy(update={"i_filed_it": True})
    assert not public(home).i_filed_it
    assert not public(home).in_language("es").i_filed_it


def test_a_link_of_ones_own_becomes_the_page_that_mails_one() -> None:
    told = campaign(card("ask: donate\ntext: Leave at ((unsubscribe_url))."))
    found = impersonal(told, "https://a.example")
    assert found.asks[0].text == "Leave at https://a.example/fresh."
