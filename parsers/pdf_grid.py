"""Reads a ruled table from pdfium's own lines and glyphs where its grid is beyond doubt, a tenth of pdfplumber's cost.

Beyond doubt means: one table on the page, every rule from edge to edge, every word inside one cell and apart from the
next by a space that is printed or a gap wider than a letter's. Anything else is left to pdfplumber.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from parsers.pdf_objects import RULE_WIDTH, Bounds
from parsers.pdf_text import Edges, PageText, Piece
from parsers.raw import RawTable

# Points; those of pdfplumber, so that both give the same rows.
NEAR = 3.0
SAME_LINE = 3.0
WORD_GAP = 3.0
SNAP = 0.5  # rules nearer than this are one
DOUBT = 1.0  # a word whose middle is this near to an upright rule could be of either cell …
MIDDLE = 0.5  # … or whose height, as pdfium sees it, holds a level rule

Rule = tuple[float, float, float]  # where it stands, from, to


class _Doubtful(Exception):
    """The page is not the simple case."""


def read_grid(text: PageText, rules: Sequence[Bounds]) -> RawTable | None:
    """Read the only table of a page, None where it takes a closer look."""
    if not text.is_simple:
        return None
    try:
        columns, rows = _grid(rules)
        cells = _cells(text, columns, rows)
        texts = tuple(tuple(_cell_text(text, cell) for cell in row) for row in cells)
    except _Doubtful:
        return None
    return RawTable(texts, page=text.page)


# ---------------------------------------------------------------- the grid


def _grid(rules: Sequence[Bounds]) -> tuple[list[float], list[float]]:
    """Give the places of the upright rules from the left and of the level ones from the top, negated to ascend."""
    if any(min(right - left, top - bottom) > RULE_WIDTH for left, bottom, right, top in rules):
        raise _Doubtful
    upright = _merged(
        ((left + right) / 2, bottom, top) for left, bottom, right, top in rules if top - bottom > right - left
    )
    if len(upright) < 2:
        raise _Doubtful
    bottom, top = _extent(upright)
    left, right = upright[0][0], upright[-1][0]
    level = _merged(
        ((y0 + y1) / 2, x0, x1)
        for x0, y0, x1, y1 in rules
        if x1 - x0 >= y1 - y0
        and bottom - NEAR <= (y0 + y1) / 2 <= top + NEAR
        and x1 >= left - NEAR
        and x0 <= right + NEAR
    )
    if len(level) < 2 or len(upright) + len(level) < 5:
        raise _Doubtful
    start, end = _extent(level)
    edges = (bottom, level[0][0]), (top, level[-1][0]), (left, start), (right, end)
    if any(abs(one - other) > NEAR for one, other in edges):
        raise _Doubtful
    return [rule[0] for rule in upright], [-rule[0] for rule in reversed(level)]


def _merged(segments: Iterable[Rule]) -> list[Rule]:
    """Join the segments of each rule; a rule with a hole in it, or two that nearly touch, are no simple grid."""
    found: list[Rule] = []
    for place, start, end in sorted(segments):
        if found and place - found[-1][0] < SNAP:
            found[-1] = _joined(found[-1], start, end)
        elif found and place - found[-1][0] < 2 * NEAR:
            raise _Doubtful
        else:
            found.append((place, start, end))
    return found


def _joined(rule: Rule, start: float, end: float) -> Rule:
    place, first, last = rule
    if start > last + NEAR or end < first - NEAR:
        raise _Doubtful
    return place, min(first, start), max(last, end)


def _extent(rules: Sequence[Rule]) -> tuple[float, float]:
    """Give where all rules begin and end."""
    _, start, end = rules[0]
    if any(abs(rule[1] - start) > NEAR or abs(rule[2] - end) > NEAR for rule in rules):
        raise _Doubtful
    return start, end


# ---------------------------------------------------------------- its words


def _cells(text: PageText, columns: Sequence[float], rows: Sequence[float]) -> list[list[list[Piece]]]:
    cells: list[list[list[Piece]]] = [[[] for _ in columns[1:]] for _ in rows[1:]]
    for word, widest_gap in text.spaced_words():
        x0, y0, x1, y1 = word[2]
        row = _between(rows, -(y0 + y1) / 2, MIDDLE * (y1 - y0))
        if row is None or x1 < columns[0] or x0 > columns[-1]:
            continue  # above, below or beside the table
        column = _between(columns, (x0 + x1) / 2, DOUBT)
        if column is None or x0 < columns[column] - DOUBT or x1 > columns[column + 1] + DOUBT:
            raise _Doubtful
        if widest_gap > WORD_GAP:
            raise _Doubtful
        cells[row][column].append(word)
    return cells


def _between(places: Sequence[float], at: float, doubt: float) -> int | None:
    after = bisect_right(places, at)
    if (after and places[after - 1] > at - doubt) or (after < len(places) and places[after] <= at + doubt):
        raise _Doubtful
    return after - 1 if 0 < after < len(places) else None


def _cell_text(text: PageText, words: Sequence[Piece]) -> str:
    lines: list[list[Piece]] = []
    for word in sorted(words, key=lambda word: -word[2][3]):
        if lines and lines[-1][-1][2][3] - word[2][3] <= SAME_LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return unicodedata.normalize("NFC", "\n".join(_line_text(text, line) for line in lines)).strip()


def _line_text(text: PageText, line: Sequence[Piece]) -> str:
    ordered = sorted(line, key=lambda word: word[2][0])
    if not all(_are_apart(text, one, other) for one, other in pairwise(ordered)):
        raise _Doubtful
    return " ".join(text.between(start, end) for start, end, _ in ordered)


def _are_apart(text: PageText, one: Piece, other: Piece) -> bool:
    edges: tuple[Edges, Edges] = (one[2], other[2])
    return edges[1][0] - edges[0][2] > WORD_GAP or text.has_printed_space(one[1], other[0])
