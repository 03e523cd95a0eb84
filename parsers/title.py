"""Reads tên loại and trích yếu: the centred capitals under the head, and what the paper is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parsers.catalogue import Catalogue
from parsers.facts import Fact, absent, read
from parsers.head import Cell
from parsers.layout import remembered
from parsers.vietnamese import bare, fold, is_capitals

MAX_SUBJECT_LINES = 8
MOST_WIDE_LINES = 4
MAX_TITLE_WORDS = 22
UNKNOWN_TYPE_CONFIDENCE = 0.6
CENTRE_SLACK = 14.0  # points
FULL_WIDTH = 0.72  # of the page: such a line is centred by nature

_STOP = re.compile(
    r"^(?:[-_*–=.\s]{3,}$|\*+$|căn cứ|kính (?:gửi|trình)|hôm nay|ngày \d|vào (?:lúc|hồi)"
    r"|(?:[ivx]{1,4}|\d{1,2}|[a-e])\s?[.)/-](?:\s|\w)|điều \d|phần |họ (?:và|,) ?tên|tôi (?:tên )?là|thời gian\s?:"
    r"|địa điểm\s?:|thành phần|[-+•]\s)"
)
_BODY_BEGINS = re.compile(r"^(?:thực hiện|theo|xét) .*\bsố\b")  # unless the layout shows it to be of the title
_DECIDES = re.compile(r"\bquyết định\s?:?$|^(?:giám đốc|chủ tịch|bộ trưởng|hiệu trưởng)\b")
_ABOUT = re.compile(r"^(?:v/v|v\.v|về việc)\b[\s:]*", re.IGNORECASE)
_EXTRACT = re.compile(r"^\(?trích\)?[\s-]+(?:lục )?")
_ADDRESSEE = re.compile(r"^kính (?:gửi|trình)")
_RULED = re.compile(r"^[-_*=.\s]+$")
_NOT_A_TYPE = re.compile(
    r"^(?:số\b|mẫu\b|mật$|tối mật$|tuyệt mật$|hỏa tốc|khẩn|thượng khẩn|dự thảo|phụ lục|bản sao|kính )"
)


@dataclass(frozen=True, slots=True)
class Title:
    """Tên loại, trích yếu, the text of both, where the head ends (index of a cell), and whether it is an extract."""

    type_name: Fact[str]
    subject: Fact[str]
    text: str
    ends_head: int
    extract: bool = False
    letter: bool = False  # a công văn: no tên loại, subject under the number


@remembered
def type_names(catalogue: Catalogue) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the general names of types and those of single kinds, folded, longest first."""
    general = {fold(name) for names in catalogue.type_names.values() for name in names}
    special = {fold(name) for kind in catalogue.kinds for name in kind.types} - general
    return tuple(sorted(general, key=len, reverse=True)), tuple(sorted(special, key=len, reverse=True))


def read_title(cells: Sequence[Cell], catalogue: Catalogue) -> Title:
    """Find the title of a paper among the cells of its first page."""
    general, special = type_names(catalogue)
    named = _named_type(cells, general, special)
    if named is not None:
        return _with_subject(cells, *named, read)
    letter = _letter(cells)
    if letter is not None:
        return letter
    unknown = _unknown_type(cells)
    if unknown is not None:
        return _with_subject(cells, unknown, len(cells[unknown].text), _doubtful)
    return Title(absent(), absent(), "", _end_without_title(cells))


def _doubtful(value: str, location: Any, **more: Any) -> Fact[str]:
    return read(value, location, confidence=UNKNOWN_TYPE_CONFIDENCE, how="layout", **more)


def _named_type(cells: Sequence[Cell], general: Sequence[str], special: Sequence[str]) -> tuple[int, int] | None:
    for index, cell in enumerate(cells):
        if _ADDRESSEE.match(cell.folded) or not _may_be_title(cell):
            continue
        length = _type_length(cell, general) or _type_length(cell, special)
        if length and _looks_like_title(cell, length):
            return index, length
    return None


def _may_be_title(cell: Cell) -> bool:
    in_column = cell.side in {"l", "r"} and cell.line.table is None and _is_beside_something(cell)
    return not in_column and not cell.is_party_title and len(cell.text.split()) <= MAX_TITLE_WORDS


def _is_beside_something(cell: Cell) -> bool:
    return cell.line.box is not None


def _type_length(cell: Cell, names: Sequence[str]) -> int:
    """Give how many words of the cell are a type name it begins with."""
    text = cell.folded
    extract = _EXTRACT.match(text)
    start = text[extract.end() :] if extract else text
    for name in names:
        if start == name or start.startswith((name + " ", name + ":", name + ",")):
            skipped = len(text[: len(text) - len(start)].split())
            return skipped + len(name.split())
    return 0


def _looks_like_title(cell: Cell, words: int) -> bool:
    first = " ".join(cell.text.split()[:words])
    if is_capitals(first):
        return True
    centred = cell.side == "c" or cell.line.centred is True
    return bool(cell.line.bold) and centred and len(cell.text.split()) <= words + 8


def _with_subject(cells: Sequence[Cell], index: int, words: int, found: Any) -> Title:
    cell = cells[index]
    parts = cell.text.split()
    extract = _EXTRACT.match(cell.folded)
    skip = len(extract.group().split()) if extract else 0
    type_name = " ".join(parts[skip:words]).rstrip(":,")
    rest = " ".join(parts[words:])
    below = _subject_cells(cells, index)
    subject = " ".join([*([rest] if rest else []), *(c.text for c in below)])
    written = " ".join([*([rest] if rest else []), *(c.written.strip() for c in below)])
    place = cell.location if rest or index + 1 >= len(cells) else cells[index + 1].location
    return Title(
        type_name=found(type_name, cell.location, shown=cell.written.strip()),
        subject=read(subject, place, shown=written) if subject else absent(cell.location),
        text=fold(f"{'trích ' if extract else ''}{type_name} {subject}"),
        ends_head=index,
        extract=extract is not None or "(trích)" in fold(subject),
    )


def _subject_cells(cells: Sequence[Cell], index: int) -> list[Cell]:
    found: list[Cell] = []
    for cell in cells[index + 1 : index + 1 + MAX_SUBJECT_LINES]:
        if _STOP.match(cell.folded) or not _goes_on(cells[index], found, cell) or _names_who_decides(found, cell):
            break
        found.append(cell)
    return found or _wide_subject(cells, index)


def _names_who_decides(found: Sequence[Cell], cell: Cell) -> bool:
    """Tell «CHI BỘ … QUYẾT ĐỊNH:» and «GIÁM ĐỐC SỞ …» under a subject; a name in capitals still belongs to it."""
    return bool(found) and is_capitals(cell.text) and bool(_DECIDES.search(cell.folded))


def _wide_subject(cells: Sequence[Cell], index: int) -> list[Cell]:
    """Give a subject in regular type over the full width: its last line is centred, that of a paragraph is not."""
    found: list[Cell] = []
    for cell in cells[index + 1 : index + 2 + MOST_WIDE_LINES]:
        if found and _RULED.match(cell.text):
            return found
        if _STOP.match(cell.folded) or _BODY_BEGINS.match(cell.folded) or not _is_centred_under(cells[index], cell):
            return []
        found.append(cell)
        if not _is_wide(cell):
            return found
    return []


def _goes_on(title: Cell, found: Sequence[Cell], cell: Cell) -> bool:
    """Tell whether a line under the title still belongs to it: by its weight and its middle, else by its words."""
    if title.line.box and cell.line.box:
        return _is_under(title, cell) and (not found or cell.line.bold == found[0].line.bold)
    if cell.line.table != title.line.table:
        return False
    if cell.line.centred is not None and title.line.centred:
        return bool(cell.line.centred)
    if cell.line.bold is not None and title.line.bold:
        return bool(cell.line.bold)
    if _BODY_BEGINS.match(cell.folded):
        return False
    return len(cell.text.split()) <= MAX_TITLE_WORDS and not cell.text.endswith((".", ";", ":"))


def _is_under(title: Cell, cell: Cell) -> bool:
    return _is_centred_under(title, cell) and (not _is_wide(cell) or cell.line.bold is True)


def _is_centred_under(title: Cell, cell: Cell) -> bool:
    above, box = title.line.box, cell.line.box
    if above is None or box is None:
        return False
    return abs((above.x0 + above.x1) / 2 - (box.x0 + box.x1) / 2) <= CENTRE_SLACK


def _is_wide(cell: Cell) -> bool:
    box = cell.line.box
    return box is not None and box.x1 - box.x0 > FULL_WIDTH * 595


def _letter(cells: Sequence[Cell]) -> Title | None:
    end = next((i for i, c in enumerate(cells) if _ADDRESSEE.match(c.folded)), None)
    about = next((i for i, c in enumerate(cells[:end]) if _ABOUT.match(c.text)), None)
    if about is None:
        return None
    first = cells[about]
    lines = [first.text]
    for cell in cells[about + 1 : end if end is not None else about + 1]:
        if cell.side != first.side or _STOP.match(cell.folded) or is_capitals(cell.text):
            break
        lines.append(cell.text)
    subject = _ABOUT.sub("", " ".join(lines))
    stop = end if end is not None else about + len(lines)
    return Title(
        absent(first.location), read(subject, first.location, shown=" ".join(lines)), fold(subject), stop, letter=True
    )


def _unknown_type(cells: Sequence[Cell]) -> int | None:
    """Give the first centred line of capitals below the head: a type the catalogue does not know."""
    seen_head = False
    for index, cell in enumerate(cells):
        if cell.is_party_title or cell.is_state_title or bare(cell.text).startswith("so "):
            seen_head = True
            continue
        if _ADDRESSEE.match(cell.folded):
            return None
        centred = cell.side == "c" or cell.line.centred is True
        plain = not _RULED.match(cell.text) and not _NOT_A_TYPE.match(cell.folded)
        if seen_head and centred and plain and is_capitals(cell.text) and cell.line.table is None:
            return index
    return None


def _end_without_title(cells: Sequence[Cell]) -> int:
    for index, cell in enumerate(cells):
        if re.match(r"^(?:kính (?:gửi|trình)|căn cứ|hôm nay|[-+] ?căn cứ)", cell.folded):
            return index
    return min(len(cells), 16)
