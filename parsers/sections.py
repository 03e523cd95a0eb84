"""Which sections of a form a paper has, by the words its kind names for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parsers.catalogue import KindHint, SectionHint
from parsers.facts import Fact, Section, read, unreadable
from parsers.layout import clean, nothing_to_read, place, some_hidden, text_lines
from parsers.raw import RawFile, RawLine
from parsers.vietnamese import fold, is_capitals

HEADING_LENGTH = 160

_COUNT = r"(?:[ivxlc]+|\d{1,2}(?:\.\d{1,2}){0,3})"
_NUMBERING = re.compile(
    rf"(?:(?:phần|mục|chương|điều)\s+(?:thứ\s+)?(?:{_COUNT}|nhất|hai|ba|tư|năm)\b\s*[-.:)]?\s*"
    rf"|[-+*•]\s*|\(?(?:{_COUNT}|[a-zđ])\s*(?:[.)/:-]\s*)+)+",
    re.IGNORECASE,
)


def find_sections(raw: RawFile, kind: KindHint | None) -> Fact[tuple[Section, ...]]:
    """Find the sections of a paper in the order of its kind; a kind that is not known has none to look for."""
    if nothing_to_read(raw):
        return unreadable("scan")
    if kind is None:
        return unreadable("not-understood")
    lines = [line for line in text_lines(raw) if line.text.strip()]
    found = [section for hint in kind.sections if (section := _find(hint, lines)) is not None]
    if len(found) < len({hint.name for hint in kind.sections}) and some_hidden(raw):
        return unreadable("scan")
    return read(tuple(found), confidence=0.8 if some_hidden(raw) else 1.0)


def _find(hint: SectionHint, lines: Sequence[RawLine]) -> Section | None:
    pattern = _pattern(hint.words)
    for i, line in enumerate(lines):
        if _shows(pattern, lines, i, anywhere=hint.anywhere):
            return Section(hint.name, place(line), clean(line.text))
    return None


def _shows(pattern: re.Pattern[str], lines: Sequence[RawLine], i: int, *, anywhere: bool) -> bool:
    own = fold(lines[i].text)
    numbering = _NUMBERING.match(own)
    start = numbering.end() if numbering else 0
    following = fold(lines[i + 1].text) if i + 1 < len(lines) else ""
    # A heading may break over two lines; the words must begin on this one.
    text = f"{own} {following}" if not _NUMBERING.match(following) else own
    if anywhere or _is_heading(lines[i], numbered=numbering is not None):
        end = len(own) if anywhere or ":" not in own else own.index(":")
        return any(m.start() < end for m in pattern.finditer(text))
    return pattern.match(text, start) is not None and _begins_paragraph(lines[i].text)


def _is_heading(line: RawLine, *, numbered: bool) -> bool:
    return len(line.text) <= HEADING_LENGTH and (numbered or line.bold is True or is_capitals(line.text))


def _begins_paragraph(text: str) -> bool:
    """Tell a paragraph from the middle of a sentence: lines of running text go on in small letters."""
    letter = next((c for c in text if c.isalpha()), "")
    return letter.isupper() or not text.lstrip()[:1].isalpha()


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = [r"\s+".join(map(re.escape, fold(word).split())) for word in words if word.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else re.compile(r"(?!)")
