"""Page numbers on scans: short pieces of print alone at the upper and lower edge, read as figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.ocr import LINE, WORD, Picture, read_words
from parsers.raw import RawLine
from parsers.scan_look import Group, Mark, PageLook

EDGE = 0.15  # of the page height
CORNER = (0.80, 0.10)  # a sheet number stands right of and above this
LONGEST = 62.0  # points; a page number with dashes or «Trang»
TALLEST = 17.0
MOST_MARKS = 9
FIGURE_PIXELS = 36  # height figures are read at
SURE = 0.55

_FIGURES = re.compile(r"\d{1,4}")
_NUMBER = re.compile(r"^\W*(?:trang|tr\.?|page)?\W*(\d{1,4})(?:\s*/\s*\d{1,4})?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Strips:
    """What stands at the edges of a page: numbers as lines; `clear` when nothing there was left unread."""

    lines: tuple[RawLine, ...]
    clear: bool


def read_strips(look: PageLook, page: int) -> Strips:
    """Read the numbers at both edges of a page."""
    lines, clear = [], True
    for group in _candidates(look):
        number, confidence = _read(look, group)
        if number is not None:
            lines.append(RawLine(number, page, look.points(group.box), confidence=confidence))
        elif _may_be_number(look, group):
            clear = False
    return Strips(tuple(lines), clear)


def _candidates(look: PageLook) -> Iterator[Group]:
    """Give short pieces alone in the first and in the last row, the corner of sheet numbers left out."""
    for top, bottom, outermost in ((0.0, EDGE, 0), (1 - EDGE, 1.0, -1)):
        rows = [row for row in look.rows(top, bottom) if not _is_dust(look, row)]
        for row in rows if outermost == 0 else reversed(rows):
            groups = [group for group in look.groups(row) if not _in_corner(look, group)]
            if len(groups) > 2 or not all(_is_short(look, group) for group in groups):
                break  # the text begins
            yield from groups


def _is_dust(look: PageLook, row: Sequence[Mark]) -> bool:
    return all(mark.height * look.scale < 5.0 for mark in row)


def _in_corner(look: PageLook, group: Group) -> bool:
    left, top, right, bottom = group.box
    return bool((left + right) / 2 > CORNER[0] * look.width and (top + bottom) / 2 < CORNER[1] * look.height)


def _is_short(look: PageLook, group: Group) -> bool:
    left, top, right, bottom = group.box
    return (
        (right - left) * look.scale <= LONGEST
        and (bottom - top) * look.scale <= TALLEST
        and len(group.marks) <= MOST_MARKS
    )


def _may_be_number(look: PageLook, group: Group) -> bool:
    """Tell print that could be a figure from specks: as tall as figures are, and not too thin."""
    return any(5.5 <= m.height * look.scale <= 14.0 and m.area >= 0.15 * m.height * m.width for m in group.marks)


def _read(look: PageLook, group: Group) -> tuple[str | None, float]:
    left, top, right, bottom = group.box
    tallest = max(m.height for m in group.marks)
    margin = max(2, tallest // 3)
    crop = look.grey[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin]
    votes: dict[str, float] = {}
    for picture in _variants(crop, FIGURE_PIXELS / max(1, tallest)):
        for mode in (LINE, WORD):
            text, confidence = _figures(picture, mode)
            if text and confidence > 0.3:
                votes[text] = votes.get(text, 0.0) + confidence
        if votes and max(votes.values()) > 1.5:
            break
    if not votes:
        return None, 0.0
    best = max(votes, key=lambda text: votes[text])
    share = votes[best] / sum(votes.values())
    sure = min(1.0, votes[best] / 1.5) * share
    return (best, round(sure, 3)) if sure >= SURE else (None, 0.0)


def _variants(crop: Picture, scale: float) -> Iterator[Picture]:
    """Give a small picture larger, with paper around it: alone, then three times beside itself."""
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    paper = int(np.percentile(large, 90))
    alone = cv2.copyMakeBorder(large, 24, 24, 40, 40, cv2.BORDER_CONSTANT, value=paper)
    yield np.asarray(alone, dtype=np.uint8)
    yield np.hstack([np.asarray(alone, dtype=np.uint8)] * 3)


def _figures(picture: Picture, mode: int) -> tuple[str | None, float]:
    words = read_words(picture, mode, dpi=240, only="0123456789")
    found = [(word.text, word.confidence) for word in words if _FIGURES.fullmatch(word.text)]
    if not found:
        return None, 0.0
    texts = {text for text, _ in found}
    if len(texts) > 1 or len(found) != len(words):
        return None, 0.0
    return found[0][0], max(confidence for _, confidence in found)
