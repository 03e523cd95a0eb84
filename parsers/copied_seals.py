"""Finds round seals that stand in black on a page scanned in colour: what was scanned is a copy of a sealed paper.

In black a seal runs into signature, title and name, so it is searched as a circle among all ink, not as a piece of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np

from parsers.facts import Box
from parsers.ocr import Picture
from parsers.scan_look import PageLook

COARSE, FINE = 36, 72  # dots an inch
RADIUS = (38, 62)  # points; seals of offices are 30 to 42 mm across
LIKELY = 0.62  # of a circle inked, seen coarsely
DRAWN = 0.85  # of the directions, seen closely
AROUND = 0.55  # at most, just outside: else it is text or a picture
OUTSIDE = 6  # pixels
DIRECTIONS = 48
MOST_TRIED = 12
NEUTRAL = 22  # of 255 between the colours: black or grey


def round_marks(look: PageLook) -> Iterator[tuple[Box, bool]]:
    """Give a round mark of the size of a seal that is not red, and whether it is black: a copied seal."""
    coarse = _shrunk(look.dark, look.scale * COARSE / 72)
    candidates = _candidates(coarse)
    fine = _shrunk(look.dark, look.scale * FINE / 72) if candidates else coarse
    for x, y, radius in candidates:
        found = _closely(fine, x * FINE // COARSE, y * FINE // COARSE, radius)
        if found is not None:
            yield found, _is_neutral(look, found)
            return


def _shrunk(ink: Picture, scale: float) -> Picture:
    small = cv2.resize(ink * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small > 50, dtype=np.uint8)


def _candidates(mask: Picture) -> list[tuple[int, int, int]]:
    """Give the likeliest circles at the coarse scale: middle in pixels, radius in points."""
    found: list[tuple[float, int, int, int]] = []
    for radius in range(RADIUS[0], RADIUS[1] + 1, 3):
        share = cv2.filter2D(mask.astype(np.float32), -1, _circle(radius * COARSE / 72), borderType=cv2.BORDER_CONSTANT)
        for _ in range(2):
            _, best, _, (x, y) = cv2.minMaxLoc(share)
            if best >= LIKELY:
                found.append((best, x, y, radius))
            cv2.circle(share, (x, y), 4, 0.0, -1)
    found.sort(reverse=True)
    return [(x, y, radius) for _, x, y, radius in found[:MOST_TRIED]]


def _circle(radius: float) -> np.ndarray:
    reach = math.ceil(radius) + 1
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    ring = (np.abs(np.hypot(rows, columns) - radius) <= 0.9).astype(np.float32)
    return np.asarray(ring / ring.sum())


def _closely(mask: Picture, x: int, y: int, about: int) -> Box | None:
    """Look at a circle once more, at the fine scale: drawn nearly all around, with little ink just outside."""
    rows, columns = np.nonzero(mask)
    near = (np.abs(rows - y) < about + 16) & (np.abs(columns - x) < about + 16)
    rows, columns = rows[near], columns[near]
    best, box = 0.0, None
    for middle_y in range(y - 4, y + 5, 2):
        for middle_x in range(x - 4, x + 5, 2):
            distance = np.hypot(columns - middle_x, rows - middle_y)
            turn = np.arctan2(rows - middle_y, columns - middle_x)
            for radius in range(about - 3, about + 4):
                drawn = _drawn(distance, turn, radius)
                if drawn > best and _drawn(distance, turn, radius + OUTSIDE) <= AROUND:
                    best = drawn
                    box = Box(middle_x - radius, middle_y - radius, middle_x + radius, middle_y + radius)
    return box if best >= DRAWN else None


def _drawn(distance: np.ndarray, turn: np.ndarray, radius: int) -> float:
    on = np.abs(distance - radius) < 1.6
    directions = ((turn[on] + math.pi) * (DIRECTIONS / (2 * math.pi))).astype(int)
    return len(np.unique(directions % DIRECTIONS)) / DIRECTIONS


def _is_neutral(look: PageLook, box: Box) -> bool:
    x0, top, x1, bottom = (max(0, int(side / look.scale)) for side in (box.x0, box.top, box.x1, box.bottom))
    ink = look.picture[top:bottom, x0:x1][look.dark[top:bottom, x0:x1] > 0].astype(np.int16)
    return bool(len(ink)) and float(np.median(ink.max(axis=1) - ink.min(axis=1))) < NEUTRAL
