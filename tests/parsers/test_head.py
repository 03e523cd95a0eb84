"""The head of a paper: sides, issuer, number; blank, hidden and missing told apart."""

from __future__ import annotations

import datetime as dt

import pytest
from heads import LEFT, RIGHT, Placed, centred, line, pdf, read_all, word
from hypothesis import given
from hypothesis import strategies as st

from parsers.facts import Box, Fact
from parsers.number_date import number_style, split_number
from parsers.raw import RawFile, RawImage, RawLine

BELOW = ["KẾ HOẠCH", "kiểm tra chuyên đề đối với đồng chí A", "-----", "- Căn cứ Điều lệ Đảng;"]

GOOD = [
    pytest.param(word(LEFT, RIGHT, *BELOW), id="word-table"),
    pytest.param(
        pdf(
            ("ĐẢNG BỘ XÃ TÂN MỸ", 95, 60),
            line("CHI BỘ THÔN 3", 105, 76, bold=True),
            ("*", 150, 92),
            ("Số 05-KH/CB", 110, 108),
            line("ĐẢNG CỘNG SẢN VIỆT NAM", 330, 60, bold=True),
            ("Tân Mỹ, ngày 05 tháng 02 năm 2026", 320, 90),
            centred("KẾ HOẠCH", 140),
            centred("kiểm tra chuyên đề đối với đồng chí A", 158),
            centred("-----", 176, bold=False),
            ("- Căn cứ Điều lệ Đảng;", 113, 200),
        ),
        id="pdf-columns",
    ),
    pytest.param(
        pdf(
            ("ĐẢNG BỘ XÃ TÂN MỸ ĐẢNG CỘNG SẢN VIỆT NAM", 95, 60),
            ("CHI BỘ THÔN 3", 105, 76),
            ("*", 150, 92),
            ("Số 05-KH/CB Tân Mỹ, ngày 05 tháng 02 năm 2026", 110, 108),
            centred("K Ế  H O Ạ C H", 140),
            centred("kiểm tra chuyên đề đối với đồng chí A", 158),
        ),
        id="pdf-joined-columns",
    ),
    pytest.param(
        RawFile(
            "docx",
            lines=tuple(
                RawLine(t, paragraph=i + 1)
                for i, t in enumerate(
                    [
                        "ÐẢNG BỘ XÃ TÂN MỸ\tÐẢNG CỘNG SẢN VIỆT NAM",
                        "CHI BỘ THÔN 3\t\tTân Mỹ, ngày 05 tháng 02 năm 2026",
                        "*",
                        "Số 05 – KH/CB",
                        *BELOW,
                    ]
                )
            ),
        ),
        id="word-tabs-eth-dash",
    ),
]


@pytest.mark.parametrize("raw", GOOD)
def test_a_party_head_is_read_however_it_is_laid_out(raw: RawFile) -> None:
    header, numbering, dating, title = read_all(raw)
    assert header.header.value == "party"
    assert (header.issuer.value or "").endswith("CHI BỘ THÔN 3")
    assert header.issuer_body.value == "chi-bo"
    assert header.superior.value is not None
    assert header.superior.value.endswith("BỘ XÃ TÂN MỸ")
    assert header.star.value is True
    assert (numbering.number.value, numbering.symbol.value) == ("5", "KH/CB")
    assert (dating.place.value, dating.date.value, dating.style.value) == ("Tân Mỹ", dt.date(2026, 2, 5), "ok")
    assert title.type_name.value == "KẾ HOẠCH"
    assert title.subject.value == "kiểm tra chuyên đề đối với đồng chí A"


@pytest.mark.parametrize(
    ("left", "issuer", "superior", "body"),
    [
        (["ĐẢNG ỦY XÃ X", "ỦY BAN KIỂM TRA", "*", "Số 1-QĐ/KT"], "ỦY BAN KIỂM TRA", "ĐẢNG ỦY XÃ X", "ubkt-dang-uy"),
        (["TỈNH ỦY LÂM ĐỒNG", "ỦY BAN KIỂM TRA", "*"], "ỦY BAN KIỂM TRA", "TỈNH ỦY LÂM ĐỒNG", "cap-tren"),
        (["ĐẢNG BỘ TỈNH X", "ĐẢNG UỶ XÃ TÂN MỸ", "*"], "ĐẢNG UỶ XÃ TÂN MỸ", "ĐẢNG BỘ TỈNH X", "dang-uy"),
        (["ĐẢNG BỘ XÃ X", "CHI BỘ THÔN 3", "*", "TỔ KIỂM TRA"], "TỔ KIỂM TRA", "CHI BỘ THÔN 3", "to-kiem-tra"),
        (["ĐẢNG BỘ BỘ PHẬN", "TRƯỜNG A", "CHI BỘ SINH VIÊN"], "CHI BỘ SINH VIÊN", "ĐẢNG BỘ BỘ PHẬN TRƯỜNG A", "chi-bo"),
        (["SỞ GIÁO DỤC", "TRƯỜNG THPT A"], "TRƯỜNG THPT A", "SỞ GIÁO DỤC", "nha-nuoc"),
        (["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"], "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", None, "nha-nuoc"),
    ],
)  # fmt: skip
def test_the_issuer_is_the_last_body_and_the_superior_the_one_above(
    left: list[str], issuer: str, superior: str | None, body: str
) -> None:
    header, *_ = read_all(word(left, ["ĐẢNG CỘNG SẢN VIỆT NAM"], "KẾ HOẠCH", "kiểm tra"))
    assert header.issuer.value == issuer
    assert header.superior.value == superior
    assert header.issuer_body.value == body


def test_a_head_without_title_or_issuer_is_absent() -> None:
    bare_page = pdf(centred("BẢN KIỂM ĐIỂM", 80), ("Họ và tên: Nguyễn Văn A", 90, 120))
    header, numbering, dating, _ = read_all(bare_page)
    assert header.header.is_absent
    assert header.issuer.is_absent
    assert header.issuer_body.is_absent
    assert numbering.number.is_absent
    assert dating.date.is_absent


def test_a_state_head_is_named() -> None:
    right = [
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Quảng Ngãi, ngày 8 tháng 01 năm 2025",
    ]
    header, numbering, dating, _ = read_all(
        word(["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI", "Số: 11/TB-UBND"], right, "THÔNG BÁO")
    )
    assert header.header.value == "state"
    assert (numbering.number.value, numbering.symbol.value) == ("11", "TB-UBND")
    assert number_style(numbering.line.value or "") == "state-colon"
    assert (dating.date.value, dating.style.value) == (dt.date(2025, 1, 8), "zero-missing")


@pytest.mark.parametrize(
    ("text", "number", "symbol", "style"),
    [
        ("Số 15-KH/CB", "15", "KH/CB", "ok"),
        ("Số 05-QĐ/UBKTĐU", "5", "QĐ/UBKTĐU", "ok"),
        ("Số 5-QĐ/ĐU", "5", "QĐ/ĐU", "no-zero"),
        ("Số: 15-QĐ/ĐU", "15", "QĐ/ĐU", "state-colon"),
        ("Số: 15/QĐ-UBND", "15", "QĐ-UBND", "state-colon"),
        ("Số 15/KH-CB", "15", "KH-CB", "state-colon"),
        ("Số 12a-KH/CB", "12a", "KH/CB", "ok"),
        ("Số 12 - HD / BTCTW", "12", "HD/BTCTW", "ok"),
        ("Số: 30/2020/NĐ-CP", "30", "2020/NĐ-CP", "state-colon"),
        ("Số 07-QĐi/TW", "7", "QĐi/TW", "ok"),
        ("Số 24–CV/ĐU", "24", "CV/ĐU", "ok"),
        ("SỐ 24-CTr/ĐU", "24", "CTr/ĐU", "ok"),
        ("Số      -NQ/CB", None, "NQ/CB", "blank"),
        ("Số ……-KH/CB", None, "KH/CB", "blank"),
        ("Số ...../KH-UBND", None, "KH-UBND", "blank"),
        ("Số {{so}}-KH/CB", None, "KH/CB", "blank"),
        ("Số: /TB-UBND", None, "TB-UBND", "blank"),
        ("Số:", None, None, "blank"),
    ],
)
def test_number_lines(text: str, number: str | None, symbol: str | None, style: str) -> None:
    _, numbering, *_ = read_all(word(["CHI BỘ THÔN 3", text], ["ĐẢNG CỘNG SẢN VIỆT NAM"], "KẾ HOẠCH"))
    assert numbering.number.value == number
    assert numbering.number.is_absent is (number is None)
    assert numbering.symbol.value == symbol
    assert numbering.line.shown == text.strip()
    assert number_style(text) == style
    assert number is not None or numbering.number.shown == text.strip()


@given(st.integers(1, 9999), st.sampled_from(["KH/CB", "QĐ/UBKTĐU", "TTr/ĐU", "CTr/UBKT"]))
def test_numbers_part_from_their_symbols(number: int, symbol: str) -> None:
    assert split_number(f"{number:02}-{symbol}") == (str(number), symbol)
    assert split_number(f"Số: {number}/{symbol.replace('/', '-')}") == (str(number), symbol.replace("/", "-"))


@pytest.mark.parametrize(
    "text", ["Số điện thoại: 0913", "Số lượng 15", "Số thẻ đảng: 12.345", "Sốt rét 12-KH/CB", "Tổng số 15-KH"]
)
def test_other_lines_with_the_word_are_no_number(text: str) -> None:
    _, numbering, *_ = read_all(word(["CHI BỘ THÔN 3", text], ["ĐẢNG CỘNG SẢN VIỆT NAM"], "KẾ HOẠCH"))
    assert numbering.number.is_absent
    assert numbering.symbol.is_absent


@pytest.mark.parametrize("stamp_first", [True, False])
def test_a_stamp_of_arrival_never_wins(stamp_first: bool) -> None:
    stamp = [("CÔNG VĂN ĐẾN", 60, 120), ("Số: 2352", 60, 136), ("Ngày: 21/3/2026", 60, 152), ("Chuyển: VT", 60, 168)]
    head = [
        ("CHI BỘ THÔN 3", 105, 60),
        ("Số 05-KH/CB", 110, 92),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 330, 60),
        ("Tân Mỹ, ngày 05 tháng 02 năm 2026", 320, 92),
    ]
    placed = [*stamp, *head] if stamp_first else [*head, *stamp]
    _, numbering, dating, _ = read_all(pdf(*placed, centred("KẾ HOẠCH", 240)))
    assert (numbering.number.value, dating.date.value) == ("5", dt.date(2026, 2, 5))
    _, numbering, dating, _ = read_all(pdf(*stamp, *head[:1], *head[2:3], centred("KẾ HOẠCH", 240)))
    assert numbering.number.is_absent
    assert dating.date.is_absent


BLANK_HEAD: list[Placed | RawLine] = [
    ("BAN TỔ CHỨC", 132, 73),
    ("Số -HD/BTCTU", 119, 105),
    ("ĐẢNG CỘNG SẢN VIỆT NAM", 334, 57),
    ("Hà Nội, ngày", 342, 91),
    ("tháng 8 năm 2025", 440, 91),
    centred("KẾ HOẠCH", 140),
]


def test_printed_blanks_are_absent_with_what_is_shown() -> None:
    _, numbering, dating, _ = read_all(pdf(*BLANK_HEAD))
    assert numbering.number.is_absent
    assert numbering.number.shown == "Số -HD/BTCTU"
    assert dating.date.is_absent
    assert dating.date.shown == "ngày tháng 8 năm 2025"
    assert (dating.place.value, dating.style.value) == ("Hà Nội", "blank")


def _hidden(facts: tuple[Fact[str], Fact[dt.date]]) -> list[str | None]:
    return [fact.why for fact in facts]


def test_blanks_that_a_signature_field_or_a_picture_may_fill_are_unreadable() -> None:
    _, numbering, dating, _ = read_all(pdf(*BLANK_HEAD, fields=2))
    assert _hidden((numbering.number, dating.date)) == ["field-image", "field-image"]
    digits = (RawImage(1, Box(140, 104, 156, 120)), RawImage(1, Box(425, 87, 437, 106)))
    _, numbering, dating, _ = read_all(pdf(*BLANK_HEAD, images=digits))
    assert _hidden((numbering.number, dating.date)) == ["field-image", "field-image"]
    rule = (RawImage(1, Box(100, 104.5, 240, 105.2)), RawImage(1, Box(60, 300, 500, 700)))
    _, numbering, dating, _ = read_all(pdf(*BLANK_HEAD, images=rule))
    assert numbering.number.is_absent
    assert dating.date.is_absent
