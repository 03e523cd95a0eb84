"""Vietnamese text made comparable: one spelling for what people write in many ways, numbers in words, dates.

`tidy` keeps the writing and only repairs it, `fold` is for matching words, `bare` also drops the marks.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\t\r\n\x0b\x0c"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_LETTERS = {ord("Ð"): "Đ", ord("ð"): "đ", ord("Ɖ"): "Đ", ord("ɖ"): "đ"}
_CHARACTERS = _DASHES | _SPACES | _INVISIBLE | _LETTERS

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
# oa, oe, uy (with nothing, or one tone, on one of the two) at the end of a syllable: both placements are in use.
_OPEN_PAIR = re.compile(rf"(?<![qQ])(o|u)([{_TONES}]?)(a|e|y)([{_TONES}]?)(?![^\W\d_]|[\u0300-\u036f])", re.IGNORECASE)
_SPACE_RUN = re.compile(r" {2,}")
_LEGACY = re.compile(r"[§¶®¸µ¹·¨©ªÖ×]|[A-Za-z][äåæëïñûöøùÄÅÆËÏÑÛÖØÙ](?=[a-zA-Z ])")
_LOST = re.compile(r"[\ufffd\ue000-\uf8ff]")
_VIETNAMESE = re.compile(r"[đĐơƠưƯạ-ỹẠ-Ỹ]")


@lru_cache(maxsize=16384)
def tidy(text: str) -> str:
    """Repair the characters (NFC, eth, dashes, odd spaces) and keep the writing otherwise."""
    return _SPACE_RUN.sub(" ", unicodedata.normalize("NFC", text).translate(_CHARACTERS)).strip()


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Make texts comparable: repaired, one placement of tone marks, lower case; the marks themselves stay."""
    lowered = unicodedata.normalize("NFD", tidy(text).casefold())
    return tidy(unicodedata.normalize("NFC", _OPEN_PAIR.sub(_tone_first, lowered))).casefold()


@lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """Fold and drop all marks: «Kế hoạch» becomes «ke hoach»."""
    plain = "".join(c for c in unicodedata.normalize("NFD", fold(text)) if not unicodedata.combining(c))
    return tidy(plain.replace("đ", "d"))


def fold_in_place(text: str) -> str:
    """Fold case and tone placement only, character by character: offsets found in it hold in the text itself."""
    lowered = unicodedata.normalize("NFD", text.casefold())
    folded = unicodedata.normalize("NFC", _OPEN_PAIR.sub(_tone_first, lowered))
    return folded if len(folded) == len(text) else text


def _tone_first(match: re.Match[str]) -> str:
    first, tone, second, late = match.groups()
    return match.group() if tone and late else f"{first}{tone or late}{second}"


def looks_legacy(text: str) -> bool:
    """Tell whether a text is in an old one-byte encoding (TCVN3, VNI) or has lost its characters."""
    if not text:
        return False
    if len(_LOST.findall(text)) * 20 > len(text) or text.count("(cid:") * 40 > len(text):
        return True
    odd = len(_LEGACY.findall(text))
    return odd * 25 > len(text) and odd > len(_VIETNAMESE.findall(text))


def is_capitals(text: str) -> bool:
    """True when the text has letters and all of them are capitals."""
    return text.upper() == text and any(c.isalpha() for c in text)


def unspaced(text: str) -> str:
    """Close up letter-spaced words: «K Ế  H O Ạ C H» becomes «KẾ HOẠCH»; other texts stay as they are."""
    parts = unicodedata.normalize("NFC", text).translate(_CHARACTERS).strip().split(" ")
    letters = [p for p in parts if p]
    if len(letters) < 3 or any(len(p) > 1 for p in letters):
        return text
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", " ".join(parts))).strip()


# ---------------------------------------------------------------- numbers in words

_DIGITS = {
    "không": 0, "linh": 0, "lẻ": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"nghìn": 1000, "ngàn": 1000, "triệu": 1_000_000}


def number_in_words(text: str) -> int | None:
    """Read a Vietnamese number in words («một trăm hai mươi lăm»), None when a word is none of a number."""
    total = group = digit = 0
    words = re.findall(r"[^\W\d_]+", fold(text))
    for word in words:
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word in {"mươi", "chục"}:
            group, digit = group + (digit or 1) * 10, 0
        elif word == "mười":
            group, digit = group + 10, 0
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word in _SCALES:
            total, group, digit = total + (group + digit) * _SCALES[word], 0, 0
        else:
            return None
    return total + group + digit if words else None


# ---------------------------------------------------------------- dates

_BLANK = r"(?:[\s._…\u2026]|\{\{[^{}]*\}\}|<[^<>]*>|\[[^\[\]]*\])*"
_DAY = rf"(?P<day>\d{{1,2}}|{_BLANK})"
_LONG = re.compile(
    rf"ngày\s*:?{_DAY}\s*tháng\s*(?P<month>\d{{1,2}}|{_BLANK})\s*"
    rf"năm\s*(?P<year>\d{{4}}|\d{{0,3}}{_BLANK})",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4})(?!\d)"
)
_LAWFUL_YEARS = range(1930, 2101)


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date as printed: its parts (None where left blank), the day it means, and where it stands in the text."""

    day: str | None
    month: str | None
    year: str | None
    start: int
    end: int
    shown: str
    long: bool

    @property
    def date(self) -> dt.date | None:
        """The day, None where a part is blank or there is no such day."""
        if not (self.day and self.month and self.year):
            return None
        try:
            return dt.date(int(self.year), int(self.month), int(self.day))
        except ValueError:
            return None

    @property
    def complete(self) -> bool:
        """True when no part is blank."""
        return bool(self.day and self.month and self.year)


def find_dates(text: str) -> list[DatePhrase]:
    """Find the dates of a text in order, «ngày 05 tháng 02 năm 2026» and «05/02/2026» alike, blanks included."""
    found = [_phrase(m, long=True) for m in _LONG.finditer(text)]
    taken = [(p.start, p.end) for p in found]
    found += [
        _phrase(match, long=False)
        for match in _SHORT.finditer(text)
        if int(match["year"]) in _LAWFUL_YEARS and not any(a <= match.start() < b for a, b in taken)
    ]
    return sorted(found, key=lambda p: p.start)


def _phrase(match: re.Match[str], *, long: bool) -> DatePhrase:
    day, month, year = (_digits(match[part]) for part in ("day", "month", "year"))
    full_year = year if year and len(year) == 4 else None
    return DatePhrase(day, month, full_year, match.start(), match.end(), match.group().strip(), long)


def _digits(text: str) -> str | None:
    text = text.strip()
    return text if text.isdecimal() else None
