"""Sets a scanned page upright: small skew by the lines of its text, quarter turns by which way its lines run."""

from __future__ import annotations

import math
from functools import cache, cached_property, partial

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr import Picture

WIDTH = 500  # pixels looked at
USUAL_SKEW, MOST_SKEW = 4, 8  # degrees
CLEAR = 4.0  # times sharper than at other angles: the lines run so
CLEARER = 3.0  # times sharper than at any usual angle: they lean as much as that
STEP = 0.2
WORTH = 0.15  # degrees; less is left as it is
LEAST_INK = 300  # pixels
SIDEWAYS = 2.0  # times sharper across than down, each at its best small angle
Places = NDArray[np.intp]  # in pixels, one for each piece of ink

_COARSE = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)


def grey_of(picture: Picture) -> Picture:
    """Give a colour picture in grey."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


class Slant:
    """How the lines of one page run; the sharpness of each angle is asked for once."""

    def __init__(self, grey: Picture) -> None:
        dark = _small_dark(grey)
        down, across = np.nonzero(dark)
        self._is_inked = len(down) >= LEAST_INK
        self._across = cache(partial(_sharpness, across, down, dark.shape))
        self._down = partial(_sharpness, down, across, dark.shape[::-1])

    @property
    def skew(self) -> float:
        """By how many degrees the lines of a page rise or fall (positive: they must be turned anticlockwise)."""
        if not self._is_inked:
            return 0.0
        fine = np.arange(self._coarse - 0.8, self._coarse + 0.81, STEP)
        best = float(max(fine, key=lambda angle: (self._across(angle), -abs(angle))))
        return 0.0 if self._across(best) < 1.05 * self._across(0.0) else best

    @property
    def runs_sideways(self) -> bool:
        """True when the lines run up or down: the page was scanned turned by a quarter."""
        if not self._is_inked:
            return False
        down = max(map(self._down, _COARSE))
        if down <= SIDEWAYS * max(map(self._across, _COARSE)):
            return False
        return down > SIDEWAYS * self._across(self._coarse)  # unless it only leans more than others

    @cached_property
    def _coarse(self) -> float:
        """The whole degree at which the lines run; beyond the usual ones only where none of those is clear."""
        usual = _degrees(USUAL_SKEW)
        best = max(usual, key=self._across)
        is_clear = self._across(best) > CLEAR * float(np.median([self._across(angle) for angle in usual]))
        if is_clear and abs(best) < USUAL_SKEW:
            return best
        wide = max(_degrees(MOST_SKEW), key=self._across)
        return wide if self._across(wide) > CLEARER * self._across(best) else best


def rotated(picture: Picture, angle: float) -> Picture:
    """Turn a picture by a small angle around its middle, the size kept, white where nothing was."""
    if abs(angle) < WORTH:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    white = (255, 255, 255)
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=white)
    return np.asarray(turned, dtype=np.uint8)


def quarter_turned(picture: Picture, degrees: int) -> Picture:
    """Turn a picture clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(picture, -degrees // 90))


def _degrees(most: int) -> list[float]:
    """Give whole degrees to both sides, the small ones first."""
    return sorted(map(float, range(-most, most + 1)), key=abs)


def _small_dark(grey: Picture) -> Picture:
    scale = WIDTH / max(1, grey.shape[1])
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edge_y, edge_x = small.shape[0] // 30, small.shape[1] // 30  # the rims of a scan are black
    inner = small[edge_y : small.shape[0] - edge_y, edge_x : small.shape[1] - edge_x]
    paper = float(np.percentile(inner, 85)) if inner.size else 255.0
    return np.asarray(inner < paper - 60, dtype=np.uint8)


def _sharpness(across: Places, down: Places, shape: tuple[int, int], angle: float) -> float:
    """Tell how sharply rows of text and of paper part when the ink at these places is turned by an angle."""
    height, width = shape
    falls = np.rint((np.arange(width) - width / 2) * -math.tan(math.radians(angle))).astype(np.intp)
    rows = np.bincount(down + falls[across] - falls.min(), minlength=height + int(np.ptp(falls)))
    return float(np.square(np.diff(rows.astype(np.float64))).sum())
