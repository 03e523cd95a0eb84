"""Finds what may be a stamp by its shape: two long lines over each other, or red marks that hang together.

Lines are seen where print runs across them and where letters touch them. A place is given by its four corners, so
that it can be set level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr import Picture

Vector = NDArray[np.float32]
Corners = NDArray[np.float32]  # of a place: top left, top right, bottom right, bottom left, in pixels
LONG = (26.0, 190.0)  # points, of a line of a frame
RUN = 20.0  # points in one row of pixels: print has none as long
GAP = 4.0  # points a line may be broken off
HIGH = (13.0, 48.0)  # points from line to line
SHAPE = (1.4, 7.5)  # times wider than high
LEAN = 12  # pixels from the top of a line to its bottom, however short it is
STEEPEST = 0.18  # pixels up or down for one across
SAME_SLOPE = 0.05
SHARED = 0.75  # of the longer line lies over the other
MOST_LINES, MOST_FRAMES = 24, 10
LEVEL = (240, 60)  # pixels a frame is set level in to see how long its word is
SHORT = 0.5  # of its frame: a level of secrecy is longer
MOST_TILT = 12.0  # degrees
TRIMS = (6.0, 3.0, 2.5)  # pixels off a line, each time it is fitted


@dataclass(frozen=True, slots=True)
class _Line:
    x0: float
    x1: float
    slope: float
    start: float  # height at x = 0

    def at(self, x: float) -> float:
        return self.start + self.slope * x

    @property
    def length(self) -> float:
        return self.x1 - self.x0


def frames(mask: Picture, scale: float) -> list[Corners]:
    """Give the frames in a mask of ink that have the size of a stamp; `scale`: points a pixel."""
    lines = sorted(_lines(mask, scale), key=lambda line: line.length, reverse=True)[:MOST_LINES]
    ordered = sorted(lines, key=lambda line: line.at((line.x0 + line.x1) / 2))
    found = [_corners(above, below) for above, below in combinations(ordered, 2) if _pair(above, below, scale)]
    return found[:MOST_FRAMES]


def leaning_box(points: NDArray[np.int32]) -> Corners:
    """Give the smallest box around marks, leaning as they do; more than a little is no lean."""
    middle, (wide, high), angle = cv2.minAreaRect(points)
    if abs(_small(angle)) > MOST_TILT or wide * high == 0:
        x, y, width, height = cv2.boundingRect(points)
        return np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float32)
    if abs((angle - _small(angle)) % 180) > 1:  # it was given lying on its side
        wide, high = high, wide
    turn = np.deg2rad(_small(angle))
    along, down = np.array([np.cos(turn), np.sin(turn)]) * wide / 2, np.array([-np.sin(turn), np.cos(turn)]) * high / 2
    centre = np.array(middle)
    return np.array([centre - along - down, centre + along - down, centre + along + down, centre - along + down],
                    np.float32)  # fmt: skip


def levelled(picture: Picture, corners: Corners, size: tuple[int, int], spare: float = 0.0) -> Picture:
    """Set a place level in a picture of a size (across, high); `spare`: share of its height added all around."""
    grown = _grown(corners, spare)
    wide, high = size
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    turn = cv2.getPerspectiveTransform(grown, target)
    level = cv2.warpPerspective(picture, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(level, dtype=np.uint8)


def narrowed(picture: Picture, corners: Corners) -> Corners:
    """Draw the sides of a long frame in to the short word in its middle; any other place stays as it is."""
    level = levelled(picture, corners, LEVEL)
    inside = level[LEVEL[1] // 5 : -LEVEL[1] // 5, LEVEL[0] // 12 : -LEVEL[0] // 12]
    _, ink = cv2.threshold(inside, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    columns = np.flatnonzero(ink.sum(axis=0) >= 4) + LEVEL[0] // 12
    if len(columns) == 0 or np.ptp(columns) >= SHORT * LEVEL[0]:
        return corners
    wide, high = size_of(corners)
    spare = high / max(1.0, wide) / 3
    left, right = max(0.0, columns[0] / LEVEL[0] - spare), min(1.0, columns[-1] / LEVEL[0] + spare)
    top, bottom = corners[1] - corners[0], corners[2] - corners[3]
    drawn_in = [
        corners[0] + left * top,
        corners[0] + right * top,
        corners[3] + right * bottom,
        corners[3] + left * bottom,
    ]
    return np.asarray(drawn_in, np.float32)


def size_of(corners: Corners) -> tuple[float, float]:
    """Give how wide and how high a place is, in pixels."""
    across = np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])
    down = np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])
    return float(across) / 2, float(down) / 2


def _grown(corners: Corners, spare: float) -> Corners:
    if not spare:
        return corners
    wide, high = size_of(corners)
    along, down = (corners[1] - corners[0]) / max(1.0, wide), (corners[3] - corners[0]) / max(1.0, high)
    by = spare * high
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return np.asarray([c + by * (x * along + y * down) for c, (x, y) in zip(corners, signs, strict=True)], np.float32)


def _small(angle: float) -> float:
    """Give the angle of a box as its longer or shorter side leans, between -45 and 45 degrees."""
    return (angle + 45) % 90 - 45


def _lines(mask: Picture, scale: float) -> Iterator[_Line]:
    thick = cv2.dilate(mask, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(RUN / scale)), np.uint8))
    joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, round(GAP / scale)), np.uint8))
    for outline in cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        _, _, width, height = cv2.boundingRect(outline)
        if LONG[0] <= width * scale <= LONG[1] and height <= max(LEAN, STEEPEST * width):
            yield _fitted(outline[:, 0, 0].astype(np.float32), outline[:, 0, 1].astype(np.float32))


def _fitted(columns: Vector, rows: Vector) -> _Line:
    """Fit a line to the points around it, and again without what lies off it: print that touches."""
    on = np.ones(len(rows), bool)
    for off in TRIMS:
        x, y = float(columns[on].mean()), float(rows[on].mean())
        apart = columns[on] - x
        slope = float(apart @ (rows[on] - y)) / max(1.0, float(apart @ apart))
        away = np.abs(rows - y - slope * (columns - x))
        if away.max() <= TRIMS[-1]:
            break
        on = away <= max(off, float(away.min()))
    return _Line(float(columns[on].min()), float(columns[on].max()) + 1, slope, y - slope * x)


def _pair(above: _Line, below: _Line, scale: float) -> bool:
    longer = max(above.length, below.length)
    shared = min(above.x1, below.x1) - max(above.x0, below.x0)
    if shared < SHARED * longer or abs(above.slope - below.slope) > SAME_SLOPE:
        return False
    middle = (max(above.x0, below.x0) + min(above.x1, below.x1)) / 2
    high = below.at(middle) - above.at(middle)
    return HIGH[0] <= high * scale <= HIGH[1] and SHAPE[0] * high <= longer <= SHAPE[1] * high


def _corners(above: _Line, below: _Line) -> Corners:
    """Give the corners where both lines end, the sides upright to the lines."""
    slope = (above.slope + below.slope) / 2
    middle = (above.x0 + above.x1 + below.x0 + below.x1) / 4
    lean = slope * (below.at(middle) - above.at(middle)) / 2  # the upper line lies this far to the right of the middle
    x0 = (above.x0 - lean + below.x0 + lean) / 2
    x1 = (above.x1 - lean + below.x1 + lean) / 2
    tops = [(x + lean, above.at(x + lean)) for x in (x0, x1)]
    bottoms = [(x - lean, below.at(x - lean)) for x in (x1, x0)]
    return np.array([*tops, *bottoms], np.float32)
