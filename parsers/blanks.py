"""Marks of a template that nobody filled in: dots, «(ghi rõ …)», {{placeholders}}.

On paper a hand fills in what a form leaves blank and the dots stay. So dots on a picture are for a person to see, a
placeholder is a mark of the template there too, and nothing is left where all was read and no row of dots was seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.catalogue import KindHint
from parsers.facts import Blank, Box, Fact, read, unreadable
from parsers.layout import clean, nothing_to_read, place, some_hidden, some_unread, text_lines
from parsers.raw import RawFile, RawLine, RawPage
from parsers.vietnamese import fold, is_capitals

HEADER_LINES = 14
LOW = 4.0  # points: dots stand at the foot of their line
SIGNATURE_REACH = 14  # lines below a title in capitals in which dots are a place to sign
SEEN = 0.9  # confidence of what the shape of ink on a scan says without being read

_I = re.IGNORECASE
_DOTS = r"(?:\.{4,}|…(?:\s*[.…])+|\.+…[.…]*|_{4,}|(?:\.\s){4,})"
_SHORT_DOTS = r"(?:\.{2,}|…+|_{2,})"
_PLACEHOLDER = re.compile(
    r"\{\{[^{}]*\}\}|\[\s*(?:…|\.{2,}|_+)[\s.…_]*\]|<\s*(?:…|\.{2,})[\s.…]*>|\[(?:điền|ghi|nhập|họ tên|tên)\b[^\]]*\]",
    _I,
)
_NOTE = re.compile(r"\([^()]*\bghi\s+rõ\b[^()]*\)", _I)
_SIGN_NOTE = re.compile(r"\bký\b|họ\s*,?\s*(?:và\s+)?tên|đóng\s+dấu|chữ\s+ký", _I)
_SUSPECT = re.compile(r"[._]\s?[._]|…|\{\{|\[|<|ghi\s+rõ", _I)
_LEADER = re.compile(rf"{_DOTS}\s*\d{{1,4}}\s*$")
_AFTER_LABEL = re.compile(rf"(?:đ/c|đồng\s+chí|ông|bà|[^\W\d_]:)\s*:?\s*{_SHORT_DOTS}(?![.…_])\s*(?:[,;]|$)", _I)
_BEFORE_UNIT = re.compile(
    rf"{_SHORT_DOTS}\s*/?\s*{_SHORT_DOTS}?\s*(?:giờ|phút|tháng|đồng\s+chí|đảng\s+viên|phiếu|trang|%)", _I
)
_DAY_BLANK = re.compile(rf"(?:ngày|tháng|năm|số|lúc|hồi)\s*{_SHORT_DOTS}", _I)
_LONG_DOTS = re.compile(_DOTS)
_DRAWN_RULE = re.compile(r"[_\-–—=*~ ]+")  # under the title of the Party, under the subject
_NUMBER_LINE = re.compile(r"số\s*:?.{0,25}[-/]", _I)
_DATE_LINE = re.compile(r"ngày.{0,20}tháng.{0,20}năm", _I)


def find_blanks(raw: RawFile, kind: KindHint | None) -> Fact[tuple[Blank, ...]]:
    """Find what was left blank, each line once; forms are meant to have blanks, header blanks are told elsewhere."""
    if kind is not None and kind.form:
        return read(())
    if nothing_to_read(raw):
        return unreadable("scan")
    found = tuple(_blanks(text_lines(raw)))
    if any(page.scan for page in raw.pages):
        return _on_pictures(raw, found)
    return unreadable("scan") if not found and some_hidden(raw) else read(found)


def _on_pictures(raw: RawFile, found: Sequence[Blank]) -> Fact[tuple[Blank, ...]]:
    pictures = {page.number for page in raw.pages if page.scan}
    sure = tuple(b for b in found if b.location.page not in pictures or _PLACEHOLDER.search(b.shown))
    if sure:
        return read(sure)
    if found or some_unread(raw) or any(_may_have_dots(page) for page in raw.pages):
        return unreadable("scan")
    return read((), how="image", confidence=SEEN)


def _may_have_dots(page: RawPage) -> bool:
    """Tell whether dots stand on a picture; those of number and date at its head are told elsewhere."""
    if page.scan is None or page.scan.blank:
        return False
    head = [line.box for line in page.lines[:HEADER_LINES] if line.box and _is_of_head(clean(line.text))]
    rows = page.scan.dots
    return rows is None or any(not any(_is_level(row, box) for box in head) for row in rows)


def _is_level(row: Box, line: Box) -> bool:
    return line.top <= (row.top + row.bottom) / 2 <= line.bottom + LOW and row.x0 < line.x1 + LOW


def _is_of_head(text: str) -> bool:
    return bool(_NUMBER_LINE.match(text) or _DATE_LINE.search(text))


def _blanks(lines: Sequence[RawLine]) -> Iterator[Blank]:
    signing = -SIGNATURE_REACH
    texts = [clean(line.text) for line in lines]
    if not _SUSPECT.search("\n".join(texts)):
        return  # most papers have nothing that could be a blank
    for i, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if i > len(lines) // 3 and len(text) <= 60 and is_capitals(text):
            signing = i
        if i < HEADER_LINES and (_is_of_head(text) or _DRAWN_RULE.fullmatch(text)):
            continue
        if _is_blank(text) and not (i - signing < SIGNATURE_REACH and not any(c.isalnum() for c in text)):
            yield Blank(text[:120], place(line))


def _is_blank(text: str) -> bool:
    if not _SUSPECT.search(text):
        return False
    if _PLACEHOLDER.search(text):
        return True
    if any(not _SIGN_NOTE.search(note.group()) for note in _NOTE.finditer(text)):
        return True
    if _LEADER.search(text) and not _AFTER_LABEL.search(text):
        return False
    if _BEFORE_UNIT.search(text) or _DAY_BLANK.search(text) or _AFTER_LABEL.search(text):
        return True
    return any(not _is_filled(text, dots) for dots in _LONG_DOTS.finditer(text))


def _is_filled(text: str, dots: re.Match[str]) -> bool:
    """Tell dots typed over («Họ tên: ....Nguyễn Văn A....») from dots with nothing in their place."""
    after = text[dots.end() :].lstrip()
    before = text[: dots.start()].rstrip()
    label_end = max(before.rfind(":"), before.rfind(";"))
    value = _LONG_DOTS.sub("", before[label_end + 1 :])
    typed_after = (
        before.endswith(":") and after[:1] and (after[0].isupper() or after[0].isdigit()) and ":" not in after[:25]
    )
    typed_before = (
        label_end >= 0
        and sum(c.isalnum() for c in value) >= 2
        and not fold(value).strip().startswith(("đ/c", "đồng chí"))
    )
    return bool(typed_after or typed_before)
