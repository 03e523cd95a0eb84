"""The colours of a picture: a red seal, strokes in another colour, or both on one picture.

pdfium draws the picture at the size it has on the page (a point is a pixel), masks applied; a few thousand of its
pixels decide. Nothing is asked of large pictures: they are no seals, and decoding them costs time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as c

MOST_PIXELS = 4_000_000  # of the picture as stored
MOST_SAMPLES = 6_000
FEWEST_SEEN = 12  # samples that show anything
RED_SHARE = 0.3  # of what is seen
INK_SHARE = 0.08
WHITE = 200  # paper: no channel below
OPAQUE = 64
REDDER_BY = 45  # than the other channels
INK_DARK = 150

Pixel = tuple[int, int, int, int]  # blue, green, red, alpha


@dataclass(frozen=True, slots=True)
class Colours:
    """Whether a picture shows a good share of red, and strokes that are not red."""

    red: bool
    ink: bool


def colours_of(document: Any, page: Any, picture: int | None) -> Colours | None:
    """Look at a picture of a page; None where it is too large or cannot be drawn."""
    handle = ctypes.cast(picture or 0, c.FPDF_PAGEOBJECT)
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not c.FPDFImageObj_GetImagePixelSize(handle, width, height) or width.value * height.value > MOST_PIXELS:
        return None
    bitmap = c.FPDFImageObj_GetRenderedBitmap(document, page, handle)
    if not bitmap:
        return None
    try:
        return _judge(list(_samples(bitmap)))
    finally:
        c.FPDFBitmap_Destroy(bitmap)


def _judge(pixels: list[Pixel]) -> Colours:
    seen = [p for p in pixels if p[3] >= OPAQUE and min(p[:3]) < WHITE]
    if len(seen) < FEWEST_SEEN:
        return Colours(red=False, ink=False)
    red = sum(_is_red(p) for p in seen)
    ink = sum(not _is_red(p) and (p[2] < INK_DARK) for p in seen)
    return Colours(red=red >= RED_SHARE * len(seen), ink=ink >= INK_SHARE * len(seen))


def _is_red(pixel: Pixel) -> bool:
    blue, green, red, _ = pixel
    return red - green >= REDDER_BY and red - blue >= REDDER_BY


def _samples(bitmap: Any) -> Iterator[Pixel]:
    """Give pixels of every so many rows and columns, whatever the format of the bitmap."""
    size = {c.FPDFBitmap_BGRA: 4, c.FPDFBitmap_BGRx: 4, c.FPDFBitmap_BGR: 3}.get(c.FPDFBitmap_GetFormat(bitmap))
    width, height = c.FPDFBitmap_GetWidth(bitmap), c.FPDFBitmap_GetHeight(bitmap)
    if size is None:
        return  # grey: nothing red in it
    stride = c.FPDFBitmap_GetStride(bitmap)
    has_alpha = c.FPDFBitmap_GetFormat(bitmap) == c.FPDFBitmap_BGRA
    data = ctypes.string_at(c.FPDFBitmap_GetBuffer(bitmap), stride * height)
    step = max(1, int((width * height / MOST_SAMPLES) ** 0.5))
    for row in range(0, height, step):
        line = data[row * stride : row * stride + width * size]
        channels = [line[i :: size * step] for i in range(3)]
        alpha = line[3 :: size * step] if has_alpha else bytes([255]) * len(channels[0])
        yield from zip(*channels, alpha, strict=True)
