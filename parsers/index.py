"""The mục lục of a dossier (nine columns) and its chứng từ kết thúc (pages in digits and in words)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from parsers.attachments import whole_text
from parsers.cells import cells_of
from parsers.facts import ClosingSheet, Fact, IndexRow, Location, absent, read, unreadable
from parsers.layout import AnyCase, clean, nothing_to_read, place, some_hidden, some_unread, text_lines
from parsers.raw import RawFile, RawLine, RawPage, RawTable
from parsers.times import dates_in
from parsers.unruled import Columns, find_rows
from parsers.vietnamese import MASK, bare, fold, number_in_words

_I = re.IGNORECASE
_COLUMNS = {
    "order": ("stt", "tt", "số tt", "số thứ tự"),
    "symbol": ("số, ký hiệu", "số ký hiệu", "số và ký hiệu", "ký hiệu", "số, kí hiệu", "số văn bản", "số/ký hiệu"),
    "date": ("ngày, tháng", "ngày tháng", "thời gian"),
    "title": ("trích yếu", "tên loại", "tên văn bản", "nội dung"),
    "author": ("tác giả", "cơ quan ban hành", "nơi ban hành"),
    "pages": ("trang số", "tờ số", "số trang", "từ trang", "số tờ", "trang"),
}
_BARE_COLUMNS = {name: tuple(bare(word) for word in words) for name, words in _COLUMNS.items()}
FORM = ("order", "symbol", "date", "title", "author", "", "", "pages", "")  # the nine columns; three are not read
WELL_READ = 0.9  # of a line of a picture
LONGEST_HEAD = 60  # letters over a column
SCANNED = 0.8  # confidence of rows read from a picture
_NUMBER = re.compile(r"(?:số\s*:?\s*)?(\d{1,5}\s?[a-zđ]?)\s*[-/]\s*([^\s,;]+)", _I)
_ROW = re.compile(
    r"(?P<order>\d{1,3})[.)]?\s+(?:(?P<symbol>\d{1,5}[a-zđ]?\s?[-/]\s?[A-ZĐ][^\s,;]*)\s+)?"
    r"(?P<date>\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})?\s*(?P<title>\D.{5,})"
)
_NEW_ITEM = re.compile(r"\s*(?:\(|ngày\b|số\b|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-])", _I)  # in a cell of several lines
_SHORT_DATE = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}")
_FIGURES = re.compile(r"\d{1,4}")
_PAGES_END = re.compile(r"\s(\d{1,4}(?:\s?-\s?\d{1,4})?)\s*$")
_CLOSING = AnyCase(r"chứng\s+từ\s+kết\s+thúc|đơn\s+vị\s+bảo\s+quản", one_of=("chứng", "quản"))
_HAS = re.compile(r"(?:đơn\s+vị\s+bảo\s+quản|hồ\s+sơ)(?:\s+này)?[^.\d…]{0,40}?có\s*:?\s*(\d{1,5})\s*(?:trang|tờ)", _I)
_HAS_ANY = re.compile(r"(?:gồm|có|tổng\s+(?:số|cộng))\s*:?\s*(\d{1,5})\s*(?:trang|tờ)", _I)
_WORDS = re.compile(
    r"\(?\s*(?:viết\s+)?(?:số\s+trang\s+)?bằng\s+chữ\s*:?\s*([^\d).;:…]{2,60})|\(\s*([^\W\d_][^\d().;:…]{2,50}?)\s*(?:trang|tờ)?\s*\)",
    _I,
)
_LAST = re.compile(
    r"đánh\s+số(?:\s+(?:trang|tờ|thứ\s+tự|liên\s+tục))*\s+từ\s*(?:(?:trang|tờ)\s+)?(?:số\s*)?0*1\s*đến\s*(?:(?:trang|tờ)\s+)?(?:số\s*)?(\d{1,4})",
    _I,
)
_NOTED = re.compile(
    r"(?:trang|tờ|số)(?:\s+(?:trang|tờ|số))?\s+(?:bị\s+)?(?:trùng|khuyết|nhảy|bỏ|thiếu)\s*(?:số)?([^\n]{0,120})", _I
)
_INDEX_HAS = re.compile(
    r"mục\s+lục(?:\s+(?:văn\s+bản|hồ\s+sơ|tài\s+liệu))*\s*(?:này\s+)?(?:gồm\s+)?có\s*:?\s*(\d{1,4})\s*(?:trang|tờ)", _I
)


def read_index(raw: RawFile) -> Fact[tuple[IndexRow, ...]]:
    """Read the rows of a mục lục from its ruled table, from its columns, or from its lines where no table was found."""
    if nothing_to_read(raw):
        return unreadable("scan")
    rows = tuple(_table_rows(raw.tables))
    if not rows and any("mục lục" in fold(line.text) for line in raw.all_lines[:40]):
        rows = tuple(_unruled_rows(raw))
        if not rows and any(page.scan for page in raw.pages):
            return unreadable("scan")
        rows = rows or tuple(_line_rows(text_lines(raw)))
        if not rows:
            return unreadable("not-understood")
    if rows:
        scanned = any(row.scanned for row in rows)
        return read(rows, rows[0].location, confidence=SCANNED if scanned else 1.0, how="image" if scanned else "text")
    return unreadable("scan") if some_hidden(raw) else absent()


def _table_rows(tables: Sequence[RawTable]) -> Iterator[IndexRow]:
    columns: dict[str, int] = {}
    width = 0
    for table in tables:
        head = next((i for i, row in enumerate(table.rows[:4]) if len(_columns(row)) >= 4), None)
        if head is not None:
            columns, width = _columns(table.rows[head]), len(table.rows[head])
        elif not columns and table.scanned and table.rows and len(table.rows[0]) == len(FORM):
            head, columns, width = 0, _form_columns(), len(FORM)  # its head could not be read
        elif not columns or not table.rows or len(table.rows[0]) != width:
            continue  # another table; a table of the same width goes on from the page before
        for row in table.rows[0 if head is None else head + 1 :]:
            found = _row(row, columns, table)
            if found:
                yield found


def _unruled_rows(raw: RawFile) -> list[IndexRow]:
    """Read the rows of a table without rules; none where one page of it is not clear or its numbers do not count on."""
    tables: list[RawTable] = []
    columns: Columns | None = None
    for page in raw.pages:
        found = find_rows(cells_of(raw), page.number, _is_title_head, columns)
        if found is None and (not tables or _has_dates(page)):
            return []
        if found is not None:
            rows, columns = found
            tables.append(RawTable(tuple(rows), page.number, scanned=page.scan is not None))
    if not tables or not _columns(tables[0].rows[0]):
        return []
    rows_found = list(_table_rows(tables))
    orders = [(place, row.order) for place, row in enumerate(rows_found, 1) if row.order is not None]
    return rows_found if all(place == order for place, order in orders) else []


def _is_title_head(text: str) -> bool:
    return len(text) <= LONGEST_HEAD and bare(text).startswith(_BARE_COLUMNS["title"])


def _has_dates(page: RawPage) -> bool:
    return any(_SHORT_DATE.search(line.text) for line in page.lines)


def _form_columns() -> dict[str, int]:
    return {name: i for i, name in enumerate(FORM) if name}


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for i, cell in enumerate(row):
        text = bare(cell.replace("\n", " ")).strip(" .")
        for name, words in _BARE_COLUMNS.items():
            if name not in found and (text in words or (name != "order" and any(text.startswith(w) for w in words))):
                found[name] = i
                break
    return found if "title" in found and ("symbol" in found or "date" in found) else {}


def _row(row: Sequence[str], columns: dict[str, int], table: RawTable) -> IndexRow | None:
    cell = {name: _cell_text(name, row[i]) if i < len(row) else "" for name, i in columns.items()}
    title = cell.get("title", "")
    if not any(c.isalpha() for c in title) and not (table.scanned and _is_written(cell)):
        return None  # the row of column numbers, or an empty one
    number, symbol = _number(cell.get("symbol", ""))
    date = _date(cell.get("date", ""))
    order = re.match(r"\d{1,4}", cell.get("order", ""))
    return IndexRow(
        order=int(order.group()) if order else None,
        number=number,
        symbol=symbol,
        date=date,
        title=title,
        author=cell.get("author") or None,
        pages=cell.get("pages") or None,
        location=Location(table.page, None, table.paragraph),
        scanned=table.scanned,
        unclear=table.scanned and _is_unclear(cell, number, date),
    )


def _is_written(cell: dict[str, str]) -> bool:
    """Tell a row whose title could not be read from the row of column numbers and from an empty one."""
    return MASK in cell.get("title", "") and any(len(cell.get(name, "")) > 4 for name in ("symbol", "date", "author"))


def _is_unclear(cell: dict[str, str], number: str | None, date: dt.date | None) -> bool:
    """Tell whether something stands for number or date that is neither: a mask, or a misreading."""
    written = {name: bool(re.search(r"\w|▒", cell.get(name, ""))) for name in ("symbol", "date")}
    return (written["symbol"] and number is None) or (written["date"] and date is None)


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
        return unreadable("scan") if some_unread(raw) else absent()
    nothing: Fact[int] = unreadable("scan") if some_hidden(raw) else absent()
    digits = _HAS.search(text.text) or _HAS_ANY.search(text.text, titled.start())
    unit = "tờ" if digits and digits.group().rstrip().endswith("tờ") else "trang"
    index, last = _INDEX_HAS.search(text.text), _LAST.search(text.text)
    pages = read(int(digits[1]), text.location(digits.start()), shown=digits.group()) if digits else nothing
    words = _in_words(text.text, digits.end() if digits else titled.end()) or nothing
    if _may_be_misread(pages, words, text.line_at(digits.start()) if digits else None):
        words = unreadable("ambiguous", words.location, shown=words.shown)
    return read(
        ClosingSheet(
            pages=pages,
            pages_in_words=words,
            index_pages=read(int(index[1]), text.location(index.start())) if index else nothing,
            unit=unit,
            last=read(int(last[1]), text.location(last.start()), shown=last.group()) if last else nothing,
            noted=tuple(int(number) for note in _NOTED.findall(text.text) for number in _FIGURES.findall(note)),
        ),
        text.location(titled.start()),
    )


def _may_be_misread(pages: Fact[int], words: Fact[int], line: RawLine | None) -> bool:
    """Tell whether figures and words of a picture differ where the picture was not read well."""
    differ = pages.is_read and words.is_read and pages.value != words.value
    return differ and line is not None and line.confidence is not None and line.confidence < WELL_READ


def _in_words(text: str, offset: int) -> Fact[int] | None:
    match = _WORDS.search(text, offset, offset + 160)
    if match is None:
        return None
    words = (match[1] or match[2]).strip()
    value = number_in_words(re.sub(r"\s*(?:trang|tờ)\b.*", "", words, flags=_I | re.DOTALL))
    return read(value, shown=words) if value is not None else unreadable("not-understood", shown=words)
