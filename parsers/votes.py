"""The counts of a biên bản kiểm phiếu: ballots, and votes for each form of discipline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from parsers.attachments import main_text
from parsers.facts import Fact, Location, VoteOption, Votes, absent, read, unreadable
from parsers.layout import Running, nothing_to_read, some_hidden
from parsers.raw import RawFile, RawTable
from parsers.vietnamese import fold

_I = re.IGNORECASE
_GAP = r"[^\d.;…%]{0,60}?"
_NUMBER = r"(\d{1,4})(?![\d,]|\.\d|\s*%)"
_LABELS = {
    "official": (
        rf"(?:tổng\s+số\s+)?đảng\s+viên\s+chính\s+thức(?!\s+có\s+mặt){_GAP}{_NUMBER}",
        rf"tổng\s+số\s+(?:đảng\s+viên|ủy\s+viên|uỷ\s+viên|đồng\s+chí|thành\s+viên){_GAP}{_NUMBER}",
    ),
    "present": (rf"có\s+mặt{_GAP}{_NUMBER}", rf"(?:tham\s+dự|dự\s+họp){_GAP}{_NUMBER}"),
    "issued": (rf"phát\s+ra{_GAP}{_NUMBER}",),
    "collected": (rf"thu\s+(?:về|vào|được){_GAP}{_NUMBER}",),
    "valid": (rf"(?<!không\s)hợp\s+lệ{_GAP}{_NUMBER}",),
    "invalid": (rf"không\s+hợp\s+lệ{_GAP}{_NUMBER}",),
}
_FORMS = (
    ("khong-ky-luat", r"không\s+(?:đồng\s+ý\s+)?(?:(?:đề\s+nghị|phải|bị)\s+)?(?:thi\s+hành\s+|xử\s+lý\s+)?kỷ\s+luật"),
    ("khien-trach", r"khiển\s+trách"),
    ("canh-cao", r"cảnh\s+cáo"),
    ("cach-chuc", r"cách\s+chức"),
    ("khai-tru", r"khai\s+trừ"),
    ("giai-tan", r"giải\s+tán"),
)
_VOTES = re.compile(r"[^\d;…]{0,70}?(\d{1,4})(?![\d,]|\.\d|\s*%)(?:\s*/\s*\d{1,4})?(?P<rest>[^;\n]*(?:\n[^;\n]*)?)")
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,3})?)\s*%")
_DECIMAL = re.compile(r"(?<![\d/])(\d{1,3}[.,]\d{1,3})(?!\d)")


def read_votes(raw: RawFile) -> Fact[Votes]:
    """Read the counts of a vote from table cells and lines; a count is absent only where all text was seen."""
    if nothing_to_read(raw):
        return unreadable("scan")
    text = main_text(raw)
    missing: Fact[Any] = unreadable("scan") if some_hidden(raw) else absent()
    counts = {name: _count(text, patterns, missing) for name, patterns in _LABELS.items()}
    options = _table_options(raw.tables) or tuple(_line_options(text))
    return read(Votes(**counts, options=options), text.location(0))


def _count(text: Running, patterns: Sequence[str], missing: Fact[int]) -> Fact[int]:
    for pattern in patterns:
        match = re.search(pattern, text.text, _I)
        if match:
            return read(int(match[1]), text.location(match.start()), shown=" ".join(match.group().split()))
    return missing


def _line_options(text: Running) -> Iterator[VoteOption]:
    """Read one count for each form of discipline, the first that stands in a line after the ballots are counted."""
    counted = re.search(r"thu\s+(?:về|vào|được)|hợp\s+lệ|kết\s+quả", text.text, _I)
    begin = counted.end() if counted else 0
    for form, words in _FORMS:
        for match in re.finditer(words, text.text[begin:], _I):
            at = begin + match.end()
            votes = _VOTES.match(text.text, at)
            if (
                votes
                and not _other_form(text.text[at : votes.start(1)])
                and "không" not in text.text[at - 25 : at - 12]
            ):
                rest = votes["rest"]
                yield VoteOption(form, int(votes[1]), _percent(rest), text.location(begin + match.start()))
                break


def _other_form(text: str) -> bool:
    return any(re.search(words, text, _I) for _, words in _FORMS)


def _percent(text: str) -> float | None:
    cut = min((m.start() for _, words in _FORMS if (m := re.search(words, text, _I))), default=len(text))
    match = _PERCENT.search(text[:cut]) or _DECIMAL.search(text[:cut])
    return float(match[1].replace(",", ".")) if match else None


def _table_options(tables: Sequence[RawTable]) -> tuple[VoteOption, ...]:
    for table in tables:
        found = tuple(_rows(table))
        if len(found) >= 2:
            return found
    return ()


def _rows(table: RawTable) -> Iterator[VoteOption]:
    seen: set[str] = set()
    columns = _columns(table)
    for row in table.rows:
        at, form = next(((i, f) for i, cell in enumerate(row) if (f := _form_of(cell))), (0, None))
        votes = _vote_cell(row, at, columns.get("votes"))
        if form and votes is not None and form not in seen:
            seen.add(form)
            yield VoteOption(
                form, votes, _percent_cell(row, at, columns.get("percent")), Location(table.page, None, table.paragraph)
            )


def _columns(table: RawTable) -> dict[str, int]:
    for row in table.rows[:3]:
        folded = [fold(cell.replace("\n", " ")) for cell in row]
        votes = next((i for i, cell in enumerate(folded) if "số phiếu" in cell or cell.startswith("phiếu")), None)
        percent = next((i for i, cell in enumerate(folded) if "tỷ lệ" in cell or "tỉ lệ" in cell or "%" in cell), None)
        if votes is not None and not any(c.isdigit() for c in folded[votes]):
            return {"votes": votes} | ({"percent": percent} if percent is not None else {})
    return {}


def _form_of(cell: str) -> str | None:
    text = fold(cell.replace("\n", " "))
    if not text or len(text) > 60 or text.isdigit():
        return None
    for form, words in _FORMS:
        if re.search(words, text, _I):
            return form
    return None


def _vote_cell(row: Sequence[str], at: int, column: int | None) -> int | None:
    cells = [row[column]] if column is not None and column < len(row) else list(row[at + 1 :])
    for cell in cells:
        match = re.match(r"\s*(\d{1,4})(?!\s*%|\d|[.,]\d)", cell)
        if match:
            return int(match[1])
    return None


def _percent_cell(row: Sequence[str], at: int, column: int | None) -> float | None:
    if column is not None and column < len(row):
        match = re.search(r"\d{1,3}(?:[.,]\d{1,3})?", row[column])
        return float(match.group().replace(",", ".")) if match else None
    return next((value for cell in row[at + 1 :] if (value := _percent(cell)) is not None), None)
