"""Where a paper ends and what is attached to it begins: appendices, outlines, the next paper in a bound file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.layout import Running, clean, remembered, running, text_lines
from parsers.raw import RawFile, RawLine, RawPage
from parsers.vietnamese import fold, is_capitals

HEAD_LINES = 6

_ATTACHMENT = re.compile(r"(phụ lục|đề cương|biểu (?:mẫu )?(?:số|\d)|mẫu (?:số|\d)|danh sách|lịch làm việc)\b")
_COMES_WITH = re.compile(r"\(?\s*(?:ban hành )?kèm theo\b")
_ENDS_PAPER = re.compile(r"nơi nhận\b|(?:t/m|tm\.|k/t|kt\.|t/l|tl\.)\s*\w")
_HEADER = re.compile(r"đảng cộng sản việt nam|cộng hòa xã hội chủ nghĩa việt nam")


@remembered
def segment_starts(raw: RawFile) -> list[int]:
    """Give the indexes of the pages on which the paper itself and each thing attached to it begins (0 first)."""
    return [0, *(i for i, page in enumerate(raw.pages) if i > 0 and _begins_something(page))]


@remembered
def main_lines(raw: RawFile) -> tuple[RawLine, ...]:
    """Give the lines of the paper itself, attachments left out."""
    if raw.format == "pdf":
        starts = segment_starts(raw)
        last = raw.pages[starts[1]].number if len(starts) > 1 else None
        return tuple(line for line in text_lines(raw) if last is None or (line.page or 0) < last)
    lines = raw.lines
    cut = next((i for i, line in enumerate(lines) if i > 0 and _is_word_break(lines, i)), len(lines))
    return lines[:cut]


@remembered
def main_text(raw: RawFile) -> Running:
    """Give the text of the paper itself in one piece."""
    return running(main_lines(raw))


@remembered
def whole_text(raw: RawFile) -> Running:
    """Give the text of a paper with its attachments in one piece."""
    lines = text_lines(raw)
    return main_text(raw) if len(lines) == len(main_lines(raw)) else running(lines)


def _begins_something(page: RawPage) -> bool:
    top = sorted(page.lines, key=lambda line: line.box.top if line.box else 0.0)
    head = [clean(line.text) for line in top if not line.text.strip().isdigit()][:HEAD_LINES]
    if any(_is_header(text) for text in head):
        return True
    return any(_is_attachment_title(text, head[i + 1 : i + 4]) for i, text in enumerate(head[:3]))


def _is_header(text: str) -> bool:
    return is_capitals(text) and _HEADER.search(fold(text)) is not None


def _is_attachment_title(text: str, following: Sequence[str]) -> bool:
    folded = fold(text)
    if _COMES_WITH.match(folded):
        return True
    match = _ATTACHMENT.match(folded)
    if match is None:
        return False
    if match[1] == "phụ lục":
        return is_capitals(text) or len(text) <= 25
    return is_capitals(text) and (
        match[1] == "đề cương" or any(_COMES_WITH.match(fold(line)) for line in following) or match[1][0] in "bm"
    )


def _is_word_break(lines: Sequence[RawLine], i: int) -> bool:
    """Tell whether an attachment begins: only below the end of the paper itself, its signer or recipients."""
    text = clean(lines[i].text)
    if len(text) > 60 or not is_capitals(text) or not _is_attachment_title(text, _texts(lines[i + 1 : i + 4])):
        return False
    return any(_ENDS_PAPER.match(fold(line)) for line in _texts(lines[:i]))


def _texts(lines: Sequence[RawLine]) -> list[str]:
    return [clean(line.text) for line in lines]
