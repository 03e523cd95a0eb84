"""Draws pages of a PDF, and pictures, as small PNG images for reports."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from parsers.pdf import open_pdf
from parsers.problems import FileProblem

MAX_SIDE = 5_000  # pixels
MAX_PAGE_SIDE = 14_400.0  # points (200 inches): larger pages are not drawn at all
MAX_IMAGE_PIXELS = 120_000_000


def render_page(data: bytes | Path, page: int, dpi: int = 72) -> bytes:
    """Draw one page (from 1) as PNG; raises FileProblem where it cannot be drawn."""
    with closing(open_pdf(data)) as pdf:
        if not 1 <= page <= len(pdf):
            raise FileProblem("damaged", "no such page")
        try:
            with closing(pdf[page - 1]) as opened:
                return _draw(opened, dpi)
        except (pdfium.PdfiumError, MemoryError, ValueError) as error:
            raise FileProblem("damaged", type(error).__name__) from error


def render_image(data: bytes | Path, max_side: int = 1_200) -> bytes:
    """Shrink a picture file to a PNG of at most `max_side` pixels."""
    try:
        with Image.open(data if isinstance(data, Path) else io.BytesIO(data)) as image:
            if image.width * image.height > MAX_IMAGE_PIXELS:
                raise FileProblem("too-large")
            image.draft("RGB", (max_side, max_side))  # a JPEG is decoded smaller at once
            small = image.convert("RGB")
            small.thumbnail((max_side, max_side))
            return _png(small)
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as error:
        raise FileProblem("damaged", type(error).__name__) from error


def _draw(page: pdfium.PdfPage, dpi: int) -> bytes:
    width, height = page.get_size()
    if not 0 < max(width, height) <= MAX_PAGE_SIDE:
        raise FileProblem("too-large", "page size")
    scale = min(max(dpi, 1) / 72, MAX_SIDE / max(width, height))
    with closing(page.render(scale=scale, may_draw_forms=True)) as bitmap:
        return _png(bitmap.to_pil())


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
