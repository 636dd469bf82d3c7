"""What the pages are given when somebody publishes: the organization's look and all phrases.

The other side of `look.py` and `wording.py`: it may read YAML and models, they may not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import PurePosixPath
from urllib.parse import quote

from functions.alerts.content.organization import Organization
from functions.alerts.editions.palette import palette
from functions.alerts.languages.phrases import PHRASES
from functions.alerts.languages.words import LanguagePack, load_packs
from functions.alerts.pages.look import PLAIN_COLORS, Look, Names
from functions.alerts.pages.wording import WORDS

_PAGES = "pages."
_ALSO = ("footer.help",)  # said in mails and on pages


def look_of(organization: Organization) -> Look:
    """The look of an organization, given in its default language."""
    colors = asdict(palette(organization.colors.main, organization.colors.accent))
    logo = organization.logo
    return Look(
        site=organization.site,
        logo=f"{organization.site}/images/{quote(PurePosixPath(logo.file).name)}" if logo else "",
        languages=tuple(organization.languages),
        colors={name: str(colors[name]) for name in PLAIN_COLORS},
        names={code: _names(organization.in_language(code)) for code in organization.languages},
        i_filed_it=organization.i_filed_it,
    )


def page_words(packs: Mapping[str, LanguagePack]) -> str:
    """The pages' phrases of all packs, as `wording.py` reads them."""
    keys = [key for key in PHRASES if key.startswith(_PAGES) or key in _ALSO]
    words = {
        code: {
            "name": pack.name,
            "direction": pack.direction,
            "phrases": {key.removeprefix(_PAGES): pack.phrase(key) for key in keys},
        }
        for code, pack in sorted(packs.items())
    }
    return json.dumps(words, ensure_ascii=False, indent=1) + "\n"


def write_words() -> None:
    """Write `templates/page/words.json` again: `make words`."""
    WORDS.write_text(page_words(load_packs()), encoding="utf-8")


def _names(organization: Organization) -> Names:
    helps = organization.help
    return Names(
        name=organization.name,
        short_name=organization.short_name,
        website=str(organization.website),
        address=organization.address,
        reply_to=organization.reply_to,
        help=helps.text if helps else "",
        help_link=str(helps.link) if helps else "",
        topics=dict(organization.topics),
    )
