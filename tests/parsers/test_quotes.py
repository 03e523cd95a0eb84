"""Quoted documents: number, symbol, date, issuer, role, and what is no quote."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.catalogue import Catalogue, KindHint
from parsers.facts import Quote
from parsers.quotes import find_quotes
from parsers.raw import RawLine
from parsers.vietnamese import fold

CATALOGUE = Catalogue(
    kinds=(KindHint("x", types=("bản kiểm điểm",)),),
    type_names={
        "QĐ": ("quyết định", "quy định"),
        "KH": ("kế hoạch",),
        "HD": ("hướng dẫn",),
        "NQ": ("nghị quyết",),
        "TB": ("thông báo",),
        "TTr": ("tờ trình",),
    },
)


def quotes(*texts: str, word: bool = False) -> tuple[Quote, ...]:
    return find_quotes(
        [RawLine(t, paragraph=i + 1 if word else None, page=None if word else 1) for i, t in enumerate(texts)],
        CATALOGUE,
    )


def only(*texts: str, word: bool = False) -> Quote:
    (quote,) = quotes(*texts, word=word)
    return quote


def test_a_full_quote() -> None:
    quote = only("- Căn cứ Quyết định số 12-QĐ/UBKTĐU, ngày 05/3/2026 của Ủy ban Kiểm tra Đảng ủy xã về việc kiểm tra;")
    assert (quote.type_name, quote.number, quote.symbol) == ("Quyết định", "12", "QĐ/UBKTĐU")
    assert (quote.date, quote.issuer) == (dt.date(2026, 3, 5), "Ủy ban Kiểm tra Đảng ủy xã")
    assert (quote.role, quote.kind_hint) == ("basis", "kiểm tra")
    assert quote.shown == "Quyết định số 12-QĐ/UBKTĐU, ngày 05/3/2026 của Ủy ban Kiểm tra Đảng ủy xã"


def test_what_a_quote_is_about_is_read_to_its_end() -> None:
    about = "kiểm tra Chi bộ Công ty cổ phần Gốm sứ Lam Điền khi có dấu hiệu vi phạm"
    quote = only(f"Căn cứ Quyết định số 16-QĐ/UBKTĐU, ngày 21/8/2026 của Ủy ban kiểm tra Đảng ủy về việc {about};")
    assert quote.kind_hint == fold(about)


def test_two_papers_of_one_issuer() -> None:
    first, second = quotes(
        "Thực hiện Quyết định số 16-QĐ/UBKTĐU và Kế hoạch số 11-KH/UBKTĐU, ngày 21/8/2026 của Ủy ban kiểm tra Đảng ủy "
        "về kiểm tra đồng chí An khi có dấu hiệu vi phạm; Thông báo số 02-TB/CB của Chi bộ"
    )[:2]
    assert (first.number, first.issuer, first.date) == ("16", "Ủy ban kiểm tra Đảng ủy", None)
    assert first.kind_hint == second.kind_hint == "kiểm tra đồng chí an khi có dấu hiệu vi phạm"


def test_lines_broken_inside_a_quote_are_joined() -> None:
    quote = only(
        "Căn cứ Hướng dẫn số 12-", "HD/BTCTW ngày", "18 tháng 01 năm 2022 của Ban Tổ chức", "Trung ương về nghiệp vụ;"
    )
    assert (quote.number, quote.symbol, quote.date) == ("12", "HD/BTCTW", dt.date(2022, 1, 18))
    assert quote.issuer == "Ban Tổ chức Trung ương"
    assert quote.location.page == 1


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Thực hiện Kế hoạch số 05-KH/CB, ngày 01/02/2026 của chi bộ, tổ kiểm tra báo cáo", ["carries-out"]),
        ("Triển khai thực hiện Kế hoạch số 05-KH/CB", ["carries-out"]),
        ("- Căn cứ Quy định 296-QĐ/TW của Trung ương; Quyết định số 2-QĐ/CB", ["basis", "basis"]),
        ("Căn cứ Quy định 296-QĐ/TW; thực hiện Kế hoạch số 05-KH/CB", ["basis", "carries-out"]),
        ("Đồng chí đã vi phạm Quy định số 37-QĐ/TW", ["mention"]),
        ("Xét Tờ trình số 03-TTr/CB", ["mention"]),
        ("Kết quả. Thực hiện Kế hoạch số 05-KH/CB", ["carries-out"]),
    ],
)
def test_roles(text: str, roles: list[str]) -> None:
    assert [quote.role for quote in quotes(text)] == roles


@pytest.mark.parametrize(
    ("text", "number", "symbol"),
    [
        ("theo Nghị quyết 18-NQ/TW", "18", "NQ/TW"),
        ("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020", "30", "2020/NĐ-CP"),
        ("Luật số 117/2025/QH15", "117", "2025/QH15"),
        ("Kế hoạch kiểm tra chuyên đề số 05–KH/CB", "5", "KH/CB"),
        ("Kế hoạch số      -KH/CB, ngày … tháng … năm 2026", None, "KH/CB"),
        ("(số 15-KH/CB)", "15", "KH/CB"),
        ("Thông báo số: 11/TB-UBND ngày 8/1/2025", "11", "TB-UBND"),
    ],
)
def test_numbers(text: str, number: str | None, symbol: str) -> None:
    quote = only(text)
    assert (quote.number, quote.symbol) == (number, symbol)


@pytest.mark.parametrize(
    "text",
    [
        "có mặt 15/20 đồng chí, và/hoặc 5-6 người",
        "từ 01/01/2024 - 31/12/2025",
        "số điện thoại 0913-ABC",
        "Mục 3 - BÁO CÁO kết quả",
        "Biểu 02/TK",
        "Điều 5, khoản 2",
    ],
)
def test_no_quotes(text: str) -> None:
    assert quotes(text) == ()


def test_a_date_of_something_else_is_not_taken() -> None:
    assert only("Kế hoạch số 05-KH/CB được thông qua tại hội nghị ngày 01/02/2026").date is None
    assert only("Kế hoạch số 05-KH/CB của chi bộ, ngày 01/02/2026").date == dt.date(2026, 2, 1)


def test_the_paragraph_is_the_place_in_word() -> None:
    found = quotes("Mở đầu.", "Căn cứ Quy định 296-QĐ/TW;", "Căn cứ Quyết định số 2-QĐ/CB;", word=True)
    assert [quote.location.paragraph for quote in found] == [2, 3]


@given(st.integers(1, 999), st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)), st.integers(1, 60))
def test_a_quote_reads_back_wherever_the_line_breaks(number: int, day: dt.date, cut: int) -> None:
    text = f"Căn cứ Quyết định số {number}-QĐ/UBKTĐU, ngày {day.day:02}/{day.month}/{day.year} của Đảng ủy xã;"
    words = text.split()
    cut = cut % len(words)
    lines = [part for part in (" ".join(words[:cut]), " ".join(words[cut:])) if part]
    quote = only(*lines)
    assert (quote.number, quote.date, quote.role, quote.issuer) == (str(number), day, "basis", "Đảng ủy xã")


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_text_is_taken(texts: list[str]) -> None:
    assert all(quote.symbol for quote in quotes(*texts))
