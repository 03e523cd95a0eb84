"""Who a paper goes to: «Nơi nhận» at the end, «Kính gửi» or «Kính trình» at the beginning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.cells import Cell, below, cells_of, gap
from parsers.facts import Fact, absent, read, unreadable
from parsers.layout import nothing_to_read, some_hidden
from parsers.raw import RawFile
from parsers.roles import AUTHORITY
from parsers.vietnamese import fold, is_capitals

MOST_LINES = 30
LINE_GAP = 1.6
WORD_GAP = 2.0

_LABEL = re.compile(r"nơi\s+(?:nhận|gửi)\s*:?\s*", re.IGNORECASE)
_ADDRESSED = re.compile(r"kính\s+(?:gửi|trình)\s*:?\s*", re.IGNORECASE)
_ITEM = re.compile(r"\s*[-+*•]\s*")


def read_recipients(raw: RawFile) -> Fact[tuple[str, ...]]:
    """Read the lines of «Nơi nhận», each recipient once, without dashes and punctuation."""
    if nothing_to_read(raw):
        return unreadable("scan")
    cells = cells_of(raw)
    heads = [cell for cell in cells if cell.text[:1] in "nN" and _LABEL.match(cell.text)]
    if not heads:
        return unreadable("scan") if some_hidden(raw) else absent()
    head = heads[-1]
    texts = [_LABEL.sub("", head.text, count=1), *_under(head, cells)]
    items = _items(texts)
    return read(items, head.location) if items else absent(head.location)


def read_addressees(raw: RawFile) -> Fact[tuple[str, ...]]:
    """Read whom «Kính gửi» or «Kính trình» names."""
    if nothing_to_read(raw):
        return unreadable("scan")
    cells = cells_of(raw)
    at = next((i for i, cell in enumerate(cells) if cell.text[:1] in "kK" and _ADDRESSED.match(cell.text)), None)
    if at is None:
        return unreadable("scan") if some_hidden(raw) else absent()
    texts = [_ADDRESSED.sub("", cells[at].text, count=1)]
    for cell in cells[at + 1 : at + 1 + MOST_LINES]:
        if not _ITEM.match(cell.text):
            break
        texts.append(cell.text)
    items = _items(texts)
    return read(items, cells[at].location) if items else absent(cells[at].location)


def _under(head: Cell, cells: Sequence[Cell]) -> list[str]:
    """Give the lines under the label in its column: they stand left of the signer and close together."""
    column = _left_column(head, cells) if head.box else below(head, cells)
    texts = []
    last = head
    for cell in column[:MOST_LINES]:
        if gap(last, cell) > (LINE_GAP if head.box else WORD_GAP) or _is_signer(cell.text):
            break
        texts.append(cell.text)
        last = cell
    return texts


def _left_column(head: Cell, cells: Sequence[Cell]) -> list[Cell]:
    assert head.box is not None
    found = [
        cell
        for cell in cells
        if cell.page == head.page
        and cell.box
        and cell.box.top > head.box.top + 2
        and abs(cell.box.x0 - head.box.x0) < 40
    ]
    return sorted(found, key=lambda cell: cell.box.top if cell.box else 0.0)


def _is_signer(text: str) -> bool:
    return AUTHORITY.match(fold(text)) is not None or (is_capitals(text) and len(text) > 3 and not _ITEM.match(text))


def _items(texts: Iterable[str]) -> tuple[str, ...]:
    """Cut lines into recipients: a dash begins a new one, a line without a dash goes on."""
    parts: list[str] = []
    for text in texts:
        if not text.strip():
            continue
        if _ITEM.match(text) or not parts or parts[-1].endswith((";", ".")):
            parts.append(_ITEM.sub("", text, count=1))
        else:
            parts[-1] += f" {text}"
    pieces = [piece for part in parts for piece in re.split(r";\s*-?\s*|,\s+-\s+", part)]
    return tuple(clean for piece in pieces if (clean := piece.strip(" ,;.-")))
