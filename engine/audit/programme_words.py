"""Words of programmes as offices write them: «Quý II», «Tháng 6/2026», «đồng chí …», headings of their own."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from parsers.vietnamese import fold

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = re.compile(r"quý\s+(iv|i{1,3}|[1-4])\b(?:\D+(\d{4}))?")
_MONTH = re.compile(r"(?:tháng\s+(\d{1,2})(?:\s*(?:/|năm|-)\s*(\d{4}))?|(\d{1,2})\s*/\s*(\d{4}))\s*$")
_MEMBER = re.compile(r"^(?:các\s+)?(?:đồng chí|đ/c|đảng viên|ông|bà)\b")
_BODY = re.compile(
    r"^(?:các\s+)?(?:chi bộ|chi ủy|đảng bộ|đảng ủy|ban thường vụ|ban chấp hành|ủy ban kiểm tra|tổ chức đảng)\b"
)
# what else a heading of the template is called, by how it begins
HEADINGS = {
    "no": ("stt", "số tt"),
    "unit": ("đơn vị", "chủ thể", "tổ chức thực hiện"),
    "due": ("thời gian", "thời điểm", "tiến độ"),
    "content": ("nội dung",),
    "object": ("đối tượng",),
    "form": ("hình thức",),
}


def due_day(text: str, year: int | None) -> dt.date | str:
    """Return the last day of a quarter or month; the text itself where it says neither."""
    said = fold(text).strip().rstrip(".")
    quarter, month = _QUARTER.search(said), _MONTH.search(said)
    if quarter:
        number, named = 3 * _QUARTERS[quarter[1]], quarter[2]
    elif month and "/" not in said[: month.start()]:
        number, named = int(month[1] or month[3]), month[2] or month[4]
    else:
        return text
    of_year = int(named) if named else year
    if of_year is None or not 1 <= number <= 12 or not 2000 < of_year < 2100:
        return text
    return dt.date(of_year, number, calendar.monthrange(of_year, number)[1])


def field_of(heading: str, named: Mapping[str, str]) -> str | None:
    """Return the field of a column; `named`: the headings of the template, folded."""
    said = fold(heading).partition("(")[0].strip()
    if said in named:
        return named[said]
    return next((field for field, begins in HEADINGS.items() if said.startswith(begins)), None)


def parts_of(rows: Sequence[Sequence[str]], before: str) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """Part a table at rows of one text over all columns; yield the words above each, and headings with its rows."""
    below: list[Sequence[str]] = []
    for row in rows[1:]:
        if len(row) > 1 and len({cell.strip() for cell in row}) == 1:
            yield before, [*rows[:1], *below]
            before, below = row[0].strip() or before, []
        else:
            below.append(row)
    yield before, [*rows[:1], *below]


def completed(row: Mapping[str, Any], before: str) -> dict[str, Any]:
    """Add form and kind of object to a row of a Word table, where its own words or the text before the table tell."""
    made = dict(row)
    if "form" not in made:
        made |= _form(str(row.get("content", ""))) or _form(before)
    if "object_kind" not in made and "object" in made:
        named = fold(str(made["object"])).strip()
        made |= {"object_kind": "dang-vien"} if _MEMBER.match(named) else {}
        made |= {"object_kind": "to-chuc"} if _BODY.match(named) else {}
    return made


def _form(text: str) -> dict[str, str]:
    """Words that name both forms, or neither, tell nothing."""
    said = fold(text)
    found = [form for words, form in (("kiểm tra", "kiem-tra"), ("giám sát", "giam-sat")) if words in said]
    return {"form": found[0]} if len(found) == 1 else {}
