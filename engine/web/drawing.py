"""Pictures of places for the page: a strip around the place, or the whole page with the place marked."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw

from parsers.listing import read_listed
from parsers.problems import FileProblem
from parsers.render import render_page

DPI = 110
SMALL_DPI = 40
_AROUND = 1.0  # inches shown above and below the place
_NARROW = 4.0  # inches
_HEAD = 1.5  # inches of the head of a page where no place is known
_MARK = (164, 31, 31)
_REDUCED = 0.4
_DARK = 140  # grey levels of ink, of 256
_DUST = 0.0005  # of the area

Box = tuple[float, float, float, float]
Extent = Literal["page", "small", "strip", "narrow"]


def draw_place(
    root: Path,
    name: str,
    page: int,
    size: tuple[float, float] | None,
    box: Box | None,
    extent: Extent,
    turned: float = 0,
) -> object:
    """Return ("png", bytes, width, height), or None where there is no picture to be had.

    `extent`: the whole page, the same small, a strip of full width, or one narrow enough for a telephone; `size` is
    the page in points, `box` the place in points from the top left of the page set upright, which takes a turn by
    `turned` degrees.
    """
    try:
        image = _opened(read_listed(root, name), page, SMALL_DPI if extent == "small" else DPI, turned if box else 0)
    except (FileProblem, OSError, ValueError):
        return None
    drawn = _cut(_marked(image, size, box), size, box, extent)
    stream = io.BytesIO()
    drawn.quantize(64).save(stream, "PNG", optimize=False)
    return "png", stream.getvalue(), *drawn.size


def _opened(data: bytes, page: int, dpi: int, turned: float) -> Image.Image:
    with Image.open(io.BytesIO(render_page(data, page, dpi, turned))) as image:
        return image.convert("RGB")


def _cut(image: Image.Image, size: tuple[float, float] | None, box: Box | None, extent: Extent) -> Image.Image:
    """Cut out what is to be shown; a head with nothing on it says nothing, so the whole page stands for it, small."""
    if extent not in ("strip", "narrow"):
        return image
    strip = image.crop(_strip(image, size, box))
    if box is None and _is_blank(strip):
        return image.resize((round(image.width * _REDUCED), round(image.height * _REDUCED)))
    return strip.crop(_middle(strip, size, box)) if extent == "narrow" else strip


def _is_blank(image: Image.Image) -> bool:
    """True for bare paper, with the dust of a scanner."""
    dark = sum(image.convert("L").histogram()[:_DARK])
    return dark < image.width * image.height * _DUST


def _scale(image: Image.Image, size: tuple[float, float] | None) -> float:
    return image.width / size[0] if size and size[0] > 0 else DPI / 72


def _marked(image: Image.Image, size: tuple[float, float] | None, box: Box | None) -> Image.Image:
    if box is not None:
        left, top, right, bottom = (value * _scale(image, size) for value in box)
        frame = (min(left, right) - 6, min(top, bottom) - 5, max(left, right) + 6, max(top, bottom) + 5)
        ImageDraw.Draw(image).rectangle(frame, outline=_MARK, width=3)
    return image


def _strip(image: Image.Image, size: tuple[float, float] | None, box: Box | None) -> tuple[int, int, int, int]:
    inch = 72 * _scale(image, size)
    if box is None:
        return 0, 0, image.width, max(1, min(image.height, round(_HEAD * inch)))
    top = max(0, round(min(box[1], box[3]) * _scale(image, size) - _AROUND * inch))
    bottom = min(image.height, round(max(box[1], box[3]) * _scale(image, size) + _AROUND * inch))
    return 0, min(top, image.height - 1), image.width, max(top + 1, bottom)


def _middle(image: Image.Image, size: tuple[float, float] | None, box: Box | None) -> tuple[int, int, int, int]:
    """Return the columns around the place; page numbers, where no place is known, stand in the middle."""
    scale = _scale(image, size)
    wide = round(_NARROW * 72 * scale)
    centre = (box[0] + box[2]) / 2 * scale if box else image.width / 2
    left = max(0, min(round(centre - wide / 2), image.width - wide))
    return left, 0, min(image.width, left + wide), image.height
