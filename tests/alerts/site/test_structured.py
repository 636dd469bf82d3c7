"""What a page tells programs: nothing in it can become part of the page."""

from __future__ import annotations

import json
import re
from typing import Any

from functions.alerts.site.structured import as_element
from tests.alerts.site.drawn import BEFORE, BETWEEN, alert_page, front
from tests.compiled import AWARD, EVERY_KIND


def things(html: str) -> list[dict[str, Any]]:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    told = json.loads(block)
    assert told["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = told["@graph"]
    return graph


def test_a_text_cannot_end_the_block() -> None:
    hostile = {"name": "</script><script>alert(1)</script><!-- <SCRIPT"}
    element = as_element([hostile])
    assert element.count("<") == 2 and things(element) == [hostile]


def test_the_organization_stands_on_the_front_page() -> None:
    (told,) = (one for one in things(front(BEFORE)) if one["@type"] == "Organization")
    assert told["name"] == "Illinois Coalition for Immigrant and Refugee Rights"
    assert told["logo"] == "https://alerts.icirr.example/images/logo.png"
    assert "https://www.facebook.com/ICIRR" in told["sameAs"]


def test_a_hearing_that_moved_says_from_when() -> None:
    hearing, _ = (one for one in things(alert_page(EVERY_KIND, BEFORE)) if one["@type"] == "Event")
    assert hearing["name"] == "Hearing: SB 35"
    assert hearing["startDate"] == "2018-04-10T15:00-05:00"
    assert hearing["eventStatus"] == "https://schema.org/EventRescheduled"
    assert hearing["previousStartDate"][0] == "2018-04-03T14:00-05:00"


def test_an_event_says_where_it_is() -> None:
    _, event = (one for one in things(alert_page(EVERY_KIND, BEFORE)) if one["@type"] == "Event")
    assert [one["@type"] for one in event["location"]] == ["Place", "VirtualLocation"]
    assert event["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"


def test_what_closed_is_no_event_any_more() -> None:
    at = BETWEEN.replace(day=30)
    assert not [one for one in things(alert_page(EVERY_KIND, at)) if one["@type"] == "Event"]


def test_a_deadline_without_a_hearing_is_no_event() -> None:
    assert {one["@type"] for one in things(alert_page(AWARD, BEFORE))} == {
        "Article",
        "Organization",
    }
