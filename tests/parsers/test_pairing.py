"""One paper in two files is one document; two papers of one day stay two."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.facts import (
    Blank,
    Document,
    Line,
    Location,
    Person,
    SignatureBlock,
    SourceFile,
    absent,
    read,
    unreadable,
)
from parsers.pairing import pair

DAY = dt.date(2026, 2, 5)
TEXT = (
    "Căn cứ Quy định số 296-QĐ/TW của Ban Chấp hành Trung ương về công tác kiểm tra, giám sát của Đảng",
    "Thực hiện chương trình kiểm tra năm 2026, chi bộ thôn 3 xây dựng kế hoạch kiểm tra chuyên đề",
    "đối với đồng chí Nguyễn Văn A, phó trưởng thôn, về việc học tập và làm theo tư tưởng Hồ Chí Minh",
)


def paper(path: str, *texts: str, medium: str = "text-pdf", sha: str = "", **facts: Any) -> Document:
    lines = tuple(Line(t, Location(page=1)) for t in (texts or TEXT))
    known: dict[str, Any] = {
        "kind": read("ke-hoach-kiem-tra"),
        "number": read("5"),
        "symbol": read("KH/CB"),
        "number_line": read("Số 05-KH/CB"),
        "date": read(DAY),
    }
    source = SourceFile(path, "pdf", 1, sha or path)
    return Document(path, path, (source,), medium=medium, lines=lines, **{**known, **facts})


def minute(path: str, *texts: str, **facts: Any) -> Document:
    unnumbered = {"kind": read("bien-ban-lam-viec"), "number": absent(), "symbol": absent(), "number_line": absent()}
    return paper(path, *texts, **{**unnumbered, **facts})


def scan(path: str, **facts: Any) -> Document:
    names = {name: unreadable("scan") for name, _ in Document("x", "x").facts()}
    source = SourceFile(path, "pdf", 1, path)
    return Document(
        path, path, (source,), medium="scan", candidates=("*",), **{**names, "page_count": read(2), **facts}
    )


def roles(document: Document) -> list[tuple[str, str]]:
    return [(file.path, file.role) for file in document.files]


def test_the_word_source_joins_its_signed_copy_and_the_pdf_speaks() -> None:
    source = paper("kh.docx", medium="word", page_count=unreadable("no-layout"), number=absent(), period=read("x"))
    signed = paper("kh-ky.pdf", *TEXT, "2", page_count=read(2), notes=("digital-signature",))
    (one,) = pair([source, signed])
    assert roles(one) == [("kh-ky.pdf", "main"), ("kh.docx", "source")]
    assert (one.path, one.medium, one.number.value, one.page_count.value) == ("kh-ky.pdf", "text-pdf", "5", 2)
    assert one.period.value == "x"
    assert one.id == "kh.docx"


def test_what_is_hidden_in_the_signed_copy_comes_from_the_source() -> None:
    source = paper("kh.docx", medium="word", signatures=unreadable("no-image"))
    signed = paper(
        "kh-ky.pdf", number=unreadable("field-image"), date=unreadable("field-image"), signatures=unreadable("scan")
    )
    (one,) = pair([signed, source])
    assert (one.number.value, one.date.value) == ("5", DAY)
    assert one.signatures.why == "scan"


def test_copies_are_one_document() -> None:
    (one,) = pair([paper("a.pdf", sha="same"), paper("b/a.pdf", sha="same"), paper("c.pdf")])
    assert roles(one) == [("a.pdf", "main"), ("b/a.pdf", "copy"), ("c.pdf", "copy")]


def test_other_numbers_dates_kinds_and_texts_stay_apart() -> None:
    first = paper("a.pdf")
    others = [
        paper("b.pdf", number=read("6")),
        paper("c.pdf", date=read(dt.date(2026, 2, 6))),
        paper("d.pdf", kind=read("ke-hoach-giam-sat")),
        paper(
            "e.pdf",
            "Một văn bản khác hẳn, nói về việc thu nộp đảng phí của các chi bộ trực thuộc trong quý một năm nay",
        ),
    ]
    assert len(pair([first, *others])) == 5


def test_two_minutes_of_one_day_are_never_one() -> None:
    body = "Hôm nay, ngày 05/02/2026, tổ kiểm tra làm việc với đồng chí {} tại nhà văn hóa thôn 3 về nội dung kiểm tra"
    more = [f"Nội dung thứ {i} của buổi làm việc được ghi như sau" for i in range(40)]
    one = minute("1.docx", body.format("Nguyễn Văn A"), *more, medium="word")
    two = minute("2.pdf", body.format("Trần Thị B"), *more)
    hour = minute("3.pdf", body.format("Nguyễn Văn A"), "Bắt đầu lúc 14 giờ", *more)
    other_hour = minute("4.docx", body.format("Nguyễn Văn A"), "Bắt đầu lúc 16 giờ", *more, medium="word")
    assert len(pair([one, two])) == 2
    assert len(pair([hour, other_hour])) == 2


def test_one_minute_in_word_and_pdf_is_one() -> None:
    source = minute("bb.docx", *TEXT, medium="word")
    printed = minute("bb-01.pdf", *TEXT[:2], "- 2 -", TEXT[2])
    (one,) = pair([source, printed])
    assert roles(one) == [("bb-01.pdf", "main"), ("bb.docx", "source")]


def test_numbers_of_lists_that_word_counts_itself_do_not_part_a_minute() -> None:
    points = [f"Nội dung thứ nhất của buổi làm việc về phần việc {c} của chi bộ" for c in "bcdg"]
    source = minute("bb.docx", *points, medium="word")
    printed = minute("bb.pdf", *(f"{i}. {point}" for i, point in enumerate(points, 1)))
    assert len(pair([source, printed])) == 1


def test_a_scan_joins_the_word_file_of_its_name_only() -> None:
    source = paper("hs/01 Kế hoạch.docx", medium="word", signatures=unreadable("no-image"))
    (one,) = pair([source, scan("hs/01 Kế hoạch_signed.pdf")])
    assert (one.medium, one.kind.value, one.page_count.value, one.candidates) == ("scan", "ke-hoach-kiem-tra", 2, ())
    assert one.signatures.why == "scan"
    assert one.lines == source.lines
    assert len(pair([source, scan("hs/02.pdf")])) == 2
    assert len(pair([source, scan("khac/01 Kế hoạch.pdf")])) == 2
    assert len(pair([source, scan("hs/01 Kế hoạch.pdf", kind=read("bien-ban-lam-viec"))])) == 2
    assert len(pair([source, scan("hs/01 Kế hoạch.pdf"), scan("hs/01 Kế hoạch (ký).pdf")])) == 3


# ---------------------------------------------------------------- a scan and its source, by what they say

BODY = (
    *TEXT,
    "Hồi 14 giờ 00 ngày 05/02/2026, tại nhà văn hóa thôn 3, Tổ kiểm tra làm việc với đồng chí Nguyễn Văn Hùng",
    "Đồng chí Nguyễn Văn Hùng trình bày báo cáo tự kiểm tra, Tổ kiểm tra nêu các nội dung cần làm rõ thêm",
    "Biên bản kết thúc lúc 16 giờ 30 cùng ngày, đã đọc cho mọi người cùng nghe và nhất trí ký tên",
)


def on_paper(path: str, *texts: str, **facts: Any) -> Document:
    hidden = {"signatures": unreadable("ambiguous"), "blanks": unreadable("scan"), "page_count": read(2)}
    return paper(path, *(texts or BODY), medium="scan", **{**hidden, **facts})


NO_NUMBER: dict[str, Any] = {"kind": read("bien-ban-lam-viec"), "number": absent(), "symbol": absent()}


def test_a_scan_joins_the_source_whose_words_it_has_whatever_the_names() -> None:
    misread = [text.replace("kiểm", "kiêm").replace("nghe", "nghẽ") for text in BODY]
    source = minute("Ban Word/6.docx", *BODY, medium="word", blanks=read(()))
    (one,) = pair([source, on_paper("Anh/IMG_0012.jpg", *misread, **NO_NUMBER)])
    assert roles(one) == [("Anh/IMG_0012.jpg", "main"), ("Ban Word/6.docx", "source")]
    assert (one.medium, one.signatures.why, one.blanks.value) == ("scan", "ambiguous", ())


@pytest.mark.parametrize(
    ("word", "other"), [("14 giờ", "15 giờ"), ("Nguyễn Văn Hùng", "Trần Thị Lan"), ("nhất trí", "không đồng ý")]
)
def test_the_scan_of_another_minute_of_that_day_stays_apart(word: str, other: str) -> None:
    source = minute("6.docx", *BODY, medium="word")
    assert len(pair([source, on_paper("IMG_1.jpg", *(t.replace(word, other) for t in BODY), **NO_NUMBER)])) == 2


def test_another_person_another_kind_and_two_possible_sources_stay_apart() -> None:
    source = minute("6.docx", *BODY, medium="word", person=read(Person("Nguyễn Văn Hùng")))
    assert len(pair([source, on_paper("a.jpg", **{**NO_NUMBER, "person": read(Person("Nguyễn Văn Hưng"))})])) == 1
    assert len(pair([source, on_paper("a.jpg", **{**NO_NUMBER, "person": read(Person("Nguyễn Văn Nam"))})])) == 2
    assert len(pair([source, on_paper("a.jpg", **{**NO_NUMBER, "kind": read("bien-ban-xac-minh")})])) == 2
    assert len(pair([source, on_paper("a.jpg", **NO_NUMBER), on_paper("b.jpg", **NO_NUMBER)])) == 3


def test_number_and_date_make_up_for_what_was_changed_before_signing() -> None:
    source, changed = paper("kh.docx", *BODY, medium="word"), [*BODY[:-1], "Thời gian 20 ngày kể từ ngày triển khai"]
    assert len(pair([source, on_paper("quet.pdf", *changed)])) == 1
    assert len(pair([source, on_paper("quet.pdf", *changed, number=read("6"))])) == 2
    assert len(pair([source, on_paper("quet.pdf", *changed, number=unreadable("scan"))])) == 2


def test_of_zones_only_the_one_paper_of_that_kind_and_day_is_taken() -> None:
    source, zones = minute("6.docx", *BODY, medium="word"), on_paper("a.jpg", *BODY[:3], **NO_NUMBER)
    assert len(pair([source, zones])) == 1
    assert len(pair([source, zones, minute("7.docx", *BODY[1:], medium="word")])) == 3
    assert len(pair([source, replace(zones, date=unreadable("scan"))])) == 2


def test_what_the_source_leaves_blank_may_be_written_on_the_paper() -> None:
    blank = Blank("ngày …", Location())
    source = paper(
        "kh.docx", *BODY, medium="word", number=absent(), date=absent(), blanks=read((blank,)), top_stamp=read(True)
    )
    hand = {"number": unreadable("hand"), "date": unreadable("hand"), "top_stamp": unreadable("grey")}
    (one,) = pair([source, on_paper("quet.pdf", **hand)])
    assert [one.number.is_unreadable, one.date.is_unreadable, one.blanks.is_unreadable] == [True] * 3
    assert one.top_stamp.is_unreadable


def test_a_print_nobody_signed_stands_behind_the_signed_scan() -> None:
    block = SignatureBlock("T/M CHI BỘ", "BÍ THƯ", "Lê A", "bi-thu", absent(), absent(), Location())
    printed = paper("kh.pdf", *BODY, signatures=read((block,)))
    signed = replace(block, signed=read(True))
    (one,) = pair([printed, on_paper("quet.pdf", signatures=read((signed,)))])
    assert roles(one) == [("quet.pdf", "main"), ("kh.pdf", "copy")]
    assert one.signatures.value == (signed,)
    with_ink = replace(printed, signatures=read((signed,)))
    assert pair([with_ink, on_paper("quet.pdf")])[0].medium == "text-pdf"


def test_short_or_empty_papers_are_one_only_when_equal() -> None:
    assert len(pair([paper("a.pdf", "Trang bìa"), paper("b.pdf", "Trang cuối")])) == 2
    assert len(pair([paper("a.pdf", "Trang bìa"), paper("b.pdf", "Trang bìa")])) == 1
    empty = replace(paper("a.pdf"), lines=())
    assert len(pair([empty, replace(paper("b.pdf"), lines=())])) == 2


@given(
    st.lists(st.sampled_from(["a.pdf", "b.pdf", "c.docx", "d.pdf"]), max_size=5),
    st.lists(st.integers(0, 2), min_size=5, max_size=5),
)
def test_no_file_is_lost_or_doubled(paths: list[str], numbers: list[int]) -> None:
    papers = [
        paper(f"{i}/{p}", number=read(str(n)), medium="word" if "docx" in p else "text-pdf")
        for i, (p, n) in enumerate(zip(paths, numbers, strict=False))
    ]
    joined = pair(papers)
    assert sorted(f.path for d in joined for f in d.files) == sorted(p.path for p in papers)
    assert pair(joined) == joined
