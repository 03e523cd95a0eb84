"""Trains the net that tells levels of secrecy by their shape: `python train_stamps.py [pieces] [file]`.

Needs the extra `train`. Pieces of pages are drawn (`stamp_pictures`) and looked at as the reader does; what it takes
for the place of a stamp is learnt, right or not. Pieces of other seeds are held out to measure.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
from stamp_pictures import Clerk, Piece
from torch.nn import functional

from parsers.scan_look import PageLook
from parsers.stamp_places import stamp_places
from parsers.stamp_words import CELL, FILE, HIGH, WAYS, WIDE, chances_in, features

PIECES, LOT, BATCH, ROUNDS = 16_000, 250, 128, 7
WINDOWS, INNER = (16, 24), 32
TRUST = 0.98  # of a label: no chance is ever quite 1
DOWN, ACROSS = HIGH // CELL, WIDE // CELL  # squares
HELD_OUT = 900_000  # seeds from here on are never learnt
LEVELLED = 0.3  # of the pieces bear a level
SHIFTED = 1  # copies of the place of a stamp, its corners moved a little
NEAR, ALIKE = 0.25, (0.75, 1.35)  # of the true size: how far off a place may be

Lot = tuple[np.ndarray, np.ndarray, int, int]


def lot_of(seed: int) -> Lot:
    """Give features and labels of one lot, how many levels were drawn, and how many of them were found."""
    clerk, rows, labels, drawn, found = Clerk(seed), [], [], 0, 0
    for _ in range(LOT):
        piece = clerk.piece(level=clerk.chance.random() < LEVELLED)
        places = list(_labelled(piece))
        drawn += piece.is_level
        found += any(label for _, _, label in places)
        for picture, corners, label in places:
            copies = SHIFTED if label or _touches(corners, piece.box) else 0
            for moved in (corners, *(_moved(corners, clerk) for _ in range(copies))):
                rows.append(features(picture, moved))
                labels.append(label)
    return np.array(rows), np.array(labels), drawn, found


def _labelled(piece: Piece) -> Iterator[tuple[np.ndarray, np.ndarray, bool]]:
    """Give the places of a piece, and whether each is that of a level; what lies half over one is left out."""
    look = _as_page(piece.look)
    for picture, corners in stamp_places(look):
        if not piece.is_level:
            yield picture, corners, False
            continue
        right = _fits(corners, piece.box)
        if right or not _touches(corners, piece.box):
            yield picture, corners, right


def _as_page(look: PageLook) -> PageLook:
    """Make a piece the upper part of a page."""
    below = int(look.height * 1.4)
    picture = np.pad(look.picture, ((0, below), (0, 0), (0, 0)), constant_values=int(look.paper))
    grey = np.pad(look.grey, ((0, below), (0, 0)), constant_values=int(look.paper))
    return PageLook(picture, grey, look.scale)


def _fits(corners: np.ndarray, box: tuple[float, ...]) -> bool:
    x, y, wide, high = box
    middle = corners.mean(axis=0)
    size = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0])
    near = abs(middle[0] - x - wide / 2) < NEAR * high and abs(middle[1] - y - high / 2) < NEAR * high
    return bool(near and all(ALIKE[0] < a / b < ALIKE[1] for a, b in zip(size, (wide, high), strict=True)))


def _touches(corners: np.ndarray, box: tuple[float, ...]) -> bool:
    x, y, wide, high = box
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return bool(left < x + wide and right > x and top < y + high and bottom > y)


def _moved(corners: np.ndarray, clerk: Clerk) -> np.ndarray:
    high = np.linalg.norm(corners[3] - corners[0])
    return np.asarray(corners + clerk.noise.normal(0, 0.05 * high, corners.shape), np.float32)


def gathered(seeds: range) -> Lot:
    """Draw lots on two processes."""
    with ProcessPoolExecutor(2) as pool:
        lots = list(pool.map(lot_of, seeds))
    rows, labels = np.concatenate([lot[0] for lot in lots]), np.concatenate([lot[1] for lot in lots])
    return rows, labels, sum(lot[2] for lot in lots), sum(lot[3] for lot in lots)


class Net(torch.nn.Module):
    """The net as it is learnt; `parsers.stamp_words` looks through the same windows with numpy alone."""

    def __init__(self) -> None:
        super().__init__()
        self.c1 = torch.nn.Conv2d(2 * WAYS + 1, WINDOWS[0], 3, padding=1)
        self.c2 = torch.nn.Conv2d(WINDOWS[0], WINDOWS[1], 3, padding=1)
        self.c3 = torch.nn.Conv2d(WINDOWS[1], WINDOWS[1], 3, padding=1)
        self.d1 = torch.nn.Linear(WINDOWS[1] * (DOWN // 4) * (ACROSS // 4), INNER)
        self.d2 = torch.nn.Linear(INNER, 1)

    def forward(self, squares: torch.Tensor) -> torch.Tensor:
        """Give the logarithm of the odds of a level; while it learns, some of what it sees is left out."""
        seen = functional.relu(self.c2(functional.relu(self.c1(squares))))
        seen = functional.dropout2d(functional.max_pool2d(seen, 2), 0.1, self.training)
        seen = functional.max_pool2d(functional.relu(self.c3(seen)), 2).flatten(1)
        return self.d2(functional.relu(self.d1(functional.dropout(seen, 0.4, self.training))))[:, 0]


def squares_of(rows: np.ndarray) -> torch.Tensor:
    """Set features out as layers of squares, the shape as a layer of its own."""
    edges = torch.from_numpy(rows[:, :-1].reshape(-1, 2 * WAYS, DOWN, ACROSS).astype(np.float32) / 255)
    shape = torch.from_numpy(rows[:, -1].astype(np.float32) / 255)[:, None, None, None].expand(-1, 1, DOWN, ACROSS)
    return torch.cat([edges, shape], 1)


def trained(rows: np.ndarray, labels: np.ndarray) -> Net:
    """Fit the net; half of what it is shown is moved by a square, all of it with a little noise."""
    torch.manual_seed(1)
    net, order = Net(), np.random.default_rng(1)
    learner = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=2e-2)
    pace = torch.optim.lr_scheduler.OneCycleLR(learner, 3e-3, ROUNDS * (len(rows) // BATCH + 1) + 1)
    for _ in range(ROUNDS):
        for part in np.array_split(order.permutation(len(rows)), len(rows) // BATCH + 1):
            squares = squares_of(rows[part])
            if order.random() < 0.5:
                squares = torch.roll(squares, tuple(order.integers(-1, 2, 2).tolist()), (2, 3))
            answers = net(squares + 0.04 * torch.randn_like(squares))
            sought = torch.from_numpy(labels[part].astype(np.float32)) * TRUST
            learner.zero_grad()
            functional.binary_cross_entropy_with_logits(answers, sought).backward()
            learner.step()
            pace.step()
    return net


def packed(net: Net) -> dict[str, np.ndarray]:
    """Give the net as small numbers, in the order `parsers.stamp_words` looks through its windows."""
    known = {name: value.numpy() for name, value in net.state_dict().items()}
    made = {"inner": known["d1.weight"].astype(np.float16), "inner_offsets": known["d1.bias"]}
    for i in (1, 2, 3):
        windows = known[f"c{i}.weight"]
        made[f"windows{i}"] = windows.transpose(0, 2, 3, 1).reshape(len(windows), -1).astype(np.float16)
        made[f"offsets{i}"] = known[f"c{i}.bias"]
    return made | {"last": known["d2.weight"][0], "bias": known["d2.bias"][0]}


def main(pieces: int, file: Path) -> None:
    """Learn, measure on what was held out, write."""
    rows, labels, drawn, found = gathered(range(pieces // LOT))
    print(f"{len(rows)} places, {labels.mean():.0%} levels; {found} of {drawn} levels drawn were found")
    np.savez_compressed(file, **packed(trained(rows, labels)))
    rows, labels, drawn, found = gathered(range(HELD_OUT, HELD_OUT + max(1, pieces // LOT // 8)))
    chances = chances_in(file, rows)
    for least in (0.5, 0.8, 0.9, 0.95, 0.98, 0.99):
        right, wrong = (chances[labels] >= least).mean(), int((chances[~labels] >= least).sum())
        print(f"from {least}: {right:.2%} of the levels' places, {wrong} of {int((~labels).sum())} others")
    print(f"{file.stat().st_size // 1024} KiB; held out: {found} of {drawn} levels found")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PIECES, Path(sys.argv[2]) if len(sys.argv) > 2 else FILE)
