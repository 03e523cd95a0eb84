"""Where the zones of a scanned page begin and end, told by its rows of print before anything is read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parsers.scan_look import Mark, PageLook

INDENT = 0.24  # of the page width: running text begins further left
HEAD = 0.36  # of the page height: a head is no longer
FULL = 0.7  # of the page width: a row from margin to margin, as the last row of a subject is not
BODY = 5  # full rows below each other: more than a subject has …
KEPT = 2  # … and so many of them are read with the head: they tell what a title without a subject is about
CORNER = (0.775, 0.115)  # of the page: a number of the sheet stands right of and above this
MARGIN = 0.08  # of the page height: within it a zone may end higher
END = 0.45  # of the page height, from the last row of text up: room for every place to sign
ROW = 6  # letters of a row of text; a page number or a speck has fewer
TELLING = 4  # rows of running text that tell which way up a page is
UPRIGHT = 1.3  # times more ink above the letters of rows than below them
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


def is_upright(look: PageLook) -> bool:
    """Tell a page that surely stands upright: Vietnamese bears its marks above, and more strokes reach up than down."""
    above, below = _ink_beside_rows(look)
    return above > UPRIGHT * below


def stands_on_its_head(look: PageLook) -> bool:
    """Tell a page whose rows look as if it stood on its head; only reading it both ways makes sure."""
    above, below = _ink_beside_rows(look)
    return below > UPRIGHT * above


def _ink_beside_rows(look: PageLook) -> tuple[int, int]:
    """Count the ink in half the height of a letter above and below all rows of running text; 0 where there are few."""
    rows = [row for row in look.rows(0.0, 1.0) if len(row) >= ROW and _is_running(look, row)]
    if len(rows) < TELLING:
        return 0, 0
    beside = [_ink_beside(look, row) for row in rows]
    return sum(above for above, _ in beside), sum(below for _, below in beside)


def _ink_beside(look: PageLook, row: Sequence[Mark]) -> tuple[int, int]:
    top, bottom = _top(row), _bottom(row)
    half = (bottom - top) // 2
    ink = look.dark[:, min(mark.x0 for mark in row) : max(mark.x1 for mark in row)]
    return int(ink[max(0, top - half) : top].sum()), int(ink[bottom : bottom + half].sum())


def _is_in_corner(look: PageLook, row: Sequence[Mark]) -> bool:
    """Tell the number of a sheet, which says nothing of the page it stands on."""
    left, bottom = min(mark.x0 for mark in row), max(mark.bottom for mark in row)
    return bool(left > CORNER[0] * look.width and bottom < CORNER[1] * look.height)


def head_bottom(look: PageLook) -> int:
    """Give the height a head stands above: where the body begins, or as much of the page as a head may take."""
    body: list[list[Mark]] = []
    for row in look.rows(0.0, 2 * HEAD):
        body = [*body, row] if _is_running(look, row, FULL) else []
        if len(body) == BODY:
            top, bottom = _bottom(body[KEPT - 1]), _top(body[KEPT])
            return min(between_rows(look, HEAD), _emptiest(look, top, max(bottom, top + 1)))
    return between_rows(look, HEAD)


def signing_top(look: PageLook, *, wide: bool = False) -> int:
    """Give the height places to sign stand below: the last row of running text, or room enough from the end up."""
    rows = [row for row in look.rows(0.0, 1.0) if len(row) >= ROW]
    last = max((mark.bottom for row in rows for mark in row), default=look.height)
    top = between_rows(look, max(MARGIN, last / look.height - END))
    running = [_bottom(row) for row in rows if _is_running(look, row)]
    return top if wide or not running else max(top, max(running) + 1)


def _is_running(look: PageLook, row: Sequence[Mark], width: float = RUNNING) -> bool:
    return any(group.box[2] - group.box[0] > width * look.width for group in look.groups(row))


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
