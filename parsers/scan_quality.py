"""How well a page was scanned: the resolution and the colours of the picture in the file, and whether it is PDF/A."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as c

from parsers.raw import RawPage
from parsers.scan_notes import ARCHIVAL, SEARCHABLE

if TYPE_CHECKING:
    from PIL import Image

SEARCHABLE_TEXT = 25  # characters on a page with a text layer
LEAST_SHARE = 0.02  # of the page: smaller pictures are no part of the scan
MOST_PICTURES = 200
LARGEST_METADATA = 1 << 20
USUAL_DPI = (60, 1300)

_DEPTHS = {1: "line", 24: "colour", 32: "colour"}  # bits a pixel; 8 may be grey or a palette
_GREY_SPACES = frozenset({c.FPDF_COLORSPACE_DEVICEGRAY, c.FPDF_COLORSPACE_CALGRAY})
_ORDER = (None, "line", "grey", "colour")  # the worst first
_METADATA = re.compile(rb"/Subtype\s*/XML\b.{0,400}?stream\r?\n", re.DOTALL)
_MARK = b"pdfaid"


@dataclass(frozen=True, slots=True)
class Quality:
    """Dots an inch and depth (`colour`, `grey`, `line`: black and white only) of a page; None where nobody knows."""

    dpi: int | None = None
    depth: str | None = None


def of_pdf_page(page: pdfium.PdfPage) -> Quality:
    """Look at the pictures a scanned page is made of: strips and layers count by the best of them."""
    width, height = page.get_size()
    found = [_of_picture(picture, width * height) for picture in _pictures(page)]
    dots = [each.dpi for each in found if each.dpi]
    return Quality(max(dots, default=None), max((each.depth for each in found), key=_ORDER.index, default=None))


def _pictures(page: pdfium.PdfPage) -> Iterable[pdfium.PdfImage]:
    for count, picture in enumerate(page.get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE,), max_depth=2)):
        if count >= MOST_PICTURES:
            return
        if isinstance(picture, pdfium.PdfImage):
            yield picture


def _of_picture(picture: pdfium.PdfImage, page_area: float) -> Quality:
    left, bottom, right, top = picture.get_bounds()
    area = abs(right - left) * abs(top - bottom)
    if area < LEAST_SHARE * page_area:
        return Quality()
    wide, high = picture.get_px_size()
    dpi = round(((wide * high) / area) ** 0.5 * 72)  # the same whichever way the picture is turned
    return Quality(dpi if USUAL_DPI[0] < dpi < USUAL_DPI[1] else None, _depth(picture))


def _depth(picture: pdfium.PdfImage) -> str | None:
    try:
        about = picture.get_metadata()
    except pdfium.PdfiumError:
        return None
    if about.bits_per_pixel == 8 and about.colorspace in _GREY_SPACES:
        return "grey"
    return _DEPTHS.get(about.bits_per_pixel)


def of_image(image: Image.Image) -> Quality:
    """Look at an image file; one that does not say its resolution, as photographs, tells none."""
    dots = round(float((image.info.get("dpi") or (0, 0))[0] or 0))
    depth = {"1": "line", "L": "grey", "RGB": "colour", "RGBA": "colour", "CMYK": "colour", "YCbCr": "colour"}
    return Quality(dots if 100 <= dots < USUAL_DPI[1] else None, depth.get(image.mode))


def file_notes(data: Path | bytes, pages: Iterable[RawPage]) -> tuple[str, ...]:
    """Say of a scanned PDF whether it is PDF/A and whether all its pages carry a text layer."""
    found = (SEARCHABLE, all(page.text_length >= SEARCHABLE_TEXT for page in pages)), (ARCHIVAL, is_archival(data))
    return tuple(note for note, holds in found if holds)


def is_archival(data: Path | bytes) -> bool:
    """Tell whether the metadata of a PDF call it PDF/A."""
    whole = data.read_bytes() if isinstance(data, Path) else data
    if _MARK in whole:
        return True
    found = (whole[match.end() : match.end() + LARGEST_METADATA] for match in _METADATA.finditer(whole))
    return any(_MARK in _unpacked(packed) for packed in found)


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, LARGEST_METADATA)
    except zlib.error:
        return b""
