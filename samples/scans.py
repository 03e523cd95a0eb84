"""Papers as a scanner and a telephone see them: pages drawn as pictures, a little askew, with pencil sheet numbers."""

from __future__ import annotations

import hashlib
import io
import time
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from draw_pdf import FONTS
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
QUALITY = 20
_PAPER = (250, 249, 245)
_PENCIL = (96, 96, 102)
_TURNED = 6  # the EXIF word of a camera held on its side
_LONG_AGO = time.gmtime(0)


@dataclass
class Sheets:
    """The scanned sheets of a dossier in order; `plain`: places (from 1) without a number, `over`: on their head."""

    plain: set[int] = field(default_factory=set)
    over: set[int] = field(default_factory=set)
    count: int = 0

    def scan(self, pdf: bytes) -> list[Image.Image]:
        """Return the pages of a paper as pictures, numbered on."""
        with pdfium.PdfDocument(pdf) as opened:
            drawn = [page.render(scale=DPI / 72, may_draw_forms=False).to_pil().convert("RGB") for page in opened]
        return [self._sheet(page) for page in drawn]

    def _sheet(self, page: Image.Image) -> Image.Image:
        self.count += 1
        chance = hashlib.sha256(f"sheet {self.count}".encode()).digest()
        if self.count not in self.plain:
            _pencil(page, self.count, chance)
        askew = (chance[0] / 255 - 0.5) * 1.2  # degrees
        page = page.rotate(askew, Image.Resampling.BICUBIC, fillcolor="white").filter(ImageFilter.GaussianBlur(0.5))
        toned = Image.blend(page, Image.new("RGB", page.size, _PAPER), 0.06)
        return toned.rotate(180) if self.count in self.over else toned


def _pencil(page: Image.Image, number: int, chance: bytes) -> None:
    """Write a number in the upper right corner, a little larger and more slanted than print."""
    font = ImageFont.truetype(str(FONTS / "LiberationSans-Italic.ttf"), 58)
    x, y = page.width - 144 - chance[1] // 16, 70 + chance[2] // 16
    ImageDraw.Draw(page).text((x, y), f"{number:02d}", font=font, fill=_PENCIL, stroke_width=1)


def as_pdf(pages: list[Image.Image]) -> bytes:
    """Bind pictures to one PDF, as a scanner with a feeder does."""
    out = io.BytesIO()
    pages[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=DPI,
        quality=QUALITY,
        creationDate=_LONG_AGO,
        modDate=_LONG_AGO,
    )
    return out.getvalue()


def as_photo(page: Image.Image, *, lying: bool = False) -> bytes:
    """Return one page as a telephone stores it; `lying`: held on its side, with the word that says so."""
    exif = Image.Exif()
    if lying:
        exif[0x0112] = _TURNED
        page = page.transpose(Image.Transpose.ROTATE_90)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=QUALITY, exif=exif)
    return out.getvalue()
