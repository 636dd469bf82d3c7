"""Pictures: words for those who do not see them, and bytes and pixels for those who do.

Draft ─► `check_pictures` ─► findings. An alt text that is missing keeps a file from being read.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from functions.alerts.checks.clients import broken_in
from functions.alerts.checks.draft import Draft
from functions.alerts.checks.looks import looks, sources
from functions.alerts.errors import Mistake
from functions.alerts.reading.model import Image
from functions.alerts.reading.picture import Pixels
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

# A mail's picture is 600 pixels wide; twice that is all that a sharp screen can show.
SHOWN, USEFUL = 600, 1200
# Three seconds on the 1.6 megabits a second that Lighthouse takes for a slow phone's line.
HEAVY = 600_000

_FILE_NAME = re.compile(
    r"\S*\.(?:png|jpe?g|gif|webp|svg|heic|pdf)"
    r"|(?:img|dsc[nf]?|pxl|image|screen ?shot)[\s_-]*\d[\w\s.:-]*",
    re.IGNORECASE,
)
_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF"}
_SAY = (
    "Say in a few words what it shows, to somebody on the phone: two women hold up a signed bill."
)


def check_pictures(draft: Draft) -> None:
    """Report what is wrong with the alert's picture and its alt text, in each language."""
    image = draft.campaign.image
    if image is None:
        return
    for said in draft.said:
        if said.name == "alt" and said.path[-2:] == ("image", "alt"):
            check_alt(draft.reading, said.path, said.text, image, said.language)
            _repeats(draft, said.path, said.text, said.language)
    path: Path = ("image", "file")
    if image.file in draft.weights and image.file in draft.pixels:
        _check_file(draft.reading, path, image.file, draft.pixels[image.file])
        _check_weight(draft.reading, path, draft.weights[image.file])


def check_alt(reading: Reading, path: Path, alt: str, image: Image, language: str) -> None:
    """Report an alt text that is a credit, a file's name, or says nothing about the picture."""
    words, rule = looks(language), "alt-text"
    stem = PurePosixPath(image.file).stem
    if _FILE_NAME.fullmatch(alt) or alt.lower() in (stem.lower(), image.file.lower()):
        reading.report(path, f"“{alt}” is a file's name, and screen readers read it aloud.", _SAY,
                       "warning", rule=rule)  # fmt: skip
    elif words.nothing and words.nothing.match(alt):
        reading.report(path, f"“{alt}” does not say what the picture shows.", _SAY,
                       "warning", rule=rule)  # fmt: skip
    elif (words.credit and words.credit.match(alt)) or sources().search(alt):
        remedy = f"Write it as `credit: {alt}` on a line of its own, and as `alt:` what it shows."
        found = f"“{alt}” says who made the picture, not what it shows."
        reading.report(path, found, remedy, "warning", rule=rule)
    elif words.picture and (said := words.picture.match(alt)):
        rest = alt[said.end() :]
        reading.mistake(
            path,
            Mistake(
                f"Screen readers say that it is a picture before they read “{said[0].strip()}”.",
                rest[0].upper() + rest[1:],
            ),
            "note",
            rule=rule,
        )


def _repeats(draft: Draft, path: Path, alt: str, language: str) -> None:
    campaign = draft.campaign.in_language(language)
    headline = campaign.headline or campaign.subject or ""
    if alt.casefold().strip(" .!") == headline.casefold().strip(" .!"):
        found = "The alt text is the headline, which stands right below the picture."
        draft.reading.report(path, found, _SAY, "note", rule="alt-text")


def _check_file(reading: Reading, path: Path, file: str, seen: Pixels | None) -> None:
    suffix = PurePosixPath(file).suffix[1:].lower()
    if seen is None or _FORMATS.get(suffix) != seen.format:
        what = f"a {seen.format}" if seen else "neither PNG, JPEG nor GIF"
        remedy = (
            f"Name it `{PurePosixPath(file).with_suffix('.' + seen.format.lower())}`."
            if seen
            else "Open it and export it as JPEG or PNG; giving it another name is not enough."
        )
        found = f"`{file}` is {what} inside: some mail programs will not show it."
        reading.report(path, found, remedy, "warning", rule="picture-format")
        return
    if seen.moves:
        who = broken_in("image-gif")
        found = f"`{file}` moves; {who} show its first picture alone."
        remedy = "See that its first picture says it all."
        reading.report(path, found, remedy, "note", rule="picture-moves")
    if seen.width < SHOWN:
        found = f"`{file}` is {seen.width} pixels wide and shown at {SHOWN}, so it looks blurred."
        remedy = f"Take one that is {USEFUL} pixels wide."
        reading.report(path, found, remedy, "note", rule="picture-size")


def _check_weight(reading: Reading, path: Path, weight: int) -> None:
    if weight > HEAVY:
        seconds = weight * 8 / 1_600_000
        reading.report(
            path,
            f"The picture weighs {weight / 1_000_000:.1f} MB: {seconds:.0f} seconds on a slow "
            "phone, and part of somebody's data plan.",
            f"Save it {USEFUL} pixels wide as JPEG; more than {HEAVY // 1000} KB are not needed.",
            "warning",
            rule="picture-weight",
        )
