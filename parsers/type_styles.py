"""How the text of a paper is set: size, typeface, line spacing and the white edges of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from parsers.facts import NOWHERE, Location, Style
from parsers.fonts import font_style
from parsers.layout import place
from parsers.raw import Margins, RawFile, RawLine, RawPage

MM = 72 / 25.4  # points
SMALLEST, LARGEST = 13.4, 15.6  # 14 to 15, with what scaling may do to it
LEAST_PITCH, MOST_PITCH = 18.0, 22.0  # points from line to line …
PITCH_SLACK = 1.0  # … and what a font may add or take where the spacing is not exact
TOP, BOTTOM, LEFT, RIGHT = (side * MM for side in (20.0, 20.0, 30.0, 15.0))
LESS, MORE = 2.0 * MM, 5.0 * MM  # a margin may be smaller or larger by so much
SEEN = 1.0 * MM  # what a measured edge may be wrong by
OLD_MARGINS = (25.0, 15.0, 25.0, 35.0)  # mm, from the top clockwise: before 2018
FULL_LINES = 8  # that begin, or end, at one place make an edge
RAGGED = 2.0  # points by which ends of one edge differ


def type_styles(raw: RawFile, lines: Sequence[RawLine]) -> Iterator[Style]:
    """Judge what most of the text is set in, and its margins; tables are left out."""
    text = [line for line in lines if line.table is None]
    yield from _size(text)
    font = font_style(text)
    if font is not None:
        yield font
    if raw.format != "pdf":
        yield from _pitch(text)
    yield from _margins(raw)


def _usual(values: Iterable[tuple[float | None, int]]) -> float | None:
    """Give what most of the letters have; None where most of them do not tell."""
    exact: dict[float | None, int] = {}
    for value, letters in values:
        exact[value] = exact.get(value, 0) + letters
    counts: Counter[float] = Counter()
    for value, letters in exact.items():
        counts[round(value or 0.0, 1)] += letters
    usual, letters = counts.most_common(1)[0] if counts else (0.0, 0)
    return usual if usual and letters * 2 > sum(counts.values()) else None


def _size(lines: Sequence[RawLine]) -> Iterator[Style]:
    usual = _usual((line.size, len(line.text)) for line in lines)
    if usual:
        yield Style("body-size", SMALLEST <= usual <= LARGEST, NOWHERE, f"{usual:g}")


def _pitch(lines: Sequence[RawLine]) -> Iterator[Style]:
    usual = _usual((line.pitch, len(line.text)) for line in lines)
    if usual is None:
        return
    shown = next(place(line) for line in lines if line.pitch and round(line.pitch, 1) == usual)
    yield Style("line-spacing-least", usual >= LEAST_PITCH - PITCH_SLACK, shown, _points(usual))
    yield Style("line-spacing-most", usual <= MOST_PITCH + PITCH_SLACK, shown, _points(usual))


def _points(value: float) -> str:
    return f"{value:g}".replace(".", ",")


# ---------------------------------------------------------------- margins


def _margins(raw: RawFile) -> Iterator[Style]:
    if raw.margins is not None:
        yield from _set_up(raw.margins)
        return
    first: tuple[int, _Edge, _Edge] | None = None
    fits = False
    for page in raw.pages:
        edges = None if fits else _edges(page)
        if edges:
            first = first or (page.number, *edges)
            fits = _beside(*edges) or _beside(*reversed(edges))
    if first:
        number, left, right = first
        shown = f"–/–/{left.shared / MM:.0f}/{right.shared / MM:.0f} mm"
        yield Style("margins", fits, Location(page=number), shown)


def _set_up(margins: Margins) -> Iterator[Style]:
    """Judge margins as they are set in Word; those of duplex backs are the ones of the front, mirrored."""
    sides = (margins.top, margins.right, margins.bottom, margins.left)
    shown = "/".join(f"{side / MM:.0f}" for side in (margins.top, margins.bottom, margins.left, margins.right)) + " mm"
    upright = _near(margins.top, TOP) and _near(margins.bottom, BOTTOM)
    yield Style("margins", upright and _near(margins.left, LEFT) and _near(margins.right, RIGHT), NOWHERE, shown)
    old = all(abs(side / MM - value) < 1 for side, value in zip(sides, OLD_MARGINS, strict=True))
    yield Style("margins-new", not old, NOWHERE, shown)


def _near(side: float, wanted: float, slack: float = 0.5) -> bool:
    return wanted - LESS - slack <= side <= wanted + MORE + slack


@dataclass(frozen=True, slots=True)
class _Edge:
    """The white edge on one side of a page: as many full lines show it, and as the line that reaches furthest does."""

    shared: float
    outer: float

    def fits(self, wanted: float) -> bool:
        # full lines may all be indented; then one that is not tells where the margin is
        return _near(self.shared, wanted, SEEN) or (self.shared > wanted and _near(self.outer, wanted, SEEN))


def _beside(left: _Edge, right: _Edge) -> bool:
    return left.fits(LEFT) and right.fits(RIGHT)


def _edges(page: RawPage) -> tuple[_Edge, _Edge] | None:
    """Measure the white left and right of an upright page by the places where its lines begin and end."""
    boxes = [line.box for line in page.lines if line.box]
    wide = [box for box in boxes if box.x1 - box.x0 > page.width / 2]
    if page.width > page.height or len(wide) < FULL_LINES:
        return None
    left = _edge([box.x0 for box in wide], [box.x0 for box in boxes])
    right = _edge([page.width - box.x1 for box in wide], [page.width - box.x1 for box in boxes])
    return None if left is None or right is None else (left, right)


def _edge(full: Sequence[float], every: Sequence[float]) -> _Edge | None:
    """Give the outermost place that many full lines share; places are counted from the edge of the page."""
    places = sorted(full)
    for i in range(len(places) - FULL_LINES + 1):
        shared = places[i : i + FULL_LINES]
        if shared[-1] - shared[0] <= RAGGED:
            return _Edge(fmean(shared), min(every))
    return None
