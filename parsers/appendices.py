"""Appendices of a paper: whether several are numbered, and whether the text speaks of them at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.attachments import main_lines, main_text, segment_starts
from parsers.facts import Style
from parsers.layout import clean, place
from parsers.raw import RawFile, RawLine
from parsers.vietnamese import fold, is_capitals

TITLE_LENGTH = 25  # letters of a title that is not in capitals
HEAD_LINES = 3

_APPENDIX = re.compile(r"phụ lục\b(?!.*\btiếp)")
_NUMBERED = re.compile(r"phụ lục\s*(?:số\s*)?(?:\d+|[ivx]+|[a-h])\b")
_ANNOUNCED = re.compile(r"phụ\s+lục|kèm\s+theo|đính\s+kèm")


def appendix_styles(raw: RawFile) -> Iterator[Style]:
    """Judge the appendices that stand behind the paper in its own file; nothing is said where there are none."""
    titles = [line for line in _below_paper(raw) if _is_title(clean(line.text))]
    if not titles:
        return
    spoken_of = _ANNOUNCED.search(main_text(raw).lowered) is not None
    yield Style("appendix-announced", spoken_of, place(titles[0]), clean(titles[0].text))
    if len(titles) > 1:
        bare = [line for line in titles if not _NUMBERED.match(fold(line.text))]
        shown = bare[0] if bare else titles[0]
        yield Style("appendix-numbered", not bare, place(shown), clean(shown.text))


def _below_paper(raw: RawFile) -> Sequence[RawLine]:
    if raw.format != "pdf":
        return raw.lines[len(main_lines(raw)) :]
    return [line for start in segment_starts(raw)[1:] for line in _top(raw.pages[start].lines)]


def _top(lines: Sequence[RawLine]) -> list[RawLine]:
    ordered = sorted(lines, key=lambda line: line.box.top if line.box else 0.0)
    return [line for line in ordered if not line.text.strip().isdigit()][:HEAD_LINES]


def _is_title(text: str) -> bool:
    return _APPENDIX.match(fold(text)) is not None and (is_capitals(text) or len(text) <= TITLE_LENGTH)
