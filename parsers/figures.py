"""Tells figures written by hand apart: ten chances for the picture of one figure, by support vectors and numpy alone.

The vectors (`data/figures.npz`) are trained by `tests/benchmarks/train_figures.py`. One figure alone is read wrong too
often to be believed; only a run of numbers is (`parsers.sheet_runs`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr import DATA, Picture

FILE: Path = DATA / "figures.npz"
SIDE, INNER = 32, 28  # pixels figures are made to fit into
STROKE = 6.5  # of those, the width of a stroke
INK = 0.45  # of the darkest
SHAPE = 2.0  # weight of how wide a figure is for its height
WIDEST = 1.5
SURENESS = 3.0  # of the vectors' answers, as powers

Vector = NDArray[np.float32]
Votes = tuple[int, ...]  # chances of 0 … 9 in percent


def votes_of(pictures: Sequence[Picture]) -> tuple[Votes, ...]:
    """Give the chances of every figure, from pictures with ink light on black; without ink all are alike."""
    if not pictures:
        return ()
    answers = SURENESS * _vectors().answers(np.stack([features(picture) for picture in pictures]))
    powers = np.exp(answers - answers.max(axis=1, keepdims=True))
    shares = np.rint(100 * powers / powers.sum(axis=1, keepdims=True)).astype(int)
    shares[[not picture.any() for picture in pictures]] = 10
    return tuple(tuple(row) for row in shares.tolist())


def features(picture: Picture) -> Vector:
    """Describe a figure by the ink in 8 × 8 fields of its picture, its strokes made equally wide, and by its shape."""
    height, width = picture.shape
    darkest = float(np.percentile(picture[picture > 0], 95)) if picture.any() else 1.0
    ink = _fitted(picture.astype(np.float32) / darkest)
    fields = _evened(ink).reshape(8, 4, 8, 4).mean(axis=(1, 3), dtype=np.float32)
    return np.append(fields.ravel(), np.float32(SHAPE * min(WIDEST, width / height)))


def _fitted(ink: Vector) -> Picture:
    height, width = ink.shape
    scale = INNER / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    fitted = cv2.resize(ink, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    framed = np.zeros((SIDE, SIDE), np.uint8)
    x, y = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    framed[y : y + size[1], x : x + size[0]] = fitted > INK
    return framed


def _evened(ink: Picture) -> Picture:
    """Make thin strokes as wide as the strokes the vectors know."""
    depth = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    ridge = depth[(depth > 0) & (depth >= cv2.dilate(depth, np.ones((3, 3))) - 1e-3)]
    grow = round((STROKE - 2 * float(np.median(ridge))) / 2) if ridge.size else 0
    if grow <= 0:
        return ink
    return np.asarray(cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1))))


class _Vectors:
    """Support vectors of ten one-against-all machines with a Gaussian kernel."""

    def __init__(self, file: Path) -> None:
        with np.load(file, allow_pickle=False) as kept:
            self._points = kept["points"].astype(np.float32) / 255 * float(kept["scale"])
            self._weights = kept["weights"].astype(np.float32)
            self._bias = kept["bias"].astype(np.float32)
            self._gamma = float(kept["gamma"])

    def answers(self, figures: Vector) -> Vector:
        """Give for every figure how far it lies on the side of each of the ten."""
        apart = np.square(figures).sum(1)[:, None] + np.square(self._points).sum(1) - 2 * figures @ self._points.T
        return np.asarray(np.exp(-self._gamma * apart) @ self._weights + self._bias, dtype=np.float32)


@lru_cache(maxsize=1)
def _vectors() -> _Vectors:
    return _Vectors(FILE)
