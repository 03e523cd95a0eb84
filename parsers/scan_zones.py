"""Where the zones of a scanned page begin and end, told by its rows of print before anything is read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from parsers.scan_look import Mark, PageLook

INDENT = 0.24  # of the page width: running text begins further left
HEAD = 0.36  # of the page height: a head is no longer
ENOUGH = 3  # rows of running text below each other: the head has ended above them, a subject in full rows with it
CORNER = (0.775, 0.115)  # of the page: a number of the sheet stands right of and above this
MARGIN = 0.08  # of the page height: within it a zone may end higher
END = 0.45  # of the page height, from the last row of text up: room for every place to sign
ROW = 6  # letters of a row of text; a page number or a speck has fewer
RUNNING = 0.55  # of the page width: a row this wide in one piece is running text


def may_begin_paper(look: PageLook) -> bool:
    """Tell a page whose first rows stand in two columns or in the middle from one whose text runs on."""
    rows = [row for row in look.rows(0.0, 0.45) if len(row) > 3 and not _is_in_corner(look, row)][:4]
    for i, row in enumerate(rows):
        groups = [group.box for group in look.groups(row) if len(group.marks) > 2]
        if not groups:
            continue
        if len(groups) > 1 and groups[0][2] < 0.55 * look.width and groups[-1][0] > 0.4 * look.width:
            return True
        if i < 2 and groups[0][0] > INDENT * look.width:
            return True
    return False


def _is_in_corner(look: PageLook, row: Sequence[Mark]) -> bool:
    """Tell the number of a sheet, which says nothing of the page it stands on."""
    left, bottom = min(mark.x0 for mark in row), max(mark.bottom for mark in row)
    return bool(left > CORNER[0] * look.width and bottom < CORNER[1] * look.height)


def head_bottom(look: PageLook) -> int:
    """Give the height a head stands above: some rows of running text, or as much of the page as a head may take."""
    running = 0
    for row, below in pairwise(look.rows(0.0, HEAD)):
        running = running + 1 if _is_running(look, row) else 0
        if running == ENOUGH and _bottom(row) < _top(below):
            return _emptiest(look, _bottom(row), _top(below))
    return between_rows(look, HEAD)


def signing_top(look: PageLook, *, wide: bool = False) -> int:
    """Give the height places to sign stand below: the last row of running text, or room enough from the end up."""
    rows = [row for row in look.rows(0.0, 1.0) if len(row) >= ROW]
    last = max((mark.bottom for row in rows for mark in row), default=look.height)
    top = between_rows(look, max(MARGIN, last / look.height - END))
    running = [_bottom(row) for row in rows if _is_running(look, row)]
    return top if wide or not running else max(top, max(running) + 1)


def _is_running(look: PageLook, row: Sequence[Mark]) -> bool:
    return any(group.box[2] - group.box[0] > RUNNING * look.width for group in look.groups(row))


def _bottom(row: Sequence[Mark]) -> int:
    return int(np.median([mark.bottom for mark in row]))


def _top(row: Sequence[Mark]) -> int:
    return int(np.median([mark.top for mark in row]))


def between_rows(look: PageLook, share: float) -> int:
    """Give the height nearest above a share of the page where no text stands, so that none is cut."""
    bottom = int(share * look.height)
    return _emptiest(look, bottom - int(MARGIN * look.height), bottom)


def _emptiest(look: PageLook, top: int, bottom: int) -> int:
    """Give the lowest of the heights between two that bear the least ink."""
    inked = look.dark[top:bottom].mean(axis=1)
    return top + int(len(inked) - 1 - np.argmin(inked[::-1]))
