"""Ruled tables on scans, read cell by cell: what is written in a cell and cannot be read stands as a mask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from parsers.ocr import BLOCK, Picture, read_words
from parsers.raw import RawLine, RawPage, RawTable
from parsers.scan_lines import lines_of
from parsers.scan_look import PageLook
from parsers.vietnamese import MASK

PALER = 40  # than the paper: a thin rule
LEAST_RULE = (40.0, 16.0)  # points, across and down, of what is no letter
WHOLE = 0.55  # of the table's breadth or height: a rule that goes through
TOGETHER = 4.0  # points: pieces of one rule
LEAST_COLUMNS, LEAST_ROWS = 4, 2
MOST_CELLS = 1_500
INSET = 2.0  # points, from the rule to what is written
INKED = 0.006  # of a cell: something is written in it
LARGER = 2.0  # cells are read twice as large


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the rules of a table stand, in pixels."""

    across: tuple[int, ...]  # the heights of the level ones
    down: tuple[int, ...]


def table_page(page: RawPage, look: PageLook, dpi: int) -> RawPage:
    """Give a page with nothing but the cells of its table as lines; without a table it has none."""
    grid = find_grid(look)
    lines = tuple(_cells(look, grid, page.number, dpi)) if grid else ()
    length = sum(len(line.text) for line in lines)
    return RawPage(page.number, page.width, page.height, length, lines, lines, (), 1.0)


def table_of(page: RawPage) -> RawTable | None:
    """Put the cells of a page of `table_page` together again."""
    if not page.lines:
        return None
    width = max((line.column or 0) for line in page.lines) + 1
    rows = [[""] * width for _ in range(max((line.row or 0) for line in page.lines) + 1)]
    for line in page.lines:
        rows[line.row or 0][line.column or 0] = line.text
    return RawTable(tuple(tuple(row) for row in rows), page.number, scanned=True)


def find_grid(look: PageLook) -> Grid | None:
    """Find the rules of the table of a page, None where there is none with rules all around."""
    ink = np.asarray(look.grey < look.paper - PALER, dtype=np.uint8)
    across = _rules(ink, int(LEAST_RULE[0] / look.scale), look.scale)
    down = _rules(np.ascontiguousarray(ink.T), int(LEAST_RULE[1] / look.scale), look.scale)
    if len(across) <= LEAST_ROWS or len(down) <= LEAST_COLUMNS:
        return None
    return Grid(tuple(across), tuple(down)) if (len(across) - 1) * (len(down) - 1) <= MOST_CELLS else None


def _rules(ink: Picture, least: int, scale: float) -> list[int]:
    """Give the heights of the long level rules of a picture."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    count, _, stats, middles = cv2.connectedComponentsWithStats(cv2.dilate(long, np.ones((3, 3), np.uint8)))
    thin = [i for i in range(1, count) if stats[i][3] * scale < 2 * TOGETHER]
    pieces = sorted((float(middles[i][1]), int(stats[i][0]), int(stats[i][2])) for i in thin)
    breadth = max((x + width for _, x, width in pieces), default=0) - min((x for _, x, _ in pieces), default=0)
    return [round(y) for y, length in _joined(pieces, TOGETHER / scale) if length >= WHOLE * breadth]


def _joined(pieces: Sequence[tuple[float, int, int]], near: float) -> Iterator[tuple[float, int]]:
    """Add up the lengths of pieces at one height."""
    group: list[tuple[float, int, int]] = []
    for piece in pieces:
        if group and piece[0] - group[-1][0] > near:
            yield _as_one(group)
            group = []
        group.append(piece)
    if group:
        yield _as_one(group)


def _as_one(group: Sequence[tuple[float, int, int]]) -> tuple[float, int]:
    return sum(y for y, _, _ in group) / len(group), sum(width for _, _, width in group)


def _cells(look: PageLook, grid: Grid, number: int, dpi: int) -> Iterator[RawLine]:
    for row, (top, bottom) in enumerate(pairwise(grid.across)):
        for column, (left, right) in enumerate(pairwise(grid.down)):
            text = _cell_text(look, (left, top, right, bottom), number, dpi)
            box = look.points((left, top, right, bottom))
            yield RawLine(text, number, box, table=0, row=row, column=column)


def _cell_text(look: PageLook, cell: tuple[int, int, int, int], number: int, dpi: int) -> str:
    inset = int(INSET / look.scale)
    left, top, right, bottom = cell[0] + inset, cell[1] + inset, cell[2] - inset, cell[3] - inset
    if right - left < inset or bottom - top < inset or float(look.dark[top:bottom, left:right].mean()) < INKED:
        return ""
    crop = look.grey[top:bottom, left:right]
    large = cv2.resize(crop, None, fx=LARGER, fy=LARGER, interpolation=cv2.INTER_CUBIC)
    framed = cv2.copyMakeBorder(large, 16, 16, 16, 16, cv2.BORDER_CONSTANT, value=int(look.paper))
    words = read_words(np.asarray(framed, dtype=np.uint8), BLOCK, dpi=int(dpi * LARGER))
    lines = lines_of(words, number, look.scale / LARGER)
    return "\n".join(line.text for line in lines) or MASK
