"""The span of time an inspection looks at («mốc thời gian kiểm tra: từ ngày … đến ngày …»)."""

from __future__ import annotations

import datetime as dt
import re

from parsers.attachments import main_text
from parsers.facts import Fact, Period, absent, read, unreadable
from parsers.layout import AnyCase, nothing_to_read, some_hidden
from parsers.raw import RawFile
from parsers.times import day, last_of_month

REACH = 260  # characters after the words

_I = re.IGNORECASE
_WORDS = AnyCase(
    r"mốc\s+(?:thời\s+gian\s+)?(?:kiểm\s+tra|giám\s+sát|xác\s+minh)|mốc\s+thời\s+gian|niên\s+độ"
    r"|(?:thời\s+kỳ|giai\s+đoạn|thời\s+điểm)\s+(?:được\s+)?(?:kiểm\s+tra|giám\s+sát)"
)
_DAY = r"(?:ngày\s*)?(\d{1,2})\s*(?:/|-|\.|,?\s*tháng)\s*(\d{1,2})\s*(?:/|-|\.|,?\s*năm)\s*(\d{4})(?!\d)"
_MONTH = r"(?:tháng\s*)?(\d{1,2})\s*(?:/|-|\.|,?\s*năm)\s*(\d{4})(?!\d)"
_YEAR = r"(?:năm\s*)?(\d{4})(?![\d/])"
_POINT = rf"(?:{_DAY}|{_MONTH}|{_YEAR})"
_SPAN = re.compile(
    rf"(?:từ|kể\s+từ)\s*(?:đầu\s+)?{_POINT}\s*,?\s*(?:cho\s+)?(?:đến|tới|-)\s*(?:hết\s+|cuối\s+)?{_POINT}", _I
)
_SPAN_BARE = re.compile(rf"(?<!\d){_POINT}\s*(?:đến|tới|-)\s*(?:hết\s+)?{_POINT}", _I)
_HALF = re.compile(r"(?:6|06|sáu)\s+tháng\s+(đầu|cuối)\s+năm\s*(\d{4})", _I)
_YEARS = re.compile(r"(?:trong\s+|các\s+|\d+\s+)?năm\s*(\d{4})(?:\s*(?:,|và|-|;)\s*(?:năm\s*)?(\d{4}))*", _I)
_BIRTH = re.compile(  # of the person, named under a heading that also speaks of the period
    r"sinh\s+(?:năm|ngày)?:?\s*(?:\d{1,2}\s*(?:/|-|\.|tháng)\s*\d{1,2}\s*(?:/|-|\.|năm)\s*)?\d{4}", _I
)
_NEXT = re.compile(
    r"thời\s+gian\s+(?:tiến\s+hành|kiểm\s+tra|giám\s+sát|thực\s+hiện|làm\s+việc)|\n\s*(?:\d{1,2}|[ivx]+)\s*[-.)]", _I
)


def read_period(raw: RawFile) -> Fact[Period]:
    """Read the period a paper gives; only words near «mốc thời gian», «thời kỳ kiểm tra» count."""
    if nothing_to_read(raw):
        return unreadable("scan")
    text = main_text(raw)
    doubtful = None
    for match in _WORDS.finditer(text):
        after = text.text[match.end() : match.end() + REACH]
        stop = _NEXT.search(after, 3)
        after = _BIRTH.sub(" ", after[: stop.start()] if stop else after)
        value = _period(after)
        place = text.location(match.start())
        if value:
            return read(value, place, shown=" ".join(after.split())[:120])
        if any(c.isdigit() for c in after[:100]) and doubtful is None:
            doubtful = unreadable("not-understood", place, shown=" ".join(after.split())[:120])
    if doubtful:
        return doubtful
    return unreadable("scan") if some_hidden(raw) else absent()


def _period(text: str) -> Period | None:
    match = _SPAN.search(text) or _SPAN_BARE.search(text)
    if match:
        groups = match.groups()
        return _made(_first(groups[:6]), _last(groups[6:]))
    half = _HALF.search(text)
    if half:
        year, late = int(half[2]), half[1].casefold() == "cuối"
        return _made(day(year, 7 if late else 1, 1), day(year, 12, 31) if late else day(year, 6, 30))
    if re.search(r"(?:từ|đến)\s*(?:ngày|tháng|nay)|thời\s+điểm", text, re.IGNORECASE):
        return None  # a span is meant and one end is not a date
    years = _YEARS.search(text)
    if years:
        numbers = [int(n) for n in re.findall(r"\d{4}", years.group())]
        return _made(day(min(numbers), 1, 1), day(max(numbers), 12, 31))
    return None


def _first(parts: tuple[str | None, ...]) -> dt.date | None:
    d, m, y, month, month_year, year = (int(p) if p else None for p in parts)
    if d and m and y:
        return day(y, m, d)
    if month and month_year:
        return day(month_year, month, 1)
    return day(year, 1, 1) if year else None


def _last(parts: tuple[str | None, ...]) -> dt.date | None:
    d, m, y, month, month_year, year = (int(p) if p else None for p in parts)
    if d and m and y:
        return day(y, m, d)
    if month and month_year:
        return last_of_month(month_year, month)
    return day(year, 12, 31) if year else None


def _made(start: dt.date | None, end: dt.date | None) -> Period | None:
    return Period(start, end) if start and end and start <= end else None
