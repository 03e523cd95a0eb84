"""The text of a Word 97-2003 file: pieces put together, stories told apart, fields and deletions resolved."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from parsers.old_word_wire import Wire, plex_of
from parsers.problems import FileProblem

if TYPE_CHECKING:
    from parsers.old_word_layout import Formats, Look

BROKEN_PIECES = "doc with a broken piece table"
MAX_CHARACTERS = 20_000_000
PICTURE, DRAWING, CELL = "\x01", "\x08", "\x07"
_CLX = 33  # place of the piece table in the header
_PIECE = 8  # bytes
_NARROW = 0x40000000  # one byte a character
_STORIES = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")

_PARAGRAPH = re.compile("[^\r\x07\x0c]*[\r\x07\x0c]?")
_CHARACTERS = str.maketrans({"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\xa0": " "})
_CONTROLS = re.compile("[\x00-\x08\x0c-\x1f]")
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that lie together in the file."""

    start: int  # character
    end: int
    offset: int  # byte
    width: int


@dataclass(frozen=True, slots=True)
class Story:
    """One of the texts of a file, with the pieces that tell where its characters lie."""

    text: str
    start: int  # of its first character among those of the file
    pieces: tuple[Piece, ...]

    def place(self, index: int) -> tuple[int, int, int]:
        """Give the byte of a character, its width, and how many characters of its piece are left."""
        at = self.start + index
        i = bisect_right(self.pieces, at, key=lambda piece: piece.start) - 1
        piece = self.pieces[max(0, i)]
        return piece.offset + (at - piece.start) * piece.width, piece.width, max(1, piece.end - at)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or table cell as printed; `marks` are the characters that stand for pictures and drawings."""

    text: str
    marks: str
    bold: bool | None = None
    size: float | None = None
    centred: bool | None = None
    capitals: bool = False
    changes: int = 0
    table: int | None = None
    row: int | None = None
    column: int | None = None


def read_stories(wire: Wire) -> dict[str, Story]:
    """Read all texts of a file."""
    pieces = tuple(_pieces(wire.part(_CLX)))
    if sum(piece.end - piece.start for piece in pieces) > MAX_CHARACTERS:
        raise FileProblem("too-large", "doc")
    text = "".join(_decoded(wire.main, piece) for piece in pieces)
    ends = list(accumulate(wire.counts()))
    starts = [0, *ends[:-1]]
    return {
        name: Story(text[start:end], start, pieces) for name, start, end in zip(_STORIES, starts, ends, strict=True)
    }


def _pieces(clx: bytes) -> Iterator[Piece]:
    at = 0
    while at < len(clx) and clx[at] == 1:  # formatting of pieces: not needed
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise FileProblem("damaged", BROKEN_PIECES)
    size = struct.unpack_from("<I", clx, at + 1)[0]
    expected = 0
    for start, end, data in plex_of(clx[at + 5 : at + 5 + size], _PIECE):
        if start != expected or len(data) < _PIECE:
            raise FileProblem("damaged", BROKEN_PIECES)
        expected = end
        offset = struct.unpack_from("<I", data, 2)[0]
        narrow = bool(offset & _NARROW)
        yield Piece(start, end, (offset & 0x3FFFFFFF) // 2 if narrow else offset, 1 if narrow else 2)


def _decoded(data: bytes, piece: Piece) -> str:
    count = piece.end - piece.start
    raw = data[piece.offset : piece.offset + count * piece.width]
    if len(raw) < count * piece.width:
        raise FileProblem("damaged", "doc cut short")
    if piece.width == 1:
        return _UNDEFINED.sub(b"?", raw).decode("cp1252")
    text = raw.decode("utf-16-le", "replace")
    # One character for each two bytes, whatever they mean: places in the text must not shift.
    return text if len(text) == count else "".join(map(chr, struct.unpack(f"<{count}H", raw)))


# ---------------------------------------------------------------- paragraphs


def paragraphs(story: Story, formats: Formats) -> Iterator[Paragraph]:
    """Yield the paragraphs of a story in order; the ends of table rows are none."""
    fields = _Fields()
    grid = _Grid()
    for match in _PARAGRAPH.finditer(story.text):
        if match.start() == match.end():
            continue
        last = match.end() - 1
        block = formats.block(story.place(last)[0])
        looks = list(formats.looks(story, *match.span()))
        text = "".join(fields.printed(story.text[a:b]) for a, b, look in looks if not look.deleted and not look.hidden)
        place = grid.place(block.in_table, block.row_end, story.text[last] == CELL)
        if block.row_end:
            continue
        marks = "".join(c for c in text if c in {PICTURE, DRAWING})
        printed = _CONTROLS.sub("", text.translate(_CHARACTERS))
        changes = sum(look.deleted or look.inserted for _, _, look in looks)
        first = next((look for a, b, look in looks if story.text[a:b].strip() and not look.deleted), None)
        yield _paragraph(printed, marks, first, changes, block.centred, place)


def _paragraph(
    text: str,
    marks: str,
    look: Look | None,
    changes: int,
    centred: bool | None,
    place: tuple[int | None, int | None, int | None],
) -> Paragraph:
    if look is None:
        return Paragraph(text, marks, None, None, centred, False, changes, *place)
    text = text.upper() if look.caps else text
    return Paragraph(text, marks, look.bold, look.size, centred, look.old_capitals, changes, *place)


class _Fields:
    """Fields as printed: their results, not their codes; they stand inside each other and run over paragraphs."""

    def __init__(self) -> None:
        self._codes: list[bool] = []  # for every open field: still in its code

    def printed(self, text: str) -> str:
        """Give what is printed of the next piece of text."""
        if not self._codes and "\x13" not in text:
            return text
        shown = []
        for letter in text:
            if letter == "\x13":
                self._codes.append(True)
            elif letter == "\x14" and self._codes:
                self._codes[-1] = False
            elif letter == "\x15" and self._codes:
                self._codes.pop()
            elif not any(self._codes):
                shown.append(letter)
        return "".join(shown)


class _Grid:
    """Counts tables, rows and cells along the paragraphs."""

    def __init__(self) -> None:
        self._table, self._row, self._column = 0, 1, 1
        self._inside = False

    def place(self, in_table: bool, row_end: bool, cell_end: bool) -> tuple[int | None, int | None, int | None]:
        """Give table, row and column of the next paragraph."""
        if not in_table:
            self._inside = False
            return None, None, None
        if not self._inside:
            self._table, self._row, self._column, self._inside = self._table + 1, 1, 1, True
        found = self._table, self._row, self._column
        if row_end:
            self._row, self._column = self._row + 1, 1
        elif cell_end:
            self._column += 1
        return found
