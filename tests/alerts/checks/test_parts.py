"""What both parts of every mail must hold."""

import pytest

from functions.alerts.checks.draft import Draft
from functions.alerts.checks.parts import check_parts
from tests.checking import checked, draft, of_rule
from tests.written import AWARD


def changed(part: str, old: str, new: str) -> list[tuple[str, str]]:
    made: Draft = draft(AWARD)
    assert made.compiled
    for edition in made.compiled.revision.editions:
        assert old in getattr(edition, part)
        object.__setattr__(edition, part, getattr(edition, part).replace(old, new))
    check_parts(made)
    return [(one.rule, one.found) for one in made.reading.findings if one.level == "error"]


def test_what_the_templates_make_is_well() -> None:
    rules = ("parts-differ", "no-way-out", "no-postal-address")
    assert [one for rule in rules for one in of_rule(checked(AWARD), rule)] == []


def test_a_link_that_the_plain_text_lacks_is_told_once_per_language() -> None:
    link = "https://icirr.kindful.com/?campaign=1242232"
    told = changed("text", link, "")
    lacks = f"lacks a link of the mail: {link}."
    assert told == [
        ("parts-differ", f"The plain text in “en” {lacks}"),
        ("parts-differ", f"The plain text in “es” {lacks}"),
    ]


@pytest.mark.parametrize(("part", "name"), [("html", "HTML"), ("text", "plain text")])
def test_a_mail_without_a_way_out_is_not_sent(part: str, name: str) -> None:
    told = changed(part, "((unsubscribe_url))", "((preferences_url))")
    assert ("no-way-out", f"The {name} in “en” has no link to unsubscribe.") in told


@pytest.mark.parametrize(("part", "name"), [("html", "HTML"), ("text", "plain text")])
def test_a_mail_without_a_postal_address_is_not_sent(part: str, name: str) -> None:
    told = changed(part, "228 S. Wabash", "")
    assert (
        "no-postal-address",
        f"The {name} in “en” lacks the organization's postal address.",
    ) in told
