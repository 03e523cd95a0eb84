"""Signature blocks in one, two and three columns, in PDF and Word, signed and not."""

from dataclasses import replace
from pathlib import Path

import pytest

from parsers.catalogue import Catalogue, KindHint, RoleHint
from parsers.facts import Box, SignatureBlock
from parsers.pdf import read_pdf
from parsers.raw import RawFile, RawImage, RawLine, RawPage
from parsers.signatures import find_signatures
from parsers.signer_names import bare_name, is_name
from parsers.word import read_docx

REAL = Path(__file__).parents[3] / "shared" / "realdocs"
WIDTH, HEIGHT = 595.0, 842.0
ROLES = Catalogue(
    roles=(
        RoleHint("bi-thu", ("bí thư", "bí thư chi bộ"), ("T/M CHI BỘ", "T/M ĐẢNG ỦY")),
        RoleHint("pho-bi-thu", ("phó bí thư",), ("T/M CHI BỘ",)),
        RoleHint("to-truong", ("tổ trưởng", "tổ trưởng tổ kiểm tra"), ("T/M TỔ KIỂM TRA", "T/M TỔ")),
        RoleHint("to-truong-kiem-phieu", ("tổ trưởng tổ kiểm phiếu",), ("T/M TỔ KIỂM PHIẾU",)),
        RoleHint("nguoi-ghi-bien-ban", ("người ghi biên bản", "ghi biên bản")),
        RoleHint("dang-vien", ("đảng viên được kiểm tra", "người báo cáo", "đảng viên")),
        RoleHint("chu-tri", ("chủ trì", "chủ trì hội nghị", "tổ kiểm tra")),
        RoleHint("thu-ky", ("thư ký",)),
    )
)


def at(text: str, middle: float, top: float, page: int) -> RawLine:
    half = 3.4 * len(text)
    return RawLine(text, page, Box(middle - half, top, middle + half, top + 14))


def words(line: RawLine) -> list[RawLine]:
    assert line.box
    x, found = line.box.x0, []
    for part in line.text.split():
        found.append(line._replace(text=part, box=Box(x, line.box.top, x + 6.4 * len(part), line.box.bottom)))
        x += 6.8 * (len(part) + 1)
    return found


def page(
    number: int, block: list[tuple[str, float, float]], images: tuple[RawImage, ...] = (), body: int = 12
) -> RawPage:
    lines = [
        at(f"Đây là dòng thứ {i} của phần nội dung trong văn bản này.", 297, 60 + 20 * i, number) for i in range(body)
    ]
    lines += [at(text, middle, top, number) for text, middle, top in block]
    return RawPage(number, WIDTH, HEIGHT, 900, tuple(lines), tuple(w for line in lines for w in words(line)), images)


def pdf(*pages: RawPage, **more: object) -> RawFile:
    return RawFile("pdf", pages, **more)  # type: ignore[arg-type]


def blocks(raw: RawFile, kind: KindHint | None = None) -> tuple[SignatureBlock, ...]:
    fact = find_signatures(raw, ROLES, kind)
    assert fact.is_read, fact
    return fact.value or ()


SECRETARY = [
    ("Nơi nhận:", 110, 400),
    ("- UBKT Đảng ủy;", 130, 416),
    ("- Lưu Chi bộ.", 120, 430),
    ("T/M CHI BỘ", 430, 400),
    ("BÍ THƯ", 430, 418),
    ("Nguyễn Văn An", 430, 500),
]
MINUTE = [
    ("NGƯỜI GHI BIÊN BẢN", 120, 400),
    ("ĐẢNG VIÊN", 300, 400),
    ("ĐƯỢC KIỂM TRA", 300, 417),
    ("CHỦ TRÌ", 480, 400),
    ("Trần Thị Bình", 120, 500),
    ("Lê Văn Cường", 300, 500),
    ("Nguyễn Văn An", 480, 500),
]


def ink(middle: float, top: float, page_number: int, **more: object) -> RawImage:
    return RawImage(page_number, Box(middle - 40, top, middle + 40, top + 40), **more)  # type: ignore[arg-type]


def test_one_block_unsigned_is_seen_to_be_unsigned() -> None:
    (block,) = blocks(pdf(page(1, SECRETARY)))
    assert (block.authority, block.title, block.name, block.role) == ("T/M CHI BỘ", "BÍ THƯ", "Nguyễn Văn An", "bi-thu")
    assert block.signed.is_read and block.signed.value is False and block.signed.how == "layout"
    assert block.seal.value is False


@pytest.mark.parametrize("more", [{}, {"ink": True}, {"in_field": True}])
def test_a_picture_or_ink_between_title_and_name_is_a_signature(more: dict[str, bool]) -> None:
    (block,) = blocks(pdf(page(1, SECRETARY, (ink(430, 445, 1, **more),))))
    assert block.signed.value is True
    assert block.signed.how == ("field" if more.get("in_field") else "image")


def test_a_picture_elsewhere_is_none() -> None:
    (block,) = blocks(pdf(page(1, SECRETARY, (ink(120, 445, 1), ink(430, 200, 1)))))
    assert block.signed.value is False


def test_a_seal_is_no_signature() -> None:
    seal = RawImage(1, Box(340, 400, 450, 510), reddish=True)
    (block,) = blocks(pdf(page(1, SECRETARY, (seal,))))
    assert block.seal.value is True
    assert block.signed.is_unreadable
    (block,) = blocks(pdf(page(1, SECRETARY, (seal, ink(440, 445, 1, reddish=False)))))
    assert block.seal.value is True and block.signed.value is True


@pytest.mark.parametrize("signed", [(), (0,), (1,), (2,), (0, 2), (0, 1, 2)])
def test_three_columns_of_a_minute_side_by_side(signed: tuple[int, ...]) -> None:
    images = tuple(ink((120, 300, 480)[i], 445, 2) for i in signed)
    found = blocks(pdf(page(1, []), page(2, MINUTE, images)))
    assert [b.role for b in found] == ["nguoi-ghi-bien-ban", "dang-vien", "chu-tri"]
    assert [b.name for b in found] == ["Trần Thị Bình", "Lê Văn Cường", "Nguyễn Văn An"]
    assert [b.signed.value for b in found] == [i in signed for i in range(3)]


def test_printed_signed_mark_counts() -> None:
    (block,) = blocks(pdf(page(1, [*SECRETARY, ("(đã ký)", 430, 450)])))
    assert block.signed.value is True and block.signed.how == "text"
    (block,) = blocks(pdf(page(1, [*SECRETARY, ("(Ký, ghi rõ họ tên)", 430, 440)])))
    assert block.signed.value is False and block.name == "Nguyễn Văn An"


def test_block_before_an_appendix_and_before_the_last_page() -> None:
    appendix = page(3, [("PHỤ LỤC", 297, 40), ("NGƯỜI BÁO CÁO", 430, 500)], body=5)
    (block,) = blocks(pdf(page(1, []), page(2, SECRETARY), appendix))
    assert block.location.page == 2 and block.role == "bi-thu"


def test_role_follows_the_body_that_authorises() -> None:
    lines = [
        ("T/M TỔ KIỂM PHIẾU", 430, 400),
        ("TỔ TRƯỞNG", 430, 418),
        ("Võ Thị Dung", 430, 500),
        ("THƯ KÝ", 120, 400),
        ("Đỗ Văn Em", 120, 500),
    ]
    assert {b.role for b in blocks(pdf(page(1, lines)))} == {"to-truong-kiem-phieu", "thu-ky"}


def test_a_name_in_capitals_and_a_missing_name() -> None:
    lines = [*SECRETARY[:5], ("NGUYỄN VĂN AN", 430, 500)]
    assert blocks(pdf(page(1, lines)))[0].name == "NGUYỄN VĂN AN"
    assert blocks(pdf(page(1, SECRETARY[:5])))[0].name is None


def test_header_and_headings_are_no_signers() -> None:
    head = [
        ("CHI BỘ THÔN BA", 130, 40),
        ("TỔ KIỂM TRA", 130, 58),
        ("ĐẢNG VIÊN", 300, 340),
        ("nội dung ngay dưới đề mục", 300, 356),
    ]
    assert find_signatures(pdf(page(1, head)), ROLES, None).is_absent


def test_a_scan_is_unreadable() -> None:
    scan = RawPage(1, WIDTH, HEIGHT, 0, images=(RawImage(1, Box(0, 0, WIDTH, HEIGHT)),), image_share=1.0)
    assert find_signatures(pdf(scan), ROLES, None).why == "scan"
    over_text = replace(page(1, SECRETARY), image_share=1.0)
    assert blocks(pdf(over_text))[0].signed.why == "scan"


def test_a_digital_signature_without_a_picture_signs_the_only_block() -> None:
    (block,) = blocks(pdf(page(1, SECRETARY), signature_fields=1))
    assert block.signed.value is True and block.signed.how == "field"
    assert {b.signed.why for b in blocks(pdf(page(1, MINUTE), signature_fields=1))} == {"field-image"}


# ---------------------------------------------------------------- Word


def table(cells: dict[tuple[int, int], list[str]], start: int = 30) -> tuple[RawLine, ...]:
    lines, number = [], start
    for (row, column), texts in cells.items():
        for text in texts:
            if text:
                lines.append(RawLine(text, paragraph=number, table=2, row=row, column=column))
            number += 1
    return tuple(lines)


BODY = tuple(RawLine(f"Nội dung đoạn {i} của văn bản.", paragraph=i) for i in range(1, 29))


def test_word_table_with_two_cells() -> None:
    cells = table(
        {(1, 1): ["Nơi nhận:", "- Lưu Chi bộ."], (1, 2): ["T/M CHI BỘ", "BÍ THƯ", "", "", "", "Nguyễn Văn An"]}
    )
    raw = RawFile("docx", lines=BODY + cells)
    (block,) = blocks(raw)
    assert (block.role, block.name, block.signed.why) == ("bi-thu", "Nguyễn Văn An", "no-image")
    signed = replace(raw, images=(RawImage(paragraph=35),))
    assert blocks(signed)[0].signed.value is True
    assert blocks(replace(raw, images=(RawImage(paragraph=3),)))[0].signed.why == "no-image"


def test_word_table_with_three_rows_and_columns() -> None:
    cells = table({
        (1, 1): ["GHI BIÊN BẢN"], (1, 2): ["ĐẢNG VIÊN ĐƯỢC KIỂM TRA"], (1, 3): ["CHỦ TRÌ"],
        (2, 1): [""], (2, 2): [""], (2, 3): [""],
        (3, 1): ["Trần Thị Bình"], (3, 2): ["Lê Văn Cường"], (3, 3): ["Nguyễn Văn An"],
    })  # fmt: skip
    raw = RawFile("docx", lines=BODY + cells)
    assert [(b.role, b.name) for b in blocks(raw)] == [
        ("nguoi-ghi-bien-ban", "Trần Thị Bình"), ("dang-vien", "Lê Văn Cường"), ("chu-tri", "Nguyễn Văn An"),
    ]  # fmt: skip
    one = replace(raw, images=(RawImage(paragraph=34),))
    assert {b.signed.why for b in blocks(one)} == {"ambiguous"}
    three = replace(raw, images=tuple(RawImage(paragraph=p) for p in (33, 34, 35)))
    assert [b.signed.value for b in blocks(three)] == [True, True, True]


def test_word_columns_made_with_tabs() -> None:
    lines = (
        RawLine("\tNGƯỜI GHI BIÊN BẢN\tCHỦ TRÌ HỘI NGHỊ", paragraph=30),
        RawLine("\tTrần Thị Bình\tNguyễn Văn An", paragraph=35),
    )
    found = blocks(RawFile("docx", lines=BODY + lines))
    assert [(b.role, b.name) for b in found] == [("nguoi-ghi-bien-ban", "Trần Thị Bình"), ("chu-tri", "Nguyễn Văn An")]


def test_roster_of_a_team_is_no_signature() -> None:
    cells = table({(1, 1): ["Nguyễn Văn An"], (1, 2): ["Tổ trưởng"], (2, 1): ["Trần Thị Bình"], (2, 2): ["Thư ký"]}, 12)
    assert find_signatures(RawFile("docx", lines=BODY[:10] + cells + BODY[24:]), ROLES, None).is_absent


def test_titles_in_small_letters_need_room_to_sign() -> None:
    roomy = [("Người báo cáo", 430, 500), ("Nguyễn Văn An", 430, 580)]
    assert [b.role for b in blocks(pdf(page(1, roomy)))] == ["dang-vien"]
    close = [("Thư ký", 430, 500), ("Nguyễn Văn An", 430, 516)]
    assert find_signatures(pdf(page(1, close)), ROLES, None).is_absent


def test_columns_run_together_are_not_guessed_at() -> None:
    joined = [("NGƯỜI GHI BIÊN BẢN CHỦ TRÌ", 297, 400), ("Trần Thị Bình Nguyễn Văn An", 297, 480)]
    raw = pdf(replace(page(1, joined), words=()))
    assert find_signatures(raw, ROLES, None).why == "not-understood"
    beside = [("Nơi nhận: T/M CHI BỘ", 297, 400), ("- Lưu. BÍ THƯ", 297, 416)]
    assert find_signatures(pdf(replace(page(1, beside), words=())), ROLES, None).why == "not-understood"


def test_a_block_that_may_be_a_picture_is_not_absent() -> None:
    raw = pdf(replace(page(1, [], (RawImage(1, Box(250, 600, 550, 750)),)), image_share=0.09))
    assert find_signatures(raw, ROLES, None).why == "scan"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguyễn Văn An", True),
        ("Đ/c Lê Thị Hoa", True),
        ("Nơi nhận: abc", False),
        ("T/M CHI BỘ", False),
        ("An", False),
        ("ngày 05", False),
    ],
)
def test_names(text: str, expected: bool) -> None:
    assert is_name(text) is expected


@pytest.mark.skipif(not REAL.exists(), reason="real papers are not here")
@pytest.mark.parametrize(
    ("file", "name", "signed"),
    [
        ("real01.pdf", "Nguyễn Phước Bình", True),
        ("real18.pdf", "Triệu Thị Ngọc", True),
        ("real19.pdf", "Tô Lâm", False),
        ("real24.docx", "Nguyễn Minh Trí", None),
    ],
)
def test_real_papers_signed(file: str, name: str, signed: bool | None) -> None:
    path = REAL / file
    (block,) = blocks(read_docx(path) if path.suffix == ".docx" else read_pdf(path))
    assert block.name == name
    assert block.signed.value is signed


def test_a_block_in_one_paragraph_with_line_breaks(tmp_path):
    """T/M, title and name are often one paragraph with soft breaks: the name still belongs to the title."""
    from docx import Document as WordFile  # noqa: PLC0415

    from parsers.word import read_docx  # noqa: PLC0415

    paper = WordFile()
    for number in range(20):
        paper.add_paragraph(f"Nội dung kiểm tra thứ {number + 1} của kế hoạch này.")
    run = paper.add_paragraph().add_run("T/M CHI BỘ")
    for text in ("BÍ THƯ", "", "", "Nguyễn Văn Thử"):
        run.add_break()
        run.add_text(text)
    paper.save(tmp_path / "khoi-ky.docx")
    found = find_signatures(read_docx(tmp_path / "khoi-ky.docx"), ROLES, None)
    assert [(block.title, block.name, block.role) for block in found.value] == [("BÍ THƯ", "Nguyễn Văn Thử", "bi-thu")]


def test_a_block_cut_by_the_end_of_a_page_is_left_to_a_person() -> None:
    titles = [("NGƯỜI GHI BIÊN BẢN", 130, 760), ("CHỦ TRÌ", 450, 760)]
    names = [("Thạch Công Vinh", 130, 90), ("Trần Thị Hà", 450, 90)]
    minute, leader = blocks(pdf(page(1, titles), page(2, names, body=0)))
    assert (minute.name, leader.name) == ("Thạch Công Vinh", "Trần Thị Hà")
    assert minute.signed.is_unreadable and leader.signed.is_unreadable
    lost, _ = blocks(pdf(page(1, titles), page(2, [("Hết.", 300, 90)], body=0)))
    assert lost.name is None and lost.name_damaged  # it may be there: nothing is said to be missing
    alone = blocks(pdf(page(1, titles)))
    assert [(block.name, block.name_damaged, block.signed.value) for block in alone] == [(None, False, False)] * 2


def test_a_title_before_a_name_is_taken_off_and_no_part_of_a_name() -> None:
    assert bare_name("Đồng chí Thạch Công Vinh") == "Thạch Công Vinh"
    assert bare_name("Nguyễn Đông Bà Hai") == "Nguyễn Đông Bà Hai"
    assert bare_name("ThS. Trần Bà Tùng") == "Trần Bà Tùng"
