"""The cover of a dossier (bìa hồ sơ): which of its items are filled in, by type or by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.facts import Box, CoverItem, Fact, absent, read, unreadable
from parsers.ink import SURE, written_in
from parsers.layout import clean, nothing_to_read, place, some_hidden, text_lines
from parsers.raw import RawFile, RawLine, RawPage
from parsers.vietnamese import MASK

LEAST_ITEMS = 3  # labels on a page that is a cover
LONGEST = 60  # lines
TITLE_LINES = 15
HAND_ABOVE = 4.0  # points a hand writes above the line of dots


@dataclass(frozen=True, slots=True)
class _Label:
    name: str
    pattern: re.Pattern[str]


def _label(name: str, words: str) -> _Label:
    return _Label(name, re.compile(rf"^\W*(?P<name>{words})\s*(?:[:.…_]|\s)\s*(?P<value>.*)$", re.IGNORECASE))


# What the labels of covers in use are called; the first that fits a line counts.
_LABELS = (
    _label("retention", r"thời\s+hạn\s+bảo\s+quản"),
    _label("sheets", r"số\s+lượng\s+tờ|(?:tổng\s+)?số\s+tờ|gồm\s+có|số\s+lượng\s+trang|(?:tổng\s+)?số\s+trang"),
    _label("code", r"số(?:\s*,|\s+và)?\s+k[ýí]\s+hiệu(?:\s+hồ\s+sơ)?|hồ\s+sơ\s+số|số\s+hồ\s+sơ|mã\s+hồ\s+sơ"),
    _label("author", r"người\s+lập(?:\s+hồ\s+sơ)?|(?:cơ\s+quan|đơn\s+vị)(?:\s*,\s*đơn\s+vị)?(?:\s+lập\s+hồ\s+sơ)?"),
    _label("start", r"(?:thời\s+gian\s*:?\s*)?từ\s+ngày|(?:ngày|thời\s+gian)\s+bắt\s+đầu"),
    _label("end", r"đến\s+ngày|(?:ngày|thời\s+gian)\s+kết\s+thúc"),
    _label("title", r"tiêu\s+đề(?:\s+hồ\s+sơ)?|tên\s+hồ\s+sơ|về\s+việc"),
)
_TITLE = re.compile(r"^(?:bìa\s+)?hồ\s+sơ\b", re.IGNORECASE)
_TO = re.compile(r"\s*(?:,|-)?\s*đến\s+ngày\b", re.IGNORECASE)
_UNIT = re.compile(r"\b(?:tờ|trang|năm|tháng|ngày)\b", re.IGNORECASE)
_EMPTY = re.compile(rf"[\s._…·•:;,/()\-–—{MASK}]*")


def read_cover(raw: RawFile) -> Fact[tuple[CoverItem, ...]]:
    """Read the items of a cover; absent where the paper is none.

    An item counts as empty only where nothing stands after its label and nobody wrote there by hand.
    """
    if nothing_to_read(raw):
        return unreadable("scan")
    titled = next((line for line in text_lines(raw)[:TITLE_LINES] if _TITLE.match(clean(line.text))), None)
    if titled is None or len(text_lines(raw)) > LONGEST:
        return absent()
    lines = [line for line in text_lines(raw) if clean(line.text)]
    items = tuple(_items(lines, raw))
    if len(items) < LEAST_ITEMS:
        alone = _TITLE.fullmatch(clean(titled.text)) is not None  # «HỒ SƠ» and nothing else: a cover of another form
        return unreadable("scan" if some_hidden(raw) else "not-understood") if alone else absent()
    return read(items, items[0].filled.location)


def _items(lines: Sequence[RawLine], raw: RawFile) -> Iterator[CoverItem]:
    seen: set[str] = set()
    pages = {page.number: page for page in raw.pages}
    for i, line in enumerate(lines):
        for part in _parts(clean(line.text)):
            label, name, value = _labelled(part)
            if label is None or label in seen:
                continue
            seen.add(label)
            below = lines[i + 1] if i + 1 < len(lines) else None
            yield CoverItem(label, name, _filled(value, line, below, pages.get(line.page or 0)))


def _parts(text: str) -> Iterator[str]:
    """«Từ ngày … đến ngày …» is one line with two items."""
    cut = _TO.search(text)
    if cut is None or cut.start() == 0:
        yield text
        return
    yield text[: cut.start()]
    yield text[cut.start() :].lstrip(" ,-")


def _labelled(text: str) -> tuple[str | None, str, str]:
    """Give the item a line begins with, its label as printed, and what follows."""
    for label in _LABELS:
        match = label.pattern.match(text + " ")
        if match is not None:
            return label.name, match["name"], match["value"]
    return None, "", ""


def _filled(value: str, line: RawLine, below: RawLine | None, page: RawPage | None) -> Fact[bool]:
    here = place(line)
    if not _EMPTY.fullmatch(_UNIT.sub("", value)):
        return read(True, here)
    if MASK in value:
        return unreadable("handwriting", here)
    if page is not None and page.scan is not None:
        return _by_hand(line, page)
    if below is not None and _labelled(clean(below.text))[0] is None and not _EMPTY.fullmatch(clean(below.text)):
        return unreadable("ambiguous", here)  # the next line may go on with it
    return absent(here)


def _by_hand(line: RawLine, page: RawPage) -> Fact[bool]:
    """Look for ink on and above the dots after a label: a hand leaves more than dots."""
    here = place(line)
    if line.box is None or page.scan is None or page.scan.ink is None:
        return unreadable("scan", here)
    height = line.box.bottom - line.box.top
    zone = Box(line.box.x0, line.box.top - HAND_ABOVE, 0.94 * page.width, line.box.bottom + max(HAND_ABOVE, height))
    written = written_in(page, zone)
    if written is None:
        return unreadable("handwriting", here)
    return read(True, here, confidence=SURE, how="image") if written else absent(here, how="image")
