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
LEAST_PIXELS = 8
PALER = 40  # than the paper: a stamp as a grey scanner sees its red
ALONG = 0.55  # of a side has ink near it: a frame
LINE_SHARE = 0.75  # of a row or column of pixels is ink: a line of the frame
RIM = 0.22  # of the height, where lines of the frame stand
MOST_TILT = 12.0  # degrees
LEVELS = {"mat", "toi mat", "tuyet mat", "toimat", "tuyetmat"}
Box = tuple[int, int, int, int]  # left, top, width, height, in pixels
_LETTERS = re.compile(r"[^\W\d_]+")


def is_stamped(look: PageLook) -> bool:
    """Tell whether the upper part of a page bears a level of secrecy in capitals, alone in its box or on its line."""
    return any(_reads_level(crop) for crop in _crops(look))


def _crops(look: PageLook) -> Iterator[Picture]:
    yield from _boxed(look)
    for row in look.rows(0.0, TOP):
        for group in look.groups(row):
            left, top, right, bottom = group.box
            wide, high = (right - left) * look.scale, (bottom - top) * look.scale
            if 14 <= wide <= LONGEST and 6 <= high <= TALLEST and 3 <= len(group.marks) <= MOST_LETTERS:
                yield _enlarged(look.grey[max(0, top - 6) : bottom + 6, max(0, left - 6) : right + 6], bottom - top)


def _boxed(look: PageLook) -> Iterator[Picture]:
    """Give what stands in red marks, and in dark frames, of the size of a stamp: set upright, without the frame."""
    bottom = int(TOP * look.height)
    if look.is_colour:
        redness = _redness(look.picture[:bottom])
        grown = np.asarray(cv2.dilate(look.red[:bottom], np.ones((9, 15), np.uint8)), dtype=np.uint8)
        for box in _largest(_of_stamp_size(grown, look.scale)):
            for picture in (redness, look.picture[:bottom, :, 1]):  # what stands under it fades, or helps to read
                yield from _upright(picture, look.red[:bottom], box)
    pale = _pale_ink(look, bottom)
    frames = [box for box in _of_stamp_size(pale, look.scale) if _is_frame(pale, box)]
    for box in _largest(frames):
        yield from _upright(look.grey[:bottom], pale, box)


def _pale_ink(look: PageLook, bottom: int) -> Picture:
    """Give the ink of the upper part, stamps that came out paler than print included."""
    smooth = cv2.GaussianBlur(look.grey[:bottom], (3, 3), 0)
    return np.asarray(smooth < look.paper - PALER, dtype=np.uint8)


def _redness(picture: Picture) -> Picture:
    """Give red ink as black on white, whatever is under it left out."""
    wide = picture.astype(np.int16)
    over = np.clip(wide[..., 0] - np.maximum(wide[..., 1], wide[..., 2]), 0, None)
    strongest = max(40.0, float(np.percentile(over, 99.7)))
    return np.asarray(255 - np.clip(over * (255 / strongest), 0, 255), dtype=np.uint8)


def _of_stamp_size(mask: Picture, scale: float) -> list[Box]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [
        (x, y, width, height)
        for x, y, width, height, _ in stats[1:count].tolist()
        if 14 <= width * scale <= LONGEST * 1.4 and 6 <= height * scale <= TALLEST * 1.4
    ]


def _largest(boxes: list[Box]) -> list[Box]:
    """Keep the largest: whole words may hang together, and a stamp is larger than they are."""
    return sorted(boxes, key=lambda box: box[2] * box[3], reverse=True)[:MOST_PIECES]


def _is_frame(mask: Picture, box: Box) -> bool:
    """Tell a frame from letters: most of its ink lies along its rim."""
    x, y, width, height = box
    if width < 1.5 * height:
        return False
    rim = max(3, height // 5)
    piece = mask[y : y + height, x : x + width] > 0
    along = (float(edge.any(axis=0).mean()) for edge in (piece[:rim], piece[-rim:]))
    return min(along) > ALONG


def _upright(picture: Picture, mask: Picture, box: Box) -> Iterator[Picture]:
    """Turn a stamp so that its frame stands level, and give what is inside."""
    x, y, width, height = box
    spare = height // 2
    left, top = max(0, x - spare), max(0, y - spare)
    piece = picture[top : y + height + spare, left : x + width + spare]
    ink = np.zeros_like(piece)
    ink[y - top :, x - left :][:height, :width] = mask[y : y + height, x : x + width]  # nothing of what is beside it
    angle = _tilt(ink)
    turn = cv2.getRotationMatrix2D((piece.shape[1] / 2, piece.shape[0] / 2), angle, 1.0)
    size = (piece.shape[1], piece.shape[0])
    paper = int(np.percentile(piece, 90))
    level = cv2.warpAffine(piece, turn, size, flags=cv2.INTER_CUBIC, borderValue=paper)
    inside = _inside(np.asarray(cv2.warpAffine(ink, turn, size, flags=cv2.INTER_NEAREST), dtype=np.uint8))
    if inside is not None:
        crop = np.asarray(level[inside[1] : inside[3], inside[0] : inside[2]], dtype=np.uint8)
        if min(crop.shape) >= LEAST_PIXELS:
            yield _enlarged(crop, int(0.7 * crop.shape[0]))


def _tilt(ink: Picture) -> float:
    """Give by how many degrees a stamp leans, as the smallest box around it does; more than a little is no tilt."""
    if not ink.any():
        return 0.0
    points = cv2.findNonZero(ink)
    _, (wide, high), angle = cv2.minAreaRect(points)
    angle = angle - 90 if wide < high else angle
    return float(angle) if abs(angle) <= MOST_TILT else 0.0


def _inside(ink: Picture) -> tuple[int, int, int, int] | None:
    """Give the room within a frame, or around the ink where there is none: left, top, right, bottom."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < LEAST_PIXELS or len(columns) < LEAST_PIXELS:
        return None
    left, right, top, bottom = int(columns[0]), int(columns[-1]) + 1, int(rows[0]), int(rows[-1]) + 1
    body = ink[top:bottom, left:right] > 0
    high, wide = body.shape
    lines = np.flatnonzero(body.mean(axis=1) > LINE_SHARE)
    posts = np.flatnonzero(body.mean(axis=0) > LINE_SHARE)
    rim = RIM * high
    above, below = lines[lines < rim], lines[lines > high - rim]
    before, after = posts[posts < rim], posts[posts > wide - rim]
    return (
        left + (int(before[-1]) + 2 if len(before) else 0),
        top + (int(above[-1]) + 2 if len(above) else 0),
        left + (int(after[0]) - 1 if len(after) else wide),
        top + (int(below[0]) - 1 if len(below) else high),
    )


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
