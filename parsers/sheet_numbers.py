"""Sheet numbers by hand or stamp in the upper right corner of a scan: whether one is there, and how its figures look.

Pencil is pale, so ink is measured against the paper around it and against the grain of the scan, not against black.
What is there counts more than what it says: pictures of the figures are handed on, and a run of sheets tells.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.facts import Box
from parsers.ocr import Picture
from parsers.scan_look import Group, Mark, PageLook, marks_of

BAND = 0.13  # of the page height is looked at
SIDE = 0.42  # of the page width, left of which no line of print can hide a number
CORNER = (0.775, 0.115)  # the middle of a number stands right of this, above that (shares of the page)
RIM = (0.008, 0.005)  # of width and height: the edge of the glass
PAPER = 51  # pixels; the paper around a stroke is the median of so many
GRAIN = (3.0, 5.0)  # times the noise of the paper: part of a stroke, and surely a stroke
LEAST = (9.0, 16.0)  # of 255, where a scan has no noise
TALL = (9.0, 40.0)  # points, height of a number
WIDEST = 95.0  # points, of all its figures together
MOST = 5  # figures, a letter among them
GAP = (13.0, 0.9)  # points of paper beside a number, or times its height, where wide
FAINT = 5.0  # points; what is as high may be the rest of a number
SPECK = 0.35  # of the height of a number: dust beside it
SOLID = 0.85  # of its box: a blot, no stroke
PEAK = 0.4  # of the contrast of a number: below it its figures run into each other
WRITING = 2.6  # times as wide as high: letters run together
BAR = 0.28  # times as wide as high: a stroke that may be a 1 or no figure at all
FOLD = 30.0  # points across or down: a straight line as long is a fold or the edge of the paper
OVER_PRINT = 2.2  # times as high as its letters: more than a line of print
STICKS_OUT = 0.5  # of the height of its letters, above or below most of its line: something over the print
ROW = (4, 5.0)  # pieces at least; times as wide as high: a word of print, whose letters may run together
ASIDE = (6.0, 1.8, 0.25)  # points, times any other gap: beside a line; of its height: higher, or off its line
RIM_OF_RING = 5.0  # pixels: the line of a ring drawn around a number
CORE = 0.6  # of such a ring: its own line does not reach as far in
LEVEL = 0.5  # down for one across: folds are steeper, strokes of a row of print are not
EDGE = 2.4  # points: what is as thin at the border of the picture is its edge

Contrast = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SheetNumber:
    """`seen`, `none` or `unclear`; its place, and a picture of every figure, ink light on black."""

    state: str
    box: Box | None = None
    figures: tuple[Picture, ...] = ()


def find_sheet_number(look: PageLook) -> SheetNumber:
    """Look for a sheet number in the corner; lines of print that reach into it are no number."""
    band = _Band(look)
    judged = [(band.judge(group), group) for group in band.groups()]
    numbers = [group for verdict, group in judged if verdict == "number"]
    if len(numbers) == 1:
        return SheetNumber("seen", band.place(numbers[0]), tuple(band.pictures(numbers[0])))
    doubtful = numbers or any(verdict == "doubtful" for verdict, _ in judged)
    return SheetNumber("unclear" if doubtful else "none")


class _Band:
    """The ink at the upper right edge of a page, the palest too."""

    def __init__(self, look: PageLook) -> None:
        self._look = look
        self._left, self._top = int(SIDE * look.width), int(RIM[1] * look.height)
        right = look.width - int(RIM[0] * look.width)
        self._contrast = _contrast(look.grey[self._top : int(BAND * look.height), self._left : right])
        low, high = _thresholds(self._contrast)
        self._lines = _wipe_lines(self._contrast, low, FOLD / look.scale)
        self._ink = np.asarray(self._contrast > low, dtype=np.uint8)
        self._sure = self._contrast > high

    def groups(self) -> list[Group]:
        """Give the marks that stand close together in a row; what stands beside a line of print is no part of it."""
        least = 1.6 / self._look.scale
        marks = [m for m in marks_of(self._ink, least=5) if max(m.width, m.height) >= least and self._is_sure(m)]
        inside = [m for m in marks if not self._is_edge((m.x0, m.top, m.x1, m.bottom))]
        return [part for group in _joined(inside, GAP[0] / self._look.scale) for part in self._parted(group)]

    def _is_sure(self, mark: Mark) -> bool:
        place = slice(mark.top, mark.bottom), slice(mark.x0, mark.x1)
        of_line = int((self._ink[place] & self._lines[place]).sum())
        return of_line < 0.6 * mark.area and int(self._sure[place].sum()) >= 3

    def _parted(self, group: Group) -> list[Group]:
        """Part a number from the line of print it stands beside: by a gap wider than those of the line, and off it."""
        cut = _widest_gap(group.marks, ASIDE[0] / self._look.scale)
        if cut is None or not self._reaches_corner(group.box):
            return [group]
        line, number = sorted((Group(cut[0]), Group(cut[1])), key=lambda part: -len(self.figures(part)))
        letters = self.figures(line)
        beside = self._is_print(line, letters) and _is_off(number.box, line.box, ASIDE[2] * _usual_height(letters))
        return [line, number] if beside else [group]

    def judge(self, group: Group) -> str:
        """Tell a `number` from what is `doubtful` and what is `nothing`: print, dust, the edge of the paper."""
        left, top, right, bottom = group.box
        high, wide = (bottom - top) * self._look.scale, (right - left) * self._look.scale
        tallest = max(mark.height for mark in group.marks) * self._look.scale
        if not self._reaches_corner(group.box) or tallest < FAINT or self._is_edge(group.box):
            return "nothing"
        figures = self.figures(group)
        if self._is_print(group, figures):
            return "doubtful" if self._is_over_print(group, figures) else "nothing"
        if not self._in_corner(group.box):
            return "nothing"
        tall = TALL[0] <= high <= TALL[1] and wide <= min(WIDEST, WRITING * high)
        fits = tall and 0 < len(figures) <= MOST and all(self._is_stroke(mark) for mark in figures)
        return "number" if fits and wide > BAR * high else "doubtful"

    def _is_print(self, group: Group, figures: Sequence[Mark]) -> bool:
        left, top, right, bottom = group.box
        is_row = right - left > ROW[1] * (bottom - top)
        letters = len(figures) >= ROW[0] or (len(figures) > 1 and any(map(_runs_together, figures)))
        return len(figures) > MOST + 1 or (is_row and letters)

    def _is_over_print(self, group: Group, letters: Sequence[Mark]) -> bool:
        """Tell a line of print with something over it, in the corner."""
        _, top, _, bottom = group.box
        usual = _usual_height(letters)
        if self._in_corner(group.box) and bottom - top > OVER_PRINT * usual:
            return True
        here = (m for m in group.marks if self._in_corner((m.x0, m.top, m.x1, m.bottom)))
        return any(_sticks_out(mark, group.marks) > STICKS_OUT * usual for mark in here)

    def _reaches_corner(self, box: tuple[int, int, int, int]) -> bool:
        _, top, right, _ = box
        across, down = right + self._left, top + self._top
        return bool(across > CORNER[0] * self._look.width and down < CORNER[1] * self._look.height)

    def _in_corner(self, box: tuple[int, int, int, int]) -> bool:
        left, top, right, bottom = box
        across, down = (left + right) / 2 + self._left, (top + bottom) / 2 + self._top
        return bool(across > CORNER[0] * self._look.width and down < CORNER[1] * self._look.height)

    def _is_edge(self, box: tuple[int, int, int, int]) -> bool:
        left, top, right, bottom = box
        at_border = left <= 1 or top <= 1 or right >= self._ink.shape[1] - 1
        return at_border and min(right - left, bottom - top) * self._look.scale <= EDGE

    def figures(self, group: Group) -> list[Mark]:
        """Give the figures of a number from left to right, parted where their ink is palest; no dust, no ring."""
        left, top, right, bottom = group.box
        part = self._contrast[top:bottom, left:right]
        dark = np.asarray(part > PEAK * float(np.percentile(part[part > 0], 97)), dtype=np.uint8)
        inner = [Mark(m.x0 + left, m.top + top, m.x1 + left, m.bottom + top, m.area) for m in _without_ring(dark)]
        tallest = max((mark.height for mark in inner), default=0)
        return sorted((mark for mark in inner if mark.height > SPECK * tallest), key=lambda m: m.x0)

    def _is_stroke(self, mark: Mark) -> bool:
        return mark.area <= SOLID * mark.width * mark.height or mark.width < 0.5 * mark.height

    def place(self, group: Group) -> Box:
        """Give the place of a group on the page, in points."""
        left, top, right, bottom = group.box
        x, y = self._left, self._top
        return self._look.points((left + x, top + y, right + x, bottom + y))

    def pictures(self, group: Group) -> Iterator[Picture]:
        """Cut the figures out, from left to right."""
        for mark in self.figures(group):
            part = self._contrast[mark.top : mark.bottom, mark.x0 : mark.x1]
            yield np.asarray(np.clip(part, 0, 255), dtype=np.uint8)


def _widest_gap(marks: Sequence[Mark], least: float) -> tuple[list[Mark], list[Mark]] | None:
    """Part marks where a gap from left to right is by far the widest; None where there is none such."""
    ordered = sorted(marks, key=lambda m: m.x0)
    ends = accumulate((m.x1 for m in ordered), max)
    gaps = [mark.x0 - end for end, mark in zip(ends, ordered[1:], strict=False)]
    widest, other, *_ = *sorted(gaps, reverse=True), 0, 0
    if widest < max(least, ASIDE[1] * other):
        return None
    place = gaps.index(widest) + 1
    return ordered[:place], ordered[place:]


def _is_off(box: tuple[int, int, int, int], line: tuple[int, int, int, int], least: float) -> bool:
    return box[1] < line[1] - least or box[3] > line[3] + least


def _sticks_out(mark: Mark, line: Sequence[Mark]) -> int:
    """Give by how many pixels a mark is above or below a line, but for its highest and lowest third."""
    third = len(line) // 3
    top, bottom = sorted(m.top for m in line)[third], sorted(m.bottom for m in line)[-1 - third]
    return max(top - mark.top, mark.bottom - bottom)


def _runs_together(mark: Mark) -> bool:
    return mark.width > WRITING * mark.height


def _usual_height(marks: Sequence[Mark]) -> float:
    return float(np.median([mark.height for mark in marks]))


def _without_ring(ink: Picture) -> list[Mark]:
    """Give the marks of a number; of a ring drawn around it only the figures that touch it."""
    marks = list(marks_of(ink, least=4))
    ring = next((mark for mark in marks if _is_ring(mark, marks)), None)
    if ring is None:
        return marks
    return [*(mark for mark in marks if mark is not ring), *_touching(ink, ring)]


def _touching(ink: Picture, ring: Mark) -> Iterator[Mark]:
    """Cut the figures off that run into a ring: its own ink within its line, where that reaches its middle."""
    place = ink[ring.top : ring.bottom, ring.x0 : ring.x1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(place, connectivity=8)
    own = np.asarray(labels == 1 + int(stats[1:, cv2.CC_STAT_WIDTH].argmax()), dtype=np.uint8)
    hull = cv2.convexHull(np.flip(np.argwhere(own), axis=1).astype(np.int32))
    if len(hull) < 5:
        return
    middle, axes, turn = cv2.fitEllipse(hull)
    within, core = np.zeros_like(own), np.zeros_like(own)
    cv2.ellipse(within, (middle, [max(1.0, axis - 2 * RIM_OF_RING) for axis in axes], turn), 1, -1)
    cv2.ellipse(core, (middle, [CORE * axis for axis in axes], turn), 1, -1)
    for mark in marks_of(own & within, least=4):
        if core[mark.top : mark.bottom, mark.x0 : mark.x1][own[mark.top : mark.bottom, mark.x0 : mark.x1] > 0].any():
            yield Mark(mark.x0 + ring.x0, mark.top + ring.top, mark.x1 + ring.x0, mark.bottom + ring.top, mark.area)


def _is_ring(mark: Mark, others: Sequence[Mark]) -> bool:
    """Tell a ring drawn around a number: it holds all the other marks."""
    held = [m for m in others if m.x0 > mark.x0 and m.x1 < mark.x1 and m.top > mark.top and m.bottom < mark.bottom]
    return bool(held) and len(held) == len(others) - 1 and max(m.height for m in held) > 0.35 * mark.height


def _wipe_lines(contrast: Contrast, low: float, least: float) -> Picture:
    """Take away straight lines too long for a figure, in place (folds, edges, rules); give where they ran."""
    ink = _steep(np.asarray(contrast > low, dtype=np.uint8), least)
    lines = cv2.HoughLinesP(ink, 1, np.pi / 360, 60, minLineLength=least, maxLineGap=4)
    along = np.zeros_like(ink)
    found: list[list[int]] = [] if lines is None else lines.astype(int).reshape(-1, 4).tolist()
    for x0, y0, x1, y1 in found:
        if abs(y1 - y0) > LEVEL * abs(x1 - x0):  # level ones run along rows of print
            cv2.line(contrast, (x0, y0), (x1, y1), 0.0, 5)
            cv2.line(along, (x0, y0), (x1, y1), 1, 13)
    return along


def _steep(ink: Picture, least: float) -> Picture:
    """Leave only pieces as high as the least of the lines looked for: rows of print are not searched for folds."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))  # as wide as the gaps a line may have
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    high = stats[:count, cv2.CC_STAT_HEIGHT] >= least * LEVEL / math.hypot(1.0, LEVEL) - 1
    high[0] = False
    return np.asarray(ink * high[labels], dtype=np.uint8)


def _contrast(band: Picture) -> Contrast:
    soft = cv2.GaussianBlur(band, (0, 0), 0.9)
    return np.asarray(cv2.medianBlur(band, PAPER).astype(np.float32) - soft)


def _thresholds(contrast: Contrast) -> tuple[float, float]:
    noise = 1.4826 * float(np.median(np.abs(contrast - np.median(contrast))))
    return max(LEAST[0], GRAIN[0] * noise), max(LEAST[1], GRAIN[1] * noise)


def _joined(marks: Sequence[Mark], gap: float) -> list[Group]:
    groups: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda m: m.x0):
        mine = [group for group in groups if any(_is_beside(other, mark, gap) for other in group)]
        rest = [group for group in groups if not any(group is each for each in mine)]
        groups = [*rest, [mark, *(m for group in mine for m in group)]]
    return [Group(group) for group in groups]


def _is_beside(one: Mark, other: Mark, gap: float) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    low, high = sorted((one.height, other.height))
    gap = max(gap, GAP[1] * low)
    return other.x0 - one.x1 <= gap and shared > 0.4 * low and (high <= 3 * low or one.x1 >= other.x0)
