"""How a reader's program sees a mail: its texts, links, pictures and headings."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = {"p", "div", "td", "tr", "table", "li", "ul", "ol", "br", "title", "blockquote", "pre"}
BLOCKS |= {f"h{level}" for level in range(1, 7)}
VOID = {"br", "img", "meta", "hr", "link", "input"}


@dataclass
class Mail:
    """What a mail's HTML holds. `text` leaves out what is hidden from everybody."""

    text: str = ""
    title: str = ""
    hidden: str = ""
    attributes: dict[str, str] = field(default_factory=dict)  # of <html>
    links: list[tuple[str, str]] = field(default_factory=list)  # (name, address)
    images: list[tuple[str, str]] = field(default_factory=list)  # (alt, address)
    headings: list[tuple[int, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.mail = Mail()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []  # of the open link or heading

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.mail.attributes = values
        if tag == "img":
            self.mail.images.append((values.get("alt", ""), values["src"]))
            self.words.append(values.get("alt", ""))
        if tag in BLOCKS:
            self.mail.text += "\n"
        if tag == "a" or re.fullmatch(r"h[1-6]", tag):
            self.words = []
        if tag not in VOID:
            self.open.append((tag, values))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        values = self._close(tag)
        if tag == "a":
            self.mail.links.append((squeeze("".join(self.words)), values.get("href", "")))
        if re.fullmatch(r"h[1-6]", tag):
            self.mail.headings.append((int(tag[1]), squeeze("".join(self.words))))
        if tag in BLOCKS:
            self.mail.text += "\n"

    def _close(self, tag: str) -> dict[str, str]:
        """Close the innermost such element; return its attributes."""
        while (last := self.open.pop())[0] != tag:
            pass
        return last[1]

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self.open}
        if tags & {"style", "script", "xml"}:
            return
        if "title" in tags:
            self.mail.title += data
        elif any("display:none" in values.get("style", "") for _, values in self.open):
            self.mail.hidden += data
        else:
            self.mail.text += data
            self.words.append(data)


def read(html: str) -> Mail:
    """Read a mail as HTML 5 says (comments, and so Outlook's conditions, are not text)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.mail


def squeeze(text: str) -> str:
    """Make one line of it, without the marks that isolate directions."""
    return " ".join(re.sub("[\u2066-\u2069\u200e\u200f]", "", text).split())


def addresses(html: str) -> list[str]:
    """List every address that a mail program would fetch by itself."""
    attributes = r"(?:src|srcset|background|poster|data)=\"([^\"]*)\""
    sheets = r"<link[^>]*href=\"([^\"]*)\""
    styles = r"url\(\s*['\"]?([^)'\"]*)"
    imports = r"@import\s+['\"]([^'\"]*)"
    found = re.findall("|".join((attributes, sheets, styles, imports)), html)
    return [address for groups in found for address in groups if address]
