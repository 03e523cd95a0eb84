"""Reads a PDF with pdfium: lines in content order with boxes, pictures, ink, signature fields.

One bulk text call a page and two box calls a line keep it close to pdfium's own speed; words are boxed only where
somebody looks closer (page 1 and the last three). pdfplumber is loaded for single pages that need it. pdfium is not
thread-safe: one process, one user.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from parsers import pdf_tables
from parsers.facts import Box
from parsers.pdf_objects import Drawings, read_drawings
from parsers.pdf_signatures import SignatureFields
from parsers.problems import FileProblem
from parsers.raw import RawFile, RawLine, RawPage, RawTable

WORD_PAGES_AT_END = 3
COLUMN_GAP = 1.6  # times the line height: wider is another column, not a space
JOINED_SHARE = 0.005  # a Vietnamese syllable has at most 7 letters
BOLD_WEIGHT = 600

_LINE = re.compile(r"\S[^\r\n]*\S|\S")
_WORD = re.compile(r"\S+")
_LONG_TOKEN = re.compile(r"[^\W\d_]{8,}")
_TOKEN = re.compile(r"[^\W\d_]+")
_BOLD_NAME = re.compile(rb"bold|black|heavy|-bd\b", re.IGNORECASE)
_ITALIC_NAME = re.compile(rb"italic|oblique", re.IGNORECASE)
_CLEAN = {0x02: "-", 0xAD: "-", 0xFFFE: None, 0xFEFF: None, 0x00: None, 0x200B: None}
Style = tuple[bool | None, bool | None, float]  # bold, italic, size

_PASSWORD_ERRORS = {c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY}


def read_pdf(data: bytes | Path, *, max_pages: int = 5_000) -> RawFile:
    """Read a PDF; raises FileProblem where nothing of it can be read."""
    with closing(open_pdf(data)) as pdf:
        total = len(pdf)
        if total == 0:
            raise FileProblem("damaged", "no pages")
        with closing(SignatureFields(pdf)) as fields:
            pages, notes = _read_pages(pdf, fields, min(total, max_pages))
            filled = fields.filled
    if total > max_pages:
        notes.append("page-limit")
    if not any(page.width for page in pages):
        raise FileProblem("damaged", "no readable page")
    pages, joined = _reread_joined(data, pages)
    return RawFile(
        format="pdf",
        pages=tuple(pages),
        tables=_tables(data, pages, notes),
        page_size=(pages[0].width, pages[0].height),
        signature_fields=filled,
        field_images=sum(image.in_field for page in pages for image in page.images),
        notes=tuple(notes + (["joined-words"] if joined else [])),
    )


def open_pdf(data: bytes | Path) -> pdfium.PdfDocument:
    """Open a PDF; a password is told apart from damage."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        raise FileProblem("encrypted" if code in _PASSWORD_ERRORS else "damaged", "pdf") from error
    except (OSError, ValueError) as error:
        raise FileProblem("damaged", type(error).__name__) from error


def _read_pages(pdf: pdfium.PdfDocument, fields: SignatureFields, count: int) -> tuple[list[RawPage], list[str]]:
    pages = []
    notes = []
    for number in range(1, count + 1):
        close_look = number == 1 or number > len(pdf) - WORD_PAGES_AT_END
        page = _read_page(pdf, number, fields, close_look=close_look)
        if page is None:
            notes.append("unreadable-page")
        pages.append(page or RawPage(number, 0.0, 0.0, 0))
    return pages, notes


def _read_page(pdf: pdfium.PdfDocument, number: int, fields: SignatureFields, *, close_look: bool) -> RawPage | None:
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError:
        return None
    with closing(page):
        width, height = page.get_size()
        frame = Frame.of(page, width, height)
        with closing(page.get_textpage()) as text_page:
            text = _PageText(text_page.raw, frame, number)
            words = text.words() if close_look else []
            lines = _split_columns(words) if close_look else text.lines()
        drawings = read_drawings(page.raw, number, frame)
        images = drawings.images + fields.images_on(page, number, frame)
    return RawPage(
        number=number,
        width=width,
        height=height,
        text_length=text.length,
        lines=tuple(lines),
        words=tuple(word.line for word in words),
        images=images,
        image_share=_largest_share(drawings, width, height),
    )


def _largest_share(drawings: Drawings, width: float, height: float) -> float:
    area = max(1.0, width * height)
    sizes = [(i.box.x1 - i.box.x0) * (i.box.bottom - i.box.top) for i in drawings.images if i.box and not i.ink]
    return min(1.0, max(sizes, default=0.0) / area)


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


@dataclass(slots=True)
class _Word:
    line: RawLine
    row: int  # number of pdfium's line it stands in


class _PageText:
    """The text of one page: a string whose indexes are pdfium's glyph indexes."""

    def __init__(self, handle: Any, frame: Frame, page: int) -> None:
        self._handle = handle
        self._frame = frame
        self._page = page
        self._rect = c.FS_RECTF()
        self._pointer = ctypes.byref(self._rect)
        self._text = _glyph_text(handle)
        self.length = sum(len(part) for part in self._text.split())

    def lines(self) -> list[RawLine]:
        """Give pdfium's lines with boxes, taken from their first and last glyph."""
        return [self._line(m.group(), *m.span()) for m in _LINE.finditer(self._text)]

    def words(self) -> list[_Word]:
        """Give every word with its box."""
        found = []
        for row, line in enumerate(_LINE.finditer(self._text)):
            style = self._style(line.start())
            words = _WORD.finditer(self._text, line.start(), line.end())
            found += [_Word(self._line(m.group(), *m.span(), style), row) for m in words]
        return found

    def _line(self, text: str, start: int, end: int, style: Style | None = None) -> RawLine:
        bold, italic, size = style or self._style(start)
        return RawLine(tidy(text), self._page, self._box(start, end - 1), bold=bold, italic=italic, size=size)

    def _box(self, first: int, last: int) -> Box:
        rect = self._rect
        c.FPDFText_GetLooseCharBox(self._handle, first, self._pointer)
        x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
        if last > first:
            c.FPDFText_GetLooseCharBox(self._handle, last, self._pointer)
            x0, y0, x1, y1 = min(x0, rect.left), min(y0, rect.bottom), max(x1, rect.right), max(y1, rect.top)
        return self._frame.box(x0, y0, x1, y1)

    def _style(self, index: int) -> Style:
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        size = round(c.FPDFText_GetFontSize(self._handle, index), 1)
        if not c.FPDFText_GetFontInfo(self._handle, index, name, 128, ctypes.byref(flags)):
            return None, None, size
        bold = bool(_BOLD_NAME.search(name.value)) or c.FPDFText_GetFontWeight(self._handle, index) >= BOLD_WEIGHT
        return bold, bool(_ITALIC_NAME.search(name.value)), size


def tidy(text: str) -> str:
    """Make text NFC and take out the marks pdfium puts in for its own use."""
    return unicodedata.normalize("NFC", text if text.isascii() and "\x02" not in text else text.translate(_CLEAN))


def _glyph_text(handle: Any) -> str:
    count = c.FPDFText_CountChars(handle)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer((count + 1) * 2)
    written = c.FPDFText_GetText(handle, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: count * 2].decode("utf-16-le", "replace")
    if written == count + 1 and len(text) == count:
        return text
    # Glyphs without a meaning, or beyond the basic plane, shift pdfium's text against its glyphs: go one by one.
    return "".join(_character(c.FPDFText_GetUnicode(handle, i)) for i in range(count))


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _split_columns(words: Sequence[_Word]) -> list[RawLine]:
    """Join words to lines, cutting where a gap is too wide for a space: the two-column head, the signature columns."""
    lines: list[RawLine] = []
    group: list[_Word] = []
    for word in words:
        if group and (word.row != group[-1].row or _is_column_gap(group, word)):
            lines.append(_joined(group))
            group = []
        group.append(word)
    return [*lines, _joined(group)] if group else lines


def _is_column_gap(group: Sequence[_Word], word: _Word) -> bool:
    left, right = group[-1].line.box, word.line.box
    if left is None or right is None or sum(len(w.line.text) for w in group) < 4:  # «1.», «a)» keep their text
        return False
    return right.x0 - left.x1 > COLUMN_GAP * max(1.0, right.bottom - right.top)


def _joined(group: Sequence[_Word]) -> RawLine:
    first = group[0].line
    boxes = [word.line.box for word in group if word.line.box]
    x0, top = min(b.x0 for b in boxes), min(b.top for b in boxes)
    box = Box(x0, top, max(b.x1 for b in boxes), max(b.bottom for b in boxes))
    text = " ".join(word.line.text for word in group)
    return RawLine(text, first.page, box, bold=first.bold, italic=first.italic, size=first.size)


def _reread_joined(data: bytes | Path, pages: list[RawPage]) -> tuple[list[RawPage], bool]:
    """Read pages again with pdfplumber where pdfium has lost the spaces (text in NFD drawn without space glyphs)."""
    bad = [page.number for page in pages if _words_joined(page.lines)]
    if not bad:
        return pages, False
    again = pdf_tables.page_lines(data, bad)
    return [_with_lines(page, again.get(page.number)) for page in pages], True


def _words_joined(lines: Sequence[RawLine]) -> bool:
    text = "\n".join(line.text for line in lines)
    long = len(_LONG_TOKEN.findall(text))
    # Names of people abroad or a link are no joined words: only where the page is Vietnamese at all.
    return long > 2 and not text.isascii() and long > JOINED_SHARE * len(_TOKEN.findall(text)) and _is_vietnamese(text)


def _is_vietnamese(text: str) -> bool:
    return sum(text.count(letter) for letter in "ăâđêôơưĂÂĐÊÔƠƯạảấầẩậếềểệốồổộớờợứừựÁÀ") > len(text) // 50


def _with_lines(page: RawPage, lines: Sequence[RawLine] | None) -> RawPage:
    if not lines or _words_joined(lines):
        return page
    length = sum(len("".join(line.text.split())) for line in lines)
    return RawPage(page.number, page.width, page.height, length, tuple(lines), (), page.images, page.image_share)


def _tables(data: bytes | Path, pages: Sequence[RawPage], notes: list[str]) -> tuple[RawTable, ...]:
    wanted = list(_table_pages(pages))
    if not wanted:
        return ()
    try:
        return pdf_tables.page_tables(data, wanted)
    except FileProblem:
        notes.append("tables-unreadable")
        return ()


def _table_pages(pages: Sequence[RawPage]) -> Iterator[int]:
    """Pages that name a table we read, and the pages it runs on to."""
    inside = False
    for page in pages:
        text = "\n".join(line.text for line in page.lines).casefold()
        inside = pdf_tables.names_a_table(text) or (inside and pdf_tables.starts_like_a_row(page.lines))
        if inside:
            yield page.number
