"""Pages set upright: small skew is no quarter turn, and a quarter turn is seen."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scan_corpus import Artist

from parsers.deskew import Slant, grey_of, quarter_turned, rotated


@pytest.fixture(scope="module")
def page():
    return np.asarray(Artist(3).paper(pages=1).pages[0].convert("RGB").resize((1240, 1754)))


@pytest.mark.parametrize("angle", [-6.5, -3.0, -1.0, 0.0, 2.4, 5.5])
def test_skew_is_found_and_is_no_turn(page, angle) -> None:
    turned = rotated(page, angle)
    straight = Slant(grey_of(page)).skew
    assert abs(Slant(grey_of(turned)).skew - (straight - angle)) <= 0.45
    assert not Slant(grey_of(turned)).runs_sideways


@pytest.mark.parametrize("degrees", [90, 270])
def test_a_quarter_turn_is_seen(page, degrees) -> None:
    assert Slant(grey_of(quarter_turned(page, degrees))).runs_sideways


def test_an_empty_page_is_left_as_it_is() -> None:
    empty = np.full((600, 400), 250, np.uint8)
    assert Slant(empty).skew == 0.0
    assert not Slant(empty).runs_sideways
