"""Reads an .xlsx with calamine as lines of text: an attachment, named and shown, never judged.

Sizes are asked of the zip first and cells are walked as they come, never rows × columns: a sheet may claim a million
empty ones. calamine may die of a hostile file; the cage around every file is for that.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from parsers.problems import DEFAULT_LIMITS, MIB, FileProblem
from parsers.raw import RawFile, RawLine
from parsers.vietnamese import tidy

MAX_PART = 60 * MIB
MAX_SHEETS = 50
MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_CELLS = 2_000_000  # a sheet that claims more is not opened
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]*ref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"')


def read_sheet(data: bytes | Path) -> RawFile:
    """Read a workbook; raises FileProblem where nothing of it can be read."""
    whole = data.read_bytes() if isinstance(data, Path) else data
    _check(whole)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(whole))
        lines = tuple(_lines(workbook))
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise FileProblem("damaged", "xlsx") from error
    if not workbook.sheet_names:
        raise FileProblem("damaged", "xlsx without sheets")
    cut = len(workbook.sheet_names) > MAX_SHEETS or any(line.row == MAX_ROWS for line in lines)
    return RawFile(format="sheet", lines=lines, notes=("rows-left-out",) if cut else ())


def _check(data: bytes) -> None:
    """Refuse bombs, by what the zip says of sizes and the sheets say of their extent."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                ratio = info.file_size / max(1, info.compress_size)
                is_bomb = info.file_size > DEFAULT_LIMITS.ratio_from and ratio > DEFAULT_LIMITS.ratio
                if info.file_size > MAX_PART or is_bomb:
                    raise FileProblem("too-large", "xlsx")
                if info.filename.startswith("xl/worksheets/") and _cells(archive, info) > MAX_CELLS:
                    raise FileProblem("too-large", "xlsx")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise FileProblem("damaged", "xlsx") from error


def _cells(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Count the cells of the smallest rectangle around all that a sheet holds, as calamine will lay it out."""
    content = archive.read(info)
    corners = {(column, int(row)) for column, row in (*_DIMENSION.findall(content[:4096]), *_CELL.findall(content))}
    rows = max((row for _, row in corners), default=0)
    return rows * max((_column(name) for name, _ in corners), default=0)


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _lines(workbook: Any) -> Iterator[RawLine]:
    paragraph = 0
    for table, name in enumerate(workbook.sheet_names[:MAX_SHEETS], 1):
        rows = workbook.get_sheet_by_name(name).iter_rows()
        for row, cells in enumerate(islice(rows, MAX_ROWS), 1):
            text = "\t".join(filter(None, (tidy(_shown(cell)) for cell in cells[:MAX_COLUMNS])))
            if text:
                paragraph += 1
                yield RawLine(text, paragraph=paragraph, table=table, row=row)


def _shown(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
