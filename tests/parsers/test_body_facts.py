"""Sections, blanks, the person, the period, recipients."""

import datetime as dt
from dataclasses import replace

import pytest

from parsers.blanks import find_blanks
from parsers.catalogue import KindHint, SectionHint
from parsers.facts import Box, Period
from parsers.names import name_at
from parsers.period import read_period
from parsers.person import read_person
from parsers.raw import RawFile, RawImage, RawLine, RawPage, ScanLook
from parsers.recipients import read_addressees, read_recipients
from parsers.sections import find_sections

SCAN = RawFile("pdf", (RawPage(1, 595, 842, 0, images=(RawImage(1, Box(0, 0, 595, 842)),), image_share=1.0),))
PLAN = KindHint(
    "ke-hoach",
    ("kế hoạch",),
    sections=(
        SectionHint("can-cu", ("căn cứ", "thực hiện kế hoạch"), anywhere=True),
        SectionHint("muc-dich-yeu-cau", ("mục đích, yêu cầu", "mục đích")),
        SectionHint("noi-dung", ("nội dung",)),
        SectionHint("doi-tuong", ("đối tượng",)),
        SectionHint("moc-thoi-gian", ("mốc thời gian",)),
        SectionHint("to-chuc-thuc-hien", ("tổ chức thực hiện",)),
    ),
)


def paper(text: str) -> RawFile:
    return RawFile(
        "docx", lines=tuple(RawLine(t, paragraph=i) for i, t in enumerate(text.strip().split("\n"), start=1))
    )


# ---------------------------------------------------------------- sections


def names(text: str) -> list[str]:
    return [section.name for section in find_sections(paper(text), PLAN).value or ()]


def test_all_sections_of_a_plan() -> None:
    text = (
        "Thực hiện Kế hoạch số 01-KH/CB, ngày 05/01/2026\nI- MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n"
        "II. NỘI DUNG, ĐỐI TƯỢNG, MỐC THỜI\nGIAN KIỂM TRA\nĐiều 4. Tổ chức thực hiện: giao chi ủy."
    )
    assert names(text) == [hint.name for hint in PLAN.sections]


def test_words_in_the_middle_of_a_sentence_are_no_section() -> None:
    assert names("Chi bộ xem xét theo\nnội dung kế hoạch và đối tượng được nêu, tổ chức thực hiện nghiêm.") == []


def test_a_section_as_a_paragraph_of_its_own() -> None:
    assert names("Nội dung kiểm tra là việc nộp đảng phí.\n- Đối tượng: đồng chí An") == ["noi-dung", "doi-tuong"]


def test_sections_of_a_scan_or_an_unknown_kind_are_unreadable() -> None:
    assert find_sections(SCAN, PLAN).why == "scan"
    assert find_sections(paper("I- NỘI DUNG CÔNG VIỆC CỦA CHI BỘ"), None).why == "not-understood"
    half = replace(SCAN, pages=(*SCAN.pages, RawPage(2, 595, 842, 40, (RawLine("I- NỘI DUNG kiểm tra đảng viên", 2),))))
    assert find_sections(half, PLAN).why == "scan"


# ---------------------------------------------------------------- blanks


@pytest.mark.parametrize(
    "text",
    [
        "Đồng chí: ……………… làm tổ trưởng",
        "Địa điểm: ..................",
        "Thời gian (ghi rõ từ ngày nào đến ngày nào)",
        "Đ/c: …",
        "Họ tên {{ho_ten}} sinh năm 1980",
        "Số phiếu phát ra: ..... phiếu",
        "Kết thúc lúc … giờ … phút",
        "Kiểm tra đồng chí [...] về nội dung",
        "Đề nghị chi bộ xem xét ________ trước",
    ],
)
def test_marks_of_a_template(text: str) -> None:
    fact = find_blanks(paper(f"Chi bộ họp bàn.\n{text}\nTiếp theo."), None)
    assert [blank.location.paragraph for blank in fact.value or ()] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "Mục 1. Nội dung kiểm tra .................... 12",
        "Các hồ sơ, tài liệu, sổ sách, v.v...",
        "Một số vấn đề còn tồn đọng,... Trên cơ sở đó",
        "(Ký, ghi rõ họ tên)",
        "(ký và ghi rõ họ, tên, đóng dấu)",
        "Họ và tên: ..........Nguyễn Văn An..........",
        "Chức vụ: Bí thư chi bộ.............",
        "Số 05-KH/CB ngày 05/3/2026",
        "-----",
    ],
)
def test_no_marks(text: str) -> None:
    assert find_blanks(paper(f"Chi bộ họp bàn.\n{text}\nTiếp theo."), None).value == ()


def test_dots_to_sign_on_and_forms_and_header_blanks() -> None:
    body = "\n".join(["Nội dung"] * 20)
    assert find_blanks(paper(f"{body}\nCHỦ TRÌ\n..........................\nNguyễn Văn An"), None).value == ()
    assert find_blanks(paper("Đ/c: ………"), KindHint("phieu", (), form=True)).value == ()
    assert find_blanks(paper("Số .....-KH/CB\nAn Phú, ngày … tháng … năm 2026\nNội dung"), None).value == ()
    assert find_blanks(SCAN, None).why == "scan"


def test_a_rule_in_the_head_is_no_blank() -> None:
    head = "CHI BỘ THÔN 2\nĐẢNG CỘNG SẢN VIỆT NAM\n_______________\nKẾ HOẠCH\n" + "Nội dung của kế hoạch\n" * 12
    assert find_blanks(paper(head), None).value == ()
    assert len(find_blanks(paper(f"{head}Người được giao: _______________"), None).value or ()) == 1


# ---------------------------------------------------------------- person


@pytest.mark.parametrize(
    ("text", "name", "born"),
    [
        ("KẾ HOẠCH\nkiểm tra đối với đồng chí Nguyễn Văn An\nCăn cứ Điều lệ Đảng;", "Nguyễn Văn An", None),
        ("Kiểm tra đối với đồng chí Nguyễn Văn An, sinh ngày 5/3/1980, Bí thư chi bộ", "Nguyễn Văn An", "05/03/1980"),
        ("KIỂM TRA ĐỐI VỚI ĐỒNG CHÍ NGUYỄN VĂN AN\nĐồng chí Nguyễn Văn An, sinh năm 1980", "Nguyễn Văn An", "1980"),
        ("kiểm tra đồng chí Kim Đức\nHiếu khi có\nkiểm tra đồng chí Kim Đức Hiếu khi có", "Kim Đức Hiếu", None),
        ("KIỂM TRA ĐỒNG CHÍ LÊ HOÀI AN VỀ VIỆC HỌC TẬP\nGiám sát đồng chí Lê Hoài An về", "Lê Hoài An", None),
        ("KIỂM TRA ĐỒNG CHÍ LÊ THỊ MAI CHI TRONG VIỆC HỌC TẬP", "Lê Thị Mai Chi", None),
        ("về giám sát đồng chí Nguyễn\nVăn An, đảng viên chi bộ", "Nguyễn Văn An", None),
        ("Họ và tên: NGUYỄN VĂN AN\nNgày, tháng, năm sinh: 12 tháng 5 năm 1975", "Nguyễn Văn An", "12/05/1975"),
        ("Thi hành kỷ luật đảng viên Nguyễn Văn An bằng hình thức khiển trách", "Nguyễn Văn An", None),
        ("Đối tượng kiểm tra: Đ/c Nguyễn Văn An. Tổ kiểm tra gồm đồng chí Lê Văn Hai", "Nguyễn Văn An", None),
    ],
)
def test_who_a_paper_is_about(text: str, name: str, born: str | None) -> None:
    fact = read_person(paper(text), None)
    assert fact.value and (fact.value.name, fact.value.born) == (name, born)


def test_two_people_are_ambiguous_and_an_organisation_is_nobody() -> None:
    assert (
        read_person(paper("kiểm tra đối với đồng chí Lê Văn An và đối với đồng chí Trần Thị Bình"), None).why
        == "ambiguous"
    )
    assert read_person(paper("kiểm tra đối với Chi ủy Chi bộ thôn Ba, do đồng chí An giới thiệu"), None).is_absent
    assert read_person(SCAN, None).why == "scan"


def test_nobody_is_named_on_a_picture_that_was_read_whole() -> None:
    def picture(text: str, *, whole: bool = True) -> RawFile:
        line = RawLine(text, 1, Box(80, 100, 500, 112))
        scan = ScanLook(colour=True, blank=False, whole=whole, confidence=0.95)
        return RawFile("pdf", (RawPage(1, 595, 842, len(text), (line,), (line,), (), 1.0, scan),))

    text = "Tổ kiểm tra gợi ý đề cương báo cáo tự kiểm tra gồm những nội dung sau đây"
    assert read_person(picture(text), None).is_absent
    assert read_person(picture(text, whole=False), None).why == "scan"
    assert read_person(picture(f"{text} đối với đồng chí ▒"), None).why == "scan"


def test_the_birth_date_of_another_is_not_taken() -> None:
    fact = read_person(
        paper("kiểm tra đối với đồng chí Lê Văn An, Bí thư; đồng chí Trần Thị Bình, sinh năm 1990"), None
    )
    assert fact.value and fact.value.born is None


# ---------------------------------------------------------------- period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Mốc thời gian kiểm tra: từ ngày 01/01/2024 đến ngày 31/12/2025.", (2024, 1, 1), (2025, 12, 31)),
        ("3. Mốc thời gian kiểm tra: Từ tháng 01/2024 đến tháng 12/2025", (2024, 1, 1), (2025, 12, 31)),
        ("Thời kỳ kiểm tra: từ năm 2024 đến hết năm 2025", (2024, 1, 1), (2025, 12, 31)),
        ("Mốc thời gian giám sát năm 2025.", (2025, 1, 1), (2025, 12, 31)),
        ("Mốc kiểm tra: 6 tháng đầu năm 2025", (2025, 1, 1), (2025, 6, 30)),
        (
            "Mốc thời gian\nkiểm tra từ ngày 01 tháng 02\nnăm 2024 đến ngày 15 tháng 8 năm 2025",
            (2024, 2, 1),
            (2025, 8, 15),
        ),
        (
            "NỘI DUNG, MỐC THỜI GIAN KIỂM TRA\n1. Nội dung: đảng phí\n2. Mốc thời gian: năm 2024 và năm 2025",
            (2024, 1, 1),
            (2025, 12, 31),
        ),
    ],
)
def test_ways_to_write_a_period(text: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    fact = read_period(paper(f"Kế hoạch kiểm tra của chi bộ thôn\n{text}"))
    assert fact.value == Period(dt.date(*start), dt.date(*end))


def test_a_birth_date_under_the_heading_is_no_period() -> None:
    for born in ("sinh năm 1984", "sinh ngày 15 tháng 8 năm 1984"):
        text = f"II- NỘI DUNG, MỐC THỜI GIAN KIỂM TRA\n1. Đối tượng: đồng chí Lê An, {born}, Bí thư.\n"
        period = read_period(paper(f"{text}3. Mốc thời gian kiểm tra: từ ngày 01/01/2025 đến ngày 31/3/2026.")).value
        assert period and (period.start, period.end) == (dt.date(2025, 1, 1), dt.date(2026, 3, 31))


def test_other_spans_are_no_period() -> None:
    text = "Thời gian tiến hành: từ ngày 05/3/2026 đến ngày 20/3/2026 tại chi bộ."
    assert read_period(paper(text)).is_absent
    assert read_period(paper(f"Mốc thời gian kiểm tra: …………\n{text}")).is_absent
    assert (
        read_period(paper("Mốc thời gian kiểm tra: từ ngày 01/01/2024 đến thời điểm kiểm tra.")).why == "not-understood"
    )
    assert read_period(paper("Mốc thời gian kiểm tra: từ ngày 01/5/2025 đến ngày 01/3/2025.")).why == "not-understood"
    assert read_period(SCAN).why == "scan"


# ---------------------------------------------------------------- recipients


def boxed(text: str, x0: float, top: float) -> RawLine:
    return RawLine(text, 1, Box(x0, top, x0 + 5.5 * len(text), top + 12))


def test_recipients_beside_the_signer() -> None:
    lines = (
        boxed("T/M CHI BỘ", 380, 500), boxed("Nơi nhận:", 85, 500), boxed("BÍ THƯ", 395, 514),
        boxed("- UBKT Đảng ủy xã;", 85, 514), boxed("- Đồng chí Lê Văn An,", 85, 528), boxed("Tổ trưởng;", 90, 541),
        boxed("- Lưu Chi bộ.", 85, 555), boxed("Nguyễn Văn Hai", 380, 600),
    )  # fmt: skip
    raw = RawFile("pdf", (RawPage(1, 595, 842, 200, lines),))
    assert read_recipients(raw).value == ("UBKT Đảng ủy xã", "Đồng chí Lê Văn An, Tổ trưởng", "Lưu Chi bộ")


def test_recipients_in_word_and_in_one_line() -> None:
    cell = [("Nơi nhận:", 1), ("- UBKT Đảng ủy;", 1), ("- Lưu.", 1), ("T/M CHI BỘ", 2)]
    lines = tuple(RawLine(t, paragraph=i, table=1, row=1, column=c) for i, (t, c) in enumerate(cell, start=1))
    assert read_recipients(RawFile("docx", lines=lines)).value == ("UBKT Đảng ủy", "Lưu")
    assert read_recipients(paper("Nơi nhận: - UBKT Đảng ủy; - Lưu Chi bộ.\nT/M CHI BỘ")).value == (
        "UBKT Đảng ủy",
        "Lưu Chi bộ",
    )
    assert read_recipients(paper("Kế hoạch kiểm tra của chi bộ\nkhông có gì thêm")).is_absent
    assert read_recipients(SCAN).why == "scan"


def test_addressees() -> None:
    assert read_addressees(paper("Kính gửi: Chi bộ thôn Ba\nTôi là An")).value == ("Chi bộ thôn Ba",)
    assert read_addressees(paper("Kính trình:\n- Đảng ủy xã;\n- UBKT Đảng ủy xã.\nNội dung")).value == (
        "Đảng ủy xã",
        "UBKT Đảng ủy xã",
    )
    assert read_addressees(paper("Kế hoạch kiểm tra của chi bộ thôn Ba")).is_absent


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lê Thị Chi, Chi ủy viên", "Lê Thị Chi"),
        ("Lê Thị Chi vi phạm", "Lê Thị Chi"),
        ("Lê Thị Hoa Chi bộ 5", "Lê Thị Hoa"),
        ("Nguyễn Văn Sinh Sinh ngày 05/3/1980", "Nguyễn Văn Sinh"),
        ("Nguyễn Văn Hòa Sinh năm 1980", "Nguyễn Văn Hòa"),
        ("Trần Quốc Đảng Đảng viên", "Trần Quốc Đảng"),
        ("Vũ Thị Hiện, Hiện là", "Vũ Thị Hiện"),
    ],
)
def test_given_names_that_begin_other_words(text, name):
    assert name_at(text, 0).value == name
