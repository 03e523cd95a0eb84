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


def render_page(data: bytes | Path, page: int, dpi: int = 72, turned: float = 0) -> bytes:
    """Draw one page (from 1) of a PDF or a picture file as PNG; raises FileProblem where it cannot be drawn.

    `turned`: degrees to turn it by clockwise, so that it stands as it was read: quarters, and less to straighten it
    within its edges. A picture is drawn as large as the page it was taken for.
    """
    is_pdf = _head(data).lstrip().startswith(b"%PDF")
    image = _pdf_page(data, page, dpi) if is_pdf else _picture(data, page, dpi)
    return _png(_upright(image, turned))


def _upright(image: Image.Image, turned: float) -> Image.Image:
    quarters = round(turned / 90) * 90
    image = image.rotate(-quarters, expand=True) if quarters else image
    skew = quarters - turned
    return image.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white") if skew else image


def _head(data: bytes | Path) -> bytes:
    if isinstance(data, bytes):
        return data[:1024]
    try:
        with data.open("rb") as stream:
            return stream.read(1024)
    except OSError as error:
        raise FileProblem("no-access", type(error).__name__) from error


def _pdf_page(data: bytes | Path, page: int, dpi: int) -> Image.Image:
    with closing(open_pdf(data)) as pdf:
        if not 1 <= page <= len(pdf):
            raise FileProblem("damaged", "no such page")
        try:
            with closing(pdf[page - 1]) as opened:
                return _draw(opened, dpi)
        except (pdfium.PdfiumError, MemoryError, ValueError) as error:
            raise FileProblem("damaged", type(error).__name__) from error


def _picture(data: bytes | Path, page: int, dpi: int) -> Image.Image:
    from parsers.scan_pictures import image_pictures  # noqa: PLC0415 - numpy is loaded where there is a picture only

    with image_pictures(data) as pictures:
        if not 1 <= page <= len(pictures.sizes):
            raise FileProblem("damaged", "no such page")
        largest = max(pictures.sizes[page - 1])
        return Image.fromarray(pictures.draw(page - 1, min(max(dpi, 1), int(MAX_SIDE / largest * 72))))


def _draw(page: pdfium.PdfPage, dpi: int) -> Image.Image:
    width, height = page.get_size()
    if not 0 < max(width, height) <= MAX_PAGE_SIDE:
        raise FileProblem("too-large", "page size")
    scale = min(max(dpi, 1) / 72, MAX_SIDE / max(width, height))
    with closing(page.render(scale=scale, may_draw_forms=True)) as bitmap:
        image: Image.Image = bitmap.to_pil().copy()
        return image


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
