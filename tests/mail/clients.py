"""Writes what named mail programs do not show of our mails, from caniemail's data.

    npm pack caniemail && tar xzf caniemail-*.tgz
    python -m tests.mail.clients package/data/caniemail.json

mails of every kind + Markdown's closed set ─► parts ─► caniemail's features ─► checks/clients.json
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from functions.alerts.editions.markdown import render
from tests.compiled import ROOT, all_editions

FILE = ROOT / "functions" / "alerts" / "checks" / "clients.json"

# Of the data (github.com/hteumeuleu/caniemail): it goes where they go.
LICENCE = """MIT License

Copyright (c) 2019 HTeuMeuLeu

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and \
associated documentation files (the "Software"), to deal in the Software without restriction, \
including without limitation the rights to use, copy, modify, merge, publish, distribute, \
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is \
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or \
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT \
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND \
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, \
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT \
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""

# Shares of opens as Litmus counted them in December 2021 (www.litmus.com/blog/email-client-market-
# share-december-2021), whole per cents; later lists differ by Apple's prefetching alone.
SHARES = {"apple-mail": 57, "gmail": 30, "outlook": 4, "yahoo": 3, "samsung-email": 0}
CLIENTS = {
    "apple-mail.ios": "Apple Mail",
    "apple-mail.macos": "Apple Mail",
    "gmail.desktop-webmail": "Gmail",
    "gmail.ios": "Gmail’s app",
    "gmail.android": "Gmail’s app",
    "outlook.windows": "Outlook on Windows",
    "outlook.outlook-com": "Outlook.com",
    "outlook.ios": "Outlook’s app",
    "outlook.android": "Outlook’s app",
    "outlook.macos": "Outlook on a Mac",
    "yahoo.desktop-webmail": "Yahoo",
    "yahoo.android": "Yahoo’s app",
    "yahoo.ios": "Yahoo’s app",
    "samsung-email.android": "Samsung Email",
}
# What caniemail tells under another name than the property's or element's own.
_NAMES = {
    "css-border-inline-start": "css-border-inline-block-individual",
    "html-ul": "html-lists", "html-ol": "html-lists", "html-li": "html-lists",
    "html-tr": "html-table", "html-td": "html-table", "html-tbody": "html-table",
    **{f"html-h{level}": "html-h1-h6" for level in range(1, 7)},
}  # fmt: skip
_SIDES = re.compile(r"^(css-(?:border|margin|padding))-(?:top|right|bottom|left)(?:-\w+)?$")
_MARKDOWN = (
    "## H\n\nA **b** *c* [d](https://e.example)  \nf `g`\n\n    h\n\n> i\n\n- j\n\n1. k\n\n---"
)


def parts() -> set[str]:
    """Everything our mails consist of, as caniemail would name it: `html-p`, `css-margin`."""
    bodies = [edition.html for _, edition in all_editions()]
    bodies.append(render(_MARKDOWN, heading=4, link="#000000").html)
    named = {name for html in bodies for name in _parts(html)}
    named |= {"image-gif", "image-png", "image-jpg"}
    return {_NAMES.get(name) or _SIDES.sub(r"\1", name) for name in named}


def features(data: list[dict[str, Any]], used: set[str]) -> dict[str, Any]:
    """What is to be known of `used`, and what caniemail has no page for."""
    known = {feature["slug"]: feature for feature in data}
    return {
        "unlisted": sorted(used - known.keys()),
        "features": {slug: _support(known[slug]) for slug in sorted(used & known.keys())},
    }


def main(path: str) -> None:
    source = json.loads(Path(path).read_text("utf-8"))
    content = {
        "source": "https://www.caniemail.com",
        "licence": LICENCE.split("\n\n"),
        "tested": source["last_update_date"][:10],
        "clients": {
            id: {"name": name, "family": id.split(".")[0], "share": SHARES[id.split(".")[0]]}
            for id, name in CLIENTS.items()
        },
        **features(source["data"], parts()),
    }
    FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _parts(html: str) -> Iterator[str]:
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)  # what Outlook alone reads
    for element in re.findall(r"<([a-z][a-z0-9]*)", html):
        yield f"html-{element}"
    for attribute in ("lang", "dir", "role", "align", "valign", "cellpadding", "cellspacing"):
        if f" {attribute}=" in html:
            yield f"html-{attribute}"
    sheet = "".join(re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL))
    for style in (*re.findall(r' style="([^"]*)"', html), *re.findall(r"\{([^{}]*)\}", sheet)):
        yield from (f"css-{name}" for name in re.findall(r"(?:^|;)\s*([a-z-]+)\s*:", style))
    for rule in re.findall(r"@media[^{]*", sheet):
        yield "css-at-media-prefers-color-scheme" if "prefers" in rule else "css-at-media"
    selectors = re.sub(r"\{[^{}]*\}", ",", re.sub(r"@media[^{]*", "", sheet))
    for pseudo in re.findall(r":([a-z-]+)", selectors):
        yield f"css-pseudo-class-{pseudo}"
    if "[" in selectors:
        yield "css-selector-attribute"
    if ">" in selectors:
        yield "css-selector-child"


def _support(feature: dict[str, Any]) -> dict[str, list[str]]:
    """By the newest test of each client: who shows none of it, and who a part."""
    newest = {id: _newest(feature["stats"], *id.split(".")) for id in CLIENTS}
    return {
        "none": [id for id, support in newest.items() if support.startswith("n")],
        "part": [id for id, support in newest.items() if support.startswith("a")],
    }


def _newest(stats: dict[str, Any], family: str, platform: str) -> str:
    return str([*stats.get(family, {}).get(platform, {"": "u"}).values()][-1])


if __name__ == "__main__":
    main(sys.argv[1])
