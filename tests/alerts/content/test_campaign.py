"""A campaign file becomes a whole campaign in each complete language, or findings."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.alerts.content.campaign import parse_campaign
from functions.alerts.errors import MOST_FINDINGS, InputError
from tests.written import AWARD, CARD, ORGANIZATION, campaign, findings, only_finding, organization

HOME = organization()


def test_the_files_name_is_the_id() -> None:
    assert campaign(CARD).id == "award"


def test_the_headline_is_the_subject_and_the_other_way_round() -> None:
    assert campaign(AWARD).headline == "We won!"
    assert campaign(CARD).subject == "Fight"


def test_the_signature_is_the_organizations_short_name() -> None:
    assert campaign(AWARD).signature == "ICIRR"


def test_a_campaign_has_the_organizations_languages_unless_it_names_its_own() -> None:
    assert campaign(AWARD).languages == ("en", "es")
    assert campaign(f"{CARD}languages: [en]\n").languages == ("en",)


@pytest.mark.parametrize(
    ("text", "mailable"), [(AWARD, True), (CARD, False)], ids=["alert", "card"]
)
def test_a_card_cannot_be_mailed(text: str, *, mailable: bool) -> None:
    assert campaign(text).mailable is mailable


def test_a_complete_translation_is_the_whole_campaign_with_its_own_words() -> None:
    spanish = campaign(AWARD).in_language("es")
    assert (spanish.language, spanish.subject) == ("es", "¡Ganamos!")
    assert [ask.id for ask in spanish.asks] == ["donate", "sb-35", "no-registry-act"]
    assert spanish.asks[1].link == campaign(AWARD).asks[1].link


def test_a_complete_campaign_has_nothing_to_tell() -> None:
    assert findings(AWARD) == ()
    assert campaign(AWARD).missing("es") == ()


@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        ("    subject: ¡Ganamos!\n", "subject"),
        ("      donate: {text: Considere hacer una donación.}\n", "asks.donate.text"),
        ("      sb-35: {name: Ley de Zonas Seguras}\n", "asks.sb-35.name"),
    ],
)
def test_a_language_that_lacks_a_text_falls_back_whole(gone: str, missing: str) -> None:
    award = campaign(AWARD.replace(gone, ""))
    assert award.missing("es") == (missing,)
    assert award.in_language("es") == award


def test_a_half_translated_language_is_a_warning_that_lists_what_is_missing() -> None:
    finding = only_finding(AWARD.replace("    subject: ¡Ganamos!\n", ""))
    assert (finding.level, finding.line) == ("warning", 17)
    assert finding.found == "The translation lacks subject."


def test_a_language_that_nobody_began_is_only_a_note() -> None:
    parsed = parse_campaign(CARD.encode(), "a.yaml", HOME)
    assert [finding.level for finding in parsed.findings] == ["note"]
    assert parsed.campaign.missing("es") == ("headline",)


def test_what_the_mail_takes_from_the_organization_must_be_translated_too() -> None:
    home = organization(ORGANIZATION.replace("      notice: Los", "      # Los"))
    assert campaign(AWARD, home).missing("es") == ("organization.slip.notice",)
    assert "es" in campaign(CARD + "translations: {es: {headline: Lucha}}\n", home).translated


def test_a_table_is_shown_as_typed_and_so_warned_of() -> None:
    table = "Bills:\n\n  | Bill | Room |\n  |------|:----:|\n  | SB 1 | 400  |\n\n  This award"
    finding = only_finding(AWARD.replace("This award", table, 1))
    assert (finding.level, finding.line, finding.field) == ("warning", 8, "body")


def test_a_default_language_that_the_organization_lacks_is_an_error() -> None:
    (finding,) = findings(f"{CARD}languages: [pl]\n")
    assert "help.text" in finding.remedy


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "remedy"),
    [
        ("level:", "levle:", 1, "levle", "`level: state`"),
        ("state", "State", 1, "level", "`level: state`"),
        ("[paso]", "[pasoo]", 2, "with.0", "`with: [paso]`"),
        ("[paso]", "paso", 2, "with", "`with: [paso]`"),
        ("We won!", '"We\\r\\nBcc: x"', 3, "subject", '`subject: "We Bcc: x"`'),
        ("This award", "((first_name)), this award", 5, "body", "((first_name|friend))"),
        ("This award", "((frist_name|you))", 5, "body", "((first_name"),
        ("This award", "[This](javascript:alert(1))", 5, "body", "Use https:"),
        ("This award", "![This](https://x.org/a.png)", 5, "body", "`image:`"),
        ("This award", "> " * 11 + "This", 5, "body", "Take away"),
        ("level: state\n", "", 1, "level", "`level: federal`, `level: state` or `level: local`"),
        ("Tuesday 2018", "Monday 2018", 12, "asks.sb-35.closes",
         "`closes: Tuesday 2018-04-10 3:00 PM` or `closes: Monday 2018-04-09 3:00 PM`"),
        ("3:00 PM", "3pm CST", 12, "asks.sb-35.closes", "`closes: Tuesday 2018-04-10 3pm CDT`"),
        ("    name: Safe", "    nmae: Safe", 11, "asks.sb-35.nmae", "`name: Safe Zones Act`"),
        ("sb-35:", "sb35:", 23, "translations.es.asks.sb35", "`sb-35: {name:"),
        ("  es:", "  ar:", 17, "translations.ar", "`languages: [en, es, ar]`"),
        ("    subject: ¡", "    subjet: ¡", 18, "translations.es.subjet", "`subject: ¡Ganamos!`"),
    ],
    ids=["key", "choice", "partner", "list", "line break", "fallback", "field", "script",
         "picture", "nesting", "level", "weekday", "zone", "ask key", "ask name", "language",
         "translated key"],
)  # fmt: skip
def test_a_mistake_names_its_line_its_field_and_what_to_write(
    old: str, new: str, line: int, field: str, remedy: str
) -> None:
    assert old in AWARD
    found = [f for f in findings(AWARD.replace(old, new, 1)) if f.field == field]
    assert (found[0].level, found[0].line) == ("error", line)
    assert remedy in found[0].remedy


def test_all_mistakes_are_told_at_once_in_file_order() -> None:
    text = AWARD.replace("paso", "pazo").replace("Tuesday", "Monday").replace("donate: {", "d: {")
    assert [finding.line for finding in findings(text) if finding.level == "error"] == [2, 12, 22]


@pytest.mark.parametrize("typed", ["{{ 7*7 }}", "{% x %}", "((see below))", "1 < 2", "R&D <3"])
def test_what_looks_like_a_template_is_plain_text(typed: str) -> None:
    text = f"{CARD}closing: '{typed}'\n"
    assert findings(text) == ()
    assert campaign(text).closing == typed


def test_tags_are_a_warning_because_they_are_shown_as_typed() -> None:
    finding = only_finding(AWARD.replace("This award", "<b>This</b> award"))
    assert (finding.level, finding.line) == ("warning", 5)


def test_an_http_link_is_a_warning_with_its_https_twin() -> None:
    text = f"{CARD}asks:\n  - ask: sign_up\n    link: http://p2a.co/mothGm7  # as it is\n"
    finding = only_finding(text)
    assert (finding.level, finding.line) == ("warning", 5)
    assert "`link: https://p2a.co/mothGm7`" in finding.remedy


@pytest.mark.parametrize(
    ("field", "longest"), [("subject", 240), ("preheader", 240), ("body", 50_000)]
)
def test_a_text_has_room_for_what_mails_can_carry_and_no_more(field: str, longest: int) -> None:
    assert findings(f"level: state\nheadline: X\n{field}: {'x' * longest}\n") == ()
    finding = only_finding(f"level: state\nheadline: X\n{field}: {'x' * (longest + 1)}\n")
    assert f"at most {longest:,} fit" in finding.found


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "www.icirr.org", "//icirr.org", "https://a b.org",
     "https://u:p@a.org", "https://a", "mailto:nobody", "tel:x", "https://[::1", "ftp://a.org",
     "https://a.org/((first_name|x))", "https://a.org/<script>"],
)  # fmt: skip
def test_a_link_that_nobody_could_follow_safely_is_refused(link: str) -> None:
    finding = only_finding(f"{CARD}asks:\n  - ask: share\n    link: '{link}'\n")
    assert (finding.level, finding.line) == ("error", 5)


@pytest.mark.parametrize(
    "link", ["https://p2a.co/x?a=1&b=%20#c", "mailto:a@b.org?subject=Hi", "tel:+1-312-555-0100"]
)
def test_a_right_link_stays_as_it_is(link: str) -> None:
    card = f"{CARD}asks:\n  - ask: share\n    link: {link}\n"
    assert campaign(card).asks[0].link == link


@pytest.mark.parametrize("line", ["k{}: x\n", "  - ask: donte\n", "with: [{}]\n"])
def test_a_campaign_full_of_problems_tells_the_first_of_them(line: str) -> None:
    asks = "asks:\n" if "ask" in line else ""
    told = findings(CARD + asks + "".join(line.format(n) for n in range(1000)))
    assert 0 < len(told) <= MOST_FINDINGS


def test_an_organization_is_never_taken_for_a_campaign() -> None:
    with pytest.raises(InputError, match="describes an organization"):
        parse_campaign(ORGANIZATION.encode(), "icirr.yaml", HOME)


def test_a_file_whose_name_is_no_id_is_refused() -> None:
    with pytest.raises(InputError, match="`My Alert` is none"):
        parse_campaign(CARD.encode(), "campaigns/My Alert.yaml", HOME)


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers())
def test_a_spoiled_file_raises_nothing_but_findings(seed: int) -> None:
    chance = random.Random(seed)
    letters = list(AWARD)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(letters))
        letters[at : at + chance.randint(0, 3)] = chance.choice(
            list(" \n:#-'\"[]{}&*!|>%@x7(\u00a0")
        )
    try:
        parse_campaign("".join(letters).encode(), "award.yaml", HOME)
    except InputError as error:
        assert all(finding.found and finding.remedy for finding in error.findings)


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=80), st.sampled_from(["subject", "body", "closing", "topic", "level"]))
def test_any_text_in_any_place_raises_nothing_but_findings(text: str, key: str) -> None:
    quoted = text.replace("'", "''")
    try:
        parse_campaign(f"level: state\n'{key}': '{quoted}'\n".encode(), "award.yaml", HOME)
    except InputError as error:
        assert error.findings
    except UnicodeEncodeError:  # a lone surrogate cannot stand in a file
        assert any("\ud800" <= letter <= "\udfff" for letter in text)
