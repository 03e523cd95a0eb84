"""Sheet numbers by hand or stamp in the upper right corner of a scan: whether one is there, and its value if printed.

What is there counts more than what it says: a figure by hand is not read here, one by a numbering stamp is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.facts import Box
from parsers.ocr import LINE, read_words
from parsers.scan_look import Mark, PageLook, marks_of

CORNER = (0.80, 0.105)  # right of this, above that (shares of the page)
PALER = 28  # than the paper: pencil
FIGURE = (7.0, 42.0)  # points, height
WIDEST = 90.0  # points, of all figures together
LEAST = 10.0  # points, of the tallest mark
TALLER = 2.2  # than the letters beside it: no letter of their line
FAINT = 4.0  # points; a mark this high may be what is left of a pencil figure
PRINTED = 0.80  # confidence of a value that is taken
FIGURES = "0123456789ab"


@dataclass(frozen=True, slots=True)
class SheetNumber:
    """`seen`, `none` or `unclear`, the value of a stamped one, and its place."""

    state: str
    value: str | None = None
    box: Box | None = None


def find_sheet_number(look: PageLook) -> SheetNumber:
    """Look for a sheet number in the corner; head lines that reach into it are no number."""
    left, bottom = int(CORNER[0] * look.width), int(CORNER[1] * look.height)
    rim_x, rim_y = int(0.012 * look.width), int(0.008 * look.height)
    corner = look.grey[rim_y:bottom, left : look.width - rim_x]
    faint = np.asarray(corner < look.paper - PALER, dtype=np.uint8)
    faint = np.asarray(cv2.morphologyEx(faint, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))
    marks = [_placed(mark, left, rim_y) for mark in marks_of(faint, least=8)]
    figures = [mark for mark in marks if _may_be_figure(mark, look) and not _is_of_text(mark, look)]
    if not figures:
        doubtful = any(mark.height * look.scale >= FAINT and not _is_of_text(mark, look) for mark in marks)
        return SheetNumber("unclear" if doubtful or _is_full(marks, look) else "none")
    box = (
        min(m.x0 for m in figures), min(m.top for m in figures),
        max(m.x1 for m in figures), max(m.bottom for m in figures),
    )  # fmt: skip
    if (box[2] - box[0]) * look.scale > WIDEST or len(figures) > 5:
        return SheetNumber("unclear")
    return SheetNumber("seen", _value(look, box), look.points(box))


def _placed(mark: Mark, x: int, y: int) -> Mark:
    return Mark(mark.x0 + x, mark.top + y, mark.x1 + x, mark.bottom + y, mark.area)


def _may_be_figure(mark: Mark, look: PageLook) -> bool:
    height, width = mark.height * look.scale, mark.width * look.scale
    return FIGURE[0] <= height <= FIGURE[1] and height >= LEAST * 0.9 and width <= FIGURE[1] and height > 0.5 * width


def _is_of_text(mark: Mark, look: PageLook) -> bool:
    """Tell a letter of a line of text, which has neighbours left of the corner on the same row."""
    height = mark.height
    mates = [
        m
        for m in look.letters
        if abs((m.top + m.bottom) - (mark.top + mark.bottom)) < height and abs(m.x0 - mark.x0) < 12 * height
    ]
    return len(mates) > 6 and height < TALLER * float(np.median([m.height for m in mates]))


def _is_full(marks: Sequence[Mark], look: PageLook) -> bool:
    """Tell a corner with so much in it that a number could hide there."""
    return sum(mark.area for mark in marks) * look.scale**2 > 250


def _value(look: PageLook, box: tuple[int, int, int, int]) -> str | None:
    x0, top, x1, bottom = box
    crop = look.grey[max(0, top - 6) : bottom + 6, max(0, x0 - 6) : x1 + 6]
    scale = 40 / max(1, bottom - top)
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    framed = cv2.copyMakeBorder(large, 20, 20, 30, 30, cv2.BORDER_CONSTANT, value=int(look.paper))
    words = read_words(np.asarray(framed, dtype=np.uint8), LINE, dpi=240, only=FIGURES)
    if len(words) != 1 or words[0].confidence < PRINTED or not words[0].text[:1].isdigit():
        return None
    return words[0].text.lstrip("0") or None
