"""Reads a PDF with pdfium: lines in content order with boxes, pictures, ink, signature fields.

One bulk text call a page and two box calls a line keep it close to pdfium's own speed; words are boxed only where
somebody looks closer (page 1 and the last three). pdfplumber is loaded for single pages that need it. pdfium is not
thread-safe: one process, one user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as c

from parsers import pdf_tables
from parsers.digital_signatures import read_digital_signatures
from parsers.field_texts import read_field_lines, with_field_lines
from parsers.pdf_colours import colours_of
from parsers.pdf_grid import read_grid
from parsers.pdf_objects import Bounds, Drawings, read_drawings
from parsers.pdf_signatures import SignatureFields
from parsers.pdf_text import Frame, PageText, text_of
from parsers.problems import FileProblem
from parsers.raw import RawFile, RawLine, RawPage, RawTable

WORD_PAGES_AT_END = 3
LONGEST_SYLLABLE = 7  # letters, in Vietnamese
JOINED_SHARE = 0.005  # of longer tokens on a page: words were joined
RULES_OF_A_TABLE = 4

_LONG_TOKEN = re.compile(r"[^\W\d_]{8,}")
_PASSWORD_ERRORS = {c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY}


def read_pdf(data: bytes | Path, *, max_pages: int = 5_000) -> RawFile:
    """Read a PDF; raises FileProblem where nothing of it can be read.

    A file of too many pages is not read at all: a stamp of secrecy may stand on those nobody looked at.
    """
    with closing(open_pdf(data)) as pdf:
        total = len(pdf)
        if total == 0:
            raise FileProblem("damaged", "no pages")
        if total > max_pages:
            raise FileProblem("limit", "pages")
        fields = SignatureFields(pdf)  # before any page is loaded: pdfium ties pages to forms when it loads them
        reading = _Reading(pdf, fields)
        reading.read(total)
    if not any(page.width for page in reading.pages):
        raise FileProblem("damaged", "no readable page")
    pages = _reread(data, reading.pages, reading.joined) if reading.joined else reading.pages
    tables = _tables(data, pages, reading)
    field_lines = read_field_lines(data, fields.texts) if fields.texts else ()
    return RawFile(
        format="pdf",
        pages=with_field_lines(pages, field_lines),
        tables=tables,
        page_size=(pages[0].width, pages[0].height),
        signature_fields=fields.filled,
        field_images=sum(image.in_field for page in pages for image in page.images),
        field_places=tuple(fields.places),
        field_lines=field_lines,
        digital=read_digital_signatures(data, fields.places) if fields.filled else None,
        notes=(*reading.notes, *(["joined-words"] if reading.joined else [])),
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


class _Reading:
    """Reads the pages one after the other; remembers which of them have ruled lines."""

    def __init__(self, pdf: pdfium.PdfDocument, fields: SignatureFields) -> None:
        self.pages: list[RawPage] = []
        self.ruled: dict[int, RawTable | None] = {}  # None: a table that takes a closer look
        self.joined: list[int] = []  # pages whose words pdfium runs together
        self.notes: list[str] = []
        self._pdf = pdf
        self._fields = fields
        self._tabled: list[bool] = []  # of the first pages: whether they hold a table that is read

    def read(self, count: int) -> None:
        """Read the first pages."""
        for number in range(1, count + 1):
            page = self._page(number, close_look=number == 1 or number > len(self._pdf) - WORD_PAGES_AT_END)
            if page is None:
                self.notes.append("unreadable-page")
            self.pages.append(page or RawPage(number, 0.0, 0.0, 0))

    def _page(self, number: int, *, close_look: bool) -> RawPage | None:
        try:
            page = self._pdf[number - 1]
        except pdfium.PdfiumError:
            return None
        with closing(page):
            width, height = page.get_size()
            frame = Frame.of(page, width, height)
            with text_of(page.raw) as text_page:
                text = PageText(text_page, frame, number)
                if _are_joined(text.words):
                    self.joined.append(number)
                close_look = close_look or text.may_have_columns
                lines, pieces = text.lines_and_pieces() if close_look else (text.lines(), [])
                look = partial(colours_of, self._pdf.raw, page.raw) if close_look else None
                drawings = read_drawings(page.raw, number, frame, look)
                if len(drawings.rules) >= RULES_OF_A_TABLE:
                    self.ruled[number] = read_grid(text, drawings.rules) if self._in_table(lines) else None
            images = drawings.images + self._fields.images_on(page, number, frame)
        share = _largest_share(drawings, width, height)
        rules = tuple(frame.box(*each) for each in drawings.rules if _is_level(each)) if close_look else None
        return RawPage(number, width, height, text.length, tuple(lines), tuple(pieces), images, share, rules=rules)

    def _in_table(self, lines: Sequence[RawLine]) -> bool:
        """True where the page after those read so far holds a table that is asked for; looked at when need be."""
        for page in self.pages[len(self._tabled) :]:
            self._tabled.append(_goes_on(page.lines, self._tabled))
        return _goes_on(lines, self._tabled)


def _is_level(rule: Bounds) -> bool:
    return rule[2] - rule[0] > rule[3] - rule[1]


def _largest_share(drawings: Drawings, width: float, height: float) -> float:
    area = max(1.0, width * height)
    sizes = [(i.box.x1 - i.box.x0) * (i.box.bottom - i.box.top) for i in drawings.images if i.box and not i.ink]
    return min(1.0, max(sizes, default=0.0) / area)


def _reread(data: bytes | Path, pages: list[RawPage], bad: Sequence[int]) -> list[RawPage]:
    """Read pages again with pdfplumber where pdfium has lost the spaces (text in NFD drawn without space glyphs)."""
    again = pdf_tables.page_lines(data, bad)
    return [_with_lines(page, again.get(page.number)) for page in pages]


def _are_joined(words: Sequence[str]) -> bool:
    candidates = [word for word in words if len(word) > LONGEST_SYLLABLE]
    long = sum([bool(_LONG_TOKEN.search(word)) for word in candidates]) if len(candidates) > 2 else 0
    # Foreign names or a link are no joined words: only where the page is Vietnamese at all.
    return long > 2 and long > JOINED_SHARE * len(words) and _is_vietnamese("".join(words))


def _is_vietnamese(text: str) -> bool:
    return sum(text.count(letter) for letter in "ăâđêôơưĂÂĐÊÔƠƯạảấầẩậếềểệốồổộớờợứừựÁÀ") > len(text) // 50


def _with_lines(page: RawPage, lines: Sequence[RawLine] | None) -> RawPage:
    if not lines or _are_joined("\n".join(line.text for line in lines).split()):
        return page
    length = sum(len("".join(line.text.split())) for line in lines)
    return RawPage(page.number, page.width, page.height, length, tuple(lines), (), page.images, page.image_share)


def _tables(data: bytes | Path, pages: Sequence[RawPage], reading: _Reading) -> tuple[RawTable, ...]:
    if not reading.ruled:
        return ()
    wanted = [number for number in _table_pages(pages) if number in reading.ruled]
    found = [table for number in wanted if (table := reading.ruled[number]) is not None]
    doubtful = [number for number in wanted if reading.ruled[number] is None]
    if not doubtful:
        return tuple(found)
    try:
        found += pdf_tables.page_tables(data, doubtful)
    except FileProblem:
        reading.notes.append("tables-unreadable")
    return tuple(sorted(found, key=lambda table: table.page or 0))


def _table_pages(pages: Sequence[RawPage]) -> Iterator[int]:
    """Pages that name a table we read, and the pages it runs on to."""
    tabled: list[bool] = []
    for page in pages:
        tabled.append(_goes_on(page.lines, tabled))
        if tabled[-1]:
            yield page.number


def _goes_on(lines: Sequence[RawLine], before: Sequence[bool]) -> bool:
    """True for a page that names a table we read, or runs on with its rows from the page before."""
    if pdf_tables.names_a_table("\n".join([line.text for line in lines]).casefold()):
        return True
    return bool(before) and before[-1] and pdf_tables.starts_like_a_row(lines)
