"""Looks at every page of a scan for a stamp of secrecy before anything of it is read, kept or written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import cv2
import numpy as np

from parsers.ocr import BLOCK, LINE, WORD, Picture, read_words
from parsers.scan_look import PageLook
from parsers.secrecy import is_stamp
from parsers.vietnamese import bare, is_capitals

TOP = 0.42  # of the page height
LONGEST = 150.0  # points
TALLEST = 60.0
MOST_LETTERS = 22
MOST_PIECES = 14
LETTER_PIXELS = 40  # height letters are read at
LEVELS = {"mat", "toi mat", "tuyet mat", "toimat", "tuyetmat"}
_LETTERS = re.compile(r"[^\W\d_]+")


def is_stamped(look: PageLook) -> bool:
    """Tell whether the upper part of a page bears a level of secrecy in capitals, alone in its box or on its line."""
    return any(_reads_level(crop) for crop in _crops(look))


def _crops(look: PageLook) -> Iterator[Picture]:
    yield from _red_crops(look)
    for row in look.rows(0.0, TOP):
        for group in look.groups(row):
            left, top, right, bottom = group.box
            wide, high = (right - left) * look.scale, (bottom - top) * look.scale
            if 14 <= wide <= LONGEST and 6 <= high <= TALLEST and 3 <= len(group.marks) <= MOST_LETTERS:
                yield _enlarged(look.grey[max(0, top - 6) : bottom + 6, max(0, left - 6) : right + 6], bottom - top)


def _red_crops(look: PageLook) -> Iterator[Picture]:
    """Give the red marks of the size of a stamp in black and white, without whatever stands under them."""
    if not look.is_colour:
        return
    red = look.red[: int(TOP * look.height)] * 255
    grown = cv2.dilate(red, np.ones((9, 15), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    for x, y, width, height, _ in stats[1:count].tolist()[:MOST_PIECES]:
        if 14 <= width * look.scale <= LONGEST * 1.4 and 6 <= height * look.scale <= TALLEST * 1.4:
            crop = 255 - red[y : y + height, x : x + width]
            yield _enlarged(crop, height // 2)
            yield _enlarged(_unframed(crop), height // 2)


def _unframed(crop: Picture) -> Picture:
    """Take away the frame: everything that touches a line as long as the stamp."""
    ink = np.asarray(crop < 128, dtype=np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    clean = crop.copy()
    for label in range(1, count):
        if stats[label][2] > 0.7 * crop.shape[1]:
            clean[labels == label] = 255
    return clean


def _enlarged(crop: Picture, letter: int) -> Picture:
    scale = min(3.0, max(1.0, LETTER_PIXELS / max(8, letter)))
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    paper = int(np.percentile(large, 90))
    return np.asarray(cv2.copyMakeBorder(large, 16, 16, 24, 24, cv2.BORDER_CONSTANT, value=paper), dtype=np.uint8)


def _reads_level(crop: Picture) -> bool:
    for mode in (LINE, BLOCK, WORD):
        lines: dict[int, list[str]] = {}
        for word in read_words(crop, mode, dpi=240):
            lines.setdefault(word.line, []).append(word.text)
        if any(_is_level(" ".join(words)) for words in lines.values()):
            return True
        if lines and mode == LINE and not _may_be_level(lines):
            return False
    return False


def _is_level(text: str) -> bool:
    letters = " ".join(_LETTERS.findall(text))
    return bool(letters) and is_capitals(letters) and (is_stamp(letters) or bare(letters) in LEVELS)


def _may_be_level(lines: dict[int, list[str]]) -> bool:
    """Tell whether a second reading is worth its time: a short text with the letters of a level."""
    plain = bare("".join(_LETTERS.findall("".join("".join(words) for words in lines.values()))))
    return len(plain) <= 12 and ("m" in plain or "t" in plain)
