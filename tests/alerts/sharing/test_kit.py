"""A kit: the same alert, sent by a partner."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from functions.alerts.errors import StateError
from tests.checking import CHICAGO, MONDAY
from tests.partners import SHORT, kit, mail
from tests.written import AWARD, ORGANIZATION, organization

HOME = ORGANIZATION.replace(
    "Choose ((position)) in section III.",
    "Put ((represent)) in section II and ((position)) in III.",
)
FILES = {"email.html", "email.txt", "subject.txt", "page.txt", "README.txt"} | {
    "whatsapp.txt", "facebook.txt", "sms.txt"
}  # fmt: skip
OURS = re.compile(r"alerts\.icirr\.example/(?:u|p|f|join|subscribe)\b|unsubscribe_url|\(\(|utm_")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_kit_has_its_files_in_every_language_of_the_alert(language: str) -> None:
    assert kit().mails[language].files.keys() == FILES
    assert 'lang="es"' in mail(kit(), "email.html", "es")


@pytest.mark.parametrize("name", ["email.html", "email.txt"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_partner_is_who_sends_it(name: str, language: str) -> None:
    text = mail(kit(home=organization(HOME)), name, language)
    assert "https://give.together.example" in text
    assert "kindful" not in text
    assert "2 Side Street, Chicago, Illinois 60615" in text
    assert "228 S. Wabash" not in text


def test_the_partners_name_goes_into_section_ii_and_under_the_letter() -> None:
    text = mail(kit(home=organization(HOME)))
    assert "Put South Side Together in section II and proponent in III." in text
    assert "\nSouth Side Together\nWith Illinois Coalition for" in text
    assert "Sent by South Side Together\n" in text
    assert "Donate to South Side Together" in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("slip: {represent: Self}", "Put Self in section II"),
        ("signature: Ana and all of Together", "\nAna and all of Together\n"),
        ("short_name: Together", "Donate to Together"),
        ("help: {text: Our Line, link: tel:+13125550100}", "Need help? Our Line"),
        ("slip: {steps: [Ask ((represent)) about it.]}", "1. Ask South Side Together about it."),
        ("unsubscribe: https://together.example/leave", "https://together.example/leave"),
        ("unsubscribe: '*|UNSUB|*'", "Unsubscribe\n*|UNSUB|*"),
    ],
)
def test_what_the_partner_writes_stands_in_place_of_the_default(line: str, said: str) -> None:
    assert said in mail(kit(f"{SHORT}languages: [en]\n{line}\n", home=organization(HOME)))


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_link_in_it_is_a_readers_own(name: str, language: str) -> None:
    greeting = AWARD.replace("We won!", "We won, ((first_name|friend))!")
    home = organization(f"{ORGANIZATION}i_filed_it: true\n")
    assert not OURS.search(mail(kit(alert=greeting, home=home), name, language))


def test_a_name_nobody_knows_has_its_fallback() -> None:
    greeting = AWARD.replace("We won!", "We won, ((first_name|friend))!")
    assert mail(kit(alert=greeting), "subject.txt") == "We won, friend!\n"


def test_nothing_is_fetched_but_the_alerts_picture() -> None:
    html = mail(kit(alert=f"{AWARD}image: {{file: images/a.png, alt: A cup}}\n"), "email.html")
    sources = {"https://alerts.icirr.example/images/a.png"}
    assert set(re.findall(r'(?:src|background)="([^"]+)"', html)) == sources


def test_pictures_may_be_the_partners_to_serve() -> None:
    partner = f"{SHORT}pictures: https://together.example/kit\nlogo: {{file: l.png, alt: Us}}\n"
    made = kit(partner, f"{AWARD}image: {{file: images/a.png, alt: A cup}}\n")
    html = mail(made, "email.html")
    assert re.findall(r'src="([^"]+)"', html) == [
        "https://together.example/kit/l.png",
        "https://together.example/kit/a.png",
    ]
    assert "where the mail looks for them: https://together.example/kit." in mail(
        made, "README.txt"
    )


def test_a_line_stands_where_the_partners_own_unsubscribe_link_belongs() -> None:
    line = "[Put your own unsubscribe link here]"
    for name in ("email.html", "email.txt", "README.txt"):
        assert mail(kit(), name).count(line) == 1
        assert line not in mail(kit(f"{SHORT}unsubscribe: '*|UNSUB|*'\n"), name)


def test_it_says_until_when_it_is_right_and_holds_what_is_open() -> None:
    wednesday = datetime(2018, 4, 11, 9, tzinfo=CHICAGO)
    made = kit(at=wednesday)
    assert "Send it by: Wednesday, April 11 at 1:30 PM CDT." in mail(made, "README.txt")
    assert "SB 35" not in mail(made)
    assert "two things" in mail(made, "whatsapp.txt")


def test_texts_to_share_lead_to_the_alerts_page_in_the_partners_name() -> None:
    made = kit()
    assert mail(made, "page.txt", "es") == "https://alerts.icirr.example/a/award/es\n"
    assert mail(made, "sms.txt").startswith("South Side Together: ")
    assert mail(made, "sms.txt").endswith("https://alerts.icirr.example/a/award/en\n")


@pytest.mark.parametrize(
    ("partner", "key"),
    [
        (SHORT, "paso"),
        (SHORT.replace("South Side Together", "PASO"), "another"),
        (f"{SHORT}short_name: PASO\n", "another"),
    ],
    ids=["by its file", "by its name", "by its short name"],
)
def test_a_co_convener_thanks_the_others_and_us_but_not_itself(partner: str, key: str) -> None:
    home = organization(ORGANIZATION.replace("{paso: PASO}", "{paso: PASO, aaaj: Advancing}"))
    text = mail(kit(partner, AWARD.replace("[paso]", "[paso, aaaj]"), home=home, key=key))
    assert "With Illinois Coalition for Immigrant and Refugee Rights and Advancing" in text


def test_a_donate_page_of_somebody_else_stays_as_it_is() -> None:
    alert = AWARD.replace("- ask: donate\n", "- ask: donate\n    link: https://bail.example/give\n")
    text = mail(kit(SHORT.partition("donate")[0], alert))
    assert "https://bail.example/give" in text


def test_amounts_stay_where_the_partners_page_takes_them() -> None:
    alert = AWARD.replace(
        "- ask: donate\n", "- ask: donate\n    amounts: [10]\n    reference: 1242232\n"
    )
    once = "https://secure.actblue.com/donate/together"
    partner = SHORT.replace("https://give.together.example", once)
    assert f"{once}?amount=10" in mail(kit(partner, alert))
    assert "1242232" not in mail(kit(partner, alert))
    assert "$10" not in mail(kit(SHORT, alert))


def test_a_button_that_names_us_says_the_partners_name() -> None:
    alert = AWARD.replace("- ask: donate\n", "- ask: donate\n    button: Give to ICIRR\n")
    text = mail(kit(alert=alert.partition("translations")[0]))
    assert "Donate to South Side Together" in text
    assert "Give to ICIRR" not in text


def test_once_every_ask_has_closed_there_is_nothing_to_send() -> None:
    alert = re.sub(r"  - ask: donate\n    text: .*\n", "", AWARD).partition("translations")[0]
    with pytest.raises(StateError, match="Every ask of “award” has closed"):
        kit(alert=alert, at=MONDAY.replace(day=12))


def test_a_card_is_no_mail_to_pass_on() -> None:
    with pytest.raises(StateError, match="is a card"):
        kit(alert="level: state\nheadline: Fight\n")
