"""The alerts of the repository and of the tests, compiled once for all tests."""

from functools import cache
from pathlib import Path

from functions.alerts.editions.compile import Compiled, compile_revision
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Edition
from functions.campaign_files import Loaded, list_campaigns, load

ROOT = Path(__file__).parents[1]
AWARD = ROOT / "campaigns" / "welcoming-illinois-award.yaml"
EVERY_KIND = ROOT / "tests" / "campaigns" / "every-kind.yaml"


@cache
def loaded(path: Path) -> Loaded:
    """Read a campaign file."""
    return load(path)


@cache
def compiled(path: Path) -> Compiled:
    """Compile a campaign file."""
    read = loaded(path)
    return compile_revision(read.campaign, read.organization, load_packs())


def mailable() -> list[Path]:
    """List the campaigns that can be mailed: all samples, and the tests' own."""
    paths = (*list_campaigns(AWARD.parent), *list_campaigns(EVERY_KIND.parent))
    return [path for path in paths if loaded(path).campaign.mailable]


def editions(path: Path, language: str) -> list[Edition]:
    """List the editions of one language, in the order of time."""
    return [one for one in compiled(path).revision.editions if one.language == language]


def all_editions() -> list[tuple[str, Edition]]:
    """List every edition of every mailable campaign, named like its golden file."""
    return [
        (f"{path.stem}/{edition.language}-{number}", edition)
        for path in mailable()
        for language in compiled(path).revision.languages
        for number, edition in enumerate(editions(path, language), start=1)
    ]
