"""Fields that nothing fills, or nearly fields, are found before a mail is made of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.alerts.editions.compile import compile_revision
from functions.alerts.errors import InputError
from functions.alerts.languages.words import load_packs
from tests.written import ORGANIZATION, campaign, findings, organization

HEAD = "level: state\nlanguages: [en]\nsubject: Hi\n"


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("((First_Name|friend))", "((first_name|friend))"),
        ("((first name|friend))", "((first_name|friend))"),
        ("((first-name|friend))", "((first_name|friend))"),
        ("((Deadline|soon))", "((deadline|soon))"),
    ],
)
def test_nearly_a_field_comes_with_the_right_spelling(typed: str, right: str) -> None:
    (finding,) = findings(f"{HEAD}body: Dear {typed}\n")
    assert (finding.level, f"Write {right}." in finding.remedy) == ("error", True)


@pytest.mark.parametrize(
    "body",
    [
        r"((foo\_bar))", "((foo&#95;bar))", "&#40;(foo))", r"\((foo))", "((foo*bar*))",
        "*((first_name|a*))", "((first_name|a **b** c))",
    ],
)  # fmt: skip
def test_a_field_that_markdown_hides_is_an_error(body: str) -> None:
    (finding,) = findings(f"{HEAD}body: |\n  {body}\n")
    assert (finding.level, finding.field) == ("error", "body")


@pytest.mark.parametrize("body", ["((see below))", "( (first_name|x) )", "(((first_name|x)))"])
def test_other_brackets_are_text(body: str) -> None:
    assert findings(f"{HEAD}body: |\n  {body}\n") == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("short_name: ICIRR", "short_name: ((first_name|x)) ICIRR"),
        ("text: Hotline", "text: The ((position)) line"),
        ("notice: Witness", "notice: ((testimony)) Witness"),
        ("slip:\n", "slip:\n  represent: ((position))\n"),
    ],
)
def test_an_organization_has_fields_in_its_steps_alone(old: str, new: str) -> None:
    with pytest.raises(InputError) as caught:
        organization(ORGANIZATION.replace(old, new, 1))
    assert len(caught.value.findings) == 1


PIECES = ["((", "))", "(", ")", "|", "first_name", "deadline", "foo", "\\", "_", "*", "**", "`",
          "[", "](https://a.org)", "&#40;", "&", "<b>", " ", "\n  ", "- ", "{{", "}}"]  # fmt: skip


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_compiles_or_gives_findings(body: str) -> None:
    try:
        alert = campaign(f"{HEAD}body: |\n  x{body}\nasks:\n  - ask: donate\n")
    except InputError:
        return
    revision = compile_revision(alert, organization(), load_packs()).revision
    assert revision.editions
