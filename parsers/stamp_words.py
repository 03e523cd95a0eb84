"""Tells by its shape whether a place bears a level of secrecy: chances by a small net, numpy alone, no letters read.

The net (`data/stamps.npz`) is trained by `tests/benchmarks/train_stamps.py`. It knows the three words in bold letters
of several faces, pale, broken, askew, with print under and over them; and what else stands in frames and in red.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr import DATA, Picture
from parsers.stamp_frames import Corners, levelled, size_of

FILE: Path = DATA / "stamps.npz"
WIDE, HIGH = 112, 32  # pixels a place is set into
TWICE = 2  # drawn this many times larger first, so that nothing falls between the pixels
SPARE = 0.06  # of the height, added all around
CELL = 4  # pixels of a square whose edges are counted together
WAYS = 6  # directions of edges told apart
LEAST = 0.02  # of the strongest square: what has less is paper
SHAPES = (1.0, 8.0)  # times wider than high

Vector = NDArray[np.float32]


def chances_of(places: Sequence[tuple[Picture, Corners]]) -> Vector:
    """Give for every place how likely (0 to 1) a level of secrecy stands there; pictures are dark on light."""
    if not places:
        return np.zeros(0, np.float32)
    return chances_in(FILE, np.stack([features(picture, corners) for picture, corners in places]))


def chances_in(file: Path, described: NDArray[np.uint8]) -> Vector:
    """Give the chance of every row of features by the net in a file."""
    return _net(file).chances(described.astype(np.float32) / np.float32(255))


def features(picture: Picture, corners: Corners) -> NDArray[np.uint8]:
    """Describe a place by the directions of its edges: of all ink, and of the ink that is as pale as its rim."""
    large = levelled(picture, corners, (TWICE * WIDE, TWICE * HIGH), SPARE)
    small = np.asarray(cv2.resize(large, (WIDE, HIGH), interpolation=cv2.INTER_AREA), dtype=np.float32)
    wide, high = size_of(corners)
    shape = (np.log(max(SHAPES[0], min(SHAPES[1], wide / max(1.0, high)))) / np.log(SHAPES[1])).astype(np.float32)
    both = np.concatenate([_edges(small), _edges(_as_pale_as_rim(small))])
    return np.append(np.rint(255 * both), np.rint(255 * shape)).astype(np.uint8)


def _as_pale_as_rim(small: Vector) -> Vector:
    """Keep the ink of the frame, or of the middle where it is the palest; print that is darker fades."""
    paper = float(np.percentile(small, 85))
    rim = np.concatenate([small[:5].min(axis=0), small[-5:].min(axis=0)])
    ink = min(paper - 12.0, float(np.median(rim)))
    depth = (paper - small) / (paper - ink)
    return np.asarray(np.clip(np.where(depth > 1, 1 - 1.6 * (depth - 1), depth), 0, 1), np.float32)


def _edges(small: Vector) -> Vector:
    """Give the strength of edges in every square and direction, evened out over its neighbourhood."""
    across, down = cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)
    strength, angle = cv2.cartToPolar(across, down)
    way = angle * (WAYS / np.pi)
    low = np.floor(way)
    share = way - low
    first = low.astype(np.int32) % WAYS
    planes = np.zeros((WAYS, HIGH, WIDE), np.float32)
    for which, weight in ((first, 1 - share), ((first + 1) % WAYS, share)):
        for direction in range(WAYS):
            planes[direction] += np.where(which == direction, strength * weight, 0)
    squares = planes.reshape(WAYS, HIGH // CELL, CELL, WIDE // CELL, CELL).mean(axis=(2, 4))
    energy = cv2.GaussianBlur(np.sqrt(np.square(squares).sum(axis=0)), (5, 5), 0)
    even = squares / (energy + LEAST * float(energy.max()) + 1e-3 + 0.1 * float(energy.mean()))
    return np.asarray(np.clip(even, 0, 2) / 2, np.float32).ravel()


class _Net:
    """Three layers of windows of three by three squares, and two that weigh what those saw."""

    def __init__(self, file: Path) -> None:
        with np.load(file, allow_pickle=False) as kept:
            self._layers = [(kept[f"windows{i}"].astype(np.float32), kept[f"offsets{i}"]) for i in (1, 2, 3)]
            self._inner = kept["inner"].astype(np.float32), kept["inner_offsets"]
            self._last = kept["last"], float(kept["bias"])

    def chances(self, described: Vector) -> Vector:
        """Give the chance of a level for every row of features."""
        count = len(described)
        edges = described[:, :-1].reshape(count, 2 * WAYS, HIGH // CELL, WIDE // CELL).transpose(0, 2, 1, 3)
        shape = np.broadcast_to(described[:, -1, None, None, None], (count, HIGH // CELL, 1, WIDE // CELL))
        first, second, third = self._layers
        seen = _halved(_seen(_seen(np.concatenate([edges, shape], axis=2), *first), *second))
        seen = _halved(_seen(seen, *third)).transpose(0, 2, 1, 3).reshape(count, -1)
        weighed = np.maximum(np.einsum("ij,kj->ik", seen, self._inner[0]) + self._inner[1], 0)
        return np.asarray(1 / (1 + np.exp(-(np.einsum("ij,j->i", weighed, self._last[0]) + self._last[1]))), np.float32)


def _seen(squares: Vector, windows: Vector, offsets: Vector) -> Vector:
    """Look through every window at every square (place, row, layer, column): row by row, too small for threads."""
    rows, columns = squares.shape[1], squares.shape[3]
    wider = np.pad(squares, ((0, 0), (1, 1), (0, 0), (1, 1)))
    around = [wider[:, y : y + rows, :, x : x + columns] for y in range(3) for x in range(3)]
    return np.asarray(np.maximum(windows @ np.concatenate(around, axis=2) + offsets[:, None], 0), np.float32)


def _halved(squares: Vector) -> Vector:
    """Keep the strongest of two by two squares."""
    count, rows, layers, columns = squares.shape
    return np.asarray(squares.reshape(count, rows // 2, 2, layers, columns // 2, 2).max(axis=(2, 5)), np.float32)


@lru_cache(maxsize=1)
def _net(file: Path) -> _Net:
    return _Net(file)
