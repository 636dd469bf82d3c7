"""Links that lead around, on behalf of somebody else, or backstage."""

from __future__ import annotations

import pytest

from functions.alerts.checks.links import check_organization_links
from functions.alerts.content.organization import read_organization
from tests.checking import checked, of_rule
from tests.written import ORGANIZATION, card

TO = "- ask: take_action\ntitle: Write\nlink: "


def told(link: str, rule: str) -> str:
    """What is said about a link field; "" if nothing is."""
    found = of_rule(checked(card(TO[2:] + link)), rule)
    return found[0].remedy if found else ""


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fp2a.co%2Fabc&data=05%7C",
        "https://www.google.com/url?sa=t&url=https%3A%2F%2Fp2a.co%2Fabc&usg=x",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fp2a.co%2Fabc%3Ffbclid%3DIwAR&h=AT",
        "https://urldefense.com/v3/__https://p2a.co/abc__;!!AbC!xyz$",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__p2a.co_abc&d=DwMF",
        "https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fp2a.co%252Fabc",
    ],
)
def test_a_wrapped_link_is_offered_unwrapped(wrapped: str) -> None:
    assert told(wrapped, "wrapped-link") == "Write `link: https://p2a.co/abc`."


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://icirr.us1.list-manage.com/track/click?u=1&id=2&e=3",
        "https://urldefense.com/v3/__https://p2a.co/*abc__;Iw!!AbC!xyz$",
        "https://www.google.com/url?q=javascript%3Aalert(1)",
    ],
)
def test_what_cannot_be_unwrapped_is_to_be_opened(wrapped: str) -> None:
    assert "copy the address" in told(wrapped, "wrapped-link")


def test_a_tracker_is_taken_out_and_the_rest_stays() -> None:
    remedy = told("https://www.suntimes.com/a?id=7&fbclid=IwAR0&page=2#top", "link-tracker")
    assert remedy == "Write `link: https://www.suntimes.com/a?id=7&page=2#top`."


def test_anothers_mailing_is_not_counted_by_our_readers() -> None:
    link = "https://www.suntimes.com/a?utm_source=partner&utm_medium=email"
    assert told(link, "link-tracker") == "Write `link: https://www.suntimes.com/a`."


@pytest.mark.parametrize(
    "link",
    [
        "https://www.suntimes.com/a?utm_source=ICIRR&utm_medium=email",
        "https://www.icirr.example/a?utm_source=facebook",
        "https://www.suntimes.com/a?campaign=7&ref=home",
        "https://support.bit.lyrics.example/a",
        "https://p2a.co/abc",
        "https://www.google.com/maps?q=https://p2a.co/abc",
    ],
)
def test_ones_own_counting_and_what_only_looks_alike_are_fine(link: str) -> None:
    assert [one for one in checked(card(TO[2:] + link)) if "link" in one.rule] == []


def test_a_shortened_link_hides_where_it_leads() -> None:
    assert "copy the address" in told("https://bit.ly/3xYz", "shortened-link")


@pytest.mark.parametrize(
    ("link", "becomes"),
    [
        ("https://docs.google.com/forms/d/1A_b-c/edit?usp=sharing",
         "https://docs.google.com/forms/d/1A_b-c/viewform"),
        ("https://us02web.zoom.us/s/8123456789", "https://us02web.zoom.us/j/8123456789"),
    ],
)  # fmt: skip
def test_the_address_of_those_who_made_a_page_is_not_its_readers(link: str, becomes: str) -> None:
    assert told(link, "staff-link").startswith(f"Write `link: {becomes}`.")


def test_a_reference_that_actblue_refuses_is_mended() -> None:
    text = card("ask: donate\nlink: https://secure.actblue.com/donate/x?refcode=spring-2018")
    (finding,) = of_rule(checked(text), "refused-reference")
    mended = "https://secure.actblue.com/donate/x?refcode=spring_2018"
    assert finding.remedy == f"Write `link: {mended}`."


def test_a_link_in_a_text_is_mended_with_its_words() -> None:
    text = card('ask: share\ntext: "Read [the news](https://a.example/x?fbclid=1)."')
    (finding,) = of_rule(checked(text), "link-tracker")
    assert finding.remedy == "Write `[the news](https://a.example/x)`."


def test_the_organizations_links_are_looked_at_too() -> None:
    text = ORGANIZATION + "links:\n  social:\n    - Facebook: https://fb.example/x?igshid=1\n"
    parsed = read_organization(text.encode(), "organization.yaml")
    check_organization_links(parsed.reading, parsed.organization)
    (finding,) = parsed.reading.result()
    assert finding.remedy == "Write `- Facebook: https://fb.example/x`."
