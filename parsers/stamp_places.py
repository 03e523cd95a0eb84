"""Gives the places on the upper part of a page where a stamp may stand: frames, and red marks of its size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from parsers.ocr import Picture
from parsers.scan_look import PageLook
from parsers.stamp_frames import Corners, frames, leaning_box, narrowed

TOP = 0.42  # of the page height
LONGEST = 210.0  # points
TALLEST = 84.0
SMALLEST = (14.0, 6.0)  # points across and high
MOST_PIECES = 14
PALER = 25  # than the paper: a stamp as a grey scanner sees its red
DARK = 130  # darker than the paper: print
STROKE = 9  # pixels of a line that a stroke of print across it hides
REDDER = 24  # than green and blue, in a stamp however pale
VIOLET = np.uint8(40)  # blue that may be in it
TOGETHER = (9, 15)  # pixels down and across between red marks that are one stamp

Place = tuple[Picture, Corners]  # what to look at, dark on light, and where


def stamp_places(look: PageLook) -> list[Place]:
    """Give all places of a page; a red one twice, since what stands under it fades or helps."""
    bottom = int(TOP * look.height)
    ink = _pale_ink(look, bottom)
    framed = (*frames(ink, look.scale), *frames(_without_print(ink, look), look.scale))
    found = [(look.grey[:bottom], corners) for corners in framed]
    if look.is_colour:
        found += _red_places(look, bottom)
    return [(picture, narrowed(picture, corners)) for picture, corners in found]


def _red_places(look: PageLook, bottom: int) -> Iterator[Place]:
    red, green, blue = (np.ascontiguousarray(look.picture[:bottom, :, colour]) for colour in range(3))
    other = np.maximum(green, np.maximum(blue, VIOLET) - VIOLET)
    over = np.asarray(cv2.GaussianBlur(np.maximum(red, other) - other, (3, 3), 0), dtype=np.uint8)
    mask = np.asarray(over > REDDER, dtype=np.uint8)
    if not mask.any():
        return
    for corners in (*frames(mask, look.scale), *_largest(mask, look.scale)):
        yield _faded(over), corners
        yield green, corners


def _pale_ink(look: PageLook, bottom: int) -> Picture:
    """Give the ink of the upper part, stamps that came out paler than print included."""
    smooth = cv2.GaussianBlur(look.grey[:bottom], (3, 3), 0)
    return np.asarray(smooth < look.paper - PALER, dtype=np.uint8)


def _without_print(ink: Picture, look: PageLook) -> Picture:
    """Take out what is as dark as print, and mend the lines it ran across."""
    print_ = np.asarray(look.grey[: len(ink)] < look.paper - DARK, dtype=np.uint8)
    pale = cv2.bitwise_and(ink, 1 - cv2.dilate(print_, np.ones((3, 3), np.uint8)))
    return np.asarray(cv2.morphologyEx(pale, cv2.MORPH_CLOSE, np.ones((1, STROKE), np.uint8)), dtype=np.uint8)


def _faded(over: Picture) -> Picture:
    """Give red ink as black on white, whatever is under it left out."""
    strongest = max(float(2 * REDDER), float(np.percentile(over[over > REDDER], 90)))
    return np.asarray(255 - np.clip(over * (255 / strongest), 0, 255), dtype=np.uint8)


def _largest(red: Picture, scale: float) -> Iterator[Corners]:
    """Give red marks that hang together; the largest come first: a stamp is larger than specks and dots."""
    grown = cv2.dilate(red, np.ones(TOGETHER, np.uint8))
    outlines = cv2.findContours(grown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    boxes = [(cv2.boundingRect(outline), outline) for outline in outlines]
    fitting = [(box, outline) for box, outline in boxes if _is_of_stamp_size(box, scale)]
    for (x, y, width, height), outline in sorted(fitting, key=lambda f: -f[0][2] * f[0][3])[:MOST_PIECES]:
        inside = cv2.drawContours(np.zeros((height, width), np.uint8), [outline], 0, 1, cv2.FILLED, offset=(-x, -y))
        points = cv2.findNonZero(cv2.bitwise_and(inside, np.ascontiguousarray(red[y : y + height, x : x + width])))
        yield leaning_box(np.asarray(points, np.int32) + np.array([x, y], np.int32))


def _is_of_stamp_size(box: Sequence[int], scale: float) -> bool:
    return SMALLEST[0] <= box[2] * scale <= LONGEST and SMALLEST[1] <= box[3] * scale <= TALLEST
