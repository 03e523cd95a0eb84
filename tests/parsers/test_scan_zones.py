"""Where the zones of a scanned page begin and end, and how its pieces of ink are numbered."""

import cv2
import numpy as np
import pytest

from parsers.deskew import grey_of
from parsers.scan import SCALE
from parsers.scan_look import PageLook, pieces_of
from parsers.scan_zones import HEAD, head_bottom, may_begin_paper

WIDTH, HEIGHT = 1240, 1754
LEFT, RIGHT = 180, 1120
PITCH = 44  # pixels from row to row


class Sheet:
    """A page on which rows of letters are drawn as bars of their size."""

    def __init__(self) -> None:
        self.picture = np.full((HEIGHT, WIDTH, 3), 250, np.uint8)

    def row(self, top: int, left: int = LEFT, right: int = RIGHT) -> "Sheet":
        for x in range(left, right - 8, 12):
            self.picture[top : top + 16, x : x + 8] = 20
        return self

    def rows(self, top: int, count: int) -> "Sheet":
        for i in range(count):
            self.row(top + i * PITCH)
        return self

    @property
    def look(self) -> PageLook:
        return PageLook(self.picture, grey_of(self.picture), SCALE)


def head() -> Sheet:
    return Sheet().row(120, 220, 480).row(120, 700, 1100).row(240, 560, 740).row(280, 400, 900)


def test_a_head_ends_below_three_rows_of_running_text() -> None:
    look = head().rows(350, 20).look
    bottom = head_bottom(look)
    third, fourth = 350 + 2 * PITCH, 350 + 3 * PITCH
    assert third + 16 <= bottom < fourth
    assert not look.dark[bottom].any()


def test_a_subject_in_two_full_rows_and_a_short_one_does_not_end_a_head() -> None:
    look = head().rows(330, 2).row(330 + 2 * PITCH, 500, 800).rows(500, 20).look
    assert head_bottom(look) > 500


def test_a_page_without_running_text_may_be_head_down_to_a_third() -> None:
    look = head().look
    assert 0.25 * HEIGHT < head_bottom(look) <= HEAD * HEIGHT


def test_a_number_of_the_sheet_does_not_make_text_that_runs_on_a_beginning() -> None:
    text = Sheet().rows(200, 20)
    assert not may_begin_paper(text.look)
    assert not may_begin_paper(text.row(60, 1000, 1110).look)
    assert may_begin_paper(Sheet().row(100, 700, 1110).rows(200, 20).look)


@pytest.mark.parametrize("step", [2, 6])
def test_pieces_are_numbered_alike_however_many_there_are(step) -> None:
    ink = np.zeros((700, 800), np.uint8)
    ink[::step, ::step] = 1
    ink[300:340, 100:220] = 1
    labels, boxes = pieces_of(ink)
    count, expected, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    assert (count > 65_535) == (step == 2)
    assert boxes == stats.tolist()
    assert np.array_equal(labels, expected)
