"""Draws sheet numbers as people put them on paper: pencil dark and faint, pen, numbering stamp, and what is none.

Every paper has one writer: one way to draw each figure, one slant, size and tool. Nothing here uses the readers.
"""

from __future__ import annotations

import random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Point = tuple[float, float]
FONTS = "/usr/share/fonts/truetype"
STAMP_FACES = ("dejavu/DejaVuSansMono", "liberation2/LiberationSans", "liberation2/LiberationSerif")
STAMP_INKS = ((20, 20, 25), (70, 40, 130), (30, 45, 140), (190, 40, 45))
FINER = 3  # strokes are drawn larger and made small: soft edges

# How figures are drawn by hand, on a square of 1 × 1: one or more lines of the pen, several ways each.
_WAYS: dict[str, tuple[tuple[tuple[Point, ...], ...], ...]] = {
    "0": (
        (((0.55, 0.02), (0.15, 0.25), (0.1, 0.7), (0.45, 1), (0.85, 0.75), (0.88, 0.3), (0.55, 0.02)),),
        (((0.4, 0.0), (0.05, 0.5), (0.4, 1.0), (0.8, 0.6), (0.65, 0.1), (0.3, 0.06)),),
    ),
    "1": (
        (((0.3, 0.3), (0.55, 0.02), (0.5, 1)),),
        (((0.5, 0), (0.48, 1)),),
        (((0.2, 0.35), (0.6, 0), (0.55, 1)), ((0.25, 1), (0.85, 1))),
    ),
    "2": (
        (((0.12, 0.25), (0.45, 0), (0.82, 0.2), (0.6, 0.6), (0.1, 1)), ((0.1, 1), (0.92, 0.96))),
        (((0.15, 0.2), (0.55, 0), (0.85, 0.3), (0.45, 0.7), (0.2, 0.98), (0.12, 0.8), (0.4, 0.8), (0.95, 1)),),
    ),
    "3": (
        (((0.15, 0.12), (0.55, 0), (0.8, 0.22), (0.42, 0.46), (0.85, 0.7), (0.55, 1), (0.1, 0.88)),),
        (((0.15, 0.02), (0.8, 0.02)), ((0.8, 0.02), (0.4, 0.4)), ((0.4, 0.4), (0.85, 0.65), (0.6, 1), (0.1, 0.92))),
    ),
    "4": (
        (((0.55, 0), (0.08, 0.62)), ((0.08, 0.62), (0.95, 0.6)), ((0.66, 0.35), (0.62, 1))),
        (((0.15, 0), (0.12, 0.5)), ((0.12, 0.5), (0.85, 0.5)), ((0.8, 0), (0.76, 1))),
    ),
    "5": (
        (((0.25, 0.02), (0.2, 0.45)), ((0.2, 0.45), (0.6, 0.38), (0.85, 0.7), (0.5, 1), (0.1, 0.9)),
         ((0.25, 0.02), (0.85, 0))),
        (((0.85, 0), (0.3, 0.02), (0.22, 0.42), (0.7, 0.42), (0.8, 0.8), (0.45, 1), (0.1, 0.88)),),
    ),
    "6": (
        (((0.75, 0), (0.3, 0.35), (0.15, 0.75), (0.45, 1), (0.8, 0.78), (0.55, 0.52), (0.18, 0.7)),),
        (((0.5, 0), (0.2, 0.5), (0.25, 0.95), (0.7, 0.95), (0.75, 0.62), (0.25, 0.62)),),
    ),
    "7": (
        (((0.1, 0.05), (0.88, 0.03)), ((0.88, 0.03), (0.55, 0.5), (0.42, 1))),
        (((0.1, 0.05), (0.88, 0.03)), ((0.88, 0.03), (0.4, 1)), ((0.35, 0.52), (0.85, 0.5))),
    ),
    "8": (
        (((0.75, 0.12), (0.4, 0), (0.22, 0.25), (0.7, 0.65), (0.65, 0.97), (0.25, 0.95), (0.2, 0.7), (0.75, 0.28),
          (0.75, 0.12)),),
        (((0.5, 0.46), (0.2, 0.24), (0.5, 0), (0.8, 0.22), (0.5, 0.46), (0.12, 0.76), (0.5, 1), (0.88, 0.76),
          (0.5, 0.46)),),
    ),
    "9": (
        (((0.82, 0.2), (0.45, 0), (0.15, 0.25), (0.45, 0.5), (0.8, 0.25), (0.78, 0.65), (0.65, 1)),),
        (((0.8, 0.25), (0.45, 0.02), (0.15, 0.28), (0.5, 0.48), (0.8, 0.25), (0.72, 0.8), (0.4, 1), (0.12, 0.9)),),
    ),
    "a": ((((0.8, 0.5), (0.45, 0.4), (0.15, 0.7), (0.4, 1), (0.8, 0.7), (0.8, 0.45), (0.82, 0.9), (0.98, 1)),),),
}  # fmt: skip


class Writer:
    """Numbers the sheets of one paper, always with the same hand and tool."""

    def __init__(self, seed: str, dpi: int) -> None:
        self.random = chance = random.Random(seed)
        self.mm = dpi / 25.4
        self.grain = np.random.default_rng(chance.randrange(1 << 30))
        self.tool = chance.choices(("pencil", "faint", "pen", "stamp"), (40, 20, 20, 20))[0]
        self.ways = {figure: chance.choice(ways) for figure, ways in _WAYS.items()}
        self.slant = chance.uniform(-0.1, 0.32)
        self.size = chance.uniform(3.8, 7.5) * self.mm
        self.narrow = chance.uniform(0.5, 0.72)
        self.at = chance.uniform(6, 30), chance.uniform(4, 12)  # mm from the right edge, mm from the upper one
        self.face, self.ink = chance.choice(STAMP_FACES), chance.choice(STAMP_INKS)
        self.zeros = 2 if chance.random() < 0.4 else 3 if self.tool == "stamp" and chance.random() < 0.3 else 1
        self.round = self.tool in ("pen", "pencil") and chance.random() < 0.08  # a ring around it
        self.duplex = chance.random() < 0.25  # both sides are printed, fronts only are numbered
        self.next = chance.randint(1, 150)
        self.inserted = chance.randint(2, 5) if chance.random() < 0.06 else 0  # this many sheets on, one was put in

    def number(self, index: int) -> str | None:
        """Give what is written on page `index` (from 0) of the paper, or nothing on a back."""
        if self.duplex and index % 2:
            return None
        self.inserted -= 1
        if self.inserted == 0:
            return f"{self.next - 1:0{self.zeros}}a"
        self.next += 1
        return f"{self.next - 1:0{self.zeros}}"

    def put(self, page: Image.Image, text: str) -> None:
        """Write a number into the upper right corner of a page, where there is room."""
        for spread in range(1, 40):
            right = page.width - (self.at[0] + self.random.gauss(0, 0.8 * spread)) * self.mm
            right = max(page.width - 38 * self.mm, min(right, page.width - 4 * self.mm))
            top = min(max(2.5, self.at[1] + self.random.gauss(0, 0.6 * spread)), 16) * self.mm
            if self._is_free(page, right, top, len(text)):
                break
        if self.tool == "stamp":
            self._stamp(page, text, right, top)
        else:
            self._write(page, text, right, top)

    def _is_free(self, page: Image.Image, right: float, top: float, figures: int) -> bool:
        room, edge = self.size * 0.55, self.size * (0.75 if self.round else 0.1)
        box = (right - figures * self.size - room, top - edge, right + room, top + self.size * 1.25 + edge)
        return page.crop(tuple(map(int, box))).convert("L").getextrema()[0] > 150

    def _stamp(self, page: Image.Image, text: str, right: float, top: float) -> None:
        font = ImageFont.truetype(f"{FONTS}/{self.face}-Bold.ttf", int(self.size * 1.15))
        width = font.getlength(text)
        layer = Image.new("L", (int(width) + 20, int(self.size * 1.9)), 0)
        ImageDraw.Draw(layer).text((8, 4), text, fill=self.random.randint(150, 255), font=font)
        layer = layer.rotate(self.random.gauss(0, 2), Image.Resampling.BILINEAR)
        page.paste(self.ink, (int(right - width), int(top)), layer)

    def _write(self, page: Image.Image, text: str, right: float, top: float) -> None:
        step = self.size * self.narrow * self.random.uniform(1.05, 1.3)
        width, height = int(step * len(text) + self.size), int(self.size * 1.9)
        layer = Image.new("L", (width * FINER, height * FINER), 0)
        pen = ImageDraw.Draw(layer)
        thick = self.random.uniform(0.28, 0.55) * self.mm * FINER
        for place, figure in enumerate(text):
            corner = self.size * 0.4 + place * step, self.size * 0.4 + self.random.gauss(0, 0.04) * self.size
            self._figure(pen, figure, corner, thick)
        if self.round:
            box = [self.size * 0.05, self.size * 0.05, step * len(text) + self.size * 0.7, self.size * 1.75]
            pen.ellipse([side * FINER for side in box], outline=255, width=max(1, int(thick)))
        layer = layer.resize((width, height), Image.Resampling.LANCZOS)
        edge = self.size * 0.4
        page.paste(self._colour(), (int(right - width + edge), int(top - edge)), self._worn(layer))

    def _figure(self, pen: ImageDraw.ImageDraw, figure: str, corner: Point, thick: float) -> None:
        size = self.size * self.random.uniform(0.88, 1.12)
        for way in self.ways[figure]:
            shaken = [(x + self.random.gauss(0, 0.045), y + self.random.gauss(0, 0.045)) for x, y in way]
            points = [
                ((corner[0] + (x * self.narrow + (0.5 - y) * self.slant * 0.6) * size) * FINER,
                 (corner[1] + y * size) * FINER)
                for x, y in _smooth(shaken)
            ]  # fmt: skip
            pen.line(points, fill=255, width=max(1, int(thick * self.random.uniform(0.85, 1.15))), joint="curve")

    def _colour(self) -> tuple[int, int, int]:
        if self.tool == "pen":
            return self.random.choice(((25, 40, 140), (40, 60, 165), (30, 30, 35)))
        shade = self.random.randint(150, 185) if self.tool == "faint" else self.random.randint(65, 125)
        return shade, shade, shade + 4

    def _worn(self, layer: Image.Image) -> Image.Image:
        """Give pencil its grain: the paper shows through the stroke."""
        if self.tool == "pen":
            return layer
        holes = self.grain.normal(0.82, 0.22, (layer.height, layer.width)).clip(0.25, 1) * 255
        grain = Image.fromarray(holes.astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))
        return ImageChops.multiply(layer, grain)


def _smooth(points: list[Point]) -> list[Point]:
    """Give a soft line through the points (Catmull and Rom)."""
    if len(points) < 3:
        return points
    ends = [points[0], *points, points[-1]]
    soft: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for part in range(6):
            t = part / 6
            soft.append(tuple(_between(*values, t) for values in zip(a, b, c, d, strict=True)))  # type: ignore[arg-type]
    return [*soft, points[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def litter(page: Image.Image, chance: random.Random, mm: float) -> None:
    """Put what is no number into the corner of some pages: a form's name, a fold, the dark edge of a scanner."""
    pen = ImageDraw.Draw(page)
    what = chance.random()
    if what < 0.10:
        font = ImageFont.truetype(f"{FONTS}/liberation2/LiberationSerif-Italic.ttf", int(4.2 * mm))
        text = f"Mẫu {chance.randint(1, 40):02}-KTĐV"
        pen.text((page.width - chance.uniform(14, 20) * mm, chance.uniform(6, 12) * mm), text, fill=(15, 15, 15),
                 font=font, anchor="ra")  # fmt: skip
    elif what < 0.18:
        x = page.width - chance.uniform(15, 40) * mm
        pen.line((x, 0, page.width, page.width - x), fill=(205, 205, 205), width=3)
    elif what < 0.26:
        edge = page.width - chance.uniform(0.5, 2.2) * mm
        pen.rectangle((edge, 0, page.width, page.height), fill=(60, 60, 60))


def shine_through(page: Image.Image, back: Image.Image, share: float) -> Image.Image:
    """Let the other side of the paper show, mirrored and soft."""
    mirrored = back.convert("RGB").transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(1.5))
    pale = Image.blend(mirrored.resize(page.size), Image.new("RGB", page.size, "white"), 1 - share)
    return ImageChops.multiply(page.convert("RGB"), pale)
