"""Topics that nobody can have chosen."""

import pytest

from functions.alerts.errors import Finding
from tests.checking import checked, of_rule
from tests.written import AWARD, ORGANIZATION, card, organization

HOME = organization(ORGANIZATION.replace("partners:", "topics: {daca: DACA}\npartners:"))


def told(text: str) -> tuple[Finding, ...]:
    return of_rule(checked(text, home=HOME), "unknown-topic")


@pytest.mark.parametrize(
    ("topic", "remedy"),
    [("dacca", "Write `topic: daca`."), ("housing", "Add it to `topics:` there.")],
)
def test_a_topic_that_the_organization_has_not_is_told(topic: str, remedy: str) -> None:
    (finding,) = told(f"topic: {topic}\n{AWARD}")
    assert (finding.level, finding.line, finding.remedy) == ("warning", 1, remedy)


def test_a_topic_to_sign_up_for_is_looked_at_too() -> None:
    (finding,) = told(card("ask: sign_up\ntopic: dacca"))
    assert finding.field == "asks.sign-up.topic"


def test_known_topics_and_no_topics_at_all_are_well() -> None:
    assert told(f"topic: daca\n{AWARD}") == ()
    assert of_rule(checked(f"topic: dacca\n{AWARD}"), "unknown-topic") == ()
