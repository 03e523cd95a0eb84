"""Pieces of text that stand side by side: signature columns, «Nơi nhận» beside the signer, tabs and tables of Word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from parsers.facts import Box, Location
from parsers.layout import clean, remembered
from parsers.raw import RawFile, RawLine, RawPage

COLUMN_GAP = 0.75  # of the line height; a space of running text is narrower
LINKED = 45.0  # points between the middles of two pieces of one column
_TABS = re.compile(r"\t+|\s{3,}")


class Cell(NamedTuple):  # as many as lines: see RawLine
    """One piece: on a page with its box, or in a Word file with its column (of a table, or between tabs)."""

    text: str
    page: int | None = None
    box: Box | None = None
    paragraph: int | None = None
    table: int | None = None
    column: int = 0
    columns: int = 1
    indented: bool = False  # Word: pushed to the right by tabs
    line: int = 0  # Word: which line of its paragraph, where one is broken over several
    confidence: float = 1.0  # of the least sure word, where it was read from a picture

    @property
    def location(self) -> Location:
        """Say where the piece stands."""
        return Location(self.page, self.box, self.paragraph)


@remembered
def cells_of(raw: RawFile) -> list[Cell]:
    """Give all pieces of a paper in reading order."""
    if raw.format == "pdf":
        return [cell for page in raw.pages for cell in _page_cells(page)]
    return list(_broken_lines(raw.lines))


def _broken_lines(lines: Iterable[RawLine]) -> Iterator[Cell]:
    """A signature block is often one paragraph with line breaks: its lines keep their order."""
    paragraph, number = None, 0
    for line in lines:
        number = number + 1 if line.paragraph == paragraph else 0
        paragraph = line.paragraph
        yield from (cell._replace(line=number) for cell in _word_cells(line))


def below(cell: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """Give the pieces under a piece in its column, from the top down."""
    if cell.box is not None:
        found = [c for c in cells if c.page == cell.page and _is_under(c, cell)]
        return sorted(found, key=lambda c: c.box.top if c.box else 0.0)
    later = [c for c in cells if (c.paragraph or 0, c.line) > (cell.paragraph or 0, cell.line)]
    return [c for c in later if _same_word_column(c, cell)]


def gap(upper: Cell, lower: Cell) -> float:
    """Tell how many lines of space lie between two pieces of a column."""
    if upper.box and lower.box:
        height = max(6.0, upper.box.bottom - upper.box.top)
        return (lower.box.top - upper.box.bottom) / height
    return max(0.0, (lower.paragraph or 0) - (upper.paragraph or 0) - 1.0)


def _page_cells(page: RawPage) -> Iterator[Cell]:
    if not page.words:
        yield from (Cell(clean(line.text), page.number, line.box) for line in page.lines if line.text.strip())
        return
    for row in _rows(page.words):
        if len(row) == 1:
            yield _alone(row[0], page.number)
        else:
            yield from _split_row(row, page.number)


def _rows(words: Iterable[RawLine]) -> list[list[RawLine]]:
    """Group words by their height on the page, so that pieces of one row meet whatever their content order."""
    rows: list[list[RawLine]] = []
    last = 0.0
    placed = [((w.box.top + w.box.bottom) / 2, w.box.bottom - w.box.top, w) for w in words if w.box]
    for middle, height, word in sorted(placed, key=itemgetter(0)):
        if rows and middle - last < 0.4 * height:
            rows[-1].append(word)
        else:
            rows.append([word])
        last = middle
    return rows


def _height(word: RawLine) -> float:
    return word.box.bottom - word.box.top if word.box else 12.0


def _split_row(row: Sequence[RawLine], page: int) -> Iterator[Cell]:
    ordered = sorted(row, key=lambda word: word.box.x0 if word.box else 0.0)
    group = [ordered[0]]
    for before, word in pairwise(ordered):
        if before.box and word.box and word.box.x0 - before.box.x1 > COLUMN_GAP * _height(word):
            yield _joined(group, page)
            group = []
        group.append(word)
    yield _joined(group, page)


def _joined(words: Sequence[RawLine], page: int) -> Cell:
    if len(words) == 1:
        return _alone(words[0], page)
    boxes = [word.box for word in words if word.box]
    box = Box(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )
    sureness = min((word.confidence for word in words if word.confidence is not None), default=1.0)
    return Cell(clean(" ".join(word.text for word in words)), page, box, confidence=sureness)


def _alone(word: RawLine, page: int) -> Cell:
    if word.confidence is None:
        return Cell(clean(word.text), page, word.box)
    return Cell(clean(word.text), page, word.box, confidence=word.confidence)


def _word_cells(line: RawLine) -> Iterator[Cell]:
    for row in line.text.split("\n"):
        parts = [part for part in _TABS.split(row) if part.strip()]
        indented = row[:1] in {"\t", " "} and _TABS.match(row) is not None
        for i, part in enumerate(parts):
            if line.table is not None:
                yield Cell(clean(part), None, None, line.paragraph, line.table, (line.column or 0) * 10 + i)
            else:
                yield Cell(clean(part), None, None, line.paragraph, None, i, len(parts), indented)


def _is_under(cell: Cell, upper: Cell) -> bool:
    if cell.box is None or upper.box is None or cell.box.top < upper.box.bottom - 3:
        return False
    return is_in_column(cell, upper)


def is_in_column(cell: Cell, upper: Cell) -> bool:
    """Tell whether a piece stands in the column of another, on whatever page."""
    if cell.box is None or upper.box is None:
        return False
    middle, upper_middle = (cell.box.x0 + cell.box.x1) / 2, (upper.box.x0 + upper.box.x1) / 2
    if cell.box.x1 - cell.box.x0 > 2.5 * (upper.box.x1 - upper.box.x0) + 2 * LINKED:
        return False
    return abs(middle - upper_middle) < LINKED or upper.box.x0 - 5 < middle < upper.box.x1 + 5


def _same_word_column(cell: Cell, upper: Cell) -> bool:
    if cell.table != upper.table:
        return False
    if upper.table is not None or cell.columns == upper.columns:
        return cell.column == upper.column
    if upper.columns == 1:
        return cell.columns == 1
    # a name alone on its line: under the last column where tabs push it to the right, else under the first
    return cell.columns == 1 and upper.column == (upper.columns - 1 if cell.indented else 0)
