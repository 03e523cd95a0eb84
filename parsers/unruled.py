"""Tables without rules: columns by the words of their head, rows by the white between them, or nothing at all.

A table is given only where every piece of it stands in one column and the white between rows is clearly wider than
between the lines of one row; where either is in doubt nobody knows which date belongs to which paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.cells import Cell
from parsers.facts import Box

CLEARER = 1.6  # times the white between lines of a row: white between rows
LEAST_COLUMNS = 4
HEAD_HIGH = 45.0  # points from the top of the head to its foot
AWAY = 30.0  # points: wider white is no white between two rows
NEARER = 2.0  # times as near to one column as to the next: a piece under none belongs to it

_DATE = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}")
_OF_A_ROW = re.compile(_DATE.pattern + r"|\d\s?[-/]\s?[A-ZĐ]{2}")
_COLUMN_NUMBER = re.compile(r"\W{0,2}[\w▒]?\W{0,2}")  # «(2)», also misread

Span = tuple[float, float]
IsMain = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stand together, with their box."""

    text: str
    box: Box


Line = list[Piece]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table begin and end, and which of them every row has words in."""

    spans: tuple[Span, ...]
    main: int

    def of(self, piece: Piece) -> int | None:
        """Give the column of a piece, None where it reaches over several or is as near to two."""
        over = [i for i, (left, right) in enumerate(self.spans) if piece.box.x0 < right and piece.box.x1 > left]
        if over:
            return over[0] if len(over) == 1 else None
        off = sorted((max(left - piece.box.x1, piece.box.x0 - right), i) for i, (left, right) in enumerate(self.spans))
        return off[0][1] if off[0][0] * NEARER <= off[1][0] else None

    def cells(self, row: Line) -> tuple[str, ...]:
        """Put the pieces of a row into its cells."""
        texts: list[list[str]] = [[] for _ in self.spans]
        for piece in sorted(row, key=lambda piece: piece.box.top):
            texts[self.of(piece) or 0].append(piece.text)
        return tuple("\n".join(lines) for lines in texts)


def find_rows(
    cells: Sequence[Cell], page: int, is_main: IsMain, known: Columns | None = None
) -> tuple[list[tuple[str, ...]], Columns] | None:
    """Give the rows of the table of a page, its head first, and its columns; None where there is no clear one.

    `is_main` knows the words over the column every row has words in. `known`: the columns of the page before; a table
    without a head goes on in them.
    """
    lines = list(_lines([Piece(c.text, c.box) for c in cells if c.page == page and c.box and c.text.strip()]))
    first = next((i for i, line in enumerate(lines) if any(_DATE.search(piece.text) for piece in line)), None)
    start = next((i for i, line in enumerate(lines[:first]) if any(is_main(piece.text) for piece in line)), None)
    if first is None or (start is None and known is None):
        return None
    head = [] if start is None else [line for line in lines[start:first] if not _is_column_numbers(line)]
    columns = known if start is None else _columns(head, is_main)
    rows = _rows(lines[first:], columns) if columns else None
    if columns is None or rows is None:
        return None
    heads = [columns.cells([piece for line in head for piece in line])] if head else []
    return [*heads, *(columns.cells(row) for row in rows)], columns


def _lines(pieces: Sequence[Piece]) -> Iterator[Line]:
    """Give the pieces line by line; what overlaps in height is one line."""
    line: Line = []
    for piece in sorted(pieces, key=lambda piece: piece.box.top):
        if line and piece.box.top >= _bottom(line) - 1:
            yield line
            line = []
        line.append(piece)
    if line:
        yield line


def _is_column_numbers(line: Line) -> bool:
    return all(_COLUMN_NUMBER.fullmatch(piece.text) for piece in line)


def _columns(head: Sequence[Line], is_main: IsMain) -> Columns | None:
    """Find the columns by the words over them."""
    if _bottom(head[-1]) - _top(head[0]) > HEAD_HIGH:
        return None
    groups: list[Line] = []
    for piece in sorted((piece for line in head for piece in line), key=lambda piece: piece.box.x0):
        if groups and piece.box.x0 < max(p.box.x1 for p in groups[-1]) + 1:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    spans = tuple((min(p.box.x0 for p in group), max(p.box.x1 for p in group)) for group in groups)
    main = next((i for i, group in enumerate(groups) if any(is_main(piece.text) for piece in group)), None)
    return Columns(spans, main) if main is not None and len(spans) >= LEAST_COLUMNS else None


def _rows(lines: Sequence[Line], columns: Columns) -> list[Line] | None:
    """Group lines into rows, down to where the table ends; None where one line of it is not clear."""
    end = next((i for i, line in enumerate(lines) if any(columns.of(p) is None for p in line)), len(lines))
    gaps = [_top(below) - _bottom(above) for above, below in pairwise(lines[:end])]
    end = next((i + 1 for i, gap in enumerate(gaps) if gap > AWAY), end)
    if any(_OF_A_ROW.search(piece.text) for line in lines[end:] for piece in line):
        return None
    least = _least_between_rows(gaps[: max(0, end - 1)])
    if least is None:
        return None
    rows: list[Line] = []
    for gap, line in zip([least, *gaps], lines[:end], strict=False):
        if gap >= least:
            rows.append([])
        rows[-1] += line
    return rows if all(_is_row(row, columns) for row in rows) else None


def _least_between_rows(gaps: Sequence[float]) -> float | None:
    """Give the least white between two rows: any where all lines are as far apart, None where it is not clear."""
    ordered = sorted(max(gap, 0.5) for gap in gaps)
    if not ordered or ordered[-1] < CLEARER * ordered[0]:
        return float("-inf")
    clear = [(upper - lower, upper) for lower, upper in pairwise(ordered) if upper >= CLEARER * lower]
    return max(clear)[1] if clear else None


def _is_row(row: Line, columns: Columns) -> bool:
    """Tell a row of a list of papers: words in its main column, one date or number at least, and no second date."""
    dates = sum(len(_DATE.findall(piece.text)) for piece in row)
    has_main = any(columns.of(piece) == columns.main for piece in row)
    return has_main and dates <= 1 and any(_OF_A_ROW.search(piece.text) for piece in row)


def _top(line: Line) -> float:
    return min(piece.box.top for piece in line)


def _bottom(line: Line) -> float:
    return max(piece.box.bottom for piece in line)
