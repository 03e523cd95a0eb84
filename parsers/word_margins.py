"""The page set-up of a Word file: size and margins, as its sections give them."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.raw import Margins
from parsers.word_xml import Element, W

TWIPS = 20.0  # twentieths of a point
_SIDES = ("top", "right", "bottom", "left")


def page_size(sections: Sequence[Element]) -> tuple[float, float] | None:
    """Give width and height of the first section in points."""
    return _size(sections[0]) if sections else None


def read_margins(sections: Sequence[Element]) -> Margins | None:
    """Give the margins of the first upright section in points; None where nothing certain is said of them."""
    for section in sections:
        size = _size(section)
        if size is None or size[0] <= size[1]:
            return _margins(section)
    return None


def is_gridded(sections: Sequence[Element]) -> bool:
    """Tell whether a section sets its lines on a grid: then paragraphs do not say how far apart they stand."""
    grids = (section.find(W + "docGrid") for section in sections)
    return any(grid is not None and grid.get(W + "type") in {"lines", "linesAndChars"} for grid in grids)


def _size(section: Element) -> tuple[float, float] | None:
    found = section.find(W + "pgSz")
    width, height = (_points(found, name) for name in ("w", "h"))
    return None if width is None or height is None else (width, height)


def _margins(section: Element) -> Margins | None:
    found = section.find(W + "pgMar")
    top, right, bottom, left = (_points(found, side) for side in _SIDES)
    if top is None or right is None or bottom is None or left is None:
        return None
    # a negative one holds even where a tall header would push the text down; the gutter lies on the binding side
    return Margins(abs(top), right, abs(bottom), left + (_points(found, "gutter") or 0.0))


def _points(found: Element | None, name: str) -> float | None:
    try:
        return None if found is None else float(found.get(W + name, "")) / TWIPS
    except ValueError:
        return None
