"""Ruled tables read from pdfium's own lines: the same rows as pdfplumber's, or none at all."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from parsers.pdf import open_pdf
from parsers.pdf_grid import read_grid
from parsers.pdf_objects import read_drawings
from parsers.pdf_tables import page_tables
from parsers.pdf_text import Frame, PageText
from parsers.raw import RawTable

COLUMNS, ROWS = (80, 160, 300, 420), (700, 660, 600, 560)


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def grid_of(data: bytes) -> RawTable | None:
    pdf = open_pdf(data)
    page = pdf[0]
    frame = Frame.of(page, *page.get_size())
    text_page = page.get_textpage()
    return read_grid(PageText(text_page.raw, frame, 1), read_drawings(page.raw, 1, frame).rules)


def ruled(canvas: Canvas, columns=COLUMNS, rows=ROWS) -> None:
    for x in columns:
        canvas.line(x, rows[0], x, rows[-1])
    for y in rows:
        canvas.line(columns[0], y, columns[-1], y)


def filled(canvas: Canvas) -> None:
    ruled(canvas)
    canvas.drawString(90, 740, "Index of the file, a line above it over all columns")
    for row, y in enumerate(ROWS[:-1]):
        for column, x in enumerate(COLUMNS[:-1]):
            canvas.drawString(x + 4, y - 15, f"row {row}")
            canvas.drawString(x + 4, y - 30, f"column {column}")


def test_a_simple_grid_is_read_like_pdfplumber_does() -> None:
    data = drawn(filled)
    table = grid_of(data)
    assert (table,) == page_tables(data, [1])
    assert table is not None
    assert table.rows[1] == ("row 1\ncolumn 0", "row 1\ncolumn 1", "row 1\ncolumn 2")


def segments(canvas: Canvas) -> None:
    """Word draws the edges cell by cell, as thin boxes."""
    for x in COLUMNS:
        for above, below in pairwise(ROWS):
            canvas.rect(x, below, 0.5, above - below, stroke=0, fill=1)
    for y in ROWS:
        for left, right in pairwise(COLUMNS):
            canvas.rect(left, y, right - left, 0.5, stroke=0, fill=1)
    canvas.drawString(90, 680, "one")
    canvas.drawString(310, 570, "two words")


def test_edges_may_be_drawn_cell_by_cell() -> None:
    data = drawn(segments)
    assert grid_of(data) == page_tables(data, [1])[0]


def merged_cell(canvas: Canvas) -> None:
    ruled(canvas, columns=(80, 300, 420))
    canvas.line(160, ROWS[1], 160, ROWS[-1])


def word_over_a_rule(canvas: Canvas) -> None:
    ruled(canvas)
    canvas.drawString(140, 680, "overlong")


def two_tables(canvas: Canvas) -> None:
    ruled(canvas)
    ruled(canvas, rows=(500, 450, 400))


def wide_letters(canvas: Canvas) -> None:
    ruled(canvas)
    canvas.drawString(84, 680, "SO", charSpace=6)


def shaded(canvas: Canvas) -> None:
    ruled(canvas)
    canvas.rect(80, 660, 80, 40)


def unruled(canvas: Canvas) -> None:
    for y in ROWS:
        canvas.line(80, y, 420, y)


@pytest.mark.parametrize("draw", [merged_cell, word_over_a_rule, two_tables, wide_letters, shaded, unruled])
def test_anything_else_is_left_to_pdfplumber(draw: Callable[[Canvas], None]) -> None:
    assert grid_of(drawn(draw)) is None


steps = st.lists(st.integers(8, 120), min_size=1, max_size=5)
# One a line: of two words over each other pdfium keeps the one that is seen, pdfplumber mixes their letters.
WORDS = st.lists(
    st.tuples(st.integers(60, 500), st.integers(40, 100), st.sampled_from(["1", "KH/CB", "so van ban", "(01)"])),
    max_size=20,
    unique_by=lambda word: word[1],
)


@settings(deadline=None, max_examples=100)
@given(steps, steps, WORDS)
def test_a_grid_that_is_read_is_never_another_table(
    widths: list[int], heights: list[int], words: list[tuple[int, int, str]]
) -> None:
    def draw(canvas: Canvas) -> None:
        columns = [80 + sum(widths[:i]) for i in range(len(widths) + 1)]
        ruled(canvas, columns, [780 - sum(heights[:i]) for i in range(len(heights) + 1)])
        canvas.setFontSize(6)
        for x, y, text in words:
            canvas.drawString(x, 8 * y, text)

    data = drawn(draw)
    table = grid_of(data)
    assert table is None or (table,) == page_tables(data, [1])
