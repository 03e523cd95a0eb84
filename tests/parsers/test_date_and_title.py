"""The date line and the title of a paper, however they are set."""

from __future__ import annotations

import datetime as dt

import pytest
from heads import CATALOGUE, LEFT, RIGHT, centred, pdf, read_all, word
from hypothesis import given
from hypothesis import strategies as st

from parsers.head import head_cells
from parsers.number_date import zero_style
from parsers.title import read_title


@pytest.mark.parametrize(
    ("text", "place", "date", "style"),
    [
        ("Tân Mỹ, ngày 5 tháng 4 năm 2026", "Tân Mỹ", dt.date(2026, 4, 5), "zero-missing"),
        ("Tân Mỹ, ngày 15 tháng 04 năm 2026", "Tân Mỹ", dt.date(2026, 4, 15), "zero-extra"),
        ("Tân Mỹ, ngày 15/4/2026", "Tân Mỹ", dt.date(2026, 4, 15), "ok"),
        ("ngày 15 tháng 4 năm 2026", None, dt.date(2026, 4, 15), "ok"),
        ("……, ngày 15 tháng 4 năm 2026", None, dt.date(2026, 4, 15), "ok"),
        ("TP. Hồ Chí Minh, ngày 15 tháng 12 năm 2026", "TP. Hồ Chí Minh", dt.date(2026, 12, 15), "ok"),
        ("Khu phố 3, ngày 15 tháng 4 năm 2026", "Khu phố 3", dt.date(2026, 4, 15), "ok"),
        ("Quận 12, ngày 15 tháng 4 năm 2026", "Quận 12", dt.date(2026, 4, 15), "ok"),
        ("Đà Nẵng, Ngày          tháng        năm {{nam}}", "Đà Nẵng", None, "blank"),
        ("Tân Mỹ, ngày … tháng … năm 20…", "Tân Mỹ", None, "blank"),
    ],
)
def test_date_lines(text: str, place: str | None, date: dt.date | None, style: str) -> None:
    _, _, dating, _ = read_all(word(["CHI BỘ THÔN 3"], ["ĐẢNG CỘNG SẢN VIỆT NAM", text], "KẾ HOẠCH"))
    assert (dating.place.value, dating.date.value, dating.style.value) == (place, date, style)
    assert dating.date.is_absent is (date is None)


@pytest.mark.parametrize(
    "parts", [("Thạch Khê Hạ, ngày 02 tháng 11 năm", "2026"), ("Thạch Khê Hạ, ngày 02", "tháng 11 năm 2026")]
)
def test_a_date_line_broken_by_a_narrow_column(parts: tuple[str, str]) -> None:
    placed = pdf(("CHI BỘ THÔN 3", 90, 60), (parts[0], 320, 90), (parts[1], 400, 106), centred("KẾ HOẠCH", 140))
    for raw in (placed, word(["CHI BỘ THÔN 3"], ["ĐẢNG CỘNG SẢN VIỆT NAM", *parts], "KẾ HOẠCH")):
        _, _, dating, _ = read_all(raw)
        assert (dating.place.value, dating.date.value) == ("Thạch Khê Hạ", dt.date(2026, 11, 2))


def test_a_day_that_does_not_exist_is_shown_but_not_read() -> None:
    _, _, dating, _ = read_all(word(["CHI BỘ"], ["Tân Mỹ, ngày 31 tháng 02 năm 2026"], "KẾ HOẠCH"))
    assert dating.date.is_unreadable
    assert dating.date.shown == "ngày 31 tháng 02 năm 2026"


def test_a_date_in_the_text_is_not_the_date_of_the_paper() -> None:
    below = ["BIÊN BẢN", "làm việc", "Hôm nay, ngày 05 tháng 02 năm 2026, tổ kiểm tra họp.", "Kết thúc."]
    _, _, dating, _ = read_all(word(["CHI BỘ"], ["ĐẢNG CỘNG SẢN VIỆT NAM"], *below))
    assert dating.date.is_absent


def test_a_paper_of_a_person_is_dated_at_its_end() -> None:
    raw = word([], [], "BẢN KIỂM ĐIỂM", "Tôi là Nguyễn Văn A", "Tân Mỹ, ngày 10 tháng 3 năm 2026", "NGƯỜI KIỂM ĐIỂM")
    _, _, dating, _ = read_all(raw)
    assert (dating.place.value, dating.date.value) == ("Tân Mỹ", dt.date(2026, 3, 10))


@pytest.mark.parametrize(
    ("day", "month", "style"),
    [
        ("05", "02", "ok"),
        ("15", "4", "ok"),
        ("5", "10", "zero-missing"),
        ("15", "1", "zero-missing"),
        ("15", "09", "zero-extra"),
    ],
)
def test_zeros_of_a_date(day: str, month: str, style: str) -> None:
    assert zero_style(day, month) == style


@pytest.mark.parametrize(
    ("below", "type_name", "subject"),
    [
        (["BIÊN BẢN HỘI NGHỊ", "xét kết quả", "Hôm nay, ngày 05/02/2026"], "BIÊN BẢN", "HỘI NGHỊ xét kết quả"),
        (["THÔNG BÁO", "KẾT LUẬN KIỂM TRA", "Thực hiện Kế hoạch số 05-KH/CB"], "THÔNG BÁO", "KẾT LUẬN KIỂM TRA"),
        (["QUYẾT ĐỊNH", "về việc kiểm tra", "CHI BỘ THÔN 3 QUYẾT ĐỊNH:"], "QUYẾT ĐỊNH", "về việc kiểm tra"),
        (["QUYẾT ĐỊNH", "kiểm tra đồng chí", "NGUYỄN VĂN A"], "QUYẾT ĐỊNH", "kiểm tra đồng chí NGUYỄN VĂN A"),
        (["QUYẾT ĐỊNH", "về việc kiểm tra", "GIÁM ĐỐC SỞ Y TẾ"], "QUYẾT ĐỊNH", "về việc kiểm tra"),
        (["BẢN KIỂM ĐIỂM", "Họ và tên: Nguyễn Văn A"], "BẢN KIỂM ĐIỂM", None),
        (["TRÍCH BIÊN BẢN", "hội nghị chi bộ", "1. Thành phần"], "BIÊN BẢN", "hội nghị chi bộ"),
        (["TỜ TRÌNH", "về việc kỷ luật", "Kính trình: Đảng ủy"], "TỜ TRÌNH", "về việc kỷ luật"),
        (["BÁO CÁO", "kết quả kiểm tra", "_____", "I. Kết quả"], "BÁO CÁO", "kết quả kiểm tra"),
    ],
)  # fmt: skip
def test_titles(below: list[str], type_name: str, subject: str | None) -> None:
    title = read_title(head_cells(word(LEFT, RIGHT, *below)), CATALOGUE)
    assert title.type_name.value == type_name
    assert title.subject.value == subject
    assert title.extract is below[0].startswith("TRÍCH")


def test_a_centred_line_that_quotes_belongs_to_the_title() -> None:
    quoting = "thực hiện Kế hoạch số 05-KH/CB của Chi bộ"
    raw = pdf(
        ("CHI BỘ THÔN 3", 90, 60),
        centred("KẾ HOẠCH", 140),
        centred(quoting, 158),
        ("Thực hiện Kế hoạch số 05", 113, 180),
    )
    assert read_title(head_cells(raw), CATALOGUE).subject.value == quoting


def test_a_title_is_shown_as_written() -> None:
    title = read_title(head_cells(word(LEFT, RIGHT, "QUYẾT ÐỊNH", "kiểm tra Ðảng viên")), CATALOGUE)
    assert (title.type_name.value, title.type_name.shown) == ("QUYẾT ĐỊNH", "QUYẾT ÐỊNH")
    assert (title.subject.value, title.subject.shown) == ("kiểm tra Đảng viên", "kiểm tra Ðảng viên")


WIDE = "kiểm tra đảng viên về việc chấp hành nghị quyết của Chi bộ và các"


def test_a_subject_in_regular_type_over_the_whole_width() -> None:
    head = (("CHI BỘ THÔN 3", 90, 60), centred("KẾ HOẠCH", 140))
    titled = pdf(*head, centred(WIDE, 158, bold=False), centred("nhiệm vụ được giao", 176, bold=False))
    assert read_title(head_cells(titled), CATALOGUE).subject.value == f"{WIDE} nhiệm vụ được giao"
    ruled = pdf(*head, centred(WIDE, 158, bold=False), centred("-----", 176, bold=False))
    assert read_title(head_cells(ruled), CATALOGUE).subject.value == WIDE
    running = pdf(*head, centred(WIDE, 158, bold=False), ("nhiệm vụ được giao.", 85, 176))
    assert read_title(head_cells(running), CATALOGUE).subject.is_absent


def test_a_letter_has_its_subject_under_the_number() -> None:
    left = ["CHI BỘ THÔN 3", "Số 07-CV/CB", "V/v cử người tham gia", "tổ kiểm tra"]
    title = read_title(head_cells(word(left, RIGHT, "Kính gửi: Đảng ủy xã", "Nội dung.")), CATALOGUE)
    assert title.letter
    assert title.type_name.is_absent
    assert title.subject.value == "cử người tham gia tổ kiểm tra"


def test_an_unknown_type_is_read_with_doubt_and_running_text_is_no_type() -> None:
    raw = pdf(("Số 05-HD/BTC", 110, 90), ("ĐẢNG CỘNG SẢN VIỆT NAM", 330, 60), centred("HƯỚNG DẪN", 140))
    title = read_title(head_cells(raw), CATALOGUE)
    assert title.type_name.value == "HƯỚNG DẪN"
    assert title.type_name.confidence < 0.8
    running = word([], [], "Kế hoạch này được giao cho chi bộ.", "Biên bản lập xong lúc 10 giờ.")
    assert read_title(head_cells(running), CATALOGUE).type_name.is_absent


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_text_is_taken_without_a_fault(texts: list[str]) -> None:
    header, numbering, dating, title = read_all(word(texts[:4], texts[4:6], *texts[6:]))
    assert title.ends_head <= len(texts) * 31
    assert header.header.status in {"read", "absent"}
    assert numbering.number.value is None or numbering.number.value[0].isdigit()
    assert dating.date.value is None or dating.date.value.year > 0
