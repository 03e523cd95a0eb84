"""The colours of a picture: a red seal, strokes in another colour, or both on one picture.

pdfium draws the picture at the size it has on the page (a point is a pixel), masks applied; some of its
pixels decide. Nothing is asked of large pictures: they are no seals, and decoding them costs time.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
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
LIFT = 1 << 9

Channels = tuple[bytes, bytes, bytes, bytes]  # blue, green, red, alpha

_LIGHT = bytes(value >= WHITE for value in range(256))
_SOLID = bytes(value >= OPAQUE for value in range(256))
_DARK = bytes(value < INK_DARK for value in range(256))


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
        channels = _samples(bitmap)
    finally:
        c.FPDFBitmap_Destroy(bitmap)
    return judge(channels) if channels else Colours(red=False, ink=False)  # grey: nothing red in it


def judge(channels: Channels) -> Colours:
    """Judge pixels by their channels, all at once: each sum is one large number with a lane for every pixel."""
    blue, green, red, alpha = channels
    light = _lanes(blue.translate(_LIGHT)) & _lanes(green.translate(_LIGHT)) & _lanes(red.translate(_LIGHT))
    seen = _lanes(alpha.translate(_SOLID)) & ~light
    ones = _lanes(b"\x01" * len(red))
    lifted = _lanes(red) + ones * (LIFT - REDDER_BY)  # bit 9 of the difference is set where red leads by enough
    reddish = seen & (lifted - _lanes(green) & lifted - _lanes(blue)) >> 9
    inked = seen & ~reddish & _lanes(red.translate(_DARK))
    count = seen.bit_count()
    if count < FEWEST_SEEN:
        return Colours(red=False, ink=False)
    return Colours(red=reddish.bit_count() >= RED_SHARE * count, ink=inked.bit_count() >= INK_SHARE * count)


def _lanes(channel: bytes) -> int:
    """Write the bytes of a channel into lanes of 16 bits, so that sums and differences stay in their lane."""
    wide = bytearray(2 * len(channel))
    wide[0::2] = channel
    return int.from_bytes(wide, "little")


def _samples(bitmap: Any) -> Channels | None:
    """Take the pixels of every so many rows and columns, whatever the format of the bitmap; None where it is grey."""
    form = c.FPDFBitmap_GetFormat(bitmap)
    size = {c.FPDFBitmap_BGRA: 4, c.FPDFBitmap_BGRx: 4, c.FPDFBitmap_BGR: 3}.get(form)
    if size is None:
        return None
    width, height = c.FPDFBitmap_GetWidth(bitmap), c.FPDFBitmap_GetHeight(bitmap)
    stride = c.FPDFBitmap_GetStride(bitmap)
    data = ctypes.string_at(c.FPDFBitmap_GetBuffer(bitmap), stride * height)
    step = max(1, int((width * height / MOST_SAMPLES) ** 0.5))
    rows = [data[row * stride : row * stride + width * size] for row in range(0, height, step)]
    blue, green, red = (b"".join([row[i :: size * step] for row in rows]) for i in range(3))
    if form == c.FPDFBitmap_BGRA:
        return blue, green, red, b"".join([row[3 :: size * step] for row in rows])
    return blue, green, red, b"\xff" * len(red)
