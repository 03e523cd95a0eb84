"""The colours of a picture: a red seal, strokes in another colour, or both on one picture.

pdfium draws the picture at the size it has on the page (a point is a pixel), masks applied; some of its
pixels decide. Nothing is asked of large pictures: they are no seals, and decoding them costs time.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pypdfium2.raw as c

MOST_PIXELS = 4_000_000  # of the picture as stored
MOST_SAMPLES = 1_500
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
        return _judge(_samples(bitmap))
    finally:
        c.FPDFBitmap_Destroy(bitmap)


def _judge(pixels: Counter[Pixel]) -> Colours:
    seen = red = ink = 0
    for (blue, green, redness, alpha), times in pixels.items():
        if alpha < OPAQUE or (blue >= WHITE and green >= WHITE and redness >= WHITE):
            continue
        seen += times
        if redness - green >= REDDER_BY and redness - blue >= REDDER_BY:
            red += times
        elif redness < INK_DARK:
            ink += times
    if seen < FEWEST_SEEN:
        return Colours(red=False, ink=False)
    return Colours(red=red >= RED_SHARE * seen, ink=ink >= INK_SHARE * seen)


def _samples(bitmap: Any) -> Counter[Pixel]:
    """Count the pixels of every so many rows and columns, whatever the format of the bitmap."""
    found: Counter[Pixel] = Counter()
    size = {c.FPDFBitmap_BGRA: 4, c.FPDFBitmap_BGRx: 4, c.FPDFBitmap_BGR: 3}.get(c.FPDFBitmap_GetFormat(bitmap))
    width, height = c.FPDFBitmap_GetWidth(bitmap), c.FPDFBitmap_GetHeight(bitmap)
    if size is None:
        return found  # grey: nothing red in it
    stride = c.FPDFBitmap_GetStride(bitmap)
    has_alpha = c.FPDFBitmap_GetFormat(bitmap) == c.FPDFBitmap_BGRA
    data = ctypes.string_at(c.FPDFBitmap_GetBuffer(bitmap), stride * height)
    step = max(1, int((width * height / MOST_SAMPLES) ** 0.5))
    if has_alpha:
        return _whole_pixels(memoryview(data).cast("I"), stride // size, width, step)
    for row in range(0, height, step):
        line = data[row * stride : row * stride + width * size]
        channels = [line[i :: size * step] for i in range(3)]
        found.update(zip(*channels, bytes([255]) * len(channels[0]), strict=True))
    return found


def _whole_pixels(pixels: memoryview[int], stride: int, width: int, step: int) -> Counter[Pixel]:
    """Count pixels of four bytes as one number each, then take apart the few that differ."""
    rows = [pixels[row : row + width : step].tolist() for row in range(0, len(pixels), stride * step)]
    counts = Counter(chain.from_iterable(rows))
    channels = array("I", counts).tobytes()
    four = zip(channels[0::4], channels[1::4], channels[2::4], channels[3::4], strict=True)
    return Counter(dict(zip(four, counts.values(), strict=True)))
