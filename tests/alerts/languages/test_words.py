from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.languages.words import LanguagePack, load_packs

CHICAGO = ZoneInfo("America/Chicago")
TUESDAY_3PM = datetime(2018, 4, 10, 15, tzinfo=CHICAGO)

# Written by hand, whole: the test that a person would believe.
SENTENCES = {
    "en": "Send in a witness slip by 3:00 PM CDT on Tuesday, April 10.",
    "es": "Envíe su “witness slip” a más tardar el martes 10 de abril a las 3:00 p.\u00a0m., hora "
    "de Chicago.",
    "ar": "قدّموا استمارة الشاهد (witness slip) في موعد أقصاه الساعة 3:00 بعد الظهر بتوقيت "
    "شيكاغو، يوم الثلاثاء 10 أبريل.",
}

INTROS = {
    ("en", 0): "Here are 0 things you can do to help support this work.",
    ("en", 1): "Here is one thing you can do to help support this work.",
    ("en", 3): "Here are three things you can do to help support this work.",
    ("en", 11): "Here are 11 things you can do to help support this work.",
    ("es", 1): "Hay una cosa que usted puede hacer para apoyar este trabajo.",
    ("es", 2): "Estas son dos cosas que usted puede hacer para apoyar este trabajo.",
    ("es", 100): "Estas son 100 cosas que usted puede hacer para apoyar este trabajo.",
    ("ar", 0): "ليس هناك ما يمكنكم القيام به حاليًا لدعم هذا العمل.",
    ("ar", 1): "إليكم أمرًا واحدًا يمكنكم القيام به لدعم هذا العمل.",
    ("ar", 2): "إليكم أمرين يمكنكم القيام بهما لدعم هذا العمل.",
    ("ar", 3): "إليكم ثلاثة أمور يمكنكم القيام بها لدعم هذا العمل.",
    ("ar", 11): "إليكم 11 أمرًا يمكنكم القيام بها لدعم هذا العمل.",
    ("ar", 100): "إليكم 100 أمر يمكنكم القيام بها لدعم هذا العمل.",
}

ZONES = {
    ("en", "America/Chicago"): "CDT",
    ("en", "America/Phoenix"): "MST",
    ("en", "Asia/Dubai"): "Dubai time",
    ("en", "UTC"): "UTC",
    ("es", "America/New_York"): "hora de Nueva York",
    ("es", "America/Indiana/Indianapolis"): "hora de Indianapolis",
    ("es", "UTC"): "hora universal (UTC)",
    ("ar", "Asia/Dubai"): "بتوقيت دبي",
    ("ar", "UTC"): "بالتوقيت العالمي",
}

TIMES = {
    ("en", 9, 5): "9:05 AM",
    ("en", 12, 0): "12:00 noon",
    ("en", 12, 30): "12:30 PM",
    ("en", 23, 59): "11:59 PM",
    ("es", 12, 0): "12:00 del mediodía",
    ("es", 0, 30): "12:30 a.\u00a0m.",
    ("ar", 0, 30): "12:30 بعد منتصف الليل",
    ("ar", 9, 5): "9:05 صباحًا",
    ("ar", 12, 0): "12:00 ظهرًا",
    ("ar", 17, 59): "5:59 بعد الظهر",
    ("ar", 23, 59): "11:59 مساءً",
}


def pack(code: str) -> LanguagePack:
    return load_packs()[code]


@pytest.mark.parametrize("code", SENTENCES)
def test_a_deadline_reads_as_a_person_would_write_it(code: str) -> None:
    words = pack(code)
    assert words.say("slip.by", deadline=words.deadline(TUESDAY_3PM)) == SENTENCES[code]


def test_every_language_of_the_first_release_is_there_and_has_a_sentence() -> None:
    assert set(load_packs()) == set(SENTENCES) == {"en", "es", "ar"}


@pytest.mark.parametrize(("code", "n"), INTROS, ids=str)
def test_the_asks_are_counted_in_the_languages_own_plural_form(code: str, n: int) -> None:
    assert pack(code).count("asks.intro", n) == INTROS[code, n]


@pytest.mark.parametrize(("code", "zone"), ZONES, ids=str)
def test_the_clock_is_named_as_the_reader_knows_it(code: str, zone: str) -> None:
    assert pack(code).zone(TUESDAY_3PM.replace(tzinfo=ZoneInfo(zone))) == ZONES[code, zone]


@pytest.mark.parametrize(("code", "hour", "minute"), TIMES, ids=str)
def test_times_of_day_cannot_be_misread(code: str, hour: int, minute: int) -> None:
    moment = TUESDAY_3PM.replace(hour=hour, minute=minute)
    assert pack(code).time(moment) == TIMES[code, hour, minute]


@pytest.mark.parametrize(
    ("month", "zone"), [(1, "CST"), (4, "CDT")], ids=["winter", "daylight time"]
)
def test_english_says_the_abbreviation_in_force_on_that_day(month: int, zone: str) -> None:
    assert pack("en").zone(TUESDAY_3PM.replace(month=month)) == zone


def test_spanish_says_la_for_one_oclock_and_las_for_the_rest() -> None:
    one, eleven = (TUESDAY_3PM.replace(hour=hour) for hour in (13, 23))
    assert " a la 1:00 " in pack("es").deadline(one)
    assert " a las 11:00 " in pack("es").deadline(eleven)


def test_a_time_is_said_in_its_own_zone() -> None:
    utc = datetime(2018, 4, 10, 20, tzinfo=UTC).astimezone(CHICAGO)
    assert pack("en").moment(utc) == "Tuesday, April 10 at 3:00 PM CDT"


def test_a_time_without_a_city_is_refused() -> None:
    with pytest.raises(TypeError, match="ZoneInfo"):
        pack("es").deadline(datetime(2018, 4, 10, 20, tzinfo=UTC))


def test_a_date_needs_no_time() -> None:
    assert pack("es").date(date(2018, 4, 5)) == "jueves 5 de abril"


@pytest.mark.parametrize(
    ("code", "joined"),
    [
        ("en", "A, B, and C"),
        ("es", "A, B y C"),
        ("ar", "\u2068A\u2069 و\u2068B\u2069 و\u2068C\u2069"),
    ],
    ids=["en", "es", "ar"],
)
def test_lists_are_joined_as_in_a_sentence(code: str, joined: str) -> None:
    assert pack(code).join(["A", "B", "C"]) == joined


@pytest.mark.parametrize(
    ("code", "amount", "said"),
    [
        ("en", 1500, "$1,500"),
        ("es", 25, "$25"),
        ("ar", 5, "5 دولارات"),
        ("ar", 25, "25 دولارًا"),
        ("ar", 100, "100 دولار"),
    ],
)
def test_amounts_are_said_in_dollars(code: str, amount: int, said: str) -> None:
    assert pack(code).dollars(amount) == said


def test_values_are_put_in_as_they_are_and_never_read_again() -> None:
    said = pack("en").say("titles.slip_proponent", name="{bill} {0} {{x}}", bill="SB 35")
    assert said == "Support the {bill} {0} {{x}} (SB 35)"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param("228 S. Wabash, 2", "المكان: ⟨228 S. Wabash, 2⟩", id="an address, whole"),
        pytest.param("+52 55 1234 5678", "المكان: ⟨+52 55 1234 5678⟩", id="a telephone number"),
        pytest.param("القاعة 400، Capitol", "المكان: القاعة 400، ⟨Capitol⟩", id="Arabic stays"),
        pytest.param("400", "المكان: 400", id="a number alone"),
    ],
)
def test_arabic_phrases_isolate_left_to_right_values(value: str, said: str) -> None:
    filled = pack("ar").say("event.place", place=value)
    assert filled.replace("\u2068", "⟨").replace("\u2069", "⟩") == said


UNBROKEN = {
    "en": ["3:00 PM CDT", "12:00 noon CDT", "April 10", "217-782-0000", "1 (855) 435-7693"],
    "es": ["3:00 p.\u00a0m.", "12:00 del mediodía", "10 de abril", "217-782-0000"],
    "ar": ["3:00 بعد الظهر", "10 أبريل", "+52 55 1234 5678"],
}


@pytest.mark.parametrize("code", UNBROKEN)
def test_no_line_ends_within_a_time_a_date_or_a_telephone_number(code: str) -> None:
    for run in UNBROKEN[code]:
        assert pack(code).unbroken.findall(f"a {run}, b") == [run]


def test_other_numbers_may_stand_at_the_end_of_a_line() -> None:
    assert pack("en").unbroken.findall("SB 35, 80 groups, $1,500 in 2018, Illinois 60604") == []


def test_an_unknown_phrase_says_where_they_are_listed() -> None:
    with pytest.raises(LookupError, match=r"phrases\.py"):
        pack("en").say("asks.intor")


def test_no_two_buttons_of_one_language_read_the_same() -> None:
    values = {name: name for name in ("organization", "amount", "bill", "name", "title", "whom")}
    values |= {"number": "number", "docket": "docket"}
    for words in load_packs().values():
        buttons = [key for key in words.phrases if key.startswith("buttons.")]
        said = {words.say(key, **values) for key in buttons}
        assert len(said) == len(buttons), words.code


def test_packs_are_read_once() -> None:
    assert load_packs() is load_packs()
