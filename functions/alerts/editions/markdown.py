"""Campaign texts in Markdown: to clean HTML, and to the plain text a person would have typed.

CommonMark without raw HTML: a tag that somebody typed arrives as text. Pictures inside texts are
shown by their alt text, since a mail must contact no third party.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"}
HEADINGS = {f"h{level}" for level in range(2, 7)}

# Written on the tags: some mail programs drop every style sheet.
_STYLES = {
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding:0 24px",
    "ol": "margin:0 0 16px;padding:0 24px",
    "li": "margin:0 0 8px",
    "pre": "margin:0 0 16px;white-space:pre-wrap",
    "blockquote": "margin:0 0 16px;padding:0 16px;border-inline-start:3px solid #9aa7b5",
    **dict.fromkeys(HEADINGS, "margin:24px 0 8px;font-size:20px;line-height:1.3"),
}


@dataclass(frozen=True, slots=True)
class Rich:
    """One text twice: `html` is clean and complete, `text` is for the plain-text part."""

    html: Markup
    text: str


@lru_cache(maxsize=256)  # the same body stands in every edition of a language
def render(source: str, *, heading: int, link: str) -> Rich:
    """Render Markdown as HTML and as text.

    `heading` is the level (2 to 6) that every heading in the text gets, so that the mail's own
    order of headings holds; `link` is the colour of links, `#rrggbb`, and "" leaves all styles to
    a style sheet.
    """
    tokens = parse(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{heading}"
    parser = _parser()
    rough = parser.renderer.render(tokens, parser.options, {})
    return Rich(Markup(_clean(rough, link).strip()), plain(tokens))  # noqa: S704 (nh3 cleaned it)


def parse(source: str) -> list[Token]:
    """Markdown as its tokens, as it will be rendered."""
    return _parser().parse(source)


def plain(tokens: Sequence[Token]) -> str:
    """Write the text twin of parsed Markdown: lists and quotes marked, links behind their words.

    Paragraphs are not wrapped: mail programs wrap them to the reader's screen, while hard breaks
    at 72 columns turn into ragged lines on a phone.
    """
    writer = _Writer()
    for token in tokens:
        writer.take(token)
    return writer.text()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # maxNesting: markdown-it drops what is nested deeper, so the limit lies beyond what the
    # check of the campaign lets through.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
    parser.add_render_rule("image", _alt_text)
    return parser


def _alt_text(
    renderer: object, tokens: Sequence[Token], index: int, options: object, env: object
) -> str:
    return nh3.clean_text(tokens[index].content)


def _clean(html: str, link: str) -> str:
    # One attribute each: nh3 writes several in an order that changes from run to run, and with it
    # the revision's digest.
    styles = {tag: {"style": style} for tag, style in _STYLES.items()} if link else {}
    if link:
        styles["a"] = {"style": f"color:{link};text-decoration:underline"}
    return nh3.clean(
        html,
        tags=TAGS | HEADINGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel=None,
        set_tag_attribute_values=styles,
    )


@dataclass(slots=True)
class _Margin:
    """What an open list item or quote puts before its first line and before the others."""

    first: str
    others: str
    begun: bool = False

    def next(self) -> str:
        margin = self.others if self.begun else self.first
        self.begun = True
        return margin


class _Writer:
    """Collects lines; `_numbers` holds the next number of each open list, None for bullets."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._margins: list[_Margin] = []
        self._numbers: list[int | None] = []
        self._tight = False

    def take(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._numbers.append(None)
            case "ordered_list_open":
                self._numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
                self._tight = self._tight and bool(self._numbers)
            case "list_item_open":
                marker = self._marker()
                self._margins.append(_Margin(marker, " " * len(marker)))
            case "blockquote_open":
                self._margins.append(_Margin("> ", "> "))
            case "list_item_close" | "blockquote_close":
                self._margins.pop()
            case "paragraph_open":
                self._open(tight=token.hidden)
            case "heading_open" | "hr" | "code_block" | "fence":
                self._open(tight=False)
        self._write(token)

    def _write(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._put(_inline(token.children or []))
            case "code_block" | "fence":
                self._put(token.content.rstrip("\n"))
            case "hr":
                self._put("* * *")

    def _marker(self) -> str:
        number = self._numbers[-1]
        if number is None:
            return "- "
        self._numbers[-1] = number + 1
        return f"{number}. "

    def _open(self, *, tight: bool) -> None:
        if self._lines and not (tight and self._tight):
            self._lines.append("".join(m.others for m in self._margins if m.begun).rstrip())
        self._tight = tight

    def _put(self, text: str) -> None:
        for line in text.split("\n"):
            self._lines.append("".join(margin.next() for margin in self._margins) + line)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._lines)


def _inline(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline" | "image":
                parts.append(token.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "link_open":
                links.append((str(token.attrs["href"]), len(parts)))
            case "link_close":
                href, start = links.pop()
                words = "".join(parts[start:])
                parts.append("" if href in (words, f"mailto:{words}") else f" <{href}>")
    return "".join(parts)
