"""Text that signature fields print on a page: number and day, stamped there by the office's signing program.

pdfium reads no text of annotations, so the pages concerned are flattened in a second copy and what is new is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pypdfium2 as pdfium
import pypdfium2.raw as c

from parsers.facts import Box, Fact, Location
from parsers.pdf_text import Frame, PageText
from parsers.raw import RawLine, RawPage

T = TypeVar("T")

SLACK = 3.0  # points a text may stand out of its field
SAME_ROW = 0.5  # of the line height

_NUMBER = re.compile(r"\d{1,5}[a-zđ]?", re.IGNORECASE)
_OPEN_NUMBER = re.compile(r"(?P<before>^\W*S[ốỐ]\s?:?)[\s._…]*(?P<after>[-/].*)$", re.IGNORECASE)


def read_field_lines(data: bytes | Path, fields: Sequence[tuple[int, Box]]) -> tuple[RawLine, ...]:
    """Read the text of signature fields, given the page and the box of each."""
    found: list[RawLine] = []
    try:
        with closing(pdfium.PdfDocument(data)) as pdf:
            pdf.init_forms()
            for number in sorted({page for page, _ in fields}):
                boxes = [box for page, box in fields if page == number]
                found += [line for line in _new_lines(pdf, number) if line.box and _in_any(line.box, boxes)]
    except (pdfium.PdfiumError, OSError, ValueError):
        return ()
    return tuple(found)


def _new_lines(pdf: pdfium.PdfDocument, number: int) -> list[RawLine]:
    """Flatten a page and read it without what it held before: else the texts of both would join to lines."""
    with closing(pdf[number - 1]) as page:
        own = c.FPDFPage_CountObjects(page.raw)
        if c.FPDFPage_Flatten(page.raw, c.FLAT_NORMALDISPLAY) != c.FLATTEN_SUCCESS:
            return []
    with closing(pdf[number - 1]) as page:
        for _ in range(own):
            thing = c.FPDFPage_GetObject(page.raw, 0)
            c.FPDFPage_RemoveObject(page.raw, thing)
            c.FPDFPageObj_Destroy(thing)
        frame = Frame.of(page, *page.get_size())
        with closing(page.get_textpage()) as text_page:
            lines, pieces = PageText(text_page.raw, frame, number).lines_and_pieces()
    return pieces or lines  # texts of two fields may stand on one line, far apart


def _in_any(box: Box, fields: Iterable[Box]) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return any(f.x0 - SLACK <= x <= f.x1 + SLACK and f.top - SLACK <= y <= f.bottom + SLACK for f in fields)


# ---------------------------------------------------------------- put into the page


def with_field_lines(pages: Sequence[RawPage], lines: Sequence[RawLine]) -> tuple[RawPage, ...]:
    """Put numbers that fields print where they are seen: into the blank of a line, or beside the words before it."""
    filled = list(pages)
    for line in lines:
        if _NUMBER.fullmatch(line.text.strip()):
            index = next(i for i, page in enumerate(filled) if page.number == line.page)
            filled[index] = replace(filled[index], lines=_filled_in(filled[index].lines, line))
    return tuple(filled)


def named_source(fact: Fact[T], digits: str, lines: Sequence[RawLine]) -> Fact[T]:
    """Say of a fact that a signature field printed it, where one printed these digits on its line."""
    for line in lines:
        if fact.is_read and line.text.strip().lstrip("0") == digits and _same_row_as(fact.location, line):
            return replace(fact, how="field")
    return fact


def _same_row_as(place: Location, line: RawLine) -> bool:
    return place.page == line.page and _same_row(RawLine("", place.page, place.box), line)


def _filled_in(lines: Sequence[RawLine], number: RawLine) -> tuple[RawLine, ...]:
    row = [i for i, line in enumerate(lines) if _same_row(line, number)]
    for i in row:
        blank = _OPEN_NUMBER.match(lines[i].text)
        if blank and _within(lines[i], number):
            text = f"{blank['before']} {number.text.strip()}{blank['after']}"
            return (*lines[:i], lines[i]._replace(text=text), *lines[i + 1 :])
    start = _left(number)
    left = [i for i in row if _left(lines[i]) < start]
    if not left:
        return tuple(lines)
    at = max(left, key=lambda i: _left(lines[i])) + 1
    return (*lines[:at], number, *lines[at:])


def _left(line: RawLine) -> float:
    return line.box.x0 if line.box else 0.0


def _same_row(line: RawLine, number: RawLine) -> bool:
    here, there = line.box, number.box
    if here is None or there is None:
        return False
    overlap = min(here.bottom, there.bottom) - max(here.top, there.top)
    return overlap > SAME_ROW * min(here.bottom - here.top, there.bottom - there.top)


def _within(line: RawLine, number: RawLine) -> bool:
    here, there = line.box, number.box
    return here is not None and there is not None and here.x0 < there.x0 and there.x1 < here.x1 + SLACK
