"""A partner's file that lacks what the mail needs, and an alert that a partner cannot send."""

from __future__ import annotations

import pytest

from functions.alerts.content.organization import OrganizationFile
from functions.alerts.errors import Finding, InputError
from functions.alerts.sharing.partner_file import PartnerFile
from tests.checking import MONDAY
from tests.partners import SHORT, kit, mail, told
from tests.written import AWARD, ORGANIZATION, organization


def without(key: str) -> str:
    return "".join(line for line in SHORT.splitlines(True) if not line.startswith(f"{key}:"))


def test_four_lines_are_enough() -> None:
    assert told() == ()


@pytest.mark.parametrize("key", ["name", "website", "address"])
def test_what_every_mail_needs_is_asked_for(key: str) -> None:
    (finding,) = told(without(key))
    assert finding == Finding(
        level="error",
        file="partner.yaml",
        line=1,
        field=key,
        found=f"`{key}` is missing.",
        remedy=f"Add a line `{key}: …`.",
    )


def test_a_donate_page_is_asked_for_where_the_alert_asks_for_money() -> None:
    (finding,) = told(without("donate"))
    assert (finding.level, finding.line, finding.field) == ("error", 1, "donate")
    assert finding.found == (
        "The alert asks people to donate, and South Side Together has no page for it."
    )
    assert finding.remedy == "Add a line `donate: {once: https://…}`."
    shared = AWARD.replace("ask: donate", "ask: share").replace("donate: {text", "share: {text")
    assert told(without("donate"), shared) == ()


def findings(partner: str, home: str) -> tuple[Finding, ...]:
    try:
        return kit(partner, home=organization(home)).findings
    except InputError as error:
        return error.findings


def test_steps_that_name_us_are_not_the_partners() -> None:
    home = ORGANIZATION.replace("Choose ((position)) in section III.", "Put ICIRR in section II.")
    (finding,) = findings(f"{SHORT}slip: {{represent: Self}}\n", home)
    assert (finding.level, finding.line, finding.field) == ("error", 5, "slip.steps")
    assert "“Put ICIRR in section II.”" in finding.found
    assert "Add `slip: {steps:" in finding.remedy


def test_somebody_must_say_how_to_file_a_slip() -> None:
    home = ORGANIZATION.replace("steps: [Choose ((position)) in section III.]", "represent: Us")
    home = home.replace("      steps: [Elija ((position)) en la sección III.]\n", "")
    (finding,) = findings(SHORT, home)
    assert finding.found == "The alert has witness slips, and nobody says how to file one."
    assert findings(f"{SHORT}languages: [en]\nslip: {{steps: [Go.]}}\n", home) == ()


def test_a_language_must_be_common_to_both() -> None:
    *_, finding = told(f"{SHORT}languages: [ar]\n")
    assert (finding.level, finding.line, finding.field) == ("error", 5, "languages")
    assert finding.found == (
        "There is no language that the alert (en, es) and South Side Together have both."
    )
    assert finding.remedy == "Write one of them: `languages: [en]`."


def test_a_language_that_lacks_a_text_of_the_partner_gets_no_kit() -> None:
    partner = f"{SHORT}help: {{text: Our Line, link: https://together.example}}\n"
    (finding,) = told(partner)
    assert (finding.level, finding.field) == ("warning", "translations.es")
    assert finding.found == "No kit is written in “es”: this file lacks help.text in it."
    assert kit(partner).mails.keys() == {"en"}
    whole = kit(f"{partner}translations: {{es: {{help: {{text: Nuestra línea}}}}}}\n")
    assert "Nuestra línea" in mail(whole, language="es")


def test_an_alert_that_is_not_complete_in_a_language_gives_no_kit_in_it() -> None:
    made = kit(alert=AWARD.replace("    subject: ¡Ganamos!\n", ""))
    assert made.mails.keys() == {"en"}
    assert [one.rule for one in made.findings] == ["kit-language"]


def test_a_partner_may_speak_another_language_first() -> None:
    partner = f"{SHORT}languages: [es]\nhelp: {{text: Línea, link: https://together.example}}\n"
    assert "Línea" in mail(kit(partner), language="es")
    assert kit(partner).mails.keys() == {"es"}


def test_a_logo_needs_a_place_on_the_web() -> None:
    (finding,) = told(f"{SHORT}logo: {{file: logo.png, alt: Together}}\n")
    assert (finding.level, finding.line, finding.field) == ("warning", 5, "logo")
    assert "pictures: https://" in finding.remedy


def test_two_pictures_of_one_name_do_not_fit_into_a_folder() -> None:
    partner = f"{SHORT}site: https://a.together.example\nlogo: {{file: i/a.png, alt: Together}}\n"
    (finding,) = told(partner, f"{AWARD}image: {{file: images/a.png, alt: A cup}}\n")
    assert (finding.level, finding.field) == ("error", "logo.file")


def test_our_own_organization_is_no_partner() -> None:
    (finding,) = told(ORGANIZATION)
    assert (finding.level, finding.line, finding.field) == ("error", 1, "name")
    assert "alerts send" in finding.remedy


def test_a_whole_organizations_file_is_a_partners_file() -> None:
    theirs = ORGANIZATION.replace("Illinois Coalition for Immigrant and Refugee Rights", "Others")
    assert told(theirs.replace("ICIRR", "Others")) == ()
    assert OrganizationFile.model_fields.keys() <= PartnerFile.model_fields.keys()


@pytest.mark.parametrize(
    "value",
    ["javascript:alert(1)", "paso.example/leave", "'*|\"|*'", "'{{((unsubscribe_url))}}'"],
)
def test_an_unsubscribe_link_that_cannot_work_is_said(value: str) -> None:
    (finding,) = told(f"{SHORT}unsubscribe: {value}\n")
    assert (finding.level, finding.line, finding.field) == ("error", 5, "unsubscribe")


def test_a_link_of_each_reader_in_a_text_cannot_be_passed_on() -> None:
    (finding,) = told(alert=AWARD.replace("our partners.", "our partners. ((unsubscribe_url))"))
    assert (finding.level, finding.file, finding.line) == ("error", "campaigns/award.yaml", 5)
    assert (finding.field, finding.rule) == ("body", "kit-field")


def test_a_donate_text_that_names_us_is_said_before_the_money_goes_elsewhere() -> None:
    (finding,) = told(alert=AWARD.replace("making a donation.", "a gift to ICIRR."))
    assert (finding.level, finding.line, finding.field) == ("warning", 8, "asks.donate.text")
    assert finding.found == (
        "The text names ICIRR, and in the kit the money goes to South Side Together."
    )


def test_a_link_to_our_donate_page_in_a_text_is_said() -> None:
    link = "[Give](https://icirr.kindful.com/?campaign=1)"
    (finding,) = told(alert=AWARD.replace("our partners.", f"our partners. {link}"))
    assert (finding.level, finding.field) == ("warning", "body")
    assert "icirr.kindful.com" in finding.found


def test_amounts_that_the_partners_page_does_not_take_are_a_note() -> None:
    (finding,) = told(alert=AWARD.replace("- ask: donate\n", "- ask: donate\n    amounts: [10]\n"))
    assert (finding.level, finding.line, finding.field) == ("note", 4, "donate.once")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("adress: 1 Street\n", "`adress` is not known here."),
        ("colors: {main: red}\n", "`red` is no colour."),
        ("languages: [English]\n", ""),
        ("pictures: http://a.example/b?c\n", "Mail programs cannot fetch pictures from "),
        ("slip: {represent: ((first_name|me))}\n", "has a ((field)) in it."),
        ("signature: ((first_name|me))\n", "nothing fills it here."),
        ("translations: {es: 3}\n", "stands where a block of keys belongs."),
    ],
)
def test_a_partners_file_is_read_as_strictly_as_any(typed: str, found: str) -> None:
    assert found in told(SHORT + typed)[0].found
    assert told(SHORT + typed)[0].level == "error"


@pytest.mark.parametrize(("day", "level"), [(10, None), (11, "note"), (12, "warning")])
def test_what_has_closed_is_said_to_whoever_passes_the_rest_on(day: int, level: str | None) -> None:
    said = [one for one in kit(at=MONDAY.replace(day=day)).findings if one.rule == "kit-closed"]
    assert [one.level for one in said] == ([level] if level else [])
    assert all("`sb-35`" in one.found for one in said)
