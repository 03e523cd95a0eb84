"""Reads a Word 97-2003 file (.doc): text by its piece table, look and tables by its formatted pages.

Encrypted files and those of Word 6 and before are told apart. Where the piece table is beyond us, LibreOffice may turn
the file into a .docx, if it is installed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import olefile

from parsers.office import as_docx
from parsers.old_word_layout import Formats
from parsers.old_word_text import BROKEN_PIECES, DRAWING, PICTURE, Paragraph, Story, paragraphs, read_stories
from parsers.old_word_wire import TOO_OLD, Wire
from parsers.problems import MIB, FileProblem
from parsers.raw import RawFile, RawImage, RawLine, RawTable
from parsers.vietnamese import tidy
from parsers.word import read_docx

MAX_SIZE = 100 * MIB
FOR_OFFICE = frozenset({TOO_OLD, BROKEN_PIECES})  # surely Word's, and beyond us
_TRUNCATED = (OSError, ValueError, IndexError, KeyError, OverflowError)


def read_doc(data: bytes | Path, *, seconds: float = 40.0) -> RawFile:
    """Read a .doc; raises FileProblem where nothing of it can be read."""
    whole = data.read_bytes() if isinstance(data, Path) else data
    if len(whole) > MAX_SIZE:
        raise FileProblem("too-large", "doc")
    try:
        return _read(whole)
    except FileProblem as problem:
        if problem.detail not in FOR_OFFICE:  # it would open rubbish, too, as text
            raise
        converted = as_docx(whole, ".doc", seconds)
        if converted is None:
            raise
        return read_docx(converted)


def _read(data: bytes) -> RawFile:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            wire = Wire.of(ole)
        stories = read_stories(wire)
        formats = Formats(wire)
    except FileProblem:
        raise
    except _TRUNCATED as error:
        raise FileProblem("damaged", "doc") from error
    return _built(stories, formats)


def _built(stories: dict[str, Story], formats: Formats) -> RawFile:
    main = _with_boxes(list(paragraphs(stories["main"], formats)), list(paragraphs(stories["boxes"], formats)))
    numbers = list(accumulate((1 + paragraph.text.count("\n") for paragraph in main), initial=1))
    lines = [line for number, paragraph in zip(numbers, main, strict=False) for line in _lines(number, paragraph)]
    pictures = [
        RawImage(paragraph=n) for n, p in zip(numbers, main, strict=False) for _ in range(p.marks.count(PICTURE))
    ]
    if not lines and not pictures:
        raise FileProblem("damaged", "doc without text")
    return RawFile(
        format="doc",
        lines=tuple(lines),
        tables=tuple(_tables(numbers, main)),
        images=tuple(pictures),
        header_lines=tuple(dict.fromkeys(t for p in paragraphs(stories["headers"], formats) if (t := tidy(p.text)))),
        word_numbering=formats.numbering(stories["headers"]),
        page_size=formats.page_size,
        tracked_changes=sum(p.changes for p in main),
        comments=stories["comments"].text.count("\x05"),
    )


def _with_boxes(main: list[Paragraph], boxes: list[Paragraph]) -> list[Paragraph]:
    """Put the text boxes behind the first paragraph a drawing hangs on, at the end where none does."""
    anchors = (i for i, paragraph in enumerate(main, 1) if DRAWING in paragraph.marks)
    at = next(anchors, len(main))
    return [*main[:at], *boxes, *main[at:]]


def _lines(number: int, paragraph: Paragraph) -> Iterator[RawLine]:
    """Yield the lines of a paragraph, each with a number of its own: the signer's block is often one paragraph."""
    for at, part in enumerate(paragraph.text.split("\n"), number):
        if part.strip():
            yield RawLine(
                part.strip(" \r"),
                paragraph=at,
                bold=paragraph.bold,
                size=paragraph.size,
                centred=paragraph.centred,
                table=paragraph.table,
                row=paragraph.row,
                column=paragraph.column,
                capitals=paragraph.capitals,
            )


def _tables(numbers: list[int], found: list[Paragraph]) -> Iterator[RawTable]:
    """Put the cells of every table together again, row by row."""
    cells: dict[int, dict[int, dict[int, str]]] = {}
    starts: dict[int, int] = {}
    for number, paragraph in zip(numbers, found, strict=False):
        if paragraph.table is None or paragraph.row is None or paragraph.column is None:
            continue
        starts.setdefault(paragraph.table, number)
        row = cells.setdefault(paragraph.table, {}).setdefault(paragraph.row, {})
        row[paragraph.column] = (
            f"{row[paragraph.column]}\n{paragraph.text}" if paragraph.column in row else paragraph.text
        )
    for table, rows in cells.items():
        texts = tuple(tuple(row.get(c, "").strip() for c in range(1, max(row) + 1)) for row in rows.values())
        yield RawTable(texts, paragraph=starts[table])
