"""Texts for everybody: what a mail fills in for one person has its fallback on public pages.

campaign + organization as read ─► the same without names and without links of one's own ─► pages
"""

from __future__ import annotations

import re
from typing import Any

from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization
from functions.alerts.mail.fields import LINKS, NAMES
from functions.alerts.reading.model import Model

# As `mail.fields` reads them: every name has a fallback, or the file was refused.
_NAMED = re.compile(rf"\(\(\s*(?:{'|'.join(NAMES)})\s*\|((?:[^()]|\([^()]*\))*)\)\)")
_LINKED = re.compile(rf"\(\(\s*(?:{'|'.join(LINKS)})\s*(?:\|(?:[^()]|\([^()]*\))*)?\)\)")


def impersonal(campaign: Campaign, site: str = "") -> Campaign:
    """The campaign in all its languages with the fallback wherever a supporter's name stands.

    Where a link of the supporter's own stands, is the page of `site` that mails them one.
    """
    return _for_everybody(campaign, f"{site}/fresh")  # type: ignore[no-any-return]


def public(organization: Organization) -> Organization:
    """The organization without what needs a link of the reader's own: "I filed it"."""
    others = {code: public(one) for code, one in organization.translated.items()}
    return organization.model_copy(update={"i_filed_it": False, "translated": others})


def _for_everybody(value: Any, fresh: str) -> Any:
    match value:
        case str() if "((" in value:
            return _LINKED.sub(lambda _: fresh, _NAMED.sub(lambda m: m[1].strip(), value))
        case tuple():
            return tuple(_for_everybody(one, fresh) for one in value)
        case dict():
            return {key: _for_everybody(one, fresh) for key, one in value.items()}
        case Model():
            told = {name: getattr(value, name) for name in value.model_fields_set}
            changed = {name: _for_everybody(one, fresh) for name, one in told.items()}
            return value.model_copy(update=changed)
    return value
