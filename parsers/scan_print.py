"""Parts what was printed on a page from what was put over it: seals, pens, strokes larger than letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

import cv2
import numpy as np

from parsers.facts import Box
from parsers.ocr import Picture, Word
from parsers.scan_look import DARKER, PageLook, pieces_of
from parsers.seals import rings_of
from parsers.vietnamese import MASK

STROKE = (70.0, 26.0, 15.0)  # points: wider and higher than the last, or higher than the second: no letter
BLACK = 0.52  # of the brightness of the paper, in the brightest of the three colours: toner under coloured ink
FAINTER = 30  # than a stroke: print that the stroke runs through
ROUND = 1.1  # of the square of the radius: a word that ends here stands inside the ring
MASK_CONFIDENCE = 0.5  # kept by those who drop noise, believed by nobody
HALF = 0.45  # of the ink of a word belongs to what was put over the page: no word


class Print:
    """The print of one page; `picture` is grey, with paper where other ink was."""

    def __init__(self, look: PageLook) -> None:
        self._look = look

    @cached_property
    def picture(self) -> Picture:
        """The page as it was before somebody signed and sealed it, as far as that can be told."""
        pale = self._look.grey.copy()
        pale[self._over > 0] = int(self._look.paper)
        return pale

    @cached_property
    def rings(self) -> tuple[Box, ...]:
        """Round marks on a grey scan that may be seals, in points."""
        return () if self._look.is_colour else rings_of(self._large, self._look.scale)

    def words(self, words: Iterable[Word]) -> list[Word]:
        """Leave out what was read into seals and signatures; beside a word a mask stays."""
        found: list[Word] = []
        for _, line in groupby(words, key=lambda word: word.line):
            found += _masked([(word, self._is_over(word)) for word in line])
        return found

    def _is_over(self, word: Word) -> bool:
        return self._over_share(word) >= HALF or self._is_in_ring(word)

    def _over_share(self, word: Word) -> float:
        place = slice(max(0, word.top), word.bottom), slice(max(0, word.x0), word.x1)
        ink = int(self._ink[place].sum())
        return float((self._over[place] & self._ink[place]).sum()) / ink if ink else 0.0

    def _is_in_ring(self, word: Word) -> bool:
        box = self._look.points((word.x0, word.top, word.x1, word.bottom))
        corners = [(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
        return any(all(_is_inside(corner, ring) for corner in corners) for ring in self.rings)

    @cached_property
    def _ink(self) -> Picture:
        look = self._look
        return np.asarray((look.grey < look.paper - DARKER) | (self._stained > 0), dtype=np.uint8)

    @cached_property
    def _stained(self) -> Picture:
        """Red and blue: the ink of seals and pens."""
        if not self._look.is_colour:
            return np.zeros_like(self._look.grey)
        return np.asarray(self._look.red | self._look.blue, dtype=np.uint8)

    @cached_property
    def _over(self) -> Picture:
        """Where something was put over the page and no print shows through."""
        return np.asarray(self._coloured | self._strokes, dtype=np.uint8)

    @cached_property
    def _coloured(self) -> Picture:
        grown = cv2.dilate(self._stained, np.ones((3, 3), np.uint8))
        return np.asarray((grown > 0) & (self._look.brightest > BLACK * self._look.paper), dtype=np.uint8)

    @cached_property
    def _large(self) -> Picture:
        """Connected ink larger than letters, less the print that shows through it."""
        look = self._look
        ink = np.asarray(look.grey < look.paper - DARKER, dtype=np.uint8)
        ink[self._coloured > 0] = 0
        labels, boxes = pieces_of(ink)
        large = np.zeros_like(ink)
        for label, (x, y, width, height, _) in enumerate(boxes):
            if label and self._is_stroke(width, height):
                place = slice(y, y + height), slice(x, x + width)
                mine = labels[place] == label
                print_below = float(np.median(look.grey[place][mine])) - FAINTER
                large[place] |= np.asarray(mine & (look.grey[place] > print_below), dtype=np.uint8)
        return large

    @cached_property
    def _strokes(self) -> Picture:
        return np.asarray(cv2.dilate(self._large, np.ones((2, 2), np.uint8)), dtype=np.uint8)

    def _is_stroke(self, width: int, height: int) -> bool:
        wide, high = width * self._look.scale, height * self._look.scale
        return high > STROKE[1] or (wide > STROKE[0] and high > STROKE[2])


def _masked(line: Sequence[tuple[Word, bool]]) -> Iterator[Word]:
    for word, is_over in line:
        if not is_over:
            yield word
        elif any(_are_near(word, other) for other, other_over in line if not other_over):
            yield replace(word, text=MASK, confidence=MASK_CONFIDENCE)


def _are_near(word: Word, other: Word) -> bool:
    return max(word.x0, other.x0) - min(word.x1, other.x1) < other.height and len(other.text) > 1


def _is_inside(point: tuple[float, float], ring: Box) -> bool:
    across, down = (ring.x1 - ring.x0) / 2, (ring.bottom - ring.top) / 2
    x, y = point[0] - ring.x0 - across, point[1] - ring.top - down
    return (x / across) ** 2 + (y / down) ** 2 <= ROUND
