"""Every reader of the body takes any text without raising, and Word files written by others as they come."""

import io
import struct
import zlib

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.blanks import find_blanks
from parsers.catalogue import Catalogue, KindHint, RoleHint, SectionHint
from parsers.facts import Box
from parsers.index import read_closing, read_index
from parsers.meeting import read_meeting
from parsers.page_numbers import label_pages, page_faults
from parsers.period import read_period
from parsers.person import read_person
from parsers.raw import RawFile, RawImage, RawLine, RawPage, RawTable
from parsers.recipients import read_addressees, read_recipients
from parsers.sections import find_sections
from parsers.signatures import find_signatures
from parsers.votes import read_votes
from parsers.word import read_docx

ROLES = Catalogue(
    roles=(
        RoleHint("bi-thu", ("bí thư",), ("T/M CHI BỘ",)),
        RoleHint("nguoi-ghi-bien-ban", ("người ghi biên bản",)),
        RoleHint("chu-tri", ("chủ trì",)),
    )
)
KIND = KindHint("x", (), sections=(SectionHint("noi-dung", ("nội dung", "")), SectionHint("khong", ())))
PIECES = st.sampled_from(
    """vào lúc|08 giờ 00 phút|25 giờ 99|ngày 05/3/2026|ngày 32/13/0000|kết thúc lúc|cùng ngày|có mặt|0/0|tổng số|vắng
    |không|đồng chí|Nguyễn|Văn An|,|:|;|.|……|{{x}}|mốc thời gian kiểm tra|từ tháng 13/0000 đến năm 9999|từ ngày|đến ngày
    |năm 2024|sinh ngày|0/0/1980|phát ra|thu về|99999|khiển trách|70,5%|Nơi nhận:|- |T/M CHI BỘ|BÍ THƯ|CHỦ TRÌ|(đã ký)
    |NGƯỜI GHI BIÊN BẢN|PHỤ LỤC|I- NỘI DUNG|MỤC LỤC|STT|1 05-KH/CB 05/3/2026|Kính gửi:|\t|   |2|- 3 -|Trang 4/9|٣
    |Trong đơn vị bảo quản này có: 45 trang (bốn""".replace("\n    ", "").split("|")
)
LINES = st.lists(st.lists(PIECES | st.text(max_size=5), max_size=6).map(" ".join), max_size=25)
BOXES = st.builds(lambda x, y, w: Box(x, y, x + w, y + 13), st.floats(-50, 600), st.floats(-50, 900), st.floats(0, 500))


def ask_all(raw: RawFile) -> None:
    facts = [
        find_sections(raw, KIND), find_signatures(raw, ROLES, KIND), read_meeting(raw), read_votes(raw),
        page_faults(raw, label_pages(raw)), find_blanks(raw, KIND), read_person(raw, KIND), read_period(raw),
        read_index(raw), read_closing(raw), read_recipients(raw), read_addressees(raw),
    ]  # fmt: skip
    assert all(fact.is_read or fact.is_absent or fact.why for fact in facts)


@given(
    texts=LINES,
    cells=st.lists(st.integers(0, 3), min_size=25, max_size=25),
    pictures=st.lists(st.integers(1, 26), max_size=3),
)
@settings(deadline=None, max_examples=60)
def test_any_word_text(texts: list[str], cells: list[int], pictures: list[int]) -> None:
    lines = tuple(
        RawLine(text, paragraph=i + 1, **({"table": 1, "row": 1, "column": cells[i]} if cells[i] else {}))
        for i, text in enumerate(texts)
    )
    table = RawTable(tuple(tuple(text.split(" ")) for text in texts))
    ask_all(RawFile("docx", lines=lines, tables=(table,), images=tuple(RawImage(paragraph=p) for p in pictures)))


@given(pages=st.lists(st.lists(st.tuples(LINES.map(" ".join), BOXES), max_size=8), max_size=6), picture=BOXES)
@settings(deadline=None, max_examples=60)
def test_any_pdf_text(pages: list[list[tuple[str, Box]]], picture: Box) -> None:
    made = []
    for number, content in enumerate(pages, start=1):
        lines = tuple(RawLine(text, number, box) for text, box in content)
        words = lines if number % 2 else ()
        images = (RawImage(number, picture, ink=bool(number % 3)), RawImage(number, None))
        made.append(RawPage(number, 595.0, 842.0, sum(len(x.text) for x in lines), lines, words, images, 0.1 * number))
    ask_all(RawFile("pdf", tuple(made)))


def test_nothing_at_all() -> None:
    ask_all(RawFile("pdf"))
    ask_all(RawFile("docx"))
    ask_all(RawFile("pdf", (RawPage(1, 0.0, 0.0, 0),)))


# ---------------------------------------------------------------- Word files as python-docx writes them


def png() -> io.BytesIO:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 4, 2, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0\0\0\0" * 2)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def minute(*, signed: tuple[int, ...], numbered: bool) -> RawFile:
    document = docx.Document()
    for i in range(60):
        document.add_paragraph(
            f"Ý kiến thứ {i}: các đồng chí dự họp nhất trí với nội dung đã trình bày, không có ý kiến khác. " * 2
        )
    table = document.add_table(rows=1, cols=2)
    for column, (title, name) in enumerate((("NGƯỜI GHI BIÊN BẢN", "Trần Thị Bình"), ("CHỦ TRÌ", "Nguyễn Văn An"))):
        cell = table.cell(0, column)
        cell.paragraphs[0].text = title
        for _ in range(2):
            cell.add_paragraph("")
        if column in signed:
            cell.add_paragraph().add_run().add_picture(png())
        cell.add_paragraph(name)
    if numbered:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)
    out = io.BytesIO()
    document.save(out)
    return read_docx(out.getvalue())


def test_a_minute_written_in_word() -> None:
    raw = minute(signed=(0,), numbered=True)
    blocks = find_signatures(raw, ROLES, None).value or ()
    assert [(b.role, b.name, b.signed.value, b.signed.why) for b in blocks] == [
        ("nguoi-ghi-bien-ban", "Trần Thị Bình", True, None),
        ("chu-tri", "Nguyễn Văn An", None, "no-image"),
    ]
    assert page_faults(raw, ()).value == ()
    bare = minute(signed=(0, 1), numbered=False)
    assert [b.signed.value for b in find_signatures(bare, ROLES, None).value or ()] == [True, True]
    assert [fault.kind for fault in page_faults(bare, ()).value or ()] == ["unnumbered"]
