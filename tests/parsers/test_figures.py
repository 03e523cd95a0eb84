"""Figures told apart: the vectors in the package know figures they were not drawn with."""

import cv2
import numpy as np

from parsers.figures import features, votes_of


def drawn(figure: str, thick: int) -> np.ndarray:
    picture = np.zeros((120, 120), np.uint8)
    cv2.putText(picture, figure, (30, 90), cv2.FONT_HERSHEY_SIMPLEX, 2.4, 255, thick, cv2.LINE_AA)
    rows, columns = np.nonzero(picture > 100)
    return picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def test_no_figures_no_votes() -> None:
    assert votes_of(()) == ()


def test_votes_are_percents_and_name_the_figure() -> None:
    for thick in (2, 4, 7):
        votes = votes_of([drawn(str(value), thick) for value in range(10)])
        assert all(95 <= sum(each) <= 105 for each in votes)
        assert sum(each.index(max(each)) == value for value, each in enumerate(votes)) >= 9


def test_features_do_not_depend_on_size_or_ink() -> None:
    large = drawn("5", 7)
    small = cv2.resize(large, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    assert np.abs(features(large) - features((small * 0.4).astype(np.uint8))).mean() < 0.1


def test_one_pixel_is_a_figure_of_nothing() -> None:
    assert len(votes_of([np.full((1, 1), 200, np.uint8)])) == 1


def test_a_picture_without_ink_looks_like_no_figure_more_than_another() -> None:
    votes = votes_of([np.zeros((30, 20), np.uint8), drawn("4", 4)])
    assert votes[0] == (10,) * 10
    assert votes[1].index(max(votes[1])) == 4
    assert not features(np.zeros((30, 20), np.uint8))[:-1].any()
