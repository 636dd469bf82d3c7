"""The links of campaign files and of organization.yaml, followed: checks for those who ask.

`campaign_files` ─► these, beside the checks of `alerts/checks/` ─► `following` ─► findings
"""

from __future__ import annotations

from collections.abc import Iterable

from functions.alerts.checks.answers import Follow, addresses_of, report_answers
from functions.alerts.checks.draft import Draft
from functions.alerts.checks.linked import Linked, derived_links, links_of, organization_links
from functions.alerts.content.organization import ParsedOrganization
from functions.alerts.reading.validation import Reading

# What of organization.yaml stands in every mail.
_IN_MAILS = (("donate", "once"), ("donate", "monthly"), ("help", "link"))


def follow_campaign(draft: Draft, follow: Follow) -> None:
    """Report what readers of this campaign would meet behind its links."""
    _report(draft.reading, (*links_of(draft), *derived_links(draft)), follow)


def follow_organization(parsed: ParsedOrganization, follow: Follow, *, whole: bool = True) -> None:
    """The same for organization.yaml: all of its links, or those that stand in mails."""
    links = organization_links(parsed.reading)
    _report(parsed.reading, [one for one in links if whole or one.path in _IN_MAILS], follow)


def _report(reading: Reading, links: Iterable[Linked], follow: Follow) -> None:
    links = tuple(links)
    report_answers(reading, links, follow(addresses_of(links)))
