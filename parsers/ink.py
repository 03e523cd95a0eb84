"""Whether somebody signed on a scan: ink between title and name that is neither print nor red."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from parsers.facts import Box, Fact, Location, read, unreadable
from parsers.raw import InkMap, RawPage

SIDE = 3.0  # points of a square of the map
INKED = 20  # of 255; a fine pen crosses a square
SIGNATURE = (22.0, 9.0)  # points across and high, of one run of ink
HIGHER_THAN_PRINT = 20.0  # points
SEAL = (70.0, 126.0)  # points across, of what may be a seal where no ring was made out
LEAST_SQUARES = 14
CLEAN_SQUARES = 5  # specks of dust on an empty place
HAND_ROWS, HAND_SQUARES = 3, 6  # of what was written on a line; dots are one row high, two where they slant
SURE = 0.9


def signed_on_scan(page: RawPage, zone: Box, place: Location, *, named: bool) -> Fact[bool]:
    """Judge the ink in the empty part of a signature block (between title and name).

    Where no printed name was read below the title (`named`), or no title, what stands there may be just that print:
    only what is higher than a line of print is a signature then, and nothing is called unsigned.
    """
    look = page.scan
    if look is None or look.ink is None:
        return unreadable("scan", place)
    if zone.bottom - zone.top < 2 * SIDE:
        return unreadable("ambiguous", place)
    squares = _inked(look.ink, zone)
    around = _round_marks(page, zone)
    free = {square for square in squares if not _inside(square, look.ink.side, around)}
    least = SIGNATURE[1] if named else HIGHER_THAN_PRINT
    runs = [run for run in _runs(free) if look.colour or around or not _may_be_seal(run, look.ink.side)]
    if any(_is_signature(run, look.ink.side, least) for run in runs):
        return read(True, Location(page.number, zone), confidence=SURE, how="image")
    if around and squares:
        return unreadable("grey", place)
    if named and len(squares) <= CLEAN_SQUARES:
        return read(False, Location(page.number, zone), confidence=SURE, how="image")
    return unreadable("ambiguous", place)


def written_in(page: RawPage, zone: Box) -> bool | None:
    """Tell whether a hand wrote somewhere along a line of dots; None where a speck or a stroke may be either."""
    look = page.scan
    if look is None or look.ink is None:
        return None
    high = [run for run in _runs(_inked(look.ink, zone)) if len({y for _, y in run}) >= HAND_ROWS]
    if any(len(run) >= HAND_SQUARES for run in high):
        return True
    return None if high else False


def signature_box(page: RawPage, zone: Box) -> Box | None:
    """Give the box around all signatures of a zone, None where there are none."""
    look = page.scan
    if look is None or look.ink is None:
        return None
    side = look.ink.side
    signed = [
        square for run in _runs(_inked(look.ink, zone)) if _is_signature(run, side, SIGNATURE[1]) for square in run
    ]
    if not signed:
        return None
    columns, rows = [x for x, _ in signed], [y for _, y in signed]
    return Box(min(columns) * side, min(rows) * side, (max(columns) + 1) * side, (max(rows) + 1) * side)


def sealed_on_scan(page: RawPage, zone: Box, place: Location) -> Fact[bool]:
    """Judge the red at a signature block; a grey scan shows none."""
    look = page.scan
    if look is None or look.ink is None:
        return unreadable("scan", place)
    if not look.colour:
        return unreadable("grey", place)
    for seal in look.seals:
        if meet(seal, zone):
            return read(True, Location(page.number, seal), confidence=SURE, how="image")
    if any(meet(mark, zone) for mark in look.copied):
        return unreadable("grey", place)  # a copy shows its seal in black
    if any(meet(mark, zone) for mark in look.red):
        return unreadable("ambiguous", place)
    return read(False, Location(page.number, zone), confidence=SURE, how="image")


Square = tuple[int, int]


def _inked(ink: InkMap, zone: Box) -> set[Square]:
    rows = range(max(0, int(zone.top / ink.side) + 1), int(zone.bottom / ink.side))  # the first is half of the title
    columns = range(max(0, int(zone.x0 / ink.side)), min(ink.columns, int(zone.x1 / ink.side)))
    last = len(ink.shares)
    return {
        (x, y) for y in rows for x in columns if y * ink.columns + x < last and ink.shares[y * ink.columns + x] >= INKED
    }


def _round_marks(page: RawPage, zone: Box) -> Sequence[Box]:
    """Grey rings lie over the place to sign and count as ink; red ones were left out already."""
    return [ring for ring in page.scan.rings if meet(ring, zone)] if page.scan else []


def _inside(square: Square, side: float, boxes: Iterable[Box]) -> bool:
    x, y = (square[0] + 0.5) * side, (square[1] + 0.5) * side
    return any(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for box in boxes)


def _runs(squares: set[Square]) -> Iterator[set[Square]]:
    """Part inked squares into runs; a gap of one square is still one stroke."""
    left = set(squares)
    while left:
        run, edge = set(), [left.pop()]
        while edge:
            x, y = edge.pop()
            run.add((x, y))
            near = {(x + dx, y + dy) for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2)} & left
            left -= near
            edge += near
        yield run


def _may_be_seal(run: set[Square], side: float) -> bool:
    """Tell a blot on a grey scan that is as large as a seal all around; a signature sticks out of it."""
    across = (max(x for x, _ in run) - min(x for x, _ in run) + 1) * side
    high = (max(y for _, y in run) - min(y for _, y in run) + 1) * side
    return all(SEAL[0] <= size <= SEAL[1] for size in (across, high))


def _is_signature(run: set[Square], side: float, least: float) -> bool:
    across = (max(x for x, _ in run) - min(x for x, _ in run) + 1) * side
    high = (max(y for _, y in run) - min(y for _, y in run) + 1) * side
    return len(run) >= LEAST_SQUARES and across >= SIGNATURE[0] and high >= least


def meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes overlap."""
    return one.x0 < other.x1 and one.x1 > other.x0 and one.top < other.bottom and one.bottom > other.top
