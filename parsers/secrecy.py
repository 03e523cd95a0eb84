"""Finds a stamp of secrecy (MẬT, TỐI MẬT, TUYỆT MẬT) before anything else is done with a file.

A stamp is the level in capitals with nothing else on its line or in its box, at the top of a page. Running text
(«bí mật», «bỏ phiếu kín», «chế độ mật») and titles never count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.head import Cell, head_cells
from parsers.raw import RawFile, RawLine, RawPage
from parsers.vietnamese import bare, fold, tidy, unspaced

TOP_SHARE = 0.35  # of the page height
FIRST_PARAGRAPHS = 25
NEAR_TITLE = 8  # paragraphs from the title of a further paper in the same Word file
SAME_COLUMN = 60.0  # points

_LEVEL = r"(?:TUYỆT\s?MẬT|TỐI\s?MẬT|MẬT)"
_STAMP = re.compile(rf"^\W*(?:(?i:độ mật|mức độ mật|dấu mật|dấu độ mật)\s*:?\s*)?{_LEVEL}\W*$")
# The same letters in TCVN3 and VNI, and without marks where two words leave no doubt.
_OLD_STAMP = re.compile(r"^\W*(?:TUYÖT MËT|TèI MËT|MËT|TUYEÄT MAÄT|TOÁI MAÄT|MAÄT|TUYET MAT|TOI MAT)\W*$")
_MAY_BE = re.compile(r"M\W*[ẬAÂẠË]")  # the first two letters of all of these, however they are set
_LETTERS_APART = re.compile(r"\b[^\W\d_](?: [^\W\d_]){2,}\b")
_BESIDE_HEAD = re.compile(
    rf"^\W*{_LEVEL}\s+(?:ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s?-\s?Tự do\b.*"
    r"|[^\W\d_][^,]{1,40},\s*ngày.*tháng.*năm.*)$"
)
_NUMBER_BESIDE = re.compile(r"^Số\s*:?\s*[\w\s.…-]*[-/][\w/.-]+\s+")
# A line that breaks inside a word: «BẢO / MẬT», «BÍ / MẬT», «CHẾ ĐỘ / MẬT».
_BROKEN_WORD = re.compile(r"(?:^|\W)(?:bí|bảo|độ|cơ|tính|tài liệu|thông tin|văn bản|chế độ|đóng dấu|mức)$")


def stamp(raw: RawFile) -> bool:
    """Tell whether a file carries a stamp of secrecy on any page."""
    if raw.format == "pdf":
        return any(_page_stamped(page) for page in raw.pages) or _cells_stamped(head_cells(raw))
    return _word_stamped(raw)


def is_stamp(text: str) -> bool:
    """Tell whether a text is a level of secrecy in capitals and nothing else."""
    if not _MAY_BE.search(text):
        return False
    for candidate in (tidy(text), tidy(unspaced(text)), _closed_up(text)):
        if _STAMP.match(candidate) or _OLD_STAMP.match(candidate):
            return True
    return False


def _closed_up(text: str) -> str:
    """Close up letters set apart in a part of the line: «ĐỘ MẬT: T Ố I  M Ậ T»."""
    return tidy(_LETTERS_APART.sub(lambda m: m.group().replace(" ", ""), tidy(text)))


def _is_beside_head(text: str) -> bool:
    """Tell a stamp that shares its line with the other column of the head."""
    line = tidy(text)
    return bool(_BESIDE_HEAD.match(line)) or (line != (rest := _NUMBER_BESIDE.sub("", line)) and is_stamp(rest))


def _line_stamped(lines: Sequence[RawLine], index: int) -> bool:
    text = lines[index].text
    if not _MAY_BE.search(text):
        return False
    if not _is_beside_head(text) and not any(is_stamp(part) for part in text.split("\n")):
        return False
    return index == 0 or not _continues(lines[index - 1], lines[index])


def _continues(before: RawLine, line: RawLine) -> bool:
    """Tell whether a line goes on with a word the line above it began."""
    if not _BROKEN_WORD.search(fold(before.text)):
        return False
    above, below = before.box, line.box
    if above and below:
        return below.x0 - above.x1 < SAME_COLUMN and above.x0 - below.x1 < SAME_COLUMN
    return (before.table, before.row, before.column) == (line.table, line.row, line.column)


def _page_stamped(page: RawPage) -> bool:
    suspects = [i for i, line in enumerate(page.lines) if _MAY_BE.search(line.text)]
    return any(_is_at_top(page.lines[i], page) and _line_stamped(page.lines, i) for i in suspects)


def _is_at_top(line: RawLine, page: RawPage) -> bool:
    return line.box is None or page.height <= 0 or line.box.top < TOP_SHARE * page.height


def _cells_stamped(cells: Sequence[Cell]) -> bool:
    return any(
        cell.side != "c" and cell.index < 12 and is_stamp(cell.text) and len(cell.line.text) > len(cell.text)
        for cell in cells
    )


def _word_stamped(raw: RawFile) -> bool:
    if any(is_stamp(part) for text in raw.header_lines for part in text.split("\n")):
        return True
    titles = [i for i, line in enumerate(raw.lines) if _is_title(line.text)]
    return any(
        _line_stamped(raw.lines, i) and (i < FIRST_PARAGRAPHS or any(abs(i - t) <= NEAR_TITLE for t in titles))
        for i in range(len(raw.lines))
    )


def _is_title(text: str) -> bool:
    plain = bare(text)
    return "dang cong san viet nam" in plain[:80] or plain.startswith("cong hoa xa hoi chu nghia")
