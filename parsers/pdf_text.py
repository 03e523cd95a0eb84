"""The text of one PDF page with boxes: lines, and the pieces that stand side by side in them."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import sub
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from parsers import pdfium_calls as calls
from parsers.facts import Box
from parsers.raw import RawLine

PIECE_GAP = 0.5  # of the line height: wider is more than a space …
COLUMN_GAP = 1.6  # … and wider than this is another column
BOLD_WEIGHT = 600

_LINE = re.compile(r"\S[^\r\n]*\S|\S")
_WORD = re.compile(r"\S+")
_SPACE = re.compile(r"\s+")
_SIGNING_WORDS = ("nơi nhận", "đảng cộng sản việt", "xã hội chủ nghĩa việt", "ghi rõ họ")
_SIGNING = re.compile(
    r"\b(?:T/M|K/T|T/L|TM\.|KT\.|TL\.)"
    r"|CHỦ TR[ÌI]|CHỦ TỌA|THƯ KÝ|BÍ THƯ|CHỦ NHIỆM|TỔ TRƯỞNG|TRƯỞNG ĐOÀN|BIÊN BẢN|NGƯỜI [A-ZĐ]"
)
_BOLD_NAME = re.compile(rb"bold|black|heavy|-bd\b", re.IGNORECASE)
_ITALIC_NAME = re.compile(rb"italic|oblique", re.IGNORECASE)
_CLEAN = {0x02: "-", 0xAD: "-", 0xFFFE: None, 0xFEFF: None, 0x00: None, 0x200B: None}
_MARKS = re.compile("[" + "".join(map(chr, _CLEAN)) + "]")

_OLD_CAPITALS = re.compile(rb"(?:^|\+)\.?Vn\w*H\b", re.IGNORECASE)

Style = tuple[bool | None, bool | None, float, str | None, bool]  # bold, italic, size, font, small letters as capitals
Look = tuple[bool | None, bool | None, str | None, bool]  # of a font: the same without the size
Edges = tuple[float, float, float, float]  # left, bottom, right, top in page space
Piece = tuple[int, int, Edges]  # glyphs from, to, and where

# Filled by pdfium again and again: one process, one thread.
_RECT = c.FS_RECTF()
_RECT_ADDRESS = ctypes.addressof(_RECT)
_FONT_NAME = ctypes.create_string_buffer(128)
_FONT_FLAGS = ctypes.c_int()
_FONT_FLAGS_ADDRESS = ctypes.addressof(_FONT_FLAGS)


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns pdfium's page coordinates into points from the top left corner of the page as it is seen."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int  # quarter turns clockwise

    @classmethod
    def of(cls, page: pdfium.PdfPage, width: float, height: float) -> Frame:
        """Take the frame of a page from its box and its rotation."""
        turns = (page.get_rotation() // 90) % 4
        left, bottom, right, top = page.get_bbox()
        if right <= left or top <= bottom:
            left, bottom, right, top = 0.0, 0.0, *((height, width) if turns % 2 else (width, height))
        return cls(left, bottom, right, top, turns)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Turn left, bottom, right, top in page space into a Box."""
        if self.rotation == 0:
            return Box(x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        if self.rotation == 1:
            return Box(y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.rotation == 2:
            return Box(self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        return Box(self.top - y1, self.right - x1, self.top - y0, self.right - x0)


@contextmanager
def text_of(page: Any) -> Iterator[Any]:
    """Open the text of a page; of a page too broken for it there is none: raises PdfiumError."""
    handle = c.FPDFText_LoadPage(page)
    if not handle:
        raise pdfium.PdfiumError("Failed to load text page.")
    try:
        yield handle
    finally:
        c.FPDFText_ClosePage(handle)


class PageText:
    """The text of one page: a string whose indexes are pdfium's glyph indexes."""

    def __init__(self, text_page: Any, frame: Frame, page: int) -> None:
        self._handle = calls.address(text_page)
        self._frame = frame
        self._page = page
        self._text = _glyph_text(text_page)
        self._plain = not _MARKS.search(self._text)
        self._composed = self._plain and unicodedata.is_normalized("NFC", self._text)  # so is every part of it
        self._known_styles: dict[tuple[int | None, float], Style] = {}  # a glyph pdfium put in has no font
        words = self._text.split()
        self.length = sum(map(len, words))
        self.words = words if self._composed else self._printed(0, len(self._text)).split()

    @property
    def page(self) -> int:
        """The number of the page, from 1."""
        return self._page

    @property
    def may_have_columns(self) -> bool:
        """True where a paper may begin or be signed: in a bound dossier that is any page."""
        lowered = self._text.lower()
        return any(words in lowered for words in _SIGNING_WORDS) or _SIGNING.search(self._text) is not None

    def lines(self) -> list[RawLine]:
        """Give pdfium's lines with boxes, taken from their first and last glyph."""
        rows = self._placed()
        return [self._line(*row, style) for row, style in zip(rows, self._styles(rows), strict=True)]

    def spaced_words(self) -> list[tuple[Piece, float]]:
        """Give the words with their boxes, and the widest gap between two glyphs of each."""
        spans = [m.span() for m in _WORD.finditer(self._text)]
        edges = calls.loose_char_boxes(self._handle, [i for span in spans for i in range(*span)])
        left, top, right, bottom = (edges[side::4] for side in range(4))
        gaps = list(map(sub, left[1:], right))
        found = []
        at = 0
        for start, end in spans:
            last = at + end - start - 1
            place = (
                min(left[at], left[last]),
                min(bottom[at], bottom[last]),
                max(right[at], right[last]),
                max(top[at], top[last]),
            )
            found.append(((start, end, place), max(gaps[at:last], default=0.0)))
            at = last + 1
        return found

    @property
    def is_simple(self) -> bool:
        """True for upright text without control characters."""
        return self._plain and not self._frame.rotation

    def between(self, start: int, end: int) -> str:
        """Give a part of the text as it is printed."""
        return self._text[start:end]

    def has_printed_space(self, start: int, end: int) -> bool:
        """True where a part of the text is spaces alone and one of them is in the file, not put in by pdfium."""
        made = map(calls.is_generated, repeat(self._handle), range(start, end))
        return self._text[start:end].isspace() and not all(made)

    def lines_and_pieces(self) -> tuple[list[RawLine], list[RawLine]]:
        """Give the lines, cut where a gap is a column, and the pieces between all gaps wider than a space."""
        if self._frame.rotation:
            return self.lines(), []
        lines: list[RawLine] = []
        pieces: list[RawLine] = []
        rows = self._placed()
        full = _FullLines(rows)
        cut = self._cut([row for row in rows if not full.has(row, self._text)])
        for row, style in zip(rows, self._styles(rows), strict=True):
            found = cut.get(row[0])
            if found is None:
                line = self._line(*row, style)
                lines.append(line)
                pieces.append(line)
            else:
                pieces += [self._line(*piece, style) for piece in found]
                lines += [self._line(*piece, style) for piece in _columns(found)]
        return lines, pieces

    def _placed(self) -> list[Piece]:
        """Give pdfium's lines, each with the edges of its first and its last glyph together."""
        spans = [m.span() for m in _LINE.finditer(self._text)]
        e = calls.loose_char_boxes(self._handle, [i for start, end in spans for i in (start, end - 1)])
        edges = zip(
            map(min, e[0::8], e[4::8]),
            map(min, e[3::8], e[7::8]),
            map(max, e[2::8], e[6::8]),
            map(max, e[1::8], e[5::8]),
            strict=True,
        )
        return [(*span, place) for span, place in zip(spans, edges, strict=True)]

    def _cut(self, rows: Sequence[Piece]) -> dict[int, list[Piece]]:
        """Cut lines where the gap between two words is wider than a space; gives the cut ones by their first glyph."""
        spaces = [[m.span() for m in _SPACE.finditer(self._text, start, end)] for start, end, _ in rows]
        edges = calls.loose_char_boxes(
            self._handle, [i for row in spaces for start, end in row for i in (start - 1, end)]
        )
        gaps = list(map(sub, edges[4::8], edges[2::8]))  # from the last glyph of a word to the first of the next
        cut: dict[int, list[Piece]] = {}
        at = 0
        for (start, end, place), spans in zip(rows, spaces, strict=True):
            here = gaps[at : at + len(spans)]
            at += len(spans)
            limit = PIECE_GAP * (place[3] - place[1])
            if here and max(here) > limit:
                breaks = [span for span, gap in zip(spans, here, strict=True) if gap > limit]
                begins, ends = [start, *(after for _, after in breaks)], [*(before for before, _ in breaks), end]
                cut[start] = [(b, e, self._edges(b, e - 1)) for b, e in zip(begins, ends, strict=True)]
        return cut

    def _line(self, start: int, end: int, edges: Edges, style: Style) -> RawLine:
        text = self._text[start:end] if self._composed else self._printed(start, end)
        return RawLine(text, self._page, self._frame.box(*edges), None, *style)

    def _printed(self, start: int, end: int) -> str:
        text = self._text[start:end]
        return unicodedata.normalize("NFC", text if self._plain else text.translate(_CLEAN))

    def _edges(self, first: int, last: int) -> Edges:
        """Give left, bottom, right and top from the first and the last glyph, in page space."""
        calls.loose_char_box(self._handle, first, _RECT_ADDRESS)
        x0, y0, x1, y1 = _RECT.left, _RECT.bottom, _RECT.right, _RECT.top
        if last > first:
            calls.loose_char_box(self._handle, last, _RECT_ADDRESS)
            return min(x0, _RECT.left), min(y0, _RECT.bottom), max(x1, _RECT.right), max(y1, _RECT.top)
        return x0, y0, x1, y1

    def _styles(self, rows: Sequence[Piece]) -> list[Style]:
        """Give the styles the lines begin with; each font of a size is asked what it looks like once a page."""
        firsts = [row[0] for row in rows]
        sizes = map(calls.font_size, repeat(self._handle), firsts)
        fonts = map(calls.font_of, map(calls.text_object, repeat(self._handle), firsts))
        known = self._known_styles
        return [
            known.get((font, size)) or self._style(first, size, font)
            for first, size, font in zip(firsts, sizes, fonts, strict=True)
        ]

    def _style(self, index: int, size: float, font: int | None) -> Style:
        bold, italic, name, capitals = self._look(index)
        style = self._known_styles[font, size] = bold, italic, round(size, 1), name, capitals
        return style

    def _look(self, index: int) -> Look:
        if not calls.font_info(self._handle, index, _FONT_NAME, len(_FONT_NAME), _FONT_FLAGS_ADDRESS):
            return None, None, None, False
        bold, italic, font, capitals = _look_by_name(_FONT_NAME.value)
        return bold or calls.font_weight(self._handle, index) >= BOLD_WEIGHT, italic, font, capitals


class _FullLines:
    """Lines of running text that fill the width from margin to margin: no columns in them, no need to look closer."""

    def __init__(self, rows: Sequence[Piece]) -> None:
        self._lefts = _common(edges[0] for _, _, edges in rows)
        self._rights = _common(edges[2] for _, _, edges in rows)

    def has(self, row: Piece, text: str) -> bool:
        """True for a line between common margins that ends in small letters (titles and names do not)."""
        _, end, edges = row
        return (
            round(edges[2]) in self._rights
            and round(edges[0]) in self._lefts
            and text[max(row[0], end - 12) : end].rpartition(" ")[2].islower()
        )


def _common(edges: Iterable[float]) -> frozenset[int]:
    """Give the places, in whole points, where at least three lines begin or end."""
    counts = Counter(map(round, edges))
    return frozenset(place for place, count in counts.items() if count >= 3)


@lru_cache(maxsize=256)
def _look_by_name(name: bytes) -> tuple[bool, bool, str, bool]:
    bold, italic, capitals = (bool(look.search(name)) for look in (_BOLD_NAME, _ITALIC_NAME, _OLD_CAPITALS))
    return bold, italic, name.decode("utf-8", "replace"), capitals


def _glyph_text(handle: Any) -> str:
    count = c.FPDFText_CountChars(handle)
    if count <= 0:
        return ""
    start = calls.scratch((count + 1) * 2)
    written = calls.get_text(calls.address(handle), 0, count, start)
    text = ctypes.string_at(start, count * 2).decode("utf-16-le", "replace")
    if written == count + 1 and len(text) == count:
        return text
    # Glyphs without a meaning, or beyond the basic plane, shift pdfium's text against its glyphs: go one by one.
    return "".join(_character(c.FPDFText_GetUnicode(handle, i)) for i in range(count))


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _columns(pieces: Sequence[Piece]) -> list[Piece]:
    """Join the pieces of a line again, but not over the gap between two columns: the head, the signatures."""
    found: list[Piece] = []
    for piece in pieces:
        start, end, edges = piece
        # «1.», «a)» keep their text, however far it stands
        near = found and edges[0] - found[-1][2][2] <= COLUMN_GAP * (edges[3] - edges[1])
        if found and (near or found[-1][1] - found[-1][0] < 4):
            found[-1] = (found[-1][0], end, _union(found[-1][2], edges))
        else:
            found.append((start, end, edges))
    return found


def _union(one: Edges, other: Edges) -> Edges:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
