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
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _CHARACTERS)))}]")  # far faster than to translate every text

# oa, oe, uy at the end of a syllable, the tone on one of the two: both placements are in use. Lower case, NFC.
_FIRST = {"o": "òỏõóọ", "u": "ùủũúụ"}
_SECOND = {"a": "àảãáạ", "e": "èẻẽéẹ", "y": "ỳỷỹýỵ"}
_TONE_FIRST = {
    f"{one}{late}": f"{toned}{plain}"
    for one, firsts in _FIRST.items()
    for plain, lates in _SECOND.items()
    for toned, late in zip(firsts, lates, strict=True)
}
# The letter before is asked for last: a pattern that begins with a set of letters is searched many times faster.
_LATE_TONE = re.compile(rf"[ou](?<!q[ou])[{''.join(_SECOND.values())}](?![^\W\d_]|[\u0300-\u036f])")
_TONE_LAST = {first: late for late, first in _TONE_FIRST.items()}
_EARLY_TONE = re.compile("|".join(_TONE_LAST))
_MARKS = re.compile(r"[\u0300-\u034e\u0350-\u036f]+")
_PLAIN_WORD = re.compile(r"[A-Za-z]{2}")
_SPACE_RUN = re.compile(r" {2,}")
_LEGACY_SIGNS = "§¶®¸µ¹·¨©ªÖ×"
_LEGACY_LETTERS = "äåæëïñûöøùÄÅÆËÏÑÛÖØÙ"  # beside plain letters only
_LEGACY = re.compile(
    rf"[{_LEGACY_SIGNS}{_LEGACY_LETTERS}](?:(?<=[{_LEGACY_SIGNS}])|(?<=[A-Za-z][{_LEGACY_LETTERS}])(?=[a-zA-Z ]))"
)
_LOST = re.compile(r"[\ufffd\ue000-\uf8ff]")
_VIETNAMESE = re.compile(r"[đĐơƠưƯạ-ỹẠ-Ỹ]")


@lru_cache(maxsize=16384)
def tidy(text: str) -> str:
    """Repair the characters (NFC, eth, dashes, odd spaces) and keep the writing otherwise."""
    text = unicodedata.normalize("NFC", text)
    if _ODD.search(text):
        text = text.translate(_CHARACTERS)
    return (_SPACE_RUN.sub(" ", text) if "  " in text else text).strip()


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Make texts comparable: repaired, one placement of tone marks, lower case; the marks themselves stay."""
    return _tone_first(tidy(text).casefold()).casefold()


@lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """Fold and drop all marks: «Kế hoạch» becomes «ke hoach»."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", fold(text)).replace("đ", "d"))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tidy(plain)


@lru_cache(maxsize=2048)
def beginning(names: tuple[str, ...]) -> re.Pattern[str]:
    """Give what finds the longest of some names, folded, at the beginning of a folded text; no name: no match."""
    longest_first = sorted(map(fold, names), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first)) if names else '(?!)'})(?![^\W_])")


def fold_in_place(text: str) -> str:
    """Fold case and tone placement only, character by character: offsets found in it hold in the text itself."""
    folded = _tone_first(text.casefold())
    return folded if len(folded) == len(text) else text


def lower_in_place(text: str) -> str:
    """Lower the case character by character: offsets found in it hold in the text itself."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _tone_first(lowered: str) -> str:
    """Put the tone on the first vowel of an open pair: «hoà» becomes «hòa»."""
    return _LATE_TONE.sub(lambda match: _TONE_FIRST[match.group()], unicodedata.normalize("NFC", lowered))


def tone_last(folded: str) -> str:
    """Put the tone of a folded text on the second vowel of an open pair, the other way it is written: «hoà»."""
    return _EARLY_TONE.sub(lambda match: _TONE_LAST[match.group()], folded)


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
    if _PLAIN_WORD.search(text):
        return text
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

MASK = "▒"  # stands for characters of a picture that cannot be read for certain
_BLANK = r"(?:[\s._…\u2026▒]|\{\{[^{}]*\}\}|<[^<>]*>|\[[^\[\]]*\])*"
_DAY = rf"(?P<day>\d{{1,2}}|{_BLANK})"
_LONG = re.compile(
    rf"ngày\s*:?{_DAY}\s*tháng\s*(?P<month>\d{{1,2}}|{_BLANK})\s*"
    rf"năm\s*(?P<year>\d{{4}}|\d{{0,3}}{_BLANK})",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?P<day>\d(?<![\d/.-]\d)\d?)\s?(?P<sep>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4})(?!\d)"
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
    found = [_phrase(m, long=True) for m in _LONG.finditer(text)] if "tháng" in text.lower() else []
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
