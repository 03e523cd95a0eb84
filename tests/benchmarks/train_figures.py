"""Trains the vectors that tell figures apart and writes them beside the readers: `python train_figures.py [file]`.

Needs the extra `train`. From the digits that scikit-learn carries (8 × 8 pictures of 43 writers), leaned, turned and
made narrower, and from the stroke letters that OpenCV carries. A third of the digits is held out first to measure;
then all are learnt.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from parsers.figures import FILE, SHAPE, WIDEST, features

SEED, GAMMA, STRICT = 7, 0.05, 10.0
COPIES = 3  # of every digit, leaned and turned
DRAWN = 140  # of every figure, in stroke letters
HELD_OUT = 600
FACES = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX,
         cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_SCRIPT_COMPLEX)  # fmt: skip
SCALE = SHAPE * WIDEST  # the largest feature

Labelled = tuple[np.ndarray, np.ndarray]


class Desk:
    """Makes figures to learn from, always the same ones."""

    def __init__(self) -> None:
        self.random = np.random.default_rng(SEED)

    def learnt(self, pictures: np.ndarray, values: np.ndarray) -> Labelled:
        """Give the features of pictures, of their copies, and of figures in stroke letters."""
        made = [(cropped(picture), value) for picture, value in zip(pictures, values, strict=True)]
        for picture, value in zip(pictures, values, strict=True):
            made += [(cropped(self._thicker(self._leaned(picture))), value) for _ in range(COPIES)]
        made += [(cropped(self._leaned(self._drawn(value))), value) for value in range(10) for _ in range(DRAWN)]
        made += [(cropped(self._leaned(self._footed_one())), 1) for _ in range(DRAWN)]
        return np.array([features(picture) for picture, _ in made]), np.array([value for _, value in made])

    def _leaned(self, picture: np.ndarray) -> np.ndarray:
        height, width = picture.shape
        turn, lean, narrow = self.random.normal(0, 0.1), self.random.normal(0, 0.18), self.random.uniform(0.6, 1.1)
        turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        matrix = turned @ np.array([[narrow, lean], [0, 1]])
        middle = np.array([width / 2, height / 2])
        return cv2.warpAffine(picture, np.hstack([matrix, (middle - matrix @ middle)[:, None]]), (width, height))

    def _thicker(self, picture: np.ndarray) -> np.ndarray:
        return cv2.dilate(picture, np.ones((3, 3))) if self.random.integers(3) == 1 else picture

    def _footed_one(self) -> np.ndarray:
        """A 1 with a hook and a foot, as schools here teach it; the digits hold hardly any."""
        picture = np.zeros((90, 90), np.uint8)
        thick, hook, foot = int(self.random.integers(3, 10)), self.random.uniform(6, 16), self.random.uniform(0, 15)
        line = np.array([[46 - hook, 22 + self.random.uniform(6, 18)], [46, 18], [45, 72]], np.int32)
        cv2.polylines(picture, [line], isClosed=False, color=255, thickness=thick, lineType=cv2.LINE_AA)
        if foot > 5:
            cv2.line(picture, (int(45 - foot), 72), (int(45 + foot), 72), 255, thick, cv2.LINE_AA)
        return picture

    def _drawn(self, value: int) -> np.ndarray:
        picture = np.zeros((90, 90), np.uint8)
        face = FACES[self.random.integers(len(FACES))]
        size = 3.2 if face == cv2.FONT_HERSHEY_PLAIN else 1.8
        face |= cv2.FONT_ITALIC if self.random.random() < 0.3 else 0
        cv2.putText(picture, str(value), (24, 66), face, size, 255, int(self.random.integers(2, 9)), cv2.LINE_AA)
        return picture


def enlarged(digits: np.ndarray) -> np.ndarray:
    """Give pictures of 8 × 8 with 17 shades as larger ones with a margin."""
    large = [cv2.resize((digit / 16).astype(np.float32), (48, 48), interpolation=cv2.INTER_CUBIC) for digit in digits]
    return np.stack([np.pad(np.clip(picture, 0, 1) * 255, 12).astype(np.uint8) for picture in large])


def cropped(picture: np.ndarray) -> np.ndarray:
    """Cut away what lies around the ink."""
    rows, columns = np.nonzero(picture > 100)
    return picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def trained(learnt: Labelled) -> Any:
    """Fit ten machines, one for every figure against all others."""
    from sklearn.multiclass import OneVsRestClassifier  # noqa: PLC0415 - of the extra `train`, for this alone
    from sklearn.svm import SVC  # noqa: PLC0415

    return OneVsRestClassifier(SVC(C=STRICT, gamma=GAMMA)).fit(*learnt)


def packed(machines: Iterable[Any]) -> dict[str, np.ndarray]:
    """Give the ten machines as arrays: the points they rest on, weights for each, what is added, the kernel."""
    machines = list(machines)
    found: dict[bytes, np.ndarray] = {}
    for value, machine in enumerate(machines):
        for point, weight in zip(machine.support_vectors_, machine.dual_coef_[0], strict=True):
            key = np.rint(point / SCALE * 255).astype(np.uint8).tobytes()
            found.setdefault(key, np.zeros(10))[value] += weight
    return {
        "points": np.stack([np.frombuffer(key, np.uint8) for key in found]),
        "weights": np.stack(list(found.values())).astype(np.float16),
        "bias": np.array([machine.intercept_[0] for machine in machines], np.float32),
        "gamma": np.float32(GAMMA),
        "scale": np.float32(SCALE),
    }


def main(file: Path) -> None:
    """Measure on what was held out, learn all, write."""
    from sklearn.datasets import load_digits  # noqa: PLC0415

    digits, desk = load_digits(), Desk()
    pictures, order = enlarged(digits.images), np.random.default_rng(SEED).permutation(len(digits.images))
    known, unknown = order[:-HELD_OUT], order[-HELD_OUT:]
    machines = trained(desk.learnt(pictures[known], digits.target[known]))
    tried = np.array([features(cropped(pictures[place])) for place in unknown])
    print(f"held out: {(machines.predict(tried) == digits.target[unknown]).mean():.1%} of {HELD_OUT} figures right")
    kept = packed(trained(Desk().learnt(pictures, digits.target)).estimators_)
    np.savez_compressed(file, **kept)
    print(f"{len(kept['points'])} points, {file.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
