"""A file becomes a Document; what cannot be seen is unreadable, with the reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from parsers.catalogue import BodyHint, Catalogue, KindHint, RoleHint
from parsers.document import understand
from parsers.facts import Box, Document, SourceFile
from parsers.pdf import read_pdf
from parsers.raw import RawFile, RawImage, RawLine, RawPage
from parsers.word import read_docx

REAL = Path(__file__).parents[3] / "shared" / "realdocs"

CATALOGUE = Catalogue(
    kinds=(
        KindHint(
            "ke-hoach-kiem-tra", types=("kế hoạch",), all_words=(("kiểm tra",),), bodies=("chi-bo",), symbols=("KH",)
        ),
        KindHint("bien-ban-lam-viec", types=("biên bản",), all_words=(("làm việc",),), minute=True),
        KindHint("nghi-quyet", types=("nghị quyết",), bodies=("chi-bo",), symbols=("NQ",)),
        KindHint("state-ke-hoach", types=("kế hoạch",), side="state", bodies=("nha-nuoc",)),
        KindHint("state-thong-bao", types=("thông báo",), side="state", bodies=("nha-nuoc",)),
    ),
    roles=(RoleHint("bi-thu", ("bí thư",), ("T/M CHI BỘ",)),),
    bodies=(
        BodyHint("chi-bo", ("chi bộ",), ("CB",)),
        BodyHint("trung-uong", ("ban chấp hành trung ương",), ("TW",)),
        BodyHint("nha-nuoc", ("ủy ban nhân dân", "trường"), ("UBND",)),
    ),
    type_names={
        "KH": ("kế hoạch",),
        "TB": ("thông báo",),
        "QĐ": ("quyết định", "quy định"),
        "BB": ("biên bản",),
        "HD": ("hướng dẫn",),
    },
)


def source(path: str) -> SourceFile:
    return SourceFile(path, path.rsplit(".", 1)[-1], 1, "00")


def understood(raw: RawFile, path: str = "a.pdf") -> Document:
    (document,) = understand(raw, source(path), CATALOGUE)
    return document


def word(*texts: str) -> RawFile:
    return RawFile("docx", lines=tuple(RawLine(t, paragraph=i + 1) for i, t in enumerate(texts)))


PLAN = (
    "ĐẢNG BỘ XÃ TÂN MỸ\tĐẢNG CỘNG SẢN VIỆT NAM",
    "CHI BỘ THÔN 3\tTân Mỹ, ngày 05 tháng 02 năm 2026",
    "Số 05-KH/CB",
    "KẾ HOẠCH",
    "kiểm tra chuyên đề",
    "Căn cứ Quy định số 296-QĐ/TW, ngày 30/5/2025 của Ban Chấp hành Trung ương;",
    "T/M CHI BỘ",
    "BÍ THƯ",
    "Nguyễn Văn A",
)


def test_a_word_file_is_understood_and_has_no_page_count() -> None:
    document = understood(word(*PLAN), "ke-hoach.docx")
    assert (document.medium, document.kind.value, document.number.value) == ("word", "ke-hoach-kiem-tra", "5")
    assert (document.date.value, document.issuer_body.value) == (dt.date(2026, 2, 5), "chi-bo")
    assert document.page_count.why == "no-layout"
    assert [quote.number for quote in document.quotes.value or ()] == ["296"]
    assert "no-layout" in document.notes


def test_a_paper_does_not_quote_its_own_number() -> None:
    assert understood(word(*PLAN[:5], "Nội dung."), "a.docx").quotes.is_absent


def test_a_minute_without_a_date_line_is_dated_by_its_meeting() -> None:
    texts = (
        "CHI BỘ THÔN 3",
        "BIÊN BẢN",
        "làm việc với đồng chí A",
        "Hôm nay, vào lúc 14 giờ 00 phút, ngày 05/3/2026, tại nhà văn hóa",
    )
    document = understood(word(*texts, "Kết thúc lúc 16 giờ 00 phút cùng ngày."), "bb.docx")
    assert document.kind.value == "bien-ban-lam-viec"
    assert document.meeting.is_read
    assert document.date.value == dt.date(2026, 3, 5)


def test_an_extract_is_marked() -> None:
    assert understood(word("TRÍCH BIÊN BẢN", "làm việc"), "a.docx").variant == "trich"


SCAN = RawPage(1, 595, 842, 0, images=(RawImage(1, Box(0, 0, 595, 842)),), image_share=1.0)


def test_a_scan_is_unreadable_but_has_pages_and_candidates() -> None:
    document = understood(RawFile("pdf", (SCAN, SCAN)), "hs/01 Biên bản làm việc.pdf")
    assert document.medium == "scan"
    assert document.page_count.value == 2
    assert document.candidates == ("bien-ban-lam-viec",)
    unknown = [name for name, fact in document.facts() if not fact.is_unreadable]
    assert unknown == ["page_count", "digital"]


def text_page(number: int, *texts: str, share: float = 0.0, images: tuple[RawImage, ...] = ()) -> RawPage:
    lines = tuple(RawLine(t, number, Box(90, 60 + 20 * i, 90 + 6 * len(t), 74 + 20 * i)) for i, t in enumerate(texts))
    return RawPage(number, 595, 842, sum(map(len, texts)), lines, images=images, image_share=share)


BODY = ("Nội dung báo cáo của đồng chí về việc thực hiện nhiệm vụ được giao trong năm.",) * 3


def test_a_text_page_without_a_head_is_absent() -> None:
    document = understood(RawFile("pdf", (text_page(1, *BODY),)))
    assert document.header.is_absent
    assert document.number.is_absent
    assert document.date.is_absent
    assert document.type_name.is_absent


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            text_page(1, *BODY, share=0.95, images=(RawImage(1, Box(0, 0, 595, 842)),)), id="ocr-under-a-scan"
        ),
        pytest.param(text_page(1, *BODY, images=(RawImage(1, Box(60, 40, 540, 110)),)), id="pasted-head"),
    ],
)
def test_a_head_that_a_picture_may_hide_is_unreadable(page: RawPage) -> None:
    document = understood(RawFile("pdf", (page,)))
    assert {document.header.why, document.number.why, document.date.why, document.issuer.why} == {"scan"}


def test_a_first_page_that_is_a_scan_hides_the_head_only() -> None:
    document = understood(RawFile("pdf", (SCAN, text_page(2, *BODY))))
    assert document.medium == "text-pdf"
    assert document.header.is_unreadable
    assert document.kind.is_unreadable


def test_text_in_an_old_encoding_is_not_called_absent() -> None:
    old = "§¶ng bé x· T©n Mü, b¸o c¸o kÕt qu¶ kiÓm tra cña chi bé th«n 3 n¨m 2026"
    document = understood(word(*[old] * 5), "a.docx")
    assert document.number.why == "not-understood"
    assert document.kind.is_unreadable


def test_an_empty_file_gives_a_document_without_facts() -> None:
    for raw in (RawFile("pdf", (RawPage(1, 595, 842, 0),)), RawFile("docx"), RawFile("pdf")):
        assert not understood(raw).kind.is_read


# Read by eye: kind of header, number, symbol, date, type, issuer, place; None: the paper has none, «?»: only a picture.
REAL_PAPERS = {
    "real01.pdf": (
        "state",
        "11",
        "TB-UBND",
        dt.date(2025, 1, 8),
        "THÔNG BÁO",
        "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
        "Quảng Ngãi",
    ),
    "real18.pdf": ("party", "?", "HD/BTCTU", "?", "HƯỚNG DẪN", "BAN TỔ CHỨC", "Hà Nội"),
    "real19.pdf": ("party", "294", "QĐ/TW", dt.date(2025, 5, 26), "QUY ĐỊNH", "BAN CHẤP HÀNH TRUNG ƯƠNG", "Hà Nội"),
    "real23.docx": ("party", None, "NQ/CB", None, "NGHỊ QUYẾT", "CHI BỘ SINH VIÊN", "Đà Nẵng"),
    "real24.docx": (
        "state",
        None,
        "KH-THPTĐBK",
        dt.date(2026, 8, 17),
        "KẾ HOẠCH",
        "TRƯỜNG THPT ĐỐC BINH KIỀU",
        "Đồng Tháp",
    ),
}


@pytest.mark.skipif(not REAL.is_dir(), reason="the real papers are not part of the project")
@pytest.mark.parametrize("name", REAL_PAPERS)
def test_real_papers(name: str) -> None:
    data = (REAL / name).read_bytes()
    document = understood(read_pdf(data) if name.endswith("pdf") else read_docx(data), name)
    facts = (
        document.header,
        document.number,
        document.symbol,
        document.date,
        document.type_name,
        document.issuer,
        document.place,
    )
    assert tuple("?" if fact.why == "field-image" else fact.value for fact in facts) == REAL_PAPERS[name]
