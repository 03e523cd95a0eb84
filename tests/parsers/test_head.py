"""The head of a paper: sides, issuer, number, date, title; blank, hidden and missing told apart."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.catalogue import BodyHint, Catalogue, KindHint
from parsers.facts import Box, Fact
from parsers.head import head_cells
from parsers.header import Header, read_header
from parsers.number_date import Dating, Numbering, number_style, read_date, read_number, split_number, zero_style
from parsers.raw import RawFile, RawImage, RawLine, RawPage
from parsers.title import Title, read_title

CATALOGUE = Catalogue(
    kinds=(KindHint("ban-kiem-diem", types=("bản kiểm điểm",)), KindHint("muc-luc", types=("mục lục",))),
    bodies=(
        BodyHint("chi-bo", ("chi bộ",), ("CB",)),
        BodyHint("to-kiem-tra", ("tổ kiểm tra",)),
        BodyHint("dang-uy", ("đảng ủy", "ban thường vụ đảng ủy"), ("ĐU",)),
        BodyHint("ubkt-dang-uy", ("ủy ban kiểm tra",), ("UBKTĐU", "UBKT")),
        BodyHint("cap-tren", ("tỉnh ủy", "ủy ban kiểm tra tỉnh ủy"), ("TU", "UBKTTU")),
        BodyHint("nha-nuoc", ("ủy ban nhân dân", "sở", "trường"), ("UBND",)),
    ),
    type_names={
        "KH": ("kế hoạch",),
        "TB": ("thông báo",),
        "QĐ": ("quyết định", "quy định"),
        "BB": ("biên bản",),
        "BC": ("báo cáo",),
        "TTr": ("tờ trình",),
    },
)

Placed = tuple[str, float, float]  # text, left, top


def line(text: str, left: float, top: float, *, bold: bool = False) -> RawLine:
    return RawLine(text, 1, Box(left, top, left + 7.0 * len(text), top + 14), bold=bold)


def pdf(*placed: Placed | RawLine, images: tuple[RawImage, ...] = (), fields: int = 0) -> RawFile:
    lines = tuple(p if isinstance(p, RawLine) else line(*p) for p in placed)
    page = RawPage(1, 595, 842, sum(len(p.text) for p in lines), lines, images=images)
    return RawFile("pdf", (page,), signature_fields=fields)


def centred(text: str, top: float, *, bold: bool = True) -> RawLine:
    width = 7.0 * len(text)
    return RawLine(text, 1, Box(319 - width / 2, top, 319 + width / 2, top + 14), bold=bold)


def word(left: list[str], right: list[str], *below: str) -> RawFile:
    lines = [RawLine(t, paragraph=i + 1, table=1, row=1, column=1) for i, t in enumerate(left)]
    lines += [RawLine(t, paragraph=20 + i, table=1, row=1, column=2) for i, t in enumerate(right)]
    lines += [RawLine(t, paragraph=40 + i) for i, t in enumerate(below)]
    return RawFile("docx", lines=tuple(lines))


def read_all(raw: RawFile) -> tuple[Header, Numbering, Dating, Title]:
    cells = head_cells(raw)
    title = read_title(cells, CATALOGUE)
    above = cells[: title.ends_head]
    numbering = read_number(raw, above)
    header = read_header(raw, above, CATALOGUE, numbering.symbol.value)
    return header, numbering, read_date(raw, above, raw.all_lines[-25:]), title


LEFT = ["ĐẢNG BỘ XÃ TÂN MỸ", "CHI BỘ THÔN 3", "*", "Số 05-KH/CB"]
RIGHT = ["ĐẢNG CỘNG SẢN VIỆT NAM", "Tân Mỹ, ngày 05 tháng 02 năm 2026"]
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
        (["BẢN KIỂM ĐIỂM", "Họ và tên: Nguyễn Văn A"], "BẢN KIỂM ĐIỂM", None),
        (["TRÍCH BIÊN BẢN", "hội nghị chi bộ", "1. Thành phần"], "BIÊN BẢN", "hội nghị chi bộ"),
        (["TỜ TRÌNH", "về việc kỷ luật", "Kính trình: Đảng ủy"], "TỜ TRÌNH", "về việc kỷ luật"),
        (["BÁO CÁO", "kết quả kiểm tra", "_____", "I. Kết quả"], "BÁO CÁO", "kết quả kiểm tra"),
    ],
)  # fmt: skip
def test_titles(below: list[str], type_name: str, subject: str | None) -> None:
    title = read_title(head_cells(word(LEFT, RIGHT, *below)), CATALOGUE)
    assert title.type_name.value == type_name
    if below[0].startswith("QUYẾT"):
        assert (title.subject.value or "").startswith(subject or "")
    else:
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
