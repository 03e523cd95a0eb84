"""Marks on a scanned page that tell of the sheet of paper: a seal across its edge, and the strokes of red pens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from parsers.copied_seals import round_marks
from parsers.dot_rows import dot_rows
from parsers.facts import Box
from parsers.ocr import Picture
from parsers.raw import RawPage, ScanLook
from parsers.scan_look import PageLook
from parsers.scan_quality import Quality

MM = 72 / 25.4  # points
STRIP = 12 * MM  # at the right edge, right of the text
RIM = 4 * MM  # a seal across the edge comes this near to it
PIECE = (15 * MM, 48 * MM)  # height of what a seal leaves on one sheet
LEAST_WIDTH = 2.5 * MM
CHORD = 8 * MM  # between the places where it runs into the edge
PRINT_MARGIN = 6 * MM  # paper must show right of the print: else the scan was cut
PINK = 14  # of 255 more red than anything else: a trace of a seal
TRACE = 0.02  # share of the strip's rows that may bear traces of dust
SIGNED = ((22.0, 9.0), (200.0, 85.0))  # points across and high of a stroke somebody signed with
WINDING = 1.7  # times its diagonal: the way a signing pen goes; a tick goes straight
FRAME_SHARE = 0.5  # of the ink along the sides of its box: a framed stamp
ROUND = 0.06  # of the radius, mean distance from a circle: part of a seal
BROAD = 4.5  # points; the mean breadth of a pen's stroke is less
MOST_STROKES = 40
LEAST_INK = 150  # red pixels on a page; a signature has more
AROUND = (60.0, 20.0)  # points beside and above a stroke …
ALONE = 0.6  # … and its share of the red there


def with_marks(page: RawPage, look: PageLook, quality: Quality) -> RawPage:
    """Say of a page that was read what its picture shows beside the text."""
    if page.scan is None:
        return page
    edge, place = right_edge(look)
    dots = dot_rows(look) if page.scan.whole else None
    found = replace(page.scan, dpi=quality.dpi, depth=quality.depth, edge=edge, edge_box=place, dots=dots)
    if found.ink is not None and look.is_colour:  # searched for places to sign
        strokes = tuple(red_strokes(look, found))
        rounds = () if found.seals else tuple(round_marks(look))
        others = tuple(box for box, black in rounds if not black)  # violet or blue: whatever it is, no place is empty
        copied = tuple(box for box, black in rounds if black)
        found = replace(found, strokes=strokes, copied=copied, red=(*found.red, *others))
    return replace(page, scan=found)


# ---------------------------------------------------------------- the edge of the sheet


def right_edge(look: PageLook) -> tuple[str, Box | None]:
    """Look for the piece of a seal that goes over the right edges of several sheets: `seen`, `none` or `unclear`."""
    if not look.is_colour:
        return "unclear", None
    left = look.width - int(STRIP / look.scale)
    strip = look.red[:, left:]
    for top, bottom in _red_pieces(strip, look.scale):
        if _is_of_seal(strip[top:bottom], look.scale):
            first = int(np.flatnonzero(strip[top:bottom].any(axis=0))[0])
            return "seen", look.points((left + first, top, look.width, bottom))
    return ("none" if _shows_margin(look) and not _has_traces(look, left) else "unclear"), None


def _red_pieces(strip: Picture, scale: float) -> Iterator[tuple[int, int]]:
    """Give the heights between which red stands, letters and rim of one seal together."""
    reach = int(3 * MM / scale)
    rows = np.flatnonzero(strip.any(axis=1))
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > reach) + 1)
    yield from ((int(part[0]), int(part[-1]) + 1) for part in parts if len(part))


def _is_of_seal(piece: Picture, scale: float) -> bool:
    """Tell the chord of a seal, which runs into the edge above and below, from a stroke of a pen."""
    high = len(piece) * scale
    if not PIECE[0] <= high <= PIECE[1] or np.flatnonzero(piece.any(axis=0)).size * scale < LEAST_WIDTH:
        return False
    at_edge = np.flatnonzero(piece[:, -int(RIM / scale) :].any(axis=1))
    return bool(at_edge.size and (at_edge[-1] - at_edge[0]) * scale > CHORD)


def _shows_margin(look: PageLook) -> bool:
    rightmost = float(np.percentile([mark.x1 for mark in look.letters], 98)) if look.letters else 0.0
    return bool(rightmost < look.width - PRINT_MARGIN / look.scale)


def _has_traces(look: PageLook, left: int) -> bool:
    strip = look.picture[:, left:].astype(np.int16)
    pink = (strip[..., 0] - np.maximum(strip[..., 1], strip[..., 2])) > PINK
    return bool((pink.sum(axis=1) >= 2).mean() > TRACE)


# ---------------------------------------------------------------- pens


def red_strokes(look: PageLook, found: ScanLook) -> Iterator[Box]:
    """Give the red strokes of a hand that signed; seals, stamps, ticks and letters are none."""
    if int(look.red.sum()) < LEAST_INK:
        return
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(look.red, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), connectivity=8
    )
    sized = [label for label in range(1, count) if _is_sized(stats[label], look.scale)]
    for label in sized[:MOST_STROKES]:
        x, y, width, height, _ = stats[label].tolist()
        box = look.points((x, y, x + width, y + height))
        mask = np.asarray(labels[y : y + height, x : x + width] == label, dtype=np.uint8)
        of_seal = any(_meet(box, seal) for seal in found.seals)
        if not of_seal and _is_alone(look, stats[label]) and _is_signed(mask, look.scale):
            yield box


def _is_sized(stats: Picture, scale: float) -> bool:
    (least_wide, least_high), (most_wide, most_high) = SIGNED
    return bool(least_wide <= stats[2] * scale <= most_wide and least_high <= stats[3] * scale <= most_high)


def _is_alone(look: PageLook, stats: Picture) -> bool:
    """Tell a stroke that is most of the red around it from one letter or line of a stamp."""
    x, y, width, height, area = stats.tolist()
    beside, above = int(AROUND[0] / look.scale), int(AROUND[1] / look.scale)
    around = look.red[max(0, y - above) : y + height + above, max(0, x - beside) : x + width + beside]
    return bool(area >= ALONE * float(around.sum()))


def _is_signed(mask: Picture, scale: float) -> bool:
    area = float(mask.sum())
    height, width = mask.shape
    breadth = 4 * float(np.median(cv2.distanceTransform(mask, cv2.DIST_L2, 3)[mask > 0]))  # of a long stroke
    if breadth * scale > BROAD or area / breadth < WINDING * float(np.hypot(width, height)):
        return False
    return not _is_frame(mask) and not _is_circular(mask)


def _is_frame(mask: Picture) -> bool:
    side = max(2, min(mask.shape) // 10)
    inner = mask[side:-side, side:-side]
    return bool(inner.sum() < (1 - FRAME_SHARE) * mask.sum())


def _is_circular(mask: Picture) -> bool:
    """Fit a circle to the ink: part of a seal lies along it."""
    rows, columns = np.nonzero(mask)
    terms = np.column_stack([columns, rows, np.ones(len(rows))])
    solved, *_ = np.linalg.lstsq(terms, -(columns.astype(float) ** 2 + rows.astype(float) ** 2), rcond=None)
    centre_x, centre_y = -solved[0] / 2, -solved[1] / 2
    radius = float(np.sqrt(max(1.0, centre_x**2 + centre_y**2 - solved[2])))
    off = np.abs(np.hypot(columns - centre_x, rows - centre_y) - radius).mean()
    return bool(off < ROUND * radius)


def _meet(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and one.x1 > other.x0 and one.top < other.bottom and one.bottom > other.top
