"""The head of a paper as cells: lines of its first page, cut where two columns were joined, each with its side.

The head of a Vietnamese office paper has two columns (issuer and number left, title and date right). In PDF the boxes
say which column a line stands in, in Word the table cell does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.facts import Box, Location
from parsers.layout import remembered
from parsers.raw import RawFile, RawLine, RawPage
from parsers.vietnamese import bare, fold, tidy, unspaced

WORD_HEAD_PARAGRAPHS = 60
SCAN_SHARE = 0.6  # a picture over this share of the page …
SCAN_TEXT = 25  # … with fewer characters than this is a scan
SAME_ROW = 5.0  # points

_RIGHT_COLUMN = re.compile(
    r"(?<=\S)\s+(?=(?:[ĐÐ]ẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|[ĐÐ]ộc\s+lập\s*[-–]\s*Tự\s+do)\b)"
)
_GAP_BEFORE_DATE = re.compile(r"(?<=\S)(?:\t+|\s{3,})(?=[^\W\d_][^\t,;]{1,40},\s*[Nn]gày)")
_PARTY_TITLE = "dang cong san viet nam"
_STATE_TITLE = "cong hoa xa hoi chu nghia viet nam"
_STATE_MOTTO = re.compile(r"^doc lap ?- ?tu do ?- ?hanh phuc")


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of one line: repaired text, the text as it came, its side (l, r, c, None where unknown) and its line."""

    text: str
    written: str
    side: str | None
    line: RawLine
    index: int  # of the line among those of the file

    @property
    def folded(self) -> str:
        """The text made comparable."""
        return fold(self.text)

    @property
    def location(self) -> Location:
        """Where it stands."""
        return place_of(self.line)

    @property
    def is_party_title(self) -> bool:
        """True for ĐẢNG CỘNG SẢN VIỆT NAM."""
        return bare(self.text).strip("*-. ") == _PARTY_TITLE

    @property
    def is_state_title(self) -> bool:
        """True for the Quốc hiệu or the tiêu ngữ."""
        plain = bare(self.text)
        return plain.startswith(_STATE_TITLE) or bool(_STATE_MOTTO.match(plain))


def place_of(line: RawLine) -> Location:
    """Give the place of a line."""
    return Location(line.page, line.box, line.paragraph)


def is_scan(page: RawPage) -> bool:
    """True for a page that is a picture without a text worth the name."""
    if page.text_length >= SCAN_TEXT:
        return False
    return page.image_share > SCAN_SHARE or (page.text_length == 0 and any(not i.in_field for i in page.images))


def has_text_over_picture(page: RawPage) -> bool:
    """True for a scan that some other program has put its reading under: words may be wrong or missing."""
    return page.text_length >= SCAN_TEXT and page.image_share > SCAN_SHARE


def is_pasted_head(page: RawPage) -> bool:
    """True for a page with a picture at its top that is large enough to be the head itself."""
    return any(not image.ink and not image.in_field and _is_like_head(image.box, page) for image in page.images)


def _is_like_head(box: Box | None, page: RawPage) -> bool:
    return box is not None and box.x1 - box.x0 > 140 and box.bottom - box.top > 14 and box.top < 0.2 * page.height


def first_page(raw: RawFile) -> RawPage | None:
    """Give the first page that shows anything."""
    return next((page for page in raw.pages if page.text_length or page.images), None)


def first_lines(raw: RawFile) -> tuple[RawLine, ...]:
    """Give the lines the head can stand in: page one, or the first paragraphs."""
    if raw.format == "pdf":
        page = first_page(raw)
        return page.lines if page else ()
    return raw.lines[:WORD_HEAD_PARAGRAPHS]


@remembered
def head_cells(raw: RawFile) -> tuple[Cell, ...]:
    """Cut the lines of the first page into cells, in reading order."""
    page = first_page(raw)
    width = page.width if page else None
    columns = _column_spans(raw.lines)
    cells = []
    for index, line in enumerate(first_lines(raw)):
        for piece, is_right in _pieces(line.text):
            text = tidy(unspaced(piece))
            if text:
                cells.append(Cell(text, piece, "r" if is_right else _side(line, width, columns), line, index))
    return tuple(cells)


def row_mates(cells: tuple[Cell, ...], cell: Cell) -> Iterator[Cell]:
    """Give the cells right of a cell on the same row (PDF)."""
    box = cell.line.box
    for other in cells:
        there = other.line.box
        if box and there and other is not cell and abs(there.top - box.top) < SAME_ROW and there.x0 >= box.x1 - 1:
            yield other


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    for part in text.split("\n"):
        cut = _right_column(part)
        if cut is None:
            yield part, False
        else:
            yield part[: cut.start()], False
            yield part[cut.end() :], True


def _right_column(text: str) -> re.Match[str] | None:
    """Find the gap before the right column; most lines hold none of its words, and that is seen quickly."""
    cut = None
    if "ẢNG" in text or "CỘNG" in text or "ộc" in text:
        cut = _RIGHT_COLUMN.search(text)
    return cut or (_GAP_BEFORE_DATE.search(text) if "gày" in text else None)


def _column_spans(lines: tuple[RawLine, ...]) -> dict[int, tuple[int, int]]:
    """Give the first and last column in use of every Word table: the middle one is often an empty gap."""
    spans: dict[int, tuple[int, int]] = {}
    for line in lines:
        if line.table is not None and line.column is not None:
            first, last = spans.get(line.table, (line.column, line.column))
            spans[line.table] = (min(first, line.column), max(last, line.column))
    return spans


def _side(line: RawLine, width: float | None, columns: dict[int, tuple[int, int]]) -> str | None:
    if line.box and width:
        middle = (line.box.x0 + line.box.x1) / 2 / width
        return "l" if middle < 0.44 else "r" if middle > 0.62 else "c"
    if line.table is not None and line.column is not None:
        first, last = columns[line.table]
        if last > first:
            return "l" if 2 * line.column < first + last else "r"
    return "c" if line.centred else None
