"""In which encoding a file is, told from its bytes: the first thing an import has to know.

A file that is valid UTF-8 is UTF-8. One that is not, yet has lines that only UTF-8 explains, is
UTF-8 with some lines of another encoding: those are refused one by one. Any other is Windows-1252,
which Excel writes.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from functions.alerts.errors import Mistake

# A byte that the encoding does not have is read as this; a row that holds it is refused.
LOST = "\ufffd"
_CHUNK = 1 << 20  # bytes
_HEAD = 4096  # bytes that tell UTF-16 without its mark: every other one of Latin text is NUL
_NUL_SHARE = 0.3
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What people save instead of CSV, by how it begins.
_OTHERS = (
    (b"PK\x03\x04", "an Excel workbook (.xlsx) or another archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
    (b"\x1f\x8b", "compressed (.gz)"),
    (b"%PDF", "a PDF"),
)
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
}


def detect_encoding(file: BinaryIO) -> str:
    """Python's name of the encoding (a key of NAMES); reads the file from its beginning.

    Raises Mistake for an empty file, and for one that is something else than text.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if not head.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise Mistake("The file is empty.", advice="Export it again; its first row names columns.")
    for begin, what in _OTHERS:
        if head.startswith(begin):
            raise Mistake(f"The file is {what}, no CSV.", advice="Save it as “CSV UTF-8” first.")
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    return _utf_16(head) or ("utf-8" if _is_utf_8(file) or _has_utf_8(file) else "cp1252")


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """The whole file from its beginning, a megabyte at a time."""
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _utf_16(head: bytes) -> str | None:
    half = len(head) // 2
    for name, nuls in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if half and nuls.count(0) > _NUL_SHARE * half and head.count(0) < 1.2 * nuls.count(0):
            return name
    return None


def _is_utf_8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks(file):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _has_utf_8(file: BinaryIO) -> bool:
    """Whether some line beyond ASCII is valid UTF-8: by chance, as good as none ever is."""
    file.seek(0)
    while line := file.readline(_CHUNK):
        if not line.isascii():
            try:
                line.decode()
            except UnicodeDecodeError:
                continue
            return True
    return False
