"""The training of the figures: what it writes is read, and knows figures it was not drawn from.

scikit-learn, which fits the machines, is not needed to develop; machines of the same form are fitted here by least
squares.
"""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import train_figures
from train_figures import GAMMA, Desk, Labelled, cropped, packed

from parsers import figures

NONE: Labelled = (np.zeros((0, 8, 8), np.uint8), np.zeros(0, int))  # no digits: stroke letters only


def machines(learnt: Labelled) -> list[SimpleNamespace]:
    """Fit ten machines with a Gaussian kernel, one for every figure against all others."""
    points, values = learnt
    squares = np.square(points).sum(1)
    kernel = np.exp(-GAMMA * (squares[:, None] + squares - 2 * points @ points.T))
    wanted = np.where(values[:, None] == np.arange(10), 1.0, -1.0)
    weights = np.linalg.solve(kernel + 0.1 * np.eye(len(points)), wanted)
    return [
        SimpleNamespace(support_vectors_=points, dual_coef_=weights[None, :, value], intercept_=np.zeros(1))
        for value in range(10)
    ]


@pytest.fixture
def trained(tmp_path, monkeypatch):
    """Let the readers read what was learnt from a few stroke letters."""
    monkeypatch.setattr(train_figures, "DRAWN", 20)
    file = tmp_path / "figures.npz"
    np.savez_compressed(file, **packed(machines(Desk().learnt(*NONE))))
    monkeypatch.setattr(figures, "FILE", file)
    figures._vectors.cache_clear()
    yield file
    figures._vectors.cache_clear()


def test_what_training_writes_is_read_and_knows_other_figures(trained) -> None:
    desk = Desk()
    desk.random = np.random.default_rng(99)
    others = [(value, cropped(desk._leaned(desk._drawn(value)))) for value in range(10) for _ in range(8)]
    votes = figures.votes_of([picture for _, picture in others])
    right = sum(each.index(max(each)) == value for each, (value, _) in zip(votes, others, strict=True))
    assert right >= 0.8 * len(others)


def test_the_file_of_the_package_has_the_form_training_writes(trained) -> None:
    with np.load(trained) as made, np.load(figures.DATA / "figures.npz") as kept:
        assert {name: array.dtype for name, array in made.items()} == {n: a.dtype for n, a in kept.items()}
        assert made["points"].shape[1] == kept["points"].shape[1]
        assert float(made["scale"]) == float(kept["scale"])
        assert float(made["gamma"]) == float(kept["gamma"])


def test_the_same_figures_are_made_every_time() -> None:
    one, other = Desk().learnt(*NONE), Desk().learnt(*NONE)
    assert np.array_equal(one[0], other[0])
