"""Finds round red seals on a colour scan, and rings that may be seals on a grey one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.facts import Box
from parsers.ocr import Picture
from parsers.scan_look import PageLook

DPI = 72
ACROSS = (55, 150)  # points, the box of a seal and what it touches
RADIUS = (33, 66)  # points; seals of offices are 30 to 42 mm across
SURE = 0.62
LEAST_RED = 60  # pixels at 72 dpi
DIRECTIONS = 36
LEAST_MARK = 14.0  # points, of other red marks


@dataclass(frozen=True, slots=True)
class RedMarks:
    """The round seals of a page and its other red marks."""

    seals: tuple[Box, ...]
    others: tuple[Box, ...]


def red_marks(look: PageLook) -> RedMarks:
    """Part the red marks of a page into seals and others; nothing is red on a grey scan."""
    if not look.is_colour:
        return RedMarks((), ())
    scale = look.scale * DPI / 72
    mask = _shrunk(look.red * 255, scale)
    if int(mask.sum()) < LEAST_RED:
        return RedMarks((), ())
    seals, others = [], []
    for box, ring in _rings(mask):
        if ring is not None:
            seals.append(ring)
        elif max(box.x1 - box.x0, box.bottom - box.top) >= LEAST_MARK:
            others.append(box)
    outside = [mark for mark in others if not any(_is_within(mark, seal) for seal in seals)]  # not the star in the seal
    return RedMarks(tuple(seals), tuple(outside))


def _is_within(mark: Box, seal: Box) -> bool:
    return seal.x0 <= mark.x0 and mark.x1 <= seal.x1 and seal.top <= mark.top and mark.bottom <= seal.bottom


def rings_of(ink: Picture, scale: float) -> tuple[Box, ...]:
    """Find rings of the size of a seal in a mask of ink (`scale`: points a pixel), as on a grey scan."""
    mask = _shrunk(ink * 255, scale)
    found = list(_rings(mask))
    if any(max(box.x1 - box.x0, box.bottom - box.top) > ACROSS[1] for box, _ in found):
        found += _rings(_thick(mask, [ring for _, ring in found if ring is not None]))
    return tuple(ring for _, ring in found if ring is not None)


def _thick(mask: Picture, rings: Sequence[Box]) -> Picture:
    """Leave what is thicker than the pale edges of a signature that sticks out of a seal; rings found are left out."""
    thick = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), dtype=np.uint8)
    for ring in rings:
        thick[int(ring.top) : int(ring.bottom) + 1, int(ring.x0) : int(ring.x1) + 1] = 0
    return thick


def _shrunk(mask: Picture, scale: float) -> Picture:
    small = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small > 64, dtype=np.uint8)


def _rings(mask: Picture) -> Iterator[tuple[Box, Box | None]]:
    """Give every cluster of a mask at 72 dpi with the ring in it, if there is one."""
    grown = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    for x, y, width, height, _ in stats[1:count].tolist():
        box = Box(float(x), float(y), float(x + width), float(y + height))
        if ACROSS[0] <= max(width, height) <= ACROSS[1] and min(width, height) >= RADIUS[0]:
            yield box, _best_ring(mask[y : y + height, x : x + width], x, y)
        else:
            yield box, None


def _best_ring(mask: Picture, left: int, top: int) -> Box | None:
    rows, columns = np.nonzero(mask)
    if len(rows) < 80:
        return None
    height, width = mask.shape
    best, found = 0.0, None
    for centre_y in range(height // 2 - 12, height // 2 + 13, 4):
        for centre_x in range(width // 2 - 12, width // 2 + 13, 4):
            distance = np.hypot(columns - centre_x, rows - centre_y)
            turn = np.arctan2(rows - centre_y, columns - centre_x)
            directions = ((turn + math.pi) * (DIRECTIONS / (2 * math.pi))).astype(int)
            for radius in range(RADIUS[0], min(RADIUS[1], int(max(width, height) * 0.56)) + 1, 2):
                score = _score(distance, directions, radius, best)
                if score > best:
                    best, found = score, (centre_x, centre_y, radius)
    if best < SURE or found is None:
        return None
    x, y, radius = found
    return Box(float(left + x - radius), float(top + y - radius), float(left + x + radius), float(top + y + radius))


def _score(distance: np.ndarray, directions: np.ndarray, radius: int, best: float) -> float:
    """Tell how much of a circle is drawn, less what lies outside it; nothing where it cannot be the best."""
    outside = float((distance > radius + 4).mean())
    if 1.0 - outside <= best:
        return 0.0
    on = np.abs(distance - radius) < 2.5
    if int(on.sum()) < 30:
        return 0.0
    return np.count_nonzero(np.bincount(directions[on])) / (DIRECTIONS + 1) - outside
