"""The mục lục of a dossier (nine columns) and its chứng từ kết thúc (pages in digits and in words)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from parsers.attachments import whole_text
from parsers.facts import ClosingSheet, Fact, IndexRow, Location, absent, read, unreadable
from parsers.layout import AnyCase, clean, nothing_to_read, place, some_hidden, text_lines
from parsers.raw import RawFile, RawLine, RawTable
from parsers.times import dates_in
from parsers.vietnamese import fold, number_in_words

_I = re.IGNORECASE
_COLUMNS = {
    "order": ("stt", "tt", "số tt", "số thứ tự"),
    "symbol": ("số, ký hiệu", "số ký hiệu", "số và ký hiệu", "ký hiệu", "số, kí hiệu", "số văn bản", "số/ký hiệu"),
    "date": ("ngày, tháng", "ngày tháng", "thời gian"),
    "title": ("trích yếu", "tên loại", "tên văn bản", "nội dung"),
    "author": ("tác giả", "cơ quan ban hành", "nơi ban hành"),
    "pages": ("trang số", "tờ số", "số trang", "từ trang", "số tờ", "trang"),
}
_NUMBER = re.compile(r"(?:số\s*:?\s*)?(\d{1,5}\s?[a-zđ]?)\s*[-/]\s*([^\s,;]+)", _I)
_ROW = re.compile(
    r"(?P<order>\d{1,3})[.)]?\s+(?:(?P<symbol>\d{1,5}[a-zđ]?\s?[-/]\s?[A-ZĐ][^\s,;]*)\s+)?"
    r"(?P<date>\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})?\s*(?P<title>\D.{5,})"
)
_NEW_ITEM = re.compile(r"\s*(?:\(|ngày\b|số\b|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-])", _I)  # in a cell of several lines
_PAGES_END = re.compile(r"\s(\d{1,4}(?:\s?-\s?\d{1,4})?)\s*$")
_CLOSING = AnyCase(r"chứng\s+từ\s+kết\s+thúc|đơn\s+vị\s+bảo\s+quản")
_HAS = re.compile(r"(?:đơn\s+vị\s+bảo\s+quản|hồ\s+sơ)(?:\s+này)?[^.\d…]{0,40}?có\s*:?\s*(\d{1,5})\s*(?:trang|tờ)", _I)
_HAS_ANY = re.compile(r"(?:gồm|có|tổng\s+(?:số|cộng))\s*:?\s*(\d{1,5})\s*(?:trang|tờ)", _I)
_WORDS = re.compile(
    r"\(?\s*(?:viết\s+)?(?:số\s+trang\s+)?bằng\s+chữ\s*:?\s*([^\d).;:…]{2,60})|\(\s*([^\W\d_][^\d().;:…]{2,50}?)\s*(?:trang|tờ)?\s*\)",
    _I,
)
_INDEX_HAS = re.compile(
    r"mục\s+lục(?:\s+(?:văn\s+bản|hồ\s+sơ|tài\s+liệu))*\s*(?:này\s+)?(?:gồm\s+)?có\s*:?\s*(\d{1,4})\s*(?:trang|tờ)", _I
)


def read_index(raw: RawFile) -> Fact[tuple[IndexRow, ...]]:
    """Read the rows of a mục lục from its ruled table, or from its lines where no table was found."""
    if nothing_to_read(raw):
        return unreadable("scan")
    rows = tuple(_table_rows(raw.tables))
    if not rows and any("mục lục" in fold(line.text) for line in raw.all_lines[:40]):
        rows = tuple(_line_rows(text_lines(raw)))
        if not rows:
            return unreadable("not-understood")
    if rows:
        return read(rows, rows[0].location)
    return unreadable("scan") if some_hidden(raw) else absent()


def _table_rows(tables: Sequence[RawTable]) -> Iterator[IndexRow]:
    columns: dict[str, int] = {}
    width = 0
    for table in tables:
        head = next((i for i, row in enumerate(table.rows[:4]) if len(_columns(row)) >= 4), None)
        if head is not None:
            columns, width = _columns(table.rows[head]), len(table.rows[head])
        elif not columns or not table.rows or len(table.rows[0]) != width:
            continue  # another table; a table of the same width goes on from the page before
        for row in table.rows[0 if head is None else head + 1 :]:
            found = _row(row, columns, Location(table.page, None, table.paragraph))
            if found:
                yield found


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for i, cell in enumerate(row):
        text = fold(cell.replace("\n", " ")).strip(" .")
        for name, words in _COLUMNS.items():
            if name not in found and (text in words or (name != "order" and any(text.startswith(w) for w in words))):
                found[name] = i
                break
    return found if "title" in found and ("symbol" in found or "date" in found) else {}


def _row(row: Sequence[str], columns: dict[str, int], location: Location) -> IndexRow | None:
    cell = {name: _cell_text(name, row[i]) if i < len(row) else "" for name, i in columns.items()}
    title = cell.get("title", "")
    if not any(c.isalpha() for c in title):
        return None  # the row of column numbers, or an empty one
    number, symbol = _number(cell.get("symbol", ""))
    order = re.match(r"\d{1,4}", cell.get("order", ""))
    return IndexRow(
        order=int(order.group()) if order else None,
        number=number,
        symbol=symbol,
        date=_date(cell.get("date", "")),
        title=title,
        author=cell.get("author") or None,
        pages=cell.get("pages") or None,
        location=location,
    )


def _cell_text(name: str, text: str) -> str:
    """Join the lines of a cell; a narrow one breaks «18-QĐ/UBKTĐU» and «05/3/2026» anywhere."""
    lines = text.split("\n")
    if name == "symbol":
        end = next((i for i, line in enumerate(lines) if i and _NEW_ITEM.match(line)), len(lines))
        return clean(" ".join(["".join(part.strip() for part in lines[:end]), *lines[end:]]))
    spaced = clean(" ".join(lines))
    return clean("".join(lines)) if name == "date" and _date(spaced) is None else spaced


def _number(text: str) -> tuple[str | None, str | None]:
    match = _NUMBER.match(text.strip())
    if match is None:
        return None, None
    return match[1].replace(" ", "").lstrip("0") or "0", match[2].rstrip(".,;")


def _date(text: str) -> dt.date | None:
    return next((found.value for found in dates_in(text)), None)


def _line_rows(lines: Sequence[RawLine]) -> Iterator[IndexRow]:
    last = 0
    for line in lines:
        match = _ROW.match(clean(line.text))
        if match is None or int(match["order"]) != last + 1 or not (match["symbol"] or match["date"]):
            continue
        last += 1
        number, symbol = _number(match["symbol"] or "")
        pages = _PAGES_END.search(match["title"])
        title = _PAGES_END.sub("", match["title"])
        yield IndexRow(
            last, number, symbol, _date(match["date"] or ""), title, None, pages[1] if pages else None, place(line)
        )


# ---------------------------------------------------------------- chứng từ kết thúc


def read_closing(raw: RawFile) -> Fact[ClosingSheet]:
    """Read the closing sheet; absent where the paper holds none."""
    if nothing_to_read(raw):
        return unreadable("scan")
    text = whole_text(raw)
    titled = _CLOSING.search(text)
    if titled is None:
        return unreadable("scan") if some_hidden(raw) else absent()
    nothing: Fact[int] = unreadable("scan") if some_hidden(raw) else absent()
    digits = _HAS.search(text.text) or _HAS_ANY.search(text.text, titled.start())
    index = _INDEX_HAS.search(text.text)
    return read(
        ClosingSheet(
            pages=read(int(digits[1]), text.location(digits.start()), shown=digits.group()) if digits else nothing,
            pages_in_words=_in_words(text.text, digits.end() if digits else titled.end()) or nothing,
            index_pages=read(int(index[1]), text.location(index.start())) if index else nothing,
        ),
        text.location(titled.start()),
    )


def _in_words(text: str, offset: int) -> Fact[int] | None:
    match = _WORDS.search(text, offset, offset + 160)
    if match is None:
        return None
    words = (match[1] or match[2]).strip()
    value = number_in_words(re.sub(r"\s*(?:trang|tờ)\b.*", "", words, flags=_I | re.DOTALL))
    return read(value, shown=words) if value is not None else unreadable("not-understood", shown=words)
