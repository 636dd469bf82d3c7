"""Pictures: their alt texts, their bytes, their pixels."""

import pytest

from functions.alerts.checks.examine import examine
from functions.alerts.errors import Finding
from functions.alerts.reading.picture import Pixels
from tests.checking import checked, draft, of_rule
from tests.written import AWARD

GOOD = Pixels("PNG", 1200, 800)


def with_alt(alt: str, spanish: str = "Dos mujeres") -> str:
    image = f'image: {{file: images/signed-bill.png, alt: "{alt}"}}\n'
    words = f'    image: {{alt: "{spanish}"}}\n    body: |\n      Este'
    return image + AWARD.replace("    body: |\n      Este", words)


def about_alt(alt: str, spanish: str = "Dos mujeres") -> tuple[Finding, ...]:
    return of_rule(checked(with_alt(alt, spanish)), "alt-text")


def about_file(seen: Pixels | None, weight: int = 50_000) -> tuple[Finding, ...]:
    made = draft(with_alt("Two women hold up a signed bill"))
    object.__setattr__(made, "weights", {"images/signed-bill.png": weight})
    object.__setattr__(made, "pixels", {"images/signed-bill.png": seen})
    return tuple(f for f in examine(made) if f.field == "image.file")


def test_words_about_the_picture_are_well() -> None:
    assert about_alt("Two women hold up a signed bill") == ()


@pytest.mark.parametrize(
    "alt", ["signed-bill.png", "signed-bill", "IMG_2034", "DSC00012.JPG", "Screenshot 2024-01-05"]
)
def test_a_files_name_is_no_alt_text(alt: str) -> None:
    (found,) = about_alt(alt)
    assert (found.level, found.line, found.field) == ("warning", 1, "image.alt")
    assert found.found == f"“{alt}” is a file's name, and screen readers read it aloud."


@pytest.mark.parametrize(
    "alt", ["Photo by Ana Ruiz", "Photo: Ana Ruiz", "© 2018 ICIRR", "The rally. Reuters"]
)
def test_a_credit_goes_under_credit(alt: str) -> None:
    (found,) = about_alt(alt)
    assert found.found == f"“{alt}” says who made the picture, not what it shows."
    assert f"`credit: {alt}`" in found.remedy


def test_a_spanish_credit_is_found_where_it_stands() -> None:
    (found,) = about_alt("Two women", "Foto: Ana Ruiz")
    assert found.field == "translations.es.image.alt"


def test_a_word_that_says_nothing() -> None:
    (found,) = about_alt("Banner")
    assert found.found == "“Banner” does not say what the picture shows."


def test_what_a_screen_reader_says_anyway_is_taken_away() -> None:
    (found,) = about_alt("Picture of two women with a bill")
    assert found.level == "note"
    assert 'alt: "Two women with a bill"' in found.remedy


def test_the_headline_again_is_told() -> None:
    (found,) = about_alt("We won")
    assert found.found == "The alt text is the headline, which stands right below the picture."


def test_a_photographer_in_a_description_is_no_credit() -> None:
    assert about_alt("A photographer takes a picture of the crowd") == ()


def test_a_good_picture_is_not_spoken_of() -> None:
    assert about_file(GOOD) == ()


def test_a_heavy_picture_is_told_in_seconds() -> None:
    (found,) = about_file(GOOD, 2_400_000)
    assert found.found.startswith("The picture weighs 2.4 MB: 12 seconds on a slow phone")


def test_a_small_picture_looks_blurred() -> None:
    (found,) = about_file(Pixels("PNG", 320, 200))
    assert "is 320 pixels wide and shown at 600" in found.found
    assert found.remedy == "Take one that is 1200 pixels wide."


def test_a_jpeg_that_calls_itself_png() -> None:
    (found,) = about_file(Pixels("JPEG", 1200, 800))
    assert found.remedy == "Name it `images/signed-bill.jpeg`."


def test_what_is_no_picture_at_all() -> None:
    (found,) = about_file(None)
    assert "neither PNG, JPEG nor GIF" in found.found
    assert found.level == "warning"
