"""Page numbers on scans: short pieces of print alone at the upper and lower edge, read as figures."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.facts import Box
from parsers.figures import votes_of
from parsers.ocr import LINE, WORD, Picture, read_words
from parsers.raw import RawLine
from parsers.scan_look import DARKER, Group, Mark, PageLook
from parsers.scan_print import STROKE, Print

EDGE = 0.15  # of the page height
CORNER = (0.80, 0.10)  # a sheet number stands right of and above this
LONGEST = 62.0  # points; a page number with dashes or «Trang»
TALLEST = 17.0
MOST_MARKS = 9
FIGURE_PIXELS = 36  # height figures are read at
SURE = 0.55
SMALL = 6.7  # points: figures of 10 points are as high
SMALL_LIKE = 80  # percent, of a smaller mark that may be a figure
LIKE = 95  # percent, of a figure read by its shape
BEYOND_SHAPE = 0.85  # confidence of a reading that another shape does not shake
SHAPE_SURE = 0.7  # confidence of a number read so
MOST_FIGURES = 3
SURE_WORD = 0.7
NICK = (0.55, 8.0, 0.25)  # times as wide as high; points, height; back for one down: as no printed figure leans
RIM = (0.6, 1.05)  # of the radius of a seal: between its circles, where its words stand

_FIGURES = re.compile(r"\d{1,4}")
_NUMBER = re.compile(r"^\W*(?:trang|tr\.?|page)?\W*(\d{1,4})(?:\s*/\s*\d{1,4})?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Strips:
    """What stands at the edges of a page: numbers as lines; `clear` when nothing there was left unread."""

    lines: tuple[RawLine, ...]
    clear: bool


def read_strips(look: PageLook, page: int) -> Strips:
    """Read the numbers at both edges of a page."""
    lines, clear, seals = [], True, _Seals(look)
    for group in _candidates(look):
        number, confidence = _read(look, group)
        if seals.bear(group):
            clear = clear and number is None  # «S» is read as 5
            continue
        shape, sure = _by_shape(look, group)
        if number is None:
            number, confidence = shape, sure
        if number is not None and shape not in (None, number) and confidence < BEYOND_SHAPE:
            clear = False  # read in two ways
        elif number is not None:
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
            yield from (group for group in groups if not _is_tall(look, group))  # a sheet number short of the corner


def _is_dust(look: PageLook, row: Sequence[Mark]) -> bool:
    return all(mark.height * look.scale < 5.0 for mark in row)


def _in_corner(look: PageLook, group: Group) -> bool:
    left, top, right, bottom = group.box
    return bool((left + right) / 2 > CORNER[0] * look.width and (top + bottom) / 2 < CORNER[1] * look.height)


def _is_short(look: PageLook, group: Group) -> bool:
    left, _, right, _ = group.box
    return (right - left) * look.scale <= LONGEST and len(group.marks) <= MOST_MARKS


def _is_tall(look: PageLook, group: Group) -> bool:
    _, top, _, bottom = group.box
    return (bottom - top) * look.scale > TALLEST


def _may_be_number(look: PageLook, group: Group) -> bool:
    """Tell print that could be a figure from specks: tall enough, not too thin, upright, small ones figure-shaped."""
    if len(group.marks) > MOST_FIGURES and _is_word(look, group):
        return False
    marks = [m for m in group.marks if 5.5 <= m.height * look.scale <= 14.0 and m.area >= 0.15 * m.height * m.width]
    marks = [m for m in marks if not _is_nick(look, m)]
    small = [m for m in marks if m.height * look.scale < SMALL]
    return len(small) < len(marks) or any(max(votes) >= SMALL_LIKE for votes in _votes(look, small))


class _Seals:
    """The seals in black of a page; red ones are no ink to look for numbers in."""

    def __init__(self, look: PageLook) -> None:
        self._look, self._print = look, Print(look)

    def bear(self, group: Group) -> bool:
        """Tell a letter of the words that run around a seal; a number in its middle stays one."""
        left, top, right, bottom = group.box
        x, y = (left + right) / 2, (top + bottom) / 2
        around = (m for m in self._look.marks if m.x0 < left and right < m.x1 and m.top < top and bottom < m.bottom)
        if all(mark.height * self._look.scale < STROKE[1] for mark in around):
            return False
        return any(_is_in_rim(x * self._look.scale, y * self._look.scale, ring) for ring in self._print.rings)


def _is_in_rim(x: float, y: float, ring: Box) -> bool:
    apart = math.hypot(x - (ring.x0 + ring.x1) / 2, y - (ring.top + ring.bottom) / 2)
    return RIM[0] <= apart / ((ring.x1 - ring.x0) / 2) <= RIM[1]


def _is_nick(look: PageLook, mark: Mark) -> bool:
    """Tell what a staple or a pen left from a 1: printed figures stand upright or lean forward, never back."""
    narrow, low, back = NICK
    if mark.width > narrow * mark.height or mark.height * look.scale > low:
        return False
    ink = look.paper - look.grey[mark.top : mark.bottom, mark.x0 : mark.x1].astype(np.float64)
    ink[ink < DARKER] = 0.0
    down, across = (places - np.average(places, weights=ink) for places in np.indices(ink.shape))
    return bool((across * down * ink).sum() > back * (down * down * ink).sum())


def _is_word(look: PageLook, group: Group) -> bool:
    """Tell a short word, read as one for certain, from a number between dashes."""
    words = read_words(next(_variants(_crop(look, group), _scale(group))), LINE, dpi=240)
    text = "".join(word.text for word in words)
    letters = sum(c.isalpha() for c in text)
    return letters >= 3 and letters == sum(c.isalnum() for c in text) and min(w.confidence for w in words) > SURE_WORD


def _votes(look: PageLook, marks: Sequence[Mark]) -> tuple[tuple[int, ...], ...]:
    """Ask what single marks look like, from left to right."""
    pictures = []
    for mark in sorted(marks, key=lambda m: m.x0):
        part = look.grey[mark.top : mark.bottom, mark.x0 : mark.x1]
        large = cv2.resize(part, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
        pictures.append(np.clip(look.paper - large.astype(np.float32), 0, 255).astype(np.uint8))
    return votes_of(pictures)


def _by_shape(look: PageLook, group: Group) -> tuple[str | None, float]:
    """Read a number whose figures stand apart by the shape of each; lone figures are often nothing to Tesseract."""
    heights = [mark.height * look.scale for mark in group.marks]
    narrow = all(mark.width < mark.height for mark in group.marks)
    if len(heights) > MOST_FIGURES or min(heights) < SMALL or max(heights) > 1.2 * min(heights) or not narrow:
        return None, 0.0
    votes = _votes(look, group.marks)
    number = "".join(str(each.index(max(each))) for each in votes)
    if min(max(each) for each in votes) < LIKE or not number.strip("1"):  # a bar may be anything
        return None, 0.0
    return number, SHAPE_SURE


def _crop(look: PageLook, group: Group) -> Picture:
    left, top, right, bottom = group.box
    margin = max(2, max(m.height for m in group.marks) // 3)
    return look.grey[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin]


def _scale(group: Group) -> float:
    return FIGURE_PIXELS / max(1, *(m.height for m in group.marks))


def _read(look: PageLook, group: Group) -> tuple[str | None, float]:
    votes: dict[str, float] = {}
    for picture in _variants(_crop(look, group), _scale(group)):
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
