"""One spelling for many: folding, numbers in words, dates."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.vietnamese import (
    bare,
    find_dates,
    fold,
    fold_in_place,
    is_capitals,
    looks_legacy,
    number_in_words,
    tidy,
    unspaced,
)

VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđðÐĐQqHhnt -–\u00a0"
vietnamese_text = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper(), max_size=40)


@given(st.text(max_size=60) | vietnamese_text)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)
    assert bare(bare(text)) == bare(text)


@given(vietnamese_text)
def test_folding_never_lengthens_and_ignores_case_and_composition(text: str) -> None:
    assert len(fold(text)) <= len(unicodedata.normalize("NFC", text))
    assert fold(text.upper()) == fold(text.lower())
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text(max_size=60) | vietnamese_text)
def test_offsets_in_the_folded_text_hold_in_the_text(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban", "ỦY BAN"),
        ("hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("Ðảng", "đảng"),
        ("15–KH/CB", "15-KH/CB"),
        ("ngày\u00a005   tháng", "ngày 05 tháng"),
        ("xử lý kỷ\u200b luật", "XỬ LÝ KỶ LUẬT"),
    ],
)
def test_spellings_of_one_thing_are_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("quý", "qúy"), ("hoàn", "hòan"), ("má", "mà"), ("toán", "toan")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_bare_drops_every_mark() -> None:
    assert bare("KẾ HOẠCH kiểm tra Đảng ủy") == "ke hoach kiem tra dang uy"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("bảy", 7),
        ("mười", 10),
        ("mười lăm tờ".removesuffix(" tờ"), 15),
        ("hai mươi mốt", 21),
        ("chín mươi tư", 94),
        ("một trăm linh năm", 105),
        ("Một trăm hai mươi lăm", 125),
        ("một nghìn không trăm lẻ hai", 1002),
        ("hai trăm", 200),
        ("ba mươi tờ", None),
        ("", None),
    ],
)
def test_numbers_in_words(words: str, value: int | None) -> None:
    assert number_in_words(words) == value


def _in_words(number: int) -> str:
    units = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [units[hundreds], "trăm"] if hundreds else []
    if tens == 0 and ones and hundreds:
        words.append("linh")
    elif tens:
        words += ["mười"] if tens == 1 else [units[tens], "mươi"]
    if ones:
        words.append("lăm" if tens and ones == 5 else "mốt" if tens > 1 and ones == 1 else units[ones])
    return " ".join(words)


@given(st.integers(1, 999))
def test_every_number_below_a_thousand_reads_back(number: int) -> None:
    assert number_in_words(_in_words(number)) == number


@given(st.dates(dt.date(1930, 1, 1), dt.date(2100, 12, 31)))
def test_every_way_to_print_a_day_is_read(day: dt.date) -> None:
    ways = [
        f"ngày {day.day:02} tháng {day.month:02} năm {day.year}",
        f"Ngày {day.day} tháng {day.month} năm {day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"ngày {day.day}-{day.month}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ]
    assert [[phrase.date for phrase in find_dates(way)] for way in ways] == [[day]] * 5


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ngày tháng 8 năm 2025", (None, "8", "2025")),
        ("ngày      tháng      năm 2026", (None, None, "2026")),
        ("ngày … tháng … năm 20…", (None, None, None)),
        ("Ngày     tháng    năm {{nam}}", (None, None, None)),
        ("ngày 31 tháng 02 năm 2026", ("31", "02", "2026")),
    ],
)
def test_blanks_and_impossible_days(text: str, parts: tuple[str | None, ...]) -> None:
    (phrase,) = find_dates(text)
    assert (phrase.day, phrase.month, phrase.year) == parts
    assert phrase.date is None


@pytest.mark.parametrize("text", ["30/2020/NĐ-CP", "có mặt 15/20 đồng chí", "tháng 5 năm 2026", "12/13/14"])
def test_no_date_where_there_is_none(text: str) -> None:
    assert find_dates(text) == []


def test_letter_spaced_words_are_closed_up() -> None:
    assert unspaced("K Ế  H O Ạ C H") == "KẾ HOẠCH"
    assert unspaced("M Ậ T") == "MẬT"
    assert unspaced("a) Mục đích") == "a) Mục đích"


def test_old_encodings_are_told_from_unicode() -> None:
    assert looks_legacy("B¸o c¸o kÕt qu¶ kiÓm tra cña §¶ng uû x· T©n Mü")
    assert looks_legacy("(cid:12)(cid:44)(cid:9)(cid:3)")
    assert not looks_legacy("Báo cáo kết quả kiểm tra của Đảng ủy xã Tân Mỹ")
    assert not looks_legacy("Report on the inspection")
    assert not looks_legacy("")


def test_capitals() -> None:
    assert is_capitals("KẾ HOẠCH 12")
    assert not is_capitals("Kế hoạch")
    assert not is_capitals("12 - 3")
