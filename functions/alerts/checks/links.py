"""Where the links of a file lead: around, on behalf of somebody else, or backstage.

links ─► wrapped, backstage, tracked, shortened, refused reference: the first that holds of each
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from functions.alerts.checks.draft import Draft
from functions.alerts.checks.link_lists import is_listed, is_of, link_lists
from functions.alerts.checks.linked import Linked, links_of, organization_links
from functions.alerts.checks.wrapped import (
    trackers_in,
    unwrapped,
    without,
    without_trackers,
    wrapper_of,
)
from functions.alerts.content.giving import donate_link, platform
from functions.alerts.content.organization import Organization
from functions.alerts.errors import Mistake
from functions.alerts.reading.model import slugify
from functions.alerts.reading.validation import Reading

_FROM_BROWSER = "Open it, and copy the address that the browser shows then."

_SHORT = 3  # letters that stand in other words by chance


@dataclass(frozen=True, slots=True)
class _Own:
    """What tells an organization's own links: its domains, and the words of its own counting."""

    domains: tuple[str, ...]
    words: tuple[str, ...]

    def is_named_in(self, slug: str) -> bool:
        """Whether one of its words stands in `slug`; a short one as a word of its own."""
        return any(
            f"-{word}-" in f"-{slug}-" or (len(word) > _SHORT and word in slug)
            for word in self.words
        )


def check_links(draft: Draft) -> None:
    """Report the links of a campaign that lead around, or for somebody else."""
    campaign = draft.campaign
    own = _own(draft.organization, campaign.id, campaign.topic or "")
    for link in links_of(draft):
        _check(draft.reading, link, own)


def check_organization_links(reading: Reading, organization: Organization) -> None:
    """Report the same of organization.yaml, whose `reading` it is."""
    for link in organization_links(reading):
        _check(reading, link, _own(organization))


def _own(organization: Organization, *words: str) -> _Own:
    links = [organization.website, organization.site]
    domains = tuple(Linked(path=(), url=link).host for link in links)
    names = (organization.short_name, domains[0].split(".")[0], *words)
    return _Own(domains, tuple(word for word in map(slugify, names) if word))


def _check(reading: Reading, link: Linked, own: _Own) -> None:
    checks: tuple[Callable[[Reading, Linked, _Own], bool], ...] = (
        _wrapped, _backstage, _tracked, _counted, _shortened, _refused,
    )  # fmt: skip
    any(check(reading, link, own) for check in checks)


def _wrapped(reading: Reading, link: Linked, own: _Own) -> bool:
    wrapper = wrapper_of(link.url)
    if wrapper is None:
        return False
    found = f"`{_short(link.url)}` is a link of {wrapper.whose} around the real one."
    clean = unwrapped(link.url)
    if clean:
        clean = without_trackers(clean)
        link.mend(reading, found, clean, "warning", "wrapped-link")
    else:
        link.report(reading, found, _FROM_BROWSER, "warning", "wrapped-link")
    return True


def _backstage(reading: Reading, link: Linked, own: _Own) -> bool:
    for known in link_lists().backstage:
        match = known.pattern.match(link.url)
        if not match:
            continue
        found = f"`{_short(link.url)}` {known.what}."
        if known.becomes:
            clean, advice = match.expand(known.becomes), "Try it where you are not signed in."
            link.mend(reading, found, clean, "warning", "staff-link", advice)
        else:
            advice = "Take the address that visitors see."
            link.report(reading, found, advice, "warning", "staff-link")
        return True
    return False


def _tracked(reading: Reading, link: Linked, own: _Own) -> bool:
    trackers = trackers_in(link.url)
    if not trackers:
        return False
    marks = " and ".join(f"`{name}`" for name in trackers)
    whose = " and ".join(dict.fromkeys(trackers.values()))
    count = "counts" if len(trackers) == 1 else "count"
    found = f"{marks} in this link {count} all who click as one person in {whose}’s statistics."
    theirs = _is_counting(link, own)
    clean = without(without_trackers(link.url), lambda name: theirs and _is_utm(name))
    link.mend(reading, found, clean, "warning", "link-tracker")
    return True


def _counted(reading: Reading, link: Linked, own: _Own) -> bool:
    if not _is_counting(link, own):
        return False
    pairs = [pair for pair in parse_qsl(link.parts.query) if _is_utm(pair[0])]
    marks = "&".join(f"{name}={value}" for name, value in pairs[:3])
    found = f"`{_short(marks)}` counts these readers as those of somebody else’s mailing."
    link.mend(reading, found, without(link.url, _is_utm), "warning", "link-tracker")
    return True


def _is_counting(link: Linked, own: _Own) -> bool:
    """Whether it has the marks of a mailing, and it is not this organization's."""
    values = [slugify(value) for name, value in parse_qsl(link.parts.query) if _is_utm(name)]
    ours = any(is_of(link.host, domain) for domain in own.domains)
    return bool(values) and not ours and not any(own.is_named_in(value) for value in values)


def _is_utm(name: str) -> bool:
    return name.lower().startswith("utm_")


def _shortened(reading: Reading, link: Linked, own: _Own) -> bool:
    if not is_listed(link.host, link_lists().shorteners) or link.host in own.domains:
        return False
    found = (
        f"`{_short(link.url)}` hides where it leads: {link.host} shortens anybody’s links, so "
        "readers and mail filters trust it less."
    )
    link.report(reading, found, _FROM_BROWSER, "warning", "shortened-link")
    return True


def _refused(reading: Reading, link: Linked, own: _Own) -> bool:
    key = {"actblue": "refcode", "kindful": "campaign"}.get(platform(link.url) or "")
    written = dict(parse_qsl(link.parts.query)).get(key or "")
    if not key or written is None:
        return False
    try:
        donate_link(link.url, reference=written)
    except Mistake as mistake:
        found = f"{mistake.found.removesuffix('.')} (`{key}=` in the link)."
        if mistake.instead:
            clean = donate_link(link.url, reference=mistake.instead[0])
            link.mend(reading, found, clean, "warning", "refused-reference")
        else:
            link.report(reading, found, mistake.advice, "warning", "refused-reference")
        return True
    return False


def _short(url: str) -> str:
    return url if len(url) <= 80 else f"{url[:79]}…"
