"""Reads the number line («Số 15-KH/CB») and the place-and-date line, and tells blank, hidden and missing apart."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.facts import Box, Fact, Location, Status, absent, read, unreadable
from parsers.head import Cell, place_of, row_mates
from parsers.raw import RawFile, RawLine
from parsers.vietnamese import MASK, DatePhrase, find_dates, fold, tidy

_GAP = r"(?:[\s._…·▒]|\{\{[^{}]*\}\}|<[^<>]*>|\[[^\[\]]*\])"
_WORD = r"[^\W\d_][\w.&]*"
SYMBOL = rf"(?:\d{{4}}\s?[/-]\s?)?{_WORD}(?:\s?[-/]\s?(?=[^\W_]){_WORD}(?![^\W_]))*"
NUMBER_LINE = re.compile(
    rf"^[\W_]*?S[ốỐ]\s?(?P<colon>:)?(?P<gap>{_GAP}*)(?P<number>\d{{1,5}}(?:\s?[a-zđ](?![^\W\d_])|\s?bis)?)?(?P<after>{_GAP}*)"
    rf"(?P<mark>[-/])?{_GAP}*(?P<symbol>(?<=[-/\s}}\]>.…_]){SYMBOL})?",
    re.IGNORECASE,
)
_ARRIVAL = re.compile(r"(?:^|\b)(?:công văn |văn bản )?đến\b|^(?:số|ngày) đến|^chuyển\s*:|^lưu hồ sơ")
_STAMP_DAY = re.compile(r"^(?:đến )?ngày\s*:?\s*[\d.… /-]*$")
_PLACE = re.compile(r"^[\s*.…_-]*(?P<place>[^,;:]{2,60}?)?\s*,?\s*$")
_NOT_A_PLACE = re.compile(
    r"^(?:hôm nay|từ|đến|căn cứ|theo|vào|trước|sau|kể|sinh|quyết định|kế hoạch"
    r"|thông báo|nghị quyết|biên bản)\b|\d"
)
_NUMBERED_PLACE = re.compile(  # «Khu phố 3», «Quận 12», «Thôn 2 Tân Mỹ»
    r"^(?:khu phố|khu vực|khu|khóm|tổ dân phố|tổ|thôn|ấp|bản|làng|xóm|buôn|xã|phường|quận) \d{1,2}(?! ?[/.-]? ?\d)"
)
_REST_OF_DATE = re.compile(r"^(?:tháng\b.*|năm\b.*|\d{4}\.?)$")  # a narrow column parts the line
_SHORT_DATE_LINE = re.compile(
    r"^[^\W\d_][^\d,;:]{1,40},\s*(?:ngày\s*)?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}\.?$", re.IGNORECASE
)
NEAR_FIELD = 16.0  # points between a blank and the picture that fills it
ARRIVAL_REACH = 3  # cells above and below


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number line of a paper; `cell` is where it stands among the cells."""

    number: Fact[str]
    symbol: Fact[str]
    line: Fact[str]


@dataclass(frozen=True, slots=True)
class Dating:
    """The place-and-date line of a paper."""

    place: Fact[str]
    date: Fact[dt.date]
    style: Fact[str]  # ok | zero-missing | zero-extra | blank


# ---------------------------------------------------------------- number


def read_number(raw: RawFile, cells: Sequence[Cell]) -> Numbering:
    """Read the number line among the cells of the head; a stamp of arrival never counts."""
    found = [(i, match) for i, cell in enumerate(cells) if (match := _number_match(cell)) and not _is_arrival(cells, i)]
    if not found:
        return Numbering(absent(), absent(), absent())
    index, match = max(found, key=lambda item: _weight(cells[item[0]], item[1]))
    return _numbering(raw, cells[index], match)


def split_number(text: str) -> tuple[str | None, str | None]:
    """Part «15-KH/CB» or «Số: 30/2020/NĐ-CP» into number and symbol."""
    match = NUMBER_LINE.match(text if fold(text).startswith("số") else f"Số {tidy(text)}")
    return (_plain_number(match), _plain_symbol(match)) if match else (None, None)


def number_style(line: str) -> str:
    """Judge how a number line is written: ok, blank, no-zero (under ten without 0) or state-colon (State's way)."""
    match = NUMBER_LINE.match(tidy(line))
    if match is None or not match["number"]:
        return "blank"
    if match["colon"] or match["mark"] == "/":
        return "state-colon"
    digits = re.sub(r"\D", "", match["number"])
    return "no-zero" if len(digits) == 1 else "ok"


def _number_match(cell: Cell) -> re.Match[str] | None:
    match = NUMBER_LINE.match(cell.text)
    if match is None or not (match["number"] or match["mark"] or match["symbol"] or match["colon"]):
        return None
    if match["symbol"] and not match["mark"]:
        return None  # «Số điện thoại», «Số lượng»
    if not match["mark"] and not match["number"] and match.end() < len(cell.text.rstrip(" .…_")):
        return None
    return match


def _weight(cell: Cell, match: re.Match[str]) -> tuple[int, int, int]:
    return (bool(match["symbol"]) + bool(match["mark"]), cell.side != "r", -cell.index)


def _is_arrival(cells: Sequence[Cell], index: int) -> bool:
    """Tell a stamp of arrival by the words around a number that carries no symbol."""
    match = _number_match(cells[index])
    if match is None or match["symbol"]:
        return False
    near = cells[max(0, index - ARRIVAL_REACH) : index + ARRIVAL_REACH + 1]
    around = [cell.folded for cell in near if _is_near(cells[index], cell)]
    return any(_ARRIVAL.search(text) or _STAMP_DAY.match(text) for text in around)


def _is_near(cell: Cell, other: Cell) -> bool:
    here, there = cell.line.box, other.line.box
    return here is None or there is None or (abs(here.top - there.top) < 60 and abs(here.x0 - there.x0) < 120)


def _numbering(raw: RawFile, cell: Cell, match: re.Match[str]) -> Numbering:
    shown = cell.written.strip()
    line = read(shown, cell.location, shown=shown)
    symbol_text, number_text = _plain_symbol(match), _plain_number(match)
    if MASK in match["gap"] + match["after"]:
        number_text = None  # what is hidden beside the figures may be more of them
    symbol = read(symbol_text, cell.location, shown=symbol_text) if symbol_text else _blank(raw, cell.line, shown)
    if number_text:
        return Numbering(read(number_text, cell.location, shown=match.group().strip()), symbol, line)
    return Numbering(_blank(raw, cell.line, shown), symbol, line)


def _plain_number(match: re.Match[str]) -> str | None:
    text = re.sub(r"\s", "", match["number"] or "").casefold()
    return (text.lstrip("0") or "0") if text else None


def _plain_symbol(match: re.Match[str]) -> str | None:
    if not match["mark"] or not match["symbol"]:
        return None
    return re.sub(r"\s", "", match["symbol"]).strip(".-/") or None


def _blank(raw: RawFile, line: RawLine, shown: str) -> Fact[Any]:
    """A printed blank: empty, unless a picture or a signature field may hold what is to stand there."""
    if MASK in shown:
        return unreadable("handwriting", place_of(line), shown=line.read_as or shown)
    if raw.signature_fields or raw.field_images or _picture_near(raw, line):
        return unreadable("field-image", place_of(line), shown=shown)
    return Fact(Status.ABSENT, None, place_of(line), 1.0, "text", shown)


def _picture_near(raw: RawFile, line: RawLine) -> bool:
    page = next((page for page in raw.pages if page.number == line.page), None)
    box = line.box
    return page is not None and box is not None and any(i.box and _touches(box, i.box) for i in page.images)


def _touches(line: Box, picture: Box) -> bool:
    if picture.bottom - picture.top < 4 or picture.x1 - picture.x0 < 4:
        return False  # a rule under the head
    level = picture.top < line.bottom + 4 and picture.bottom > line.top - 4
    return level and picture.x0 < line.x1 + NEAR_FIELD and picture.x1 > line.x0 - NEAR_FIELD


# ---------------------------------------------------------------- date


def read_date(raw: RawFile, cells: Sequence[Cell], tail: Sequence[RawLine] = ()) -> Dating:
    """Read the place-and-date line in the head, else at the end of the paper (above the signature)."""
    best = max(_head_dates(tuple(cells)), key=_date_weight, default=None)
    if best is None:
        best = next(iter(_tail_dates(tail)), None)
    if best is None:
        return Dating(absent(), absent(), absent())
    line, place, phrase = best
    return Dating(_place(place, line), _date(raw, line, phrase), _style(raw, line, phrase))


Found = tuple[RawLine, str | None, DatePhrase]


def _head_dates(cells: tuple[Cell, ...]) -> Iterator[Found]:
    for index, cell in enumerate(cells):
        if "ngày" not in cell.folded and not _SHORT_DATE_LINE.match(cell.text):
            continue
        if _is_stamp_day(cells, index):
            continue
        found = [f for text in _with_neighbours(cells, cell) if (f := _date_line(text, cell.line))]
        if found:
            yield max(found, key=_date_weight)


def _is_stamp_day(cells: Sequence[Cell], index: int) -> bool:
    near = [
        c.folded for c in cells[max(0, index - ARRIVAL_REACH) : index + ARRIVAL_REACH + 1] if _is_near(cells[index], c)
    ]
    return bool(_STAMP_DAY.match(cells[index].folded)) and any(_ARRIVAL.search(text) for text in near)


def _with_neighbours(cells: tuple[Cell, ...], cell: Cell) -> Iterator[str]:
    """Give the text of a cell, then with its row or the rest of its date: a wide blank or a narrow column parts it."""
    yield cell.text
    row = " ".join(mate.text for mate in row_mates(cells, cell))
    if row:
        yield f"{cell.text} {row}"
    follower = next((c for c in cells[cells.index(cell) + 1 :][:2] if _REST_OF_DATE.match(c.folded)), None)
    if follower:
        yield f"{cell.text} {follower.text}"


def _date_line(text: str, line: RawLine) -> Found | None:
    """Take a text as place and date: nothing but a place (and a number line) before, nothing after."""
    number = NUMBER_LINE.match(text)
    rest = text[number.end() :] if number and number["mark"] else text
    phrases = find_dates(rest)
    if len(phrases) != 1 or rest[phrases[0].end :].strip(" .;…_*-{}"):
        return None
    phrase = phrases[0]
    before = re.sub(r"\s*ngày\s*$", "", rest[: phrase.start], flags=re.IGNORECASE)
    place = _PLACE.match(before)
    if place is None or (not phrase.long and not before.strip()):
        return None
    name = (place["place"] or "").strip(" .…_*-") or None
    if name and (_is_no_place(fold(name)) or len(name.split()) > 7 or not name[0].isupper()):
        return None
    return line, name, phrase


def _is_no_place(folded: str) -> bool:
    return _NOT_A_PLACE.search(_NUMBERED_PLACE.sub("", folded).strip()) is not None


def _date_weight(found: Found) -> tuple[int, int]:
    return (found[1] is not None, found[2].complete)


def _tail_dates(tail: Sequence[RawLine]) -> Iterator[Found]:
    for line in reversed(tail):
        for part in line.text.split("\n"):
            found = _date_line(tidy(part), line)
            if found and found[1]:
                yield found


def _place(place: str | None, line: RawLine) -> Fact[str]:
    return read(place, place_of(line), shown=place) if place else absent(place_of(line))


def _date(raw: RawFile, line: RawLine, phrase: DatePhrase) -> Fact[dt.date]:
    if phrase.date is not None:
        return read(phrase.date, place_of(line), shown=phrase.shown)
    if phrase.complete:
        return unreadable("not-understood", place_of(line), shown=phrase.shown)  # no such day
    return _blank(raw, line, phrase.shown)


def _style(raw: RawFile, line: RawLine, phrase: DatePhrase) -> Fact[str]:
    if not phrase.complete:
        hidden = _blank(raw, line, phrase.shown)
        return hidden if hidden.is_unreadable else read("blank", place_of(line), shown=phrase.shown)
    return read(zero_style(phrase.day or "", phrase.month or ""), place_of(line), shown=phrase.shown)


def zero_style(day: str, month: str) -> str:
    """Judge the zeros of a date: days under 10 and months 1 and 2 carry one, months 3 to 9 do not."""
    if (len(day) == 1) or (len(month) == 1 and int(month) <= 2):
        return "zero-missing"
    return "zero-extra" if month.startswith("0") and int(month) > 2 else "ok"


__all__ = ["Dating", "Location", "Numbering", "number_style", "read_date", "read_number", "split_number", "zero_style"]
