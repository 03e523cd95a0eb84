"""Looks at a page that is a picture without reading it: colour, blank or not, rows of print, red marks."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.facts import Box
from parsers.ocr import Picture

DARKER = 70  # than the paper: ink; what shines through from the back is paler
RIM = 0.018  # of the page: the black edge of a scan
LETTER = (4.0, 24.0)  # points, height of printed letters and figures
LEAST_LETTERS = 12  # on a page that is not blank
BLANK_SHARE = 0.004
COLOURED = 4  # difference of the colours …
COLOURED_SHARE = 0.001  # … of this share of the page: a colour scan
ROW_OVERLAP = 0.5
MOST_SMALL = 65_000  # pieces that have a number of two bytes
GROUP_GAP = 18.0  # points between the pieces of one row


class Mark(NamedTuple):
    """A connected piece of ink: its box in pixels and its number of pixels. There are thousands on a page."""

    x0: int
    top: int
    x1: int
    bottom: int
    area: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top


@dataclass(slots=True)
class Group:
    """Marks beside each other: a word, or a line of a column."""

    marks: list[Mark]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The box around all of them: left, top, right, bottom."""
        return (
            min(m.x0 for m in self.marks),
            min(m.top for m in self.marks),
            max(m.x1 for m in self.marks),
            max(m.bottom for m in self.marks),
        )


class PageLook:
    """One page set upright; `scale` is points a pixel."""

    def __init__(self, picture: Picture, grey: Picture, scale: float) -> None:
        self.picture = picture
        self.grey = grey
        self.scale = scale
        self.height, self.width = grey.shape

    @cached_property
    def paper(self) -> float:
        """How bright the paper is."""
        return float(np.percentile(self.grey[::4, ::4], 80))

    @cached_property
    def brightest(self) -> Picture:
        """The brightest of the three colours everywhere: coloured ink all but disappears, black print stays."""
        red, green, blue = cv2.split(self.picture)
        return np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)

    @cached_property
    def red(self) -> Picture:
        """Where the page is red."""
        red, green, blue = cv2.split(self.picture)
        over = cv2.subtract(red, cv2.max(green, blue))  # what is below nothing counts as nothing
        return np.asarray((over > 38) & (red > 90), dtype=np.uint8)

    @cached_property
    def blue(self) -> Picture:
        """Where the page bears blue ink."""
        red, _, blue = cv2.split(self.picture)
        return np.asarray((cv2.subtract(blue, red) > 28) & (self.grey < self.paper - 40), dtype=np.uint8)

    @cached_property
    def is_colour(self) -> bool:
        """True when the page was scanned in colour."""
        red, green, blue = cv2.split(np.ascontiguousarray(self.picture[::3, ::3]))
        chroma = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
        return bool((chroma > COLOURED).mean() > COLOURED_SHARE)

    @cached_property
    def dark(self) -> Picture:
        """Where ink is that is not red, the rim left out."""
        ink = np.asarray(self.grey < self.paper - DARKER, dtype=np.uint8)
        if self.is_colour:
            reddish = cv2.dilate(self.red, np.ones((3, 3), np.uint8))
            ink[reddish > 0] = 0
        side_y, side_x = int(self.height * RIM), int(self.width * RIM)
        ink[:side_y], ink[self.height - side_y :] = 0, 0
        ink[:, :side_x], ink[:, self.width - side_x :] = 0, 0
        return ink

    @cached_property
    def marks(self) -> list[Mark]:
        """All connected pieces of ink but dust."""
        return list(marks_of(self.dark, least=max(4, int(1.2 / self.scale))))

    @cached_property
    def letters(self) -> list[Mark]:
        """Pieces of the size of printed letters."""
        low, high = (size / self.scale for size in LETTER)
        return [m for m in self.marks if low <= m.height <= high and m.width <= 2.5 * high and m.area > 0.12 * m.width]

    @cached_property
    def is_blank(self) -> bool:
        """True when the page bears no text."""
        return len(self.letters) < LEAST_LETTERS and float(self.dark.mean()) < BLANK_SHARE

    def rows(self, top: float, bottom: float) -> list[list[Mark]]:
        """Give the rows of letters between two heights (shares of the page), from the top down."""
        inside = [m for m in self.letters if top * self.height <= (m.top + m.bottom) / 2 <= bottom * self.height]
        return _rows(inside)

    def groups(self, row: Sequence[Mark]) -> list[Group]:
        """Part a row where it has wide gaps."""
        return list(_parted(sorted(row, key=lambda m: m.x0), GROUP_GAP / self.scale))

    def points(self, box: tuple[int, int, int, int]) -> Box:
        """Give a box of pixels in points."""
        return Box(*(round(side * self.scale, 1) for side in box))


def marks_of(ink: Picture, least: int = 1) -> Iterator[Mark]:
    """Give the connected pieces of a mask."""
    _, boxes = pieces_of(ink)
    for x, y, width, height, area in boxes[1:]:
        if area >= least:
            yield Mark(x, y, x + width, y + height, area)


def pieces_of(ink: Picture) -> tuple[NDArray[Any], list[list[int]]]:
    """Number the connected pieces of a mask of 0 and 1, the paper 0; left, top, width, height and area of each.

    Small numbers are three times as fast; a mask has no more pieces than pixels with nothing left of and above them.
    """
    begins = ink.copy()
    begins[1:] &= ~ink[:-1]
    begins[:, 1:] &= ~ink[:, :-1]
    begins[1:, 1:] &= ~ink[:-1, :-1]
    size = cv2.CV_16U if cv2.countNonZero(begins) < MOST_SMALL else cv2.CV_32S
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=size)
    return np.asarray(labels, dtype=labels.dtype), stats[:count].tolist()


def _rows(marks: Sequence[Mark]) -> list[list[Mark]]:
    rows: list[list[Mark]] = []
    tops: list[int] = []  # of the last row, in order: its middle is asked for with every mark
    bottoms: list[int] = []
    for mark in sorted(marks, key=lambda m: m.top + m.bottom):
        if not rows or not _shares_row(_middle(tops), _middle(bottoms), mark):
            rows.append([])
            tops, bottoms = [], []
        rows[-1].append(mark)
        insort(tops, mark.top)
        insort(bottoms, mark.bottom)
    return rows


def _middle(ordered: Sequence[int]) -> float:
    half = len(ordered) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _shares_row(top: float, bottom: float, mark: Mark) -> bool:
    shared = min(bottom, mark.bottom) - max(top, mark.top)
    return shared > ROW_OVERLAP * min(bottom - top, mark.height)


def _parted(row: Sequence[Mark], gap: float) -> Iterator[Group]:
    part = [row[0]]
    for before, mark in pairwise(row):
        if mark.x0 - max(m.x1 for m in part[-3:]) > gap and mark.x0 > before.x1:
            yield Group(part)
            part = []
        part.append(mark)
    yield Group(part)
