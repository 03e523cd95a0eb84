"""The streams of a Word 97-2003 file and the two shapes everything in them has: places in the header, and plexes."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

from parsers.problems import FileProblem

TOO_OLD = "doc of Word 6 or before"
WORD_97 = 0xA5EC
_OLDER = frozenset({0xA5DC, 0xA5DB, 0xA697, 0xA698, 0xA699})  # Word 6 and 95, Word 2, Far East Word
_FIRST_97 = 0xC1  # version number of the first 8.0 file
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_PLACES = 0x9A  # where the pairs (offset, length) begin
_COUNTS = 0x4C  # characters of each story

Plex = list[tuple[int, int, bytes]]  # from, to, data


@dataclass(frozen=True, slots=True)
class Wire:
    """Header and text (`main`) and tables (`table`) of one file."""

    main: bytes
    table: bytes

    @classmethod
    def of(cls, ole: Any) -> Wire:
        """Take the streams of an open OLE file; raises FileProblem for what is no readable Word 97 file."""
        if ole.exists("EncryptedPackage"):
            raise FileProblem("encrypted", "doc")
        if not ole.exists("WordDocument"):
            raise FileProblem("unsupported", "doc without text stream")
        main = ole.openstream("WordDocument").read()
        mark, version = struct.unpack_from("<HH", main, 0)
        flags = struct.unpack_from("<H", main, 0x0A)[0]
        if mark in _OLDER or (mark == WORD_97 and version < _FIRST_97):
            raise FileProblem("encrypted" if flags & _ENCRYPTED else "unsupported", TOO_OLD)
        if mark != WORD_97:
            raise FileProblem("damaged", "doc")
        if flags & _ENCRYPTED:
            raise FileProblem("encrypted", "doc")
        name = "1Table" if flags & _SECOND_TABLE else "0Table"
        if not ole.exists(name):
            raise FileProblem("damaged", "doc")
        return cls(main, ole.openstream(name).read())

    def counts(self) -> tuple[int, ...]:
        """Give the number of characters of every story: text, footnotes, headers, macros, comments, endnotes, boxes."""
        return tuple(max(0, count) for count in struct.unpack_from("<8i", self.main, _COUNTS))

    def part(self, index: int) -> bytes:
        """Give the part of the table stream that a place of the header names; empty where there is none."""
        start, size = struct.unpack_from("<II", self.main, _PLACES + 8 * index)
        return self.table[start : start + size]

    def plex(self, index: int, item: int) -> Plex:
        """Read a plex: n + 1 positions, then n items of one size."""
        return plex_of(self.part(index), item)


def plex_of(data: bytes, item: int) -> Plex:
    """Read a plex from its bytes; what does not fit is left out."""
    count = (len(data) - 4) // (4 + item)
    if count <= 0:
        return []
    places = struct.unpack_from(f"<{count + 1}I", data, 0)
    start = 4 * (count + 1)
    return [
        (places[i], places[i + 1], data[start + i * item : start + (i + 1) * item])
        for i in range(count)
        if places[i] < places[i + 1]
    ]
