"""The pictures behind the pages of a scanned PDF or an image file, drawn one at a time and never kept."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from parsers.ocr import Picture
from parsers.pdf import open_pdf
from parsers.problems import FileProblem
from parsers.scan_quality import Quality, of_image, of_pdf_page

MOST_PIXELS = 120_000_000  # of a picture in a file
MAX_SIDE = 5_000  # pixels drawn
MAX_PAGE_SIDE = 14_400.0  # points (200 inches)
MAX_FRAMES = 1_000  # of an image file; none is left out unseen, so a file with more is not read at all
A4 = (595.0, 842.0)
USUAL_DPI = (60, 800)

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = frozenset(_TURNS[tag] for tag in (5, 6, 7, 8))  # turned by a quarter


class Pictures(Protocol):
    """The pages of a file as pictures, from 0."""

    def draw(self, page: int, dpi: int) -> Picture:
        """Draw one page in red, green and blue; raises FileProblem."""

    def quality(self, page: int) -> Quality:
        """Tell how well one page was scanned."""


class PdfPictures:
    """The pages of a PDF and their sizes in points, drawn with the appearances of its signature fields."""

    def __init__(self, pdf: pdfium.PdfDocument, sizes: Sequence[tuple[float, float]]) -> None:
        self._pdf = pdf
        self.sizes = tuple(sizes)

    def draw(self, page: int, dpi: int) -> Picture:
        """Draw one page."""
        side = max(self.sizes[page])
        if not 0 < side <= MAX_PAGE_SIDE:
            raise FileProblem("too-large", "page size")
        scale = min(dpi / 72, MAX_SIDE / side)
        try:
            with (
                closing(self._pdf[page]) as opened,
                closing(opened.render(scale=scale, may_draw_forms=True, rev_byteorder=True)) as bitmap,
            ):
                return _three_channels(bitmap.to_numpy())
        except (pdfium.PdfiumError, MemoryError, ValueError) as error:
            raise FileProblem("damaged", type(error).__name__) from error

    def quality(self, page: int) -> Quality:
        """Tell how well one page was scanned."""
        try:
            with closing(self._pdf[page]) as opened:
                return of_pdf_page(opened)
        except pdfium.PdfiumError:
            return Quality()


class ImagePictures:
    """The frames of an image file as pages, and their sizes in points."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        with _guarded():
            frames = int(getattr(image, "n_frames", 1))
        if frames > MAX_FRAMES:
            raise FileProblem("limit", "pages")
        self.sizes = tuple(self._size(frame) for frame in range(frames))

    def draw(self, page: int, dpi: int) -> Picture:
        """Draw one frame at the scale of its page."""
        with _guarded():
            self._image.seek(page)
            width, height = (max(1, round(side * dpi / 72)) for side in self.sizes[page])
            turn = _turn(self._image)
            lying = (height, width) if turn in _LYING else (width, height)
            self._image.draft("RGB", lying)
            picture = _on_white(self._image).resize(lying, Image.Resampling.BILINEAR)
            return np.asarray(picture.transpose(turn) if turn is not None else picture)

    def quality(self, page: int) -> Quality:
        """Tell how well one frame was scanned."""
        with _guarded():
            self._image.seek(page)
            return of_image(self._image)

    def _size(self, frame: int) -> tuple[float, float]:
        """Give the size of a frame as a page; photographs have no size of their own and are taken for A4."""
        with _guarded():
            self._image.seek(frame)
            width, height = self._image.size
            lies = _turn(self._image) in _LYING
            dpi = float((self._image.info.get("dpi") or (0, 0))[0] or 0)
        if width * height > MOST_PIXELS:
            raise FileProblem("too-large", "pixels")
        if lies:
            width, height = height, width
        if USUAL_DPI[0] < dpi < USUAL_DPI[1] and 300 < max(width, height) / dpi * 72 < 1_400:
            return width * 72 / dpi, height * 72 / dpi
        return width * max(A4) / max(width, height), height * max(A4) / max(width, height)


class BoundPictures:
    """The pages of several files in a row, one file open at a time."""

    def __init__(self, files: Sequence[tuple[Callable[[], AbstractContextManager[Pictures]], int]]) -> None:
        self._files = tuple(files)  # what opens each, and how many pages it has
        self._stack = ExitStack()
        self._opened: tuple[int, Pictures] | None = None

    def draw(self, page: int, dpi: int) -> Picture:
        """Draw one page."""
        place, own = self._own(page)
        return self._open(place).draw(own, dpi)

    def quality(self, page: int) -> Quality:
        """Tell how well one page was scanned."""
        place, own = self._own(page)
        return self._open(place).quality(own)

    def close(self) -> None:
        """Close the file that is open."""
        self._opened = None
        self._stack.close()

    def _own(self, page: int) -> tuple[int, int]:
        place = 0
        while page >= self._files[place][1]:
            page -= self._files[place][1]
            place += 1
        return place, page

    def _open(self, place: int) -> Pictures:
        if self._opened is None or self._opened[0] != place:
            self.close()
            self._opened = place, self._stack.enter_context(self._files[place][0]())
        return self._opened[1]


@contextmanager
def pdf_pictures(data: bytes | Path, sizes: Sequence[tuple[float, float]]) -> Iterator[PdfPictures]:
    """Open the pages of a PDF for drawing."""
    with closing(open_pdf(data)) as pdf:
        pdf.init_forms()
        yield PdfPictures(pdf, sizes)


@contextmanager
def image_pictures(data: bytes | Path) -> Iterator[ImagePictures]:
    """Open the frames of an image file for drawing; raises FileProblem."""
    with _guarded():
        image = Image.open(data if isinstance(data, Path) else io.BytesIO(data))
    with image:
        yield ImagePictures(image)


@contextmanager
def _guarded() -> Iterator[None]:
    """Name what is wrong with an image; Pillow raises whatever a broken file makes it stumble over."""
    try:
        yield
    except Image.DecompressionBombError as error:
        raise FileProblem("too-large", "pixels") from error
    except Exception as error:
        raise FileProblem("damaged", type(error).__name__) from error


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Give how a camera says its picture must be turned to stand as it was taken."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except (OSError, ValueError, SyntaxError, TypeError, KeyError):  # a damaged note of the camera says nothing
        return None


def _three_channels(picture: Picture) -> Picture:
    if picture.ndim == 2:
        return np.repeat(picture[:, :, None], 3, axis=2)
    return np.ascontiguousarray(picture[:, :, :3])


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    if image.mode.startswith("I") or image.mode == "F":
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    return image.convert("RGB")
