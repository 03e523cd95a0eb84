"""Looks at every page of a scan for a stamp of secrecy before anything of it is read, kept or written.

What stands in a frame or in red is told by its shape (`stamp_words`), and read where its shape leaves a doubt; lines
of print are read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

import cv2
import numpy as np

from parsers.ocr import BLOCK, LINE, WORD, Picture, read_words
from parsers.scan_look import PageLook
from parsers.secrecy import is_stamp
from parsers.stamp_frames import levelled, size_of
from parsers.stamp_places import TOP, Place, stamp_places
from parsers.stamp_words import chances_of
from parsers.vietnamese import bare, is_capitals

SURE = 0.9  # chance from which a shape is a level, unless something else is read there
WORTH = 0.05  # chance from which a place is read
CLEAR = 0.8  # confidence of words that were certainly read
LEGIBLE = 0.45  # confidence of words that were probably read
LIKE = 0.65  # of the letters are those of a level: it may have been read with a mistake
MOST_READ = 6  # places of a page
LONGEST = 150.0  # points
TALLEST = 60.0
MOST_LETTERS = 22
LETTER_PIXELS = 40  # height letters are read at
WITHIN = -0.12  # of its height: what is inside a frame
LETTER_SHARE = 0.55  # of the height of a place
LEVELS = {"mat", "toi mat", "tuyet mat", "toimat", "tuyetmat"}
_SOLID = ("mat", "toimat", "tuyetmat")
_LETTERS = re.compile(r"[^\W\d_]+")


def is_stamped(look: PageLook) -> bool:
    """Tell whether the upper part of a page bears a level of secrecy in capitals, alone in its box or on its line."""
    likely = list(_likely(look))
    if any(chance >= SURE and not _reads_other(look, place) for place, chance in likely):
        return True
    return any(_reads_level(crop) for place, _ in likely for crop in _within(place)) or any(
        map(_reads_level, _rows(look))
    )


def _likely(look: PageLook) -> Iterator[tuple[Place, float]]:
    """Give the places that may bear a level, the likeliest first, and how likely each does."""
    places = stamp_places(look)
    chances = chances_of(places).tolist()
    order = sorted(range(len(places)), key=lambda i: -chances[i])
    return ((places[i], chances[i]) for i in order[:MOST_READ] if chances[i] >= WORTH)


def _reads_other(look: PageLook, place: Place) -> bool:
    """Tell whether some other words stand in a place, also in grey: read clearly once, or twice the same."""
    read: Counter[str] = Counter()
    for crop in (*_within(place), *(_within((look.grey, place[1])) if look.is_colour else ())):
        for mode in (LINE, WORD):
            words = [(word.text, word.confidence) for word in read_words(crop, mode, dpi=240)]
            if len(words) == 2:  # «MẪU 05»
                words.append((words[0][0] + words[1][0], min(words[0][1], words[1][1])))
            for text, confidence in words:
                plain = bare("".join(letter for letter in text if letter.isalnum()))
                if len(plain) >= 3 and max(SequenceMatcher(None, plain, level).ratio() for level in _SOLID) < LIKE:
                    read[plain] += 2 if confidence >= CLEAR else confidence >= LEGIBLE
    return any(count >= 2 for count in read.values())


def _rows(look: PageLook) -> Iterator[Picture]:
    """Give the short lines of print of the upper part."""
    for row in look.rows(0.0, TOP):
        for group in look.groups(row):
            left, top, right, bottom = group.box
            wide, high = (right - left) * look.scale, (bottom - top) * look.scale
            if 14 <= wide <= LONGEST and 6 <= high <= TALLEST and 3 <= len(group.marks) <= MOST_LETTERS:
                yield _enlarged(look.grey[max(0, top - 6) : bottom + 6, max(0, left - 6) : right + 6], bottom - top)


def _within(place: Place) -> Iterator[Picture]:
    """Set a place level: what is inside its frame, and all of it where it may have none."""
    picture, corners = place
    wide, high = size_of(corners)
    for spare in (WITHIN, 0.1):
        more = 2 * spare * high
        size = max(8, round(wide + more)), max(8, round(high + more))
        yield _enlarged(levelled(picture, corners, size, spare), int(LETTER_SHARE * high))


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
