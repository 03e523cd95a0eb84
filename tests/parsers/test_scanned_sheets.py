"""The dossier's own sheets on scans: mục lục with its nine columns, chứng từ kết thúc, bìa; by type and by hand."""

import datetime as dt
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scan_corpus import BLACK, HEIGHT, MM, SERIF, WIDTH, Artist

from parsers.facts import Document

HEADS = ("STT", "Số,\nký hiệu", "Ngày tháng\nnăm", "Tên loại và trích yếu", "Tác giả", "Bản\nchính", "Bản\nsao",
         "Trang\nsố", "Ghi\nchú")  # fmt: skip
WIDTHS = (10, 26, 24, 52, 26, 12, 10, 14, 11)
ROWS = (
    ("1", "05-KH/CB", "05/3/2026", "Kế hoạch kiểm tra đồng\nchí Nguyễn Văn An", "Chi bộ", "x", "", "01-03", ""),
    ("2", "", "06/3/2026", "Biên bản triển khai\nkế hoạch", "Tổ kiểm tra", "x", "", "04", ""),
    ("3", "12-QĐ/\nUBKTĐU", "14/4/2026", "Quyết định kiểm tra", "Ủy ban", "x", "", "05-06", ""),
)


class Clerk(Artist):
    """Draws the sheets of a dossier; a cell or a value that begins with «~» is written by hand."""

    def index(self, rows=ROWS, *, ruled: bool = True) -> Image.Image:
        page = Image.new("RGB", (WIDTH, HEIGHT), "white")
        pen = ImageDraw.Draw(page)
        self._text(pen, "MỤC LỤC HỒ SƠ", 15, (WIDTH * 0.53, 20 * MM), "-Bold", "ma")
        self._text(pen, "kiểm tra đồng chí Nguyễn Văn An", 13.5, (WIDTH * 0.53, 28 * MM), "-Bold", "ma")
        numbers = tuple(f"({number})" for number in range(1, 10))
        y = 42 * MM
        for cells, size in ((HEADS, 10.5), (numbers, 10), *((row, 11.5) for row in rows)):
            y = self._row(pen, cells, y, size, ruled=ruled)
        self._text(pen, "NGƯỜI LẬP", 13, (WIDTH * 0.72, y + 14 * MM), "-Bold", "ma")
        self._text(pen, "Trần Thị Hòa", 13, (WIDTH * 0.72, y + 44 * MM), "-Bold", "ma")
        return page

    def _row(self, pen, cells, y, size, *, ruled):  # type: ignore[no-untyped-def]
        bottom = y + (max(cell.count("\n") for cell in cells) + 1) * 5.2 * MM + 3 * MM
        x = 18 * MM
        for width, cell in zip(WIDTHS, cells, strict=True):
            if ruled:
                pen.rectangle((x, y, x + width * MM, bottom), outline=BLACK, width=2)
            for number, part in enumerate(cell.split("\n")):
                place = (x + 1.2 * MM, y + 1.5 * MM + number * 5.2 * MM)
                if part.startswith("~"):
                    self._scribble_number(pen, part[1:], place)
                else:
                    self._text(pen, part, size, place)
            x += width * MM
        return bottom

    def lines(self, *lines: str) -> Image.Image:
        page = Image.new("RGB", (WIDTH, HEIGHT), "white")
        pen = ImageDraw.Draw(page)
        for number, line in enumerate(lines):
            text, _, hand = line.partition("~")
            at = (30 * MM, (40 + 11 * number) * MM)
            middle = text.isupper()
            self._text(pen, text, 14, (WIDTH / 2, at[1]) if middle else at, anchor="ma" if middle else "la")
            if hand:
                x = at[0] + self._font(14).getlength(text.rstrip(" .")) + 5 * MM
                self._scribble_number(pen, hand, (x, at[1] - 1 * MM))
        return page


@pytest.fixture
def clerk() -> Clerk:
    made = Clerk(4)
    made.face = SERIF
    return made


# ---------------------------------------------------------------- mục lục


@pytest.mark.parametrize("colour", [True, False])
def test_nine_columns(clerk, document, colour) -> None:
    found = document(clerk.scanned(clerk.index(), colour=colour))
    assert found.kind.value == "muc-luc"
    rows = found.index_rows.value or ()
    assert [(row.order, row.number, row.date, row.pages, row.unclear) for row in rows] == [
        (1, "5", dt.date(2026, 3, 5), "01-03", False),
        (2, None, dt.date(2026, 3, 6), "04", False),
        (3, "12", dt.date(2026, 4, 14), "05-06", False),
    ]
    assert all(row.scanned for row in rows)
    assert found.index_rows.confidence < 1


def test_what_a_hand_wrote_into_the_table_is_unclear(clerk, document) -> None:
    rows = (ROWS[0], ("2", "~18", "~12", "Báo cáo kết quả", "Tổ kiểm tra", "x", "", "04", ""))
    found = document(clerk.scanned(clerk.index(rows))).index_rows.value or ()
    assert [(row.number, row.unclear) for row in found] == [("5", False), (None, True)]


def test_without_rules_columns_and_white_tell_the_rows(clerk, document) -> None:
    found = document(clerk.scanned(clerk.index(ruled=False))).index_rows
    assert [(row.number, row.date, row.pages) for row in found.value or ()] == [
        ("5", dt.date(2026, 3, 5), "01-03"),
        (None, dt.date(2026, 3, 6), "04"),
        ("12", dt.date(2026, 4, 14), "05-06"),
    ]
    assert (found.value or ())[0].title == "Kế hoạch kiểm tra đồng chí Nguyễn Văn An"
    assert found.confidence < 1


def test_without_rules_rows_that_run_together_stay_open(clerk, document) -> None:
    rows = (ROWS[0], ("2", "", "06/3/2026 - 07/3/2026", "Biên bản triển khai", "Tổ", "x", "", "04", ""), ROWS[2])
    assert document(clerk.scanned(clerk.index(rows, ruled=False))).index_rows.why == "scan"


def test_the_table_comes_from_the_cache_too(clerk, document, tmp_path, monkeypatch) -> None:
    data = clerk.scanned(clerk.index())
    first = document(data, cache=tmp_path / "cache")
    monkeypatch.setattr("parsers.scan_tables.read_words", lambda *_, **__: pytest.fail("read twice"))
    assert document(data, cache=tmp_path / "cache").index_rows == first.index_rows


# ---------------------------------------------------------------- chứng từ kết thúc

CLOSING = (
    "CHỨNG TỪ KẾT THÚC",
    "Trong đơn vị bảo quản này có: 28 trang",
    "(viết bằng chữ: hai mươi tám trang).",
    "Được đánh số từ 01 đến 28.",
)


def test_closing_sheet_in_figures_and_words(clerk, document) -> None:
    found = document(clerk.scanned(clerk.lines(*CLOSING)))
    assert found.kind.value == "chung-tu-ket-thuc"
    assert found.closing.value is not None
    assert (found.closing.value.pages.value, found.closing.value.pages_in_words.value) == (28, 28)


def test_closing_sheet_counts_leaves(clerk, document) -> None:
    lines = (CLOSING[0], "Trong đơn vị bảo quản này có: 16 tờ", "(viết bằng chữ: mười sáu tờ).")
    sheet = document(clerk.scanned(clerk.lines(*lines))).closing.value
    assert sheet is not None
    assert (sheet.pages.value, sheet.unit) == (16, "tờ")


def test_a_count_by_hand_stays_open(clerk, document) -> None:
    lines = (CLOSING[0], "Trong đơn vị bảo quản này có: ......~28", "Được đánh số từ 01 đến ........", CLOSING[3])
    sheet = document(clerk.scanned(clerk.lines(*lines))).closing
    assert sheet.is_unreadable or (sheet.value is not None and sheet.value.pages.is_unreadable)


# ---------------------------------------------------------------- bìa

COVER = (
    "ĐẢNG ỦY XÃ AN PHÚ",
    "HỒ SƠ",
    "Về việc: kiểm tra đồng chí Nguyễn Văn An",
    "Số, ký hiệu hồ sơ: 12/2026",
    "Từ ngày 05/3/2026",
    "Số tờ: 28 tờ",
)


def items_of(document: Document) -> dict[str, bool | None]:
    return {item.name: item.filled.value if item.filled.is_read else (None if item.filled.is_unreadable else False)
            for item in document.cover.value or ()}  # fmt: skip


def test_a_cover_in_type(clerk, document) -> None:
    found = document(clerk.scanned(clerk.lines(*COVER, "Thời hạn bảo quản: 20 năm")))
    assert found.kind.value == "bia-ho-so"
    assert items_of(found) == {"title": True, "code": True, "start": True, "sheets": True, "retention": True}


def test_an_item_left_to_its_dots_is_empty(clerk, document) -> None:
    found = document(clerk.scanned(clerk.lines(*COVER, "Thời hạn bảo quản: ....................................")))
    assert items_of(found)["retention"] is False


def test_an_item_filled_in_by_hand_is_not_called_empty(clerk, document) -> None:
    found = document(clerk.scanned(clerk.lines(*COVER, "Thời hạn bảo quản: ..............................~20")))
    assert items_of(found)["retention"] is not False
