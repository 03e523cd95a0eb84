"""Rows of printed dots on a page that is a picture, by their shape: places of a form that wait for a hand.

A recogniser drops dots as often as it reads them, so what it did not read says nothing. Here every row that may be one
of dots is given, also where a hand wrote over a part of it: whether it was filled in is for a person to see. A line to
write on counts as well where it goes on from a word and bears nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from parsers.facts import Box
from parsers.ocr import Picture
from parsers.scan_look import PageLook

PALE = 40  # darker than the paper: dots are the palest of print
DOT = 2.6  # points, the widest and highest
PITCH = 7.0  # points from dot to dot at most
FEWEST = 4  # dots of a row
ROW = 1.6  # times the height of a dot: a row is no higher
UNDER = 3.5  # points below the dot of an i, where its stem is
STEMS = 0.5  # of the dots of a row have ink below: no row of dots
LINE = (36.0, 1.8)  # points: a line to write on is longer and thinner
OVER = 10.0  # points over a line: what stands there is underlined, or was filled in
WRITTEN = 0.1  # of that place is ink
BESIDE = 14.0  # points from the word before to a line that goes on from it


def dot_rows(look: PageLook) -> tuple[Box, ...]:
    """Give the rows of dots and the empty lines to write on, from the top down."""
    ink = np.asarray(look.grey < look.paper - PALE, dtype=np.uint8)
    found = (*_rows(ink, look.scale), *_lines(ink, look.scale))
    return tuple(look.points(box) for box in sorted(found, key=lambda box: (box[1], box[0])))


def _rows(ink: Picture, scale: float) -> Iterator[tuple[int, int, int, int]]:
    _, labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = (stats[:, 2] * scale <= DOT) & (stats[:, 3] * scale <= DOT) & (stats[:, 4] > 1)
    small[0] = False
    dots = np.asarray(small[labels], dtype=np.uint8)
    joined = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((1, int(PITCH / scale)), np.uint8))
    _, rows, places, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    centres = middles[small].round().astype(int)
    counts = np.bincount(rows[centres[:, 1], centres[:, 0]], minlength=len(places))
    for row in np.flatnonzero((counts >= FEWEST) & (places[:, 3] * scale <= ROW * DOT)).tolist():
        if row:
            x, y, width, height, _ = places[row].tolist()
            if not _have_stems(ink, dots, (x, y, x + width, y + height), int(UNDER / scale)):
                yield x, y, x + width, y + height


def _have_stems(ink: Picture, dots: Picture, box: tuple[int, int, int, int], under: int) -> bool:
    """Tell the dots above letters, or specks on a line, from dots with nothing below."""
    x0, top, x1, bottom = box
    above = dots[top:bottom, x0:x1].any(axis=0)
    below = ink[bottom : bottom + under, x0:x1].any(axis=0)
    return bool((above & below).sum() >= STEMS * above.sum())


def _lines(ink: Picture, scale: float) -> Iterator[tuple[int, int, int, int]]:
    long = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, int(LINE[0] / scale)), np.uint8))
    _, _, places, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    over, beside = int(OVER / scale), int(BESIDE / scale)
    for x, y, width, height, _ in places[1:].tolist():
        top = max(0, y - over)
        is_bare = height * scale <= LINE[1] and _share(ink[top : y - 1, x : x + width]) < WRITTEN
        if is_bare and _share(ink[top : y + height, max(0, x - beside) : max(0, x - 1)]) >= WRITTEN:
            yield x, y, x + width, y + height


def _share(piece: Picture) -> float:
    return float(piece.mean()) if piece.size else 0.0
