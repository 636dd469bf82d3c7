"""Compiled extensions without what only a debugger reads.

ELF-64 (System V ABI, chapter 4): a section that is not ALLOC is never loaded. Its bytes become
zeros, which a zip holds in nearly nothing; no offset moves, so nothing has to be linked again and
no tool for the other processor is needed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

_ELF64_LITTLE = b"\x7fELF\x02\x01"
_HEADER = struct.Struct("<40xQ10xHHH")  # e_shoff, e_shentsize, e_shnum, e_shstrndx
_SECTION = struct.Struct("<IIQQQQ24x")  # name, type, flags, address, offset, size
_PROGBITS, _SYMTAB, _STRTAB = 1, 2, 3
_ALLOC = 0x2


def without_debugging(content: bytes) -> bytes:
    """The same library, as long as before; anything that is no ELF of 64 bits comes back as is."""
    if not content.startswith(_ELF64_LITTLE):
        return content
    made = bytearray(content)
    for section in _sections(content):
        if not section.flags & _ALLOC and section.type in (_PROGBITS, _SYMTAB, _STRTAB):
            made[section.offset : section.offset + section.size] = bytes(section.size)
    return bytes(made)


class _Section(NamedTuple):
    type: int
    flags: int
    offset: int
    size: int


def _sections(content: bytes) -> Iterator[_Section]:
    """All sections but the one that holds the sections' own names."""
    first, size, count, names = _HEADER.unpack_from(content)
    for number in range(count):
        _, kind, flags, _, offset, length = _SECTION.unpack_from(content, first + number * size)
        if number != names:
            yield _Section(kind, flags, offset, length)
