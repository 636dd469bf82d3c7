"""The page as the organization had it: every link, headline and text of it stands on ours.

What is not here was no part of it for its readers: an icon without a name behind each picture
(p2a.co/opKzXeD), pictures' names, and the words of the program that it was made with.
"""

from __future__ import annotations

import pytest

from tests.alerts.site.drawn import in_order
from tests.reading import read, squeeze
from tests.site.built import built

PAGE = read(built("before").files["index.html"].body.decode())
LINKS = [(name.casefold(), url) for name, url in PAGE.links]
TEXT = squeeze(PAGE.text)

# Each card: its section, headline, button, and where that leads.
CARDS = [
    (
        "Federal",
        "Ask Your IL Senators & Reps to Fight for EVERYBODY In 2024!",
        "Take Action",
        "https://p2a.co/eggp9ac",
    ),
    (
        "Federal",
        "Receive updates on opportunities to get involved with efforts to fight to preserve DACA",
        "Sign Up",
        "https://p2a.co/aIAMPCC",
    ),
    (
        "State",
        "Tell Senators Durbin and Duckworth that they MUST vote AGAINST any further anti-immigrant"
        " measures!",
        "Take Action",
        "https://p2a.co/d7dkbnc",
    ),
    (
        "State",
        "Receive updates on opportunities to get involved with efforts to expand immigrant"
        " healthcare access in IL",
        "Sign Up",
        "http://p2a.co/mothGm7",
    ),
]
TEXTS = [
    "Calls to Action",
    "Each individual action helps us get one step closer to broader systemic change in Illinois"
    " and across the country. Here’s what you can do to protect and expand immigrant rights at the"
    " local, state, and federal level.",
    "ICIRR is dedicated to promoting the rights of immigrants and refugees to full and equal"
    " participation in the civic, cultural, social, and political life of our diverse society.",
    "Illinois Coalition for Immigrant and Refugee Rights",
    "228 S. Wabash, Suite 800, Chicago, Illinois 60604",
]
GIVING = "https://illinoiscoalitionforimmigrantandrefugeerights-bloom.kindful.com"
TOP = [
    ("COVID Help", "https://www.icirr.org/covid-19-resource-guide"),
    ("Resources", "https://www.icirr.org/resources"),
    ("Donate to ICIRR", f"{GIVING}/?campaign=1242232"),  # "Donate": of two, each says to whom
]
MENU = [
    ("HOME", "https://www.icirr.org"),
    ("ABOUT US", "https://www.icirr.org/about"),
    ("Partner Organizations", "https://www.icirr.org/partner-organizations"),
    ("Our Staff", "https://www.icirr.org/our-staff"),
    ("ICIRR Board", "https://www.icirr.org/icirr-board"),
    ("Contact Us", "https://www.icirr.org/contact"),
    ("PROGRAMS AND SERVICES", "https://www.icirr.org/programs-and-services"),
    ("COVID19 Immigrant Family Support Program", "https://www.icirr.org/covidil"),
    ("Family Support Network & Hotline", "https://www.icirr.org/fsn"),
    ("NAI Citizenship", "https://www.icirr.org/nai"),
    ("Healthcare Access", "https://www.icirr.org/healthcare-access"),
    ("FAQ Healthcare Access", "https://www.icirr.org/healthcare-faq"),
    ("Public Benefits Access", "https://www.icirr.org/public-benefits-access"),
    ("New Americans Democracy Project", "https://www.icirr.org/new-americans-democracy-project"),
    ("Resources for Ukrainian Arrivals", "https://www.icirr.org/ukrainian-arrivals"),
    ("ISSUE ADVOCACY", "https://www.icirr.org/issue-advocacy"),
    ("2024 ICIRR Policy Platform", "https://www.icirr.org/2024-platform"),
    ("2023 ICIRR Policy Platform", "https://www.icirr.org/2023-platform"),
    ("DACA", "https://www.icirr.org/daca"),
    ("Public Charge", "https://www.icirr.org/publiccharge"),
    ("Medical Debt in Illinois", "https://www.icirr.org/ilmedicaldebt"),
    ("Welcoming Cities", "https://www.icirr.org/welcoming-cities"),
    ("Welcoming New Arrivals in IL", "https://www.icirr.org/newarrivals"),
    ("Research & Policy", "https://www.icirr.org/research-and-policy"),
    ("EVENTS AND NEWS", "https://www.icirr.org/events-and-news-1"),
    ("Press Releases & Statements", "https://www.icirr.org/press"),
    ("ICIRR In the News", "https://www.icirr.org/news"),
    ("Events", "https://www.icirr.org/event"),
    ("MAKE A DIFFERENCE!", "https://www.icirr.org/make-a-difference"),
    ("Donate", f"{GIVING}/"),
    ("Calls to Action", "https://www.icirr.org/calls-to-action"),
    ("Join ICIRR Allies - Monthly Sustainers", f"{GIVING}/?campaign=1258485"),
    ("Member Organizations", "https://www.icirr.org/become-a-member-organization"),
    ("Join Our Team!", "https://www.icirr.org/join-our-team"),
    ("Volunteer", "https://www.icirr.org/volunteer"),
]
SOCIAL = [
    ("Facebook", "https://www.facebook.com/ICIRR"),  # it was http there
    ("Instagram", "https://www.instagram.com/ICIRR_IL/"),
    ("Twitter", "https://twitter.com/icirr?lang=en"),
    ("YouTube", "https://www.youtube.com/user/icirr"),
]


@pytest.mark.parametrize(
    ("name", "url"), [*TOP, *MENU, *SOCIAL, ("ICIRR", "https://www.icirr.org")]
)
def test_every_link_of_it_leads_where_it_led(name: str, url: str) -> None:
    assert (name.casefold(), url) in LINKS


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:30])
def test_every_text_of_it_stands_there(text: str) -> None:
    assert text in TEXT


@pytest.mark.parametrize(
    ("section", "headline", "button", "url"), CARDS, ids=[card[1][:40] for card in CARDS]
)
def test_every_card_of_it_stands_in_its_section(
    section: str, headline: str, button: str, url: str
) -> None:
    headings = [text for level, text in PAGE.headings if level in (2, 3)]
    above = headings[: headings.index(headline)]
    assert [one for one in above if one in ("Federal", "State")][-1] == section
    assert (f"{button}: {headline}".casefold(), url) in LINKS  # the headline is for who hears it


def test_the_menu_has_its_order() -> None:
    html = built("before").files["index.html"].body.decode()
    assert in_order(html, [f'href="{url}"' for _, url in MENU])
