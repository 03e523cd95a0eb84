"""Lists of papers without rules: clear columns and rows are read, everything else is not."""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.cells import Cell
from parsers.facts import Box
from parsers.index import read_index
from parsers.raw import RawFile, RawLine, RawPage
from parsers.unruled import find_rows

LEFT = (40, 70, 140, 210, 380, 470)
HEAD = ("STT", "Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu", "Tác giả", "Trang số")
ROWS = (
    ("1", "05-KH/CB", "05/3/2026", "Kế hoạch kiểm tra|đồng chí Nguyễn Văn An", "Chi bộ", "01-03"),
    ("2", "", "06/3/2026", "Biên bản triển khai kế hoạch", "Tổ kiểm tra", "04"),
    ("3", "12-QĐ/|UBKTĐU", "14/4/2026", "Quyết định kiểm tra", "Ủy ban", "05-06"),
)


def words(*rows: tuple[str, ...], white: float = 10.0, top: float = 120.0, page: int = 1, left=LEFT) -> list[RawLine]:
    """Set rows in columns, 12 points a line and 3 between the lines of a row; `white` stands between rows."""
    found = []
    for row in rows:
        high = 0.0
        for x, cell in zip(left, row, strict=True):
            for n, part in enumerate(cell.split("|") if cell else ()):
                y = top + n * 15
                found.append(RawLine(part, page, Box(x, y, x + 4.6 * len(part), y + 12)))
                high = max(high, n * 15 + 12)
        top += high + white
    return found


def paper(*pages: list[RawLine]) -> RawFile:
    title = RawLine("MỤC LỤC HỒ SƠ", 1, Box(200, 60, 320, 75))
    end = RawLine("NGƯỜI LẬP", len(pages), Box(350, 500, 500, 512))
    lines = [list(page) for page in pages]
    lines[0].insert(0, title)
    lines[-1].append(end)
    return RawFile("pdf", tuple(RawPage(n, 595, 842, 900, tuple(p), tuple(p)) for n, p in enumerate(lines, 1)))


def numbers(raw: RawFile) -> list[tuple[object, ...]]:
    return [(row.order, row.number, row.date, row.pages) for row in read_index(raw).value or ()]


FOUND = [
    (1, "5", dt.date(2026, 3, 5), "01-03"),
    (2, None, dt.date(2026, 3, 6), "04"),
    (3, "12", dt.date(2026, 4, 14), "05-06"),
]


def test_rows_of_a_born_digital_list() -> None:
    raw = paper(words(HEAD, ROWS[0], *ROWS[1:]))
    assert numbers(raw) == FOUND
    first = (read_index(raw).value or ())[0]
    assert (first.title, first.author) == ("Kế hoạch kiểm tra đồng chí Nguyễn Văn An", "Chi bộ")
    assert read_index(raw).confidence == 1.0


def test_column_numbers_and_sentences_below_are_no_rows() -> None:
    below = [RawLine("Mục lục này ghi 03 văn bản, tài liệu có trong hồ sơ kiểm tra.", 1, Box(60, 330, 400, 342))]
    counted = tuple(f"({n})" for n in range(1, 7))
    assert numbers(paper(words(HEAD, counted, *ROWS) + below)) == FOUND


def test_rows_as_far_apart_as_lines_count_where_each_is_whole() -> None:
    single = [tuple(cell.replace("|đồng chí Nguyễn Văn An", "").replace("|", "") for cell in row) for row in ROWS]
    assert numbers(paper(words(HEAD, *single, white=3))) == FOUND


def test_the_list_goes_on_without_a_head() -> None:
    more = ("4", "07-TB/CB", "20/4/2026", "Thông báo kết luận", "Chi bộ", "07")
    assert numbers(paper(words(HEAD, *ROWS), words(more, page=2)))[3] == (4, "7", dt.date(2026, 4, 20), "07")
    wide = words(more, page=2, left=(40, 70, 120, 160, 300, 470))
    assert find_rows([Cell(w.text, 2, w.box) for w in wide], 2, lambda _: False) is None


@pytest.mark.parametrize(
    "lines",
    [
        words(HEAD, *ROWS, white=3),  # which line belongs to which row?
        words(HEAD, ROWS[0], ("5", *ROWS[1][1:]), ROWS[2]),  # a row is missing
        words(HEAD, ROWS[0], (*ROWS[1][:3], "Biên bản triển khai kế hoạch, danh sách dự họp, phụ lục", *ROWS[1][4:])),
        words(HEAD, ROWS[0], ("2", "", "06/3/2026|07/3/2026", *ROWS[1][3:])),  # two rows without white between them
        words(("STT", "", "", HEAD[3], "", HEAD[5]), *ROWS),  # columns without words over them
        [*words(HEAD, *ROWS), RawLine("4 07-TB/CB 20/4/2026", 1, Box(40, 300, 200, 312))],  # a row in one piece
    ],
)
def test_what_is_not_clear_gives_no_rows(lines: list[RawLine]) -> None:
    assert not read_index(paper(lines)).value
