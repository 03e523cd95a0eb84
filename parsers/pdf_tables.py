"""What pdfplumber is better at: tables that are no simple grid, pages whose spaces pdfium loses. Loaded when needed."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from parsers.facts import Box
from parsers.problems import FileProblem
from parsers.raw import RawLine, RawTable

MAX_TABLE_PAGES = 60
SPACE = 0.1  # of the letter size: a gap between words, however narrow

_TABLE_WORDS = re.compile(r"mục lục|chứng từ kết thúc|kiểm phiếu|bỏ phiếu|số phiếu|tỷ lệ %|tỉ lệ %")
_ROW_START = re.compile(r"\d{1,3}\.?(?:\s|$)")


def names_a_table(text: str) -> bool:
    """True when a page (case-folded, NFC) speaks of a table that is read: index, closing sheet, votes."""
    return bool(_TABLE_WORDS.search(text))


def starts_like_a_row(lines: Sequence[RawLine]) -> bool:
    """True when a page goes on with numbered rows."""
    return sum(bool(_ROW_START.match(line.text)) for line in lines[:12]) >= 2


def page_tables(data: bytes | Path, numbers: Sequence[int]) -> tuple[RawTable, ...]:
    """Read the ruled tables of the given pages, cells as text."""
    found: list[RawTable] = []
    with closing(_open(data, numbers[:MAX_TABLE_PAGES])) as pdf:
        for page in pdf.pages:
            with closing(page):
                if len(page.lines) + len(page.rects) >= 4:
                    found += [_table(rows, page.page_number) for rows in _guarded(page.extract_tables) or []]
    return tuple(found)


def page_lines(data: bytes | Path, numbers: Sequence[int]) -> dict[int, list[RawLine]]:
    """Read the lines of the given pages from the places of their glyphs."""
    with closing(_open(data, numbers)) as pdf:
        found = {}
        for page in pdf.pages:
            with closing(page):
                lines = (
                    _guarded(lambda page=page: page.extract_text_lines(return_chars=False, x_tolerance_ratio=SPACE))
                    or []
                )
                found[page.page_number] = [_line(line, page.page_number) for line in lines]
        return found


def _open(data: bytes | Path, numbers: Sequence[int]) -> Any:
    import pdfplumber  # noqa: PLC0415 - a second of start-up that most files never need

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    source = data if isinstance(data, Path) else io.BytesIO(data)
    pdf = _guarded(lambda: pdfplumber.open(source, pages=list(numbers)))
    if pdf is None:
        raise FileProblem("damaged", "pdfplumber")
    return pdf


def _guarded(call: Any) -> Any:
    # pdfminer raises almost anything on odd files; pdfium's reading of the page stands then.
    try:
        return call()
    except Exception:
        return None


def _table(rows: list[list[str | None]], page: int) -> RawTable:
    return RawTable(tuple(tuple(_tidy(cell or "") for cell in row) for row in rows), page=page)


def _line(line: dict[str, Any], page: int) -> RawLine:
    return RawLine(_tidy(line["text"]), page, Box(line["x0"], line["top"], line["x1"], line["bottom"]))


def _tidy(text: str) -> str:
    # marks and letters are drawn one by one: only the whole text can be composed
    return unicodedata.normalize("NFC", text).strip()
