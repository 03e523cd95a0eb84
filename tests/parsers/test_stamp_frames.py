"""Frames of stamps by their two long lines, and how marks lean; print alone has no frame."""

import cv2
import numpy as np
import pytest

from parsers.stamp_frames import frames, leaning_box, levelled, narrowed, size_of

SCALE = 72 / 150


def mask_with_frame(angle: float, *, print_: bool = False) -> np.ndarray:
    """A frame of 300 by 60 pixels around (400, 150); `print_`: lines of print run across it."""
    mask = np.zeros((300, 800), np.uint8)
    cv2.rectangle(mask, (250, 120), (550, 180), 1, 3)
    turn = cv2.getRotationMatrix2D((400, 150), angle, 1.0)
    mask = cv2.warpAffine(mask, turn, (800, 300), flags=cv2.INTER_NEAREST)
    return cv2.bitwise_or(mask, printed()) if print_ else mask


def printed() -> np.ndarray:
    page = np.zeros((300, 800), np.uint8)
    for y in range(30, 300, 33):
        cv2.putText(page, "kiem tra dang vien chap hanh nghi quyet", (20, y), cv2.FONT_HERSHEY_COMPLEX, 0.8, 1, 2)
    return page


@pytest.mark.parametrize("angle", [-5.0, -2.0, 0.0, 2.0, 5.0])
@pytest.mark.parametrize("print_", [False, True])
def test_a_frame_is_found_however_it_leans_and_whatever_runs_across(angle, print_) -> None:
    found = frames(mask_with_frame(angle, print_=print_), SCALE)
    fitting = [corners for corners in found if np.abs(corners.mean(axis=0) - (400, 150)).max() < 8]
    assert fitting
    assert any(abs(size_of(c)[0] - 300) < 25 and abs(size_of(c)[1] - 60) < 8 for c in fitting)


def test_print_has_no_frames() -> None:
    assert not frames(printed(), SCALE)


@pytest.mark.parametrize("angle", [-8.0, -4.0, -0.5, 0.0, 0.5, 4.0, 8.0])
def test_marks_are_set_level_to_whichever_side_they_lean(angle) -> None:
    corners = leaning_box(cv2.findNonZero(mask_with_frame(angle)))
    wide, high = size_of(corners)
    assert (abs(wide - 303) < 6, abs(high - 63) < 6) == (True, True)
    rise = np.degrees(np.arctan2(*(corners[1] - corners[0])[::-1]))
    assert rise == pytest.approx(-angle, abs=0.7)


def test_the_sides_of_a_long_frame_are_drawn_in_to_a_short_word_only() -> None:
    picture = np.full((200, 500), 255, np.uint8)
    corners = np.array([[50, 50], [450, 50], [450, 120], [50, 120]], np.float32)
    cv2.putText(picture, "KHAN", (200, 98), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 3)
    assert 100 < size_of(narrowed(picture, corners))[0] < 200
    cv2.putText(picture, "TUYET", (80, 98), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 3)
    assert size_of(narrowed(picture, corners))[0] == pytest.approx(400)


def test_a_place_is_set_level() -> None:
    picture = np.full((200, 200), 255, np.uint8)
    picture[80:100, 60:140] = 0
    corners = np.array([[60, 80], [140, 80], [140, 100], [60, 100]], np.float32)
    assert levelled(picture, corners, (40, 10)).max() <= 10
    assert levelled(picture, corners, (40, 20), 1.0)[0].min() == 255
