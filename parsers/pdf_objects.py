"""Pictures and drawn strokes of a PDF page with their places: what a signature or a seal may be."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as c

from parsers import pdfium_calls as calls
from parsers.pdf_colours import Colours
from parsers.raw import RawImage

if TYPE_CHECKING:
    from parsers.pdf_text import Frame

FORM_DEPTH = 5
MAX_OBJECTS = 30_000
MAX_STROKES = 3_000
CLUSTER_GAP = 6.0  # points between strokes of one scribble
MIN_INK_SIZE = 8.0
MAX_INK_SHARE = 0.5  # a drawing over half the page is no signature
MOST_PICTURES = 12  # of a page, to look at
SMALLEST_PICTURE = 15.0  # points; smaller is no signature and no seal
LARGEST_PICTURE = 0.25  # of the page
RULE_WIDTH = 2.0  # thinner than this: a rule, or the edge of a table cell

Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]
Getter = Callable[[int | None, int], int | None]
Look = Callable[[int | None], Colours | None]  # at a picture, for its colours
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_corners = [ctypes.c_float() for _ in range(4)]
_corner_addresses = [ctypes.addressof(corner) for corner in _corners]
_point = (ctypes.c_float(), ctypes.c_float())
_point_addresses = [ctypes.addressof(part) for part in _point]
_matrix = c.FS_MATRIX()


@dataclass(frozen=True, slots=True)
class Drawings:
    """The pictures of a page (ink clusters among them), and the bounds of the rules and frames drawn on it."""

    images: tuple[RawImage, ...]
    rules: tuple[Bounds, ...]


@dataclass(slots=True)
class Collection:
    """Bounds of pictures, of rules and frames, and of strokes that are neither."""

    pictures: list[Bounds] = field(default_factory=list)
    handles: list[int | None] = field(default_factory=list)  # of the pictures
    strokes: list[Bounds] = field(default_factory=list)
    rules: list[Bounds] = field(default_factory=list)


def read_drawings(page: Any, number: int, frame: Frame, look: Look | None = None) -> Drawings:
    """Collect pictures and clusters of strokes, forms within forms included; `look` asks for colours."""
    count = min(c.FPDFPage_CountObjects(page), MAX_OBJECTS)
    handle = calls.address(page)
    found = collect(calls.page_object, handle, count)
    page_area = (frame.right - frame.left) * (frame.top - frame.bottom)
    seen = _colours(found, page_area, look)
    images = [
        RawImage(number, frame.box(*bounds), reddish=shown.red, inked=shown.ink)
        if (shown := seen.get(i))
        else RawImage(number, frame.box(*bounds))
        for i, bounds in enumerate(found.pictures)
    ]
    images += [RawImage(number, frame.box(*b), ink=True) for b in clusters(found.strokes) if _is_ink(b, page_area)]
    return Drawings(tuple(images), tuple(found.rules))


def _colours(found: Collection, page_area: float, look: Look | None) -> dict[int, Colours]:
    """Look at the pictures as large as a signature or a seal, by their place in the collection."""
    if look is None:
        return {}
    fitting = [i for i, bounds in enumerate(found.pictures) if _may_be_signed_or_sealed(bounds, page_area)]
    seen = {i: look(found.handles[i]) for i in fitting[:MOST_PICTURES]}
    return {i: colours for i, colours in seen.items() if colours is not None}


def _may_be_signed_or_sealed(bounds: Bounds, page_area: float) -> bool:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return min(width, height) >= SMALLEST_PICTURE and width * height <= LARGEST_PICTURE * page_area


def collect(item: Getter, owner: int | None, count: int) -> Collection:
    """Sort the objects of a page, a form or an annotation into pictures, strokes and rules."""
    found = Collection()
    _walk(item, owner, count, (IDENTITY, FORM_DEPTH), found)
    return found


def clusters(strokes: Sequence[Bounds]) -> list[Bounds]:
    """Join strokes that touch or nearly touch."""
    found: list[Bounds] = []
    for stroke in strokes:
        whole = stroke
        while near := [other for other in found if _near(whole, other)]:  # a larger whole may touch more
            found = [other for other in found if other not in near]
            whole = _union([whole, *near])
        found.append(whole)
    return found


def _walk(item: Getter, owner: int | None, count: int, level: tuple[Matrix, int], found: Collection) -> None:
    object_type = calls.object_type
    text = c.FPDF_PAGEOBJ_TEXT
    matrix, depth = level
    for handle in [h for i in range(count) if object_type(h := item(owner, i)) != text]:
        kind = object_type(handle)
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            _keep_picture(handle, _bounds(handle, matrix), found)
        elif kind == c.FPDF_PAGEOBJ_PATH:
            _sort_path(handle, _bounds(handle, matrix), found)
        elif kind == c.FPDF_PAGEOBJ_FORM and depth > 0:
            inner = min(calls.count_form_objects(handle), MAX_OBJECTS)
            inner_level = (_times(_matrix_of(handle), matrix), depth - 1)
            _walk(calls.form_object, handle, inner, inner_level, found)


def _keep_picture(handle: int | None, bounds: Bounds | None, found: Collection) -> None:
    if bounds is not None:
        found.pictures.append(bounds)
        found.handles.append(handle)


def _sort_path(path: int | None, bounds: Bounds | None, found: Collection) -> None:
    if bounds is None:
        return
    if bounds[2] - bounds[0] <= RULE_WIDTH or bounds[3] - bounds[1] <= RULE_WIDTH or _is_frame(path):
        found.rules.append(bounds)
    elif len(found.strokes) < MAX_STROKES:
        found.strokes.append(bounds)


def _matrix_of(handle: int | None) -> Matrix:
    if not calls.object_matrix(handle, ctypes.addressof(_matrix)):
        return IDENTITY
    m = _matrix
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(first: Matrix, second: Matrix) -> Matrix:
    a1, b1, c1, d1, e1, f1 = first
    a2, b2, c2, d2, e2, f2 = second
    return (
        a1 * a2 + b1 * c2,
        a1 * b2 + b1 * d2,
        c1 * a2 + d1 * c2,
        c1 * b2 + d1 * d2,
        e1 * a2 + f1 * c2 + e2,
        e1 * b2 + f1 * d2 + f2,
    )


def _bounds(handle: int | None, matrix: Matrix) -> Bounds | None:
    if not calls.object_bounds(handle, *_corner_addresses):
        return None
    left, bottom, right, top = (corner.value for corner in _corners)
    if matrix is IDENTITY:
        return left, bottom, right, top
    a, b, cc, d, e, f = matrix
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    xs = [a * x + cc * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_frame(path: int | None) -> bool:
    """True for rectangles and other shapes of horizontal and vertical lines."""
    count = calls.count_segments(path)
    if count > 12:
        return False
    last: tuple[float, float] | None = None
    for i in range(3 if count in {4, 5} else count):  # two edges at a right angle and a way back: a rectangle
        segment = calls.path_segment(path, i)
        calls.segment_point(segment, *_point_addresses)
        here = (_point[0].value, _point[1].value)
        if calls.segment_type(segment) == c.FPDF_SEGMENT_BEZIERTO:
            return False
        if last is not None and abs(here[0] - last[0]) >= 0.5 and abs(here[1] - last[1]) >= 0.5:
            return False
        last = here
    return True


def _is_ink(bounds: Bounds, page_area: float) -> bool:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return max(width, height) >= MIN_INK_SIZE and width * height <= MAX_INK_SHARE * page_area


def _near(one: Bounds, other: Bounds) -> bool:
    beside = one[0] > other[2] + CLUSTER_GAP or other[0] > one[2] + CLUSTER_GAP
    above = one[1] > other[3] + CLUSTER_GAP or other[1] > one[3] + CLUSTER_GAP
    return not beside and not above


def _union(bounds: Sequence[Bounds]) -> Bounds:
    return min(b[0] for b in bounds), min(b[1] for b in bounds), max(b[2] for b in bounds), max(b[3] for b in bounds)
