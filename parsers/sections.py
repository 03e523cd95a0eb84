"""Which sections of a form a paper has, by the words its kind names for them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from parsers.catalogue import KindHint, SectionHint
from parsers.facts import Fact, Section, read, unreadable
from parsers.layout import clean, nothing_to_read, place, some_hidden, text_lines
from parsers.raw import RawFile, RawLine
from parsers.vietnamese import fold, is_capitals

HEADING_LENGTH = 160

_COUNT = r"(?:[ivxlc]+|\d{1,2}(?:\.\d{1,2}){0,3})"
_NUMBERING = re.compile(
    rf"(?:(?:phần|mục|chương|điều)\s+(?:thứ\s+)?(?:{_COUNT}|nhất|hai|ba|tư|năm)\b\s*[-.:)]?\s*"
    rf"|[-+*•]\s*|\(?(?:{_COUNT}|[a-zđ])\s*(?:[.)/:-]\s*)+)+"
)


def find_sections(raw: RawFile, kind: KindHint | None) -> Fact[tuple[Section, ...]]:
    """Find the sections of a paper in the order of its kind; a kind that is not known has none to look for."""
    if nothing_to_read(raw):
        return unreadable("scan")
    if kind is None:
        return unreadable("not-understood")
    lines = _lines(raw)
    whole = _Whole("\n".join(line.own for line in lines), [0, *accumulate(len(line.own) + 1 for line in lines)])
    found = [section for hint in kind.sections if (section := _find(hint, lines, whole)) is not None]
    if len(found) < len({hint.name for hint in kind.sections}) and some_hidden(raw):
        return replace(unreadable("scan"), value=tuple(found))  # those found are there; of the others nobody knows
    return read(tuple(found), confidence=0.8 if some_hidden(raw) else 1.0)


class _Line(NamedTuple):
    """A line with its folded text, and that of the next line where a heading may break over both."""

    line: RawLine
    own: str
    text: str
    numbering: int | None  # where the numbering it begins with ends


def _lines(raw: RawFile) -> list[_Line]:
    lines = [line for line in text_lines(raw) if line.text.strip()]
    folded = [fold(line.text) for line in lines]
    ends = [match.end() if (match := _NUMBERING.match(text)) else None for text in folded]
    alone = [*(end is not None for end in ends[1:]), True]  # nothing goes on below
    nexts = [*folded[1:], ""]
    return [
        _Line(line, own, own if last else f"{own} {after}", end)
        for line, own, after, end, last in zip(lines, folded, nexts, ends, alone, strict=False)
    ]


@dataclass(frozen=True, slots=True)
class _Whole:
    """All lines in one text, searched once instead of line by line, and where each line begins in it."""

    text: str
    starts: Sequence[int]

    def lines_with(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Give the lines in which a pattern begins."""
        match = pattern.search(self.text)
        while match:
            line = bisect_right(self.starts, match.start()) - 1
            yield line
            match = pattern.search(self.text, self.starts[line + 1])


def _find(hint: SectionHint, lines: Sequence[_Line], whole: _Whole) -> Section | None:
    pattern = _pattern(hint.words)
    for i in whole.lines_with(pattern):
        if _shows(pattern, lines[i], anywhere=hint.anywhere):
            return Section(hint.name, place(lines[i].line), clean(lines[i].line.text))
    return None


def _shows(pattern: re.Pattern[str], line: _Line, *, anywhere: bool) -> bool:
    own = line.own
    if anywhere or _is_heading(line.line, numbered=line.numbering is not None):
        end = len(own) if anywhere or ":" not in own else own.index(":")
        return any(m.start() < end for m in pattern.finditer(line.text))  # the words must begin on this line
    return pattern.match(line.text, line.numbering or 0) is not None and _begins_paragraph(line.line.text)


def _is_heading(line: RawLine, *, numbered: bool) -> bool:
    return len(line.text) <= HEADING_LENGTH and (numbered or line.bold is True or is_capitals(line.text))


def _begins_paragraph(text: str) -> bool:
    """Tell a paragraph from the middle of a sentence: lines of running text go on in small letters."""
    letter = next((c for c in text if c.isalpha()), "")
    return letter.isupper() or not text.lstrip()[:1].isalpha()


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = [_phrase(folded) for word in words if (folded := fold(word))]
    return re.compile(rf"(?:{'|'.join(parts)})(?!\w)") if parts else re.compile(r"(?!)")


def _phrase(words: str) -> str:
    """Write a phrase as a pattern that begins with its first letter: what may not stand before is asked after it."""
    first, rest = re.escape(words[0]), r"\s+".join(map(re.escape, words[1:].split(" ")))
    return rf"{first}(?<!\w{first}){rest}"
