import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viparse.normalize.encodings import CHARMAPS

from parsers.catalogue import Catalogue
from parsers.document import understand
from parsers.facts import Box, SourceFile
from parsers.legacy_text import NOTE, encoding_of, mended, to_unicode
from parsers.raw import RawFile, RawLine, RawPage, RawTable
from parsers.secrecy import stamp
from parsers.syllables import is_syllable

LINES = (
    "ĐẢNG BỘ XÃ TÂN MỸ",
    "CHI BỘ THÔN 3",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "Số 05-KH/CB",
    "Tân Mỹ, ngày 05 tháng 02 năm 2026",
    "KẾ HOẠCH",
    "kiểm tra đảng viên khi có dấu hiệu vi phạm",
    "Nơi nhận:",
    "- Như trên;",
    "T/M CHI BỘ",
    "BÍ THƯ",
    "Nguyễn Văn Ý",
)


def old(text: str, encoding: str) -> str:
    """Write a text as the old keyboards did: capitals with tones as small letters where there are no capitals."""
    letters = {}
    for sequence, letter in CHARMAPS[encoding].pairs:
        letters.setdefault(letter, sequence)
    return "".join(letters.get(c) or letters.get(c.lower()) or c for c in text)


def word(*texts: str, **look) -> RawFile:
    return RawFile("docx", lines=tuple(RawLine(text, paragraph=n, **look) for n, text in enumerate(texts, 1)))


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_whole_paper_comes_back(encoding) -> None:
    raw = mended(word(*(old(line, encoding) for line in LINES)))
    assert tuple(line.text for line in raw.lines) == LINES
    assert NOTE in raw.notes


def test_readers_that_take_the_horned_u_for_a_hyphen() -> None:
    raw = mended(word(*(old(line, "tcvn3").replace("\xad", "-") for line in LINES)))
    assert tuple(line.text for line in raw.lines) == LINES


def test_short_lines_follow_the_whole_paper() -> None:
    assert encoding_of("BIªN B¶N") is None
    assert to_unicode("BIªN B¶N", "tcvn3") == "BIÊN BẢN"
    assert to_unicode("§¶NG CéNG S¶N VIÖT NAM", "tcvn3") == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert to_unicode("Uûy ban Kieåm tra thaúng thaén", "vni") == "Ủy ban Kiểm tra thẳng thắn"
    assert to_unicode("Sè 15-Q§/UBKT§U", "tcvn3") == "Số 15-QĐ/UBKTĐU"


def test_a_font_of_capitals_makes_capitals() -> None:
    raw = mended(word(*(old(line.lower(), "tcvn3") for line in LINES), capitals=True))
    assert raw.lines[0].text == "ĐẢNG BỘ XÃ TÂN MỸ"


@pytest.mark.parametrize(
    "texts",
    [
        LINES,
        tuple(line.replace("Đ", "Ð") for line in LINES),
        ("Café déjà vu à Genève, où l'été coûte très cher, mais l'hôtel reste agréable",),
        ("© 2026 § 5 ® ± 20 µm",),
        (),
    ],
)
def test_other_texts_stay_as_they_are(texts) -> None:
    raw = word(*texts)
    assert mended(raw) is raw


def test_old_lines_in_a_paper_in_unicode() -> None:
    mixed = [*LINES[3:], *(old(line, "tcvn3") for line in (LINES[0], LINES[2], LINES[6], LINES[4]))]
    raw = mended(word(*mixed))
    assert [line.text for line in raw.lines] == [*LINES[3:], LINES[0], LINES[2], LINES[6], LINES[4]]


def test_pages_tables_and_headers_too() -> None:
    lines = tuple(RawLine(old(line, "tcvn3"), 1, Box(0, 20 * n, 100, 20 * n + 10)) for n, line in enumerate(LINES))
    page = RawPage(1, 595, 842, 300, lines, lines)
    table = RawTable(((old("Tên loại", "tcvn3"), "1"),), page=1)
    raw = mended(RawFile("pdf", pages=(page,), tables=(table,), header_lines=(old("Trang đầu", "tcvn3"),)))
    assert [line.text for line in raw.pages[0].words] == list(LINES)
    assert raw.tables[0].rows == (("Tên loại", "1"),)
    assert raw.header_lines == ("Trang đầu",)


def test_facts_of_a_converted_paper_say_so() -> None:
    source = SourceFile("a.doc", "doc", 1, "0" * 64)
    (document,) = understand(mended(word(*(old(line, "tcvn3") for line in LINES))), source, Catalogue())
    assert (document.number.value, document.date.value) == ("5", dt.date(2026, 2, 5))
    assert document.number.how == document.date.how == "repaired"
    assert document.number.confidence < 1
    assert NOTE in document.notes


def test_a_stamp_in_an_old_font_of_capitals_is_found() -> None:
    assert stamp(mended(word(old("mật", "tcvn3"), *(old(line.lower(), "tcvn3") for line in LINES), capitals=True)))


@pytest.mark.parametrize("text", ["nghiêng", "được", "quyết", "giữ", "Ủy", "uỷ", "khuyến", "xoong", "ưu"])
def test_syllables(text) -> None:
    assert is_syllable(text)


@pytest.mark.parametrize("text", ["QĐưUBKT", "nth", "café", "ấấ", "Microsoft", ""])
def test_no_syllables(text) -> None:
    assert not is_syllable(text)


@given(st.text(max_size=200))
def test_any_text_can_be_converted(text) -> None:
    for encoding in ("tcvn3", "vni"):
        assert to_unicode(text, encoding).count("\n") == text.count("\n")
