"""Pictures and drawn strokes of a PDF page with their places: what a signature or a seal may be."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as c

from parsers.raw import RawImage

if TYPE_CHECKING:
    from parsers.pdf import Frame

FORM_DEPTH = 5
MAX_OBJECTS = 30_000
MAX_STROKES = 3_000
CLUSTER_GAP = 6.0  # points between strokes of one scribble
MIN_INK_SIZE = 8.0
MAX_INK_SHARE = 0.5  # a drawing over half the page is no signature

Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawings:
    """The pictures of a page (ink clusters among them)."""

    images: tuple[RawImage, ...]


def read_drawings(page: Any, number: int, frame: Frame) -> Drawings:
    """Collect pictures and clusters of strokes, forms within forms included."""
    count = c.FPDFPage_CountObjects(page)
    top = (c.FPDFPage_GetObject(page, i) for i in range(min(count, MAX_OBJECTS)))
    pictures, strokes = collect(top)
    images = [RawImage(number, frame.box(*bounds)) for bounds in pictures]
    page_area = (frame.right - frame.left) * (frame.top - frame.bottom)
    images += [RawImage(number, frame.box(*b), ink=True) for b in clusters(strokes) if _is_ink(b, page_area)]
    return Drawings(tuple(images))


def collect(objects: Iterator[Any]) -> tuple[list[Bounds], list[Bounds]]:
    """Give the bounds of all pictures and of all strokes that are no rules or frames."""
    pictures: list[Bounds] = []
    strokes: list[Bounds] = []
    for handle, kind, matrix in _walk(objects, IDENTITY, FORM_DEPTH):
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            bounds = _bounds(handle, matrix)
            if bounds:
                pictures.append(bounds)
        elif len(strokes) < MAX_STROKES:
            bounds = _bounds(handle, matrix)
            if bounds and bounds[2] - bounds[0] > 1 and bounds[3] - bounds[1] > 1 and not _is_frame(handle):
                strokes.append(bounds)
    return pictures, strokes


def clusters(strokes: Sequence[Bounds]) -> list[Bounds]:
    """Join strokes that touch or nearly touch."""
    found: list[Bounds] = []
    for stroke in strokes:
        near = [other for other in found if _near(stroke, other)]
        found = [other for other in found if other not in near]
        found.append(_union([stroke, *near]))
    return found


def _walk(objects: Iterator[Any], matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    get_type = c.FPDFPageObj_GetType
    text, form = c.FPDF_PAGEOBJ_TEXT, c.FPDF_PAGEOBJ_FORM
    wanted = (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_PATH)
    for handle in objects:
        kind = get_type(handle)
        if kind == text:
            continue
        if kind in wanted:
            yield handle, kind, matrix
        elif kind == form and depth > 0:
            count = min(c.FPDFFormObj_CountObjects(handle), MAX_OBJECTS)
            inner = (c.FPDFFormObj_GetObject(handle, i) for i in range(count))
            yield from _walk(inner, _times(_matrix(handle), matrix), depth - 1)


def _matrix(handle: Any) -> Matrix:
    m = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(handle, ctypes.byref(m)):
        return IDENTITY
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


def _bounds(handle: Any, matrix: Matrix) -> Bounds | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(handle, *map(ctypes.byref, (left, bottom, right, top))):
        return None
    if matrix == IDENTITY:
        return left.value, bottom.value, right.value, top.value
    a, b, cc, d, e, f = matrix
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs = [a * x + cc * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_frame(path: Any) -> bool:
    """True for rectangles and other shapes of horizontal and vertical lines."""
    count = c.FPDFPath_CountSegments(path)
    if count > 12:
        return False
    points = []
    for i in range(count):
        segment = c.FPDFPath_GetPathSegment(path, i)
        if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_BEZIERTO:
            return False
        x, y = ctypes.c_float(), ctypes.c_float()
        c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append((x.value, y.value))
    return all(abs(p[0] - q[0]) < 0.5 or abs(p[1] - q[1]) < 0.5 for p, q in pairwise(points))


def _is_ink(bounds: Bounds, page_area: float) -> bool:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return max(width, height) >= MIN_INK_SIZE and width * height <= MAX_INK_SHARE * page_area


def _near(one: Bounds, other: Bounds) -> bool:
    beside = one[0] > other[2] + CLUSTER_GAP or other[0] > one[2] + CLUSTER_GAP
    above = one[1] > other[3] + CLUSTER_GAP or other[1] > one[3] + CLUSTER_GAP
    return not beside and not above


def _union(bounds: Sequence[Bounds]) -> Bounds:
    return min(b[0] for b in bounds), min(b[1] for b in bounds), max(b[2] for b in bounds), max(b[3] for b in bounds)
