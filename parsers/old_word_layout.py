"""How the text of a Word 97-2003 file looks: runs, paragraphs, sections, from its formatted pages of 512 bytes."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from parsers.old_word_text import Story
from parsers.old_word_wire import Plex, Wire
from parsers.raw import WordNumbering

PAGE = 512
TWIPS = 20.0
_SECTIONS, _HEADERS, _RUNS, _PARAGRAPHS, _FONTS, _SETTINGS = 6, 11, 12, 13, 15, 31  # places in the header
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # bytes of an operand by the top bits of its code
_DELETED, _INSERTED, _BOLD, _CAPS, _HIDDEN, _HALF_POINTS, _FONT = 0x0800, 0x0801, 0x0835, 0x083B, 0x083C, 0x4A43, 0x4A4F
_IN_TABLE, _ROW_END, _ALIGN, _ALIGN_NEW, _FRAME_X = 0x2416, 0x2417, 0x2403, 0x2461, 0x8418
_FIRST_PAGE, _RESTART, _WIDTH, _HEIGHT = 0x300A, 0x3011, 0xB01F, 0xB020
_FRAME_PLACES = {0: "l", -4: "c", -8: "r"}
_ALIGNED = {0: "l", 1: "c", 2: "r", 3: "l"}
_HEADER_PARTS = (("even", "header"), ("default", "header"), ("even", "footer"), ("default", "footer"),
                 ("first", "header"), ("first", "footer"))  # fmt: skip
_SEPARATORS = 6  # texts before the first header: rules above footnotes

_PAGE_FIELD = re.compile(r"\x13\s*PAGE\b")
_OLD_CAPITALS = re.compile(r"\.Vn\w*H$", re.IGNORECASE)

Spans = dict[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a run of characters."""

    bold: bool | None = None
    size: float | None = None
    caps: bool = False
    old_capitals: bool = False  # a font that draws small letters as capitals
    deleted: bool = False
    inserted: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The look of a paragraph."""

    in_table: bool = False
    row_end: bool = False
    align: str | None = None
    frame: str | None = None  # column of the frame it stands in; «?» where only the layout knows
    style: int = 0

    @property
    def centred(self) -> bool | None:
        """True for a centred paragraph, None where only its style knows."""
        return None if self.align is None else self.align == "c"


class Formats:
    """Everything a file says of the look of its text; what is broken counts as not said."""

    def __init__(self, wire: Wire) -> None:
        self._main = wire.main
        self._runs = wire.plex(_RUNS, 4)
        self._blocks = wire.plex(_PARAGRAPHS, 4)
        self._fonts = tuple(_font_names(wire.part(_FONTS)))
        self._headers = _positions(wire.part(_HEADERS))
        self._facing = bool(wire.part(_SETTINGS)[:1] and wire.part(_SETTINGS)[0] & 1)
        self._sections = [dict(self._section(data)) for _, _, data in wire.plex(_SECTIONS, 12)]
        self._page = lru_cache(maxsize=64)(self._read_page)

    @property
    def page_size(self) -> tuple[float, float] | None:
        """Give the size of the first section's page in points."""
        first = self._sections[0] if self._sections else {}
        if _WIDTH not in first or _HEIGHT not in first:
            return None
        return _number(first[_WIDTH]) / TWIPS, _number(first[_HEIGHT]) / TWIPS

    def looks(self, story: Story, start: int, end: int) -> Iterator[tuple[int, int, Look]]:
        """Cut a stretch of text where its look changes."""
        while start < end:
            offset, width, left = story.place(start)
            stop, grpprl = self._at(self._runs, offset, paragraphs=False)
            count = min(left, end - start, max(1, (stop - offset) // width) if stop > offset else left)
            yield start, start + count, self._look(grpprl)
            start += count

    def block(self, offset: int) -> Block:
        """Give the look of the paragraph whose last character lies at a byte."""
        _, data = self._at(self._blocks, offset, paragraphs=True)
        said = dict(_codes(data[2:]))
        align = said.get(_ALIGN_NEW, said.get(_ALIGN))
        frame = _FRAME_PLACES.get(_signed(said[_FRAME_X]), "?") if _FRAME_X in said else None
        return Block(
            in_table=_is_on(said.get(_IN_TABLE)),
            row_end=_is_on(said.get(_ROW_END)),
            align=_ALIGNED.get(align[0]) if align else None,
            frame=frame,
            style=_number(data[:2]) if len(data) >= 2 else 0,
        )

    def _look(self, grpprl: bytes) -> Look:
        said = dict(_codes(grpprl))
        font = _number(said[_FONT]) if _FONT in said else -1
        name = self._fonts[font] if 0 <= font < len(self._fonts) else ""
        return Look(
            bold=_is_on(said[_BOLD]) if _BOLD in said else None,
            size=_number(said[_HALF_POINTS]) / 2 if _HALF_POINTS in said else None,
            caps=_is_on(said.get(_CAPS)),
            old_capitals=_OLD_CAPITALS.match(name) is not None,
            deleted=_is_on(said.get(_DELETED)),
            inserted=_is_on(said.get(_INSERTED)),
            hidden=_is_on(said.get(_HIDDEN)),
        )

    def _at(self, plex: Plex, offset: int, *, paragraphs: bool) -> tuple[int, bytes]:
        """Give the end of the run or paragraph at a byte, and its formatting."""
        i = bisect_right(plex, offset, key=lambda item: item[0]) - 1
        if i < 0 or offset >= plex[i][1]:
            return offset, b""
        bounds, items = self._page(_number(plex[i][2][:3]), paragraphs)
        j = bisect_right(bounds, offset) - 1
        return (bounds[j + 1], items[j]) if 0 <= j < len(items) else (offset, b"")

    def _read_page(self, number: int, paragraphs: bool) -> tuple[list[int], list[bytes]]:
        page = self._main[number * PAGE : (number + 1) * PAGE]
        if len(page) < PAGE:
            return [], []
        count, step = page[-1], 13 if paragraphs else 1
        places = 4 * (count + 1)
        if places + step * count > PAGE:
            return [], []
        bounds = list(struct.unpack_from(f"<{count + 1}I", page, 0))
        return bounds, [_entry(page, page[places + step * i] * 2, paragraphs) for i in range(count)]

    # ------------------------------------------------------------ sections, headers

    def _section(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        start = _signed(data[2:6])
        if 0 < start < len(self._main) - 2:
            size = _number(self._main[start : start + 2])
            yield from _codes(self._main[start + 2 : start + 2 + size])

    def numbering(self, headers: Story) -> WordNumbering | None:
        """Tell where page numbers stand, as far as it is known without layout."""
        if not self._sections:
            return None
        parts = list(self._header_parts(headers))
        variants = ("default", "even") if self._facing else ("default",)
        shown = [all(_numbered(headers, each, variant) for variant in variants) for each in parts]
        place = next((found for each in parts if (found := self._number_place(headers, each))), None)
        differs = _is_on(self._sections[0].get(_FIRST_PAGE))
        return WordNumbering(
            field=place[0] if place else None,
            column=place[1] if place else None,
            first_page_differs=differs,
            on_first_page=bool(parts) and _numbered(headers, parts[0], "first" if differs else "default"),
            sections=len(self._sections),
            restarts=sum(_is_on(section.get(_RESTART)) for section in self._sections[1:]),
            every_section=all(shown),
        )

    def _header_parts(self, headers: Story) -> Iterator[Spans]:
        """Yield the headers and footers of every section; an empty one is that of the section before."""
        current: Spans = {}
        for number in range(len(self._sections)):
            for i, name in enumerate(_HEADER_PARTS):
                at = _SEPARATORS + 6 * number + i
                if at + 1 < len(self._headers) and self._headers[at] < self._headers[at + 1] <= len(headers.text) + 2:
                    current[name] = (self._headers[at], self._headers[at + 1])
            yield dict(current)

    def _number_place(self, headers: Story, parts: Spans) -> tuple[str, str | None] | None:
        for kind in ("header", "footer"):
            for variant in ("default", "even"):
                start, end = parts.get((variant, kind), (0, 0))
                found = _PAGE_FIELD.search(headers.text, start, end)
                if found:
                    return kind, self._column(headers, found.start())
        return None

    def _column(self, headers: Story, at: int) -> str | None:
        end = headers.text.find("\r", at)
        block = self.block(headers.place(end if end >= 0 else at)[0])
        if block.frame is not None:
            return None if block.frame == "?" else block.frame
        tabs = headers.text.count("\t", headers.text.rfind("\r", 0, at) + 1, at)
        if tabs:
            return "c" if tabs == 1 else "r"  # Word's own header style: centre tab, then right tab
        return block.align or (None if block.style else "l")


def _numbered(headers: Story, parts: Spans, variant: str) -> bool:
    spans = [parts.get((variant, kind), (0, 0)) for kind in ("header", "footer")]
    return any(_PAGE_FIELD.search(headers.text, start, end) for start, end in spans)


def _entry(page: bytes, start: int, paragraphs: bool) -> bytes:
    if start == 0 or start >= PAGE - 1:
        return b""
    size = page[start]
    if not paragraphs:
        return page[start + 1 : start + 1 + size]
    if size:
        return page[start + 1 : start + 2 * size]
    return page[start + 2 : start + 2 + 2 * page[start + 1]]


def _codes(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield code and operand of every property."""
    at = 0
    while at + 2 < len(grpprl):
        code = grpprl[at] | grpprl[at + 1] << 8
        size = _SIZES.get(code >> 13)
        at += 2
        if size is None:  # its own length comes first
            size = grpprl[at] + 1
            if code == 0xD608:
                size = _number(grpprl[at : at + 2]) + 1
        yield code, grpprl[at : at + size]
        at += size


def _is_on(operand: bytes | None) -> bool:
    return bool(operand) and operand is not None and operand[0] in {1, 0x81}


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _signed(data: bytes) -> int:
    return int.from_bytes(data, "little", signed=True)


def _positions(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _font_names(data: bytes) -> Iterator[str]:
    at = 4
    for _ in range(_number(data[:2])):
        if at >= len(data):
            return
        size = data[at] + 1
        yield data[at + 40 : at + size].decode("utf-16-le", "replace").partition("\0")[0]
        at += size
