"""The mục lục with its nine columns, and the chứng từ kết thúc."""

import datetime as dt

from parsers.index import read_closing, read_index
from parsers.raw import RawFile, RawLine, RawTable

HEAD = (
    "STT",
    "Số, ký hiệu",
    "Ngày tháng\nnăm",
    "Tên loại và trích yếu",
    "Tác giả",
    "Bản chính",
    "Bản sao",
    "Trang số",
    "Ghi chú",
)
ROWS = (
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"),
    ("1", "05-KH/CB", "05/3/2026", "Kế hoạch kiểm tra\nđồng chí An", "Chi bộ", "x", "", "01-03", ""),
    ("2", "", "06/3/2026", "Biên bản triển khai", "Tổ kiểm tra", "x", "", "04", ""),
)


def paper(text: str, *tables: RawTable) -> RawFile:
    lines = tuple(RawLine(t, paragraph=i) for i, t in enumerate(text.strip().split("\n"), start=1))
    return RawFile("docx", lines=lines, tables=tables)


def test_nine_columns() -> None:
    rows = read_index(paper("MỤC LỤC HỒ SƠ của đồng chí An", RawTable((HEAD, *ROWS), paragraph=4))).value
    assert rows is not None
    assert [(r.order, r.number, r.symbol, r.date, r.author, r.pages) for r in rows] == [
        (1, "5", "KH/CB", dt.date(2026, 3, 5), "Chi bộ", "01-03"),
        (2, None, None, dt.date(2026, 3, 6), "Tổ kiểm tra", "04"),
    ]
    assert rows[0].title == "Kế hoạch kiểm tra đồng chí An"


def test_cells_broken_anywhere() -> None:
    broken = (
        ("1", "18-QĐ/UBK\nTĐU", "05/3/\n2026", "Quyết định kiểm tra", "Ủy ban", "x", "", "01", ""),
        ("2", "05-KH/\nUBKTĐU\nngày 06/3/2026", "06/3/20\n26", "Kế hoạch kiểm tra", "Ủy ban", "x", "", "02", ""),
        ("3", "Số\n11-TB/UBKTĐU", "", "Thông báo kết luận", "Ủy ban", "x", "", "03", ""),
    )
    rows = read_index(paper("MỤC LỤC HỒ SƠ", RawTable((HEAD, *broken), paragraph=4))).value or ()
    assert [(r.number, r.symbol, r.date) for r in rows] == [
        ("18", "QĐ/UBKTĐU", dt.date(2026, 3, 5)),
        ("5", "KH/UBKTĐU", dt.date(2026, 3, 6)),
        ("11", "TB/UBKTĐU", None),
    ]


def test_the_table_goes_on_without_its_head_and_other_tables_are_left_alone() -> None:
    more = RawTable((("3", "02-QĐ/CB", "07/3/2026", "Quyết định", "Chi bộ", "x", "", "05", ""),), page=2)
    other = RawTable((("Họ tên", "Chức vụ"), ("Nguyễn Văn An", "Bí thư")), page=2)
    rows = read_index(paper("MỤC LỤC HỒ SƠ kiểm tra", RawTable((HEAD, *ROWS), page=1), more, other)).value
    assert rows is not None and [row.order for row in rows] == [1, 2, 3]
    assert rows[2].location.page == 2


def test_lines_where_no_table_was_found() -> None:
    text = "MỤC LỤC HỒ SƠ\nTT Số ký hiệu Ngày Trích yếu\n"
    text += "1 05-KH/CB 05/3/2026 Kế hoạch kiểm tra 01-03\n2 06/3/2026 Biên bản triển khai kế hoạch 4"
    rows = read_index(paper(text)).value
    assert rows is not None
    assert [(r.number, r.title, r.pages) for r in rows] == [
        ("5", "Kế hoạch kiểm tra", "01-03"),
        (None, "Biên bản triển khai kế hoạch", "4"),
    ]
    assert read_index(paper("MỤC LỤC HỒ SƠ KIỂM TRA ĐẢNG VIÊN")).why == "not-understood"
    assert read_index(paper("KẾ HOẠCH kiểm tra của chi bộ thôn Ba")).is_absent


def test_closing_sheet() -> None:
    text = (
        "CHỨNG TỪ KẾT THÚC\nTrong đơn vị bảo quản này có: 45 trang (viết bằng chữ: bốn mươi lăm trang)\n"
        "Được đánh số từ 01 đến 45.\nMục lục văn bản có 02 trang."
    )
    sheet = read_closing(paper(text)).value
    assert sheet and (sheet.pages.value, sheet.pages_in_words.value, sheet.index_pages.value) == (45, 45, 2)
    assert (sheet.last.value, sheet.noted) == (45, ())


def test_closing_sheet_notes_what_the_numbers_skip_and_repeat() -> None:
    text = (
        "CHỨNG TỪ KẾT THÚC\nTrong đơn vị bảo quản này có: 45 tờ (bốn mươi lăm tờ), đánh số từ 01 đến 46\n"
        "Các tờ trùng số: 12, 20\nSố tờ khuyết: 31; 32, 33\nMục lục văn bản có 02 tờ."
    )
    sheet = read_closing(paper(text)).value
    assert sheet and (sheet.last.value, sheet.noted) == (46, (12, 20, 31, 32, 33))
    blank = read_closing(paper("CHỨNG TỪ KẾT THÚC\nCó 45 tờ, đánh số từ …… đến ……; tờ trùng số: không")).value
    assert blank and blank.last.is_absent and blank.noted == ()


def test_closing_sheet_says_the_last_number_in_other_words() -> None:
    for words in ("số liên tục từ trang số 01 đến trang số 23", "số tờ từ tờ 1 đến tờ 23", "số thứ tự từ 01 đến 23"):
        sheet = read_closing(paper(f"CHỨNG TỪ KẾT THÚC\nHồ sơ có: 23 trang. Được đánh {words}.")).value
        assert sheet and sheet.last.value == 23


def test_closing_sheet_with_words_that_differ_or_are_missing() -> None:
    sheet = read_closing(paper("CHỨNG TỪ KẾT THÚC\nTrong hồ sơ này có 45 tờ (Năm mươi tư tờ).")).value
    assert sheet and (sheet.pages.value, sheet.pages_in_words.value) == (45, 54)
    assert sheet.index_pages.is_absent
    blank = read_closing(paper("CHỨNG TỪ KẾT THÚC\nTrong đơn vị bảo quản này có: …… trang (viết bằng chữ: ………)")).value
    assert blank and blank.pages.is_absent and blank.pages_in_words.is_absent
    assert read_closing(paper("KẾ HOẠCH kiểm tra của chi bộ thôn Ba")).is_absent
