"""Stamps of secrecy are found; words about secrecy are not taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.facts import Box
from parsers.raw import RawFile, RawLine, RawPage
from parsers.secrecy import is_stamp, stamp

STAMPS = [
    "MẬT",
    "TỐI MẬT",
    "TUYỆT MẬT",
    "M Ậ T",
    "T Ố I  M Ậ T",
    "[MẬT]",
    "| TUYỆT MẬT |",
    "Độ mật: MẬT",
    "ĐỘ MẬT: TỐI MẬT",
    "ĐỘ MẬT: T Ố I M Ậ T",
    "MẬT",
    "MËT",
    "TOÁI MAÄT",
    "TUYET MAT",
]
NO_STAMPS = [
    "Mật",
    "mật",
    "bí mật",
    "BÍ MẬT",
    "BÍ MẬT NHÀ NƯỚC",
    "bỏ phiếu kín",
    "BỎ PHIẾU KÍN",
    "chế độ mật",
    "CHẾ ĐỘ BẢO MẬT",
    "MẬT ĐỘ DÂN SỐ",
    "QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "ĐỘ MẬT",
    "Độ mật: Thường",
    "ĐỘ MẬT: KHÔNG",
    "THÂN MẬT",
    "MAT",
    "HỎA TỐC",
    "Tài liệu MẬT gửi kèm theo",
]


def page(*lines: tuple[str, float, float]) -> RawPage:
    made = tuple(RawLine(t, 1, Box(x, y, x + 6 * len(t), y + 14)) for t, x, y in lines)
    return RawPage(1, 595, 842, sum(len(line.text) for line in made), made)


def pdf(*lines: tuple[str, float, float]) -> RawFile:
    return RawFile("pdf", (page(("Trang đầu không có dấu", 90, 100)), page(*lines)))


def word(*texts: str, header: tuple[str, ...] = ()) -> RawFile:
    return RawFile("docx", lines=tuple(RawLine(t, paragraph=i + 1) for i, t in enumerate(texts)), header_lines=header)


@pytest.mark.parametrize("text", STAMPS)
def test_a_stamp_stops_the_file(text: str) -> None:
    assert is_stamp(text)
    assert stamp(pdf((text, 90, 60), ("KẾ HOẠCH", 260, 160)))
    assert stamp(word("CHI BỘ THÔN 3", text, "KẾ HOẠCH"))
    assert stamp(word("KẾ HOẠCH", header=(text,)))


@pytest.mark.parametrize("text", NO_STAMPS)
def test_words_about_secrecy_are_no_stamp(text: str) -> None:
    assert not is_stamp(text)
    assert not stamp(pdf((text, 90, 60), ("KẾ HOẠCH", 260, 160)))
    assert not stamp(word("CHI BỘ THÔN 3", text, "KẾ HOẠCH"))


@given(
    st.text(alphabet="BÍBẢOCƠĐỘAMẬTmậtkín ,.-", max_size=20), st.text(alphabet="abcđêộKHNG ,.", min_size=1, max_size=20)
)
def test_a_line_with_other_words_is_no_stamp(before: str, after: str) -> None:
    text = f"{before} hồ sơ {after}"
    assert not stamp(pdf((text, 90, 60)))


@pytest.mark.parametrize(
    "line",
    [
        "MẬT ĐẢNG CỘNG SẢN VIỆT NAM",
        "TỐI MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "MẬT   Tân Mỹ, ngày 05 tháng 02 năm 2026",
        "Số 15-KH/CB TỐI MẬT",
    ],
)
def test_a_stamp_beside_the_head_is_found(line: str) -> None:
    assert stamp(pdf((line, 90, 60)))
    assert stamp(word(line))


def test_a_title_broken_before_the_word_is_no_stamp() -> None:
    assert not stamp(pdf(("KẾ HOẠCH THỰC HIỆN QUY ĐỊNH VỀ BẢO", 150, 160), ("MẬT", 280, 178)))
    assert not stamp(pdf(("VỀ CÔNG TÁC BẢO VỆ BÍ", 150, 160), ("MẬT", 230, 178)))
    assert not stamp(word("VỀ CÔNG TÁC BẢO VỆ BÍ", "MẬT"))


def test_a_cell_far_from_the_broken_word_is_a_stamp() -> None:
    assert stamp(pdf(("Quy chế bảo", 400, 60), ("MẬT", 90, 60)))


def test_a_word_low_on_the_page_is_no_stamp() -> None:
    assert not stamp(pdf(("MẬT", 90, 600)))


def test_a_paragraph_deep_in_a_word_file_counts_only_beside_a_head() -> None:
    body = [f"Đoạn văn thứ {i}" for i in range(60)]
    assert not stamp(word(*body, "MẬT"))
    assert stamp(word(*body, "MẬT", "CHI BỘ THÔN 3", "ĐẢNG CỘNG SẢN VIỆT NAM"))
