"""The text of a file before YAML reads it: its size, its encoding, characters nobody can see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from functions.alerts.errors import MOST_FINDINGS, Finding

# A whole alert in ten languages is about 100 kB; a file that is larger is not an alert.
MAX_BYTES = 1_000_000

# What a person takes in of one problem; a mended line of usual length fits.
_ROOM = 600

_LINE_END = re.compile(r"\r\n|\r|\n")
# What no text needs and no editor shows: C0 and C1 controls except tab and line ends, the Unicode
# line and paragraph separators (YAML 1.1 takes them for line ends), surrogates' stand-ins.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

ODD_SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200C)))
ODD_SPACE = re.compile(f"[{ODD_SPACES}]")
_PLAIN_START = re.compile(r"""^(?![\s\-?:,\[\]{}#&*!|>'"%@`]|$)""")


class Span(NamedTuple):
    """Where a scalar stands: lines and columns from 0, the end exclusive.

    The style is one of `""` (plain), `'`, `"`, `|`, `>`.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    style: str


def decode(data: bytes, file: str) -> tuple[str | None, tuple[Finding, ...]]:
    """The file's text without its byte-order mark, or None and why not."""
    if len(data) > MAX_BYTES:
        return None, (too_large(file, len(data)),)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None, (_not_utf8(file, 1, "The file is saved as UTF-16."),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_bad_byte(data, file, error.start),)
    findings = tuple(islice(_invisible(text, file), MOST_FINDINGS))
    return (None if findings else text), findings


def split_lines(text: str) -> list[str]:
    """The lines as libyaml counts them, without their ends; one more, where it puts the end."""
    return [*_LINE_END.split(text), ""]


def too_large(file: str, size: int) -> Finding:
    """The finding for a file of `size` bytes, above `MAX_BYTES`."""
    return Finding(
        level="error",
        file=file,
        line=None,
        field="",
        found=f"The file has {size:,} bytes; an alert has at most {MAX_BYTES:,}.",
        remedy="Check that this is the campaign file. Pictures belong into files of their own.",
    )


def quoted(text: str) -> str:
    """`text` (one line) in the quotation marks that need the fewest changes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def without_comment(text: str) -> str:
    """What stands before a comment, which has two spaces before its `#` and one behind it."""
    at = text.find("# ")
    while at != -1:
        if at >= 2 and text[at - 2 : at].isspace():
            return text[:at].rstrip()
        at = text.find("# ", at + 1)
    return text


def quoted_from(line: str, column: int) -> str:
    """The line with everything from `column` on (but a comment) in quotation marks."""
    value = without_comment(line[column:]).rstrip()
    return f"{line[:column].strip()} {quoted(value)}".strip()


def shortened(text: str) -> str:
    """`text` as far as a finding has room for it."""
    return text if len(text) <= _ROOM else f"{text[:_ROOM]} …"


def plain_or_quoted(text: str, style: str = "") -> str:
    """`text` as a YAML value in the style it had, quoted where plain would not be read back."""
    plain = _PLAIN_START.match(text) and not re.search(r":(\s|$)|\s#|[\[\]{},]|\s$", text)
    return text if plain and style not in ("'", '"') else quoted(text)


def _invisible(text: str, file: str) -> Iterator[Finding]:
    for number, line in enumerate(split_lines(text), 1):
        for match in _INVISIBLE.finditer(line):
            name = unicodedata.name(match[0], "control character")
            code = f"U+{ord(match[0]):04X}"
            yield Finding(
                level="error",
                file=file,
                line=number,
                field="",
                found=f"There is an invisible character ({code}, {name.lower()}) "
                f"after “{line[: match.start()].strip()[-30:]}”.",
                remedy="Delete it; typing the line anew is the surest way.",
            )


def _bad_byte(data: bytes, file: str, at: int) -> Finding:
    line = len(re.findall(rb"\r\n|\r|\n", data[:at])) + 1
    before = data[:at].decode("utf-8-sig", "replace").splitlines()[-1:] or [""]
    guess = data[at : at + 1].decode("cp1252", "replace")
    found = (
        f"The file is not saved as UTF-8: after “{before[0].strip()[-30:]}” stands "
        f"the byte {data[at]:#04x} (“{guess}” in Windows-1252)."
    )
    return _not_utf8(file, line, found)


def _not_utf8(file: str, line: int, found: str) -> Finding:
    return Finding(
        level="error",
        file=file,
        line=line,
        field="",
        found=found,
        remedy="Save the file again and choose the encoding UTF-8.",
    )
