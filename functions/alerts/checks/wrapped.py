"""What an address is without what others put around it and into it.

address ─► `unwrapped` (mail filters, social networks) ─► `without_trackers` ─► the clean address
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote, urlsplit

from functions.alerts.checks.link_lists import Wrapper, is_of, link_lists
from functions.alerts.errors import Mistake
from functions.alerts.reading.link import check_link

_DEEPEST = 4  # a link that went through two filters and a search is wrapped three times


def wrapper_of(url: str) -> Wrapper | None:
    """Whose link is around this one, if anybody's."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    for wrapper in link_lists().wrappers:
        below = parts.path == wrapper.path or parts.path.startswith(f"{wrapper.path}/")
        if is_of(host, wrapper.host) and below:
            return wrapper
    return None


def unwrapped(url: str) -> str | None:
    """The address inside all wrappings, or None where it cannot be read off the link."""
    for _ in range(_DEEPEST):
        wrapper = wrapper_of(url)
        if wrapper is None:
            return url
        inside = _inside(wrapper, url)
        try:
            url = check_link(inside or "")
        except Mistake:
            return None
        if not url.lower().startswith(("http:", "https:")):
            return None
    return None


def trackers_in(url: str) -> dict[str, str]:
    """The parameters of `url` that follow people, and whose they are."""
    known = link_lists().trackers
    return {name: known[name.lower()] for name in _names(url) if name.lower() in known}


def without(url: str, unwanted: Callable[[str], bool]) -> str:
    """`url` without the parameters that are unwanted; what else stands there stays as it is."""
    head, mark, tail = url.partition("#")
    start, _, query = head.partition("?")
    kept = [pair for pair in query.split("&") if pair and not unwanted(_name(pair))]
    return start + (f"?{'&'.join(kept)}" if kept else "") + mark + tail


def without_trackers(url: str) -> str:
    """`url` without the parameters that follow people."""
    known = link_lists().trackers
    return without(url, lambda name: name.lower() in known)


def _names(url: str) -> list[str]:
    return [_name(pair) for pair in urlsplit(url).query.split("&") if pair]


def _name(pair: str) -> str:
    return unquote(pair.partition("=")[0])


def _inside(wrapper: Wrapper, url: str) -> str | None:
    if wrapper.written == "proofpoint-3":
        # What it replaced by * stands encoded behind; such an address is not offered.
        match = re.search(r"/v3/__(https?:.+?)__;", url)
        return (
            re.sub(r"^(https?:/)(?=[^/])", r"\1/", match[1])
            if match and "*" not in match[1]
            else None
        )
    query = dict(parse_qsl(urlsplit(url).query))
    found = next((query[key] for key in wrapper.keys if key in query), None)
    if found and wrapper.written == "proofpoint-2":
        return unquote(found.replace("-", "%").replace("_", "/"))
    return found
