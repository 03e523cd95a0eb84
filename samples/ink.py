"""Signatures and seals as small pictures, drawn from a name so that every person always signs alike."""

from __future__ import annotations

import functools
import hashlib
import io
import math
from collections.abc import Iterator

from PIL import Image, ImageDraw

_BLUE = (24, 42, 120)
_RED = (206, 32, 41)


def strokes(name: str) -> list[list[tuple[float, float]]]:
    """Return the pen strokes of a signature in a box 3 wide and 1 high."""
    numbers = _numbers(name)
    loops = 5 + int(next(numbers) * 4)
    main = _wave(loops, 0.25 + next(numbers) * 0.15, 0.35 + next(numbers) * 0.2, next(numbers))
    tail = [(0.3 + t * 2.5 / 12, 0.78 - 0.12 * math.sin(t / 2.4) - 0.01 * t) for t in range(13)]
    first = [(0.15 + 0.3 * math.sin(t / 3), 0.5 - 0.4 * math.cos(t / 3)) for t in range(14)]
    return [first, main, tail]


def _wave(loops: int, height: float, middle: float, phase: float) -> list[tuple[float, float]]:
    points = []
    for step in range(loops * 10 + 1):
        turn = step / 10
        fade = 1 - 0.55 * turn / loops
        x = 0.35 + 2.2 * turn / loops + 0.12 * math.sin(2 * math.pi * turn)
        y = middle - height * fade * math.cos(2 * math.pi * turn + phase) * (0.7 + 0.3 * math.sin(turn * 2.3))
        points.append((x, y))
    return points


def _numbers(name: str) -> Iterator[float]:
    seed = name.encode()
    while True:
        seed = hashlib.sha256(seed).digest()
        yield from (byte / 255 for byte in seed)


@functools.cache
def signature_png(name: str) -> bytes:
    """Return a transparent PNG of the signature of `name`."""
    scale = 4
    shape = Image.new("L", (150 * scale, 50 * scale), 0)
    pen = ImageDraw.Draw(shape)
    for line in strokes(name):
        pen.line([(x * 50 * scale, y * 50 * scale) for x, y in line], fill=255, width=6, joint="curve")
    return _png(shape.resize((150, 50), Image.Resampling.LANCZOS), _BLUE)


@functools.cache
def seal_png() -> bytes:
    """Return a transparent PNG of a plain round red seal: rings and a star, no words."""
    scale, size = 4, 130
    shape = Image.new("L", (size * scale, size * scale), 0)
    pen = ImageDraw.Draw(shape)
    for inset, width in ((2, 3), (8, 1), (34, 1)):
        box = (inset * scale, inset * scale, (size - inset) * scale, (size - inset) * scale)
        pen.ellipse(box, outline=205, width=width * scale)
    pen.polygon(_star(size * scale / 2, 24 * scale), fill=205)
    for turn in range(24):
        _tick(pen, size * scale / 2, turn, scale)
    return _png(shape.resize((size, size), Image.Resampling.LANCZOS), _RED)


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * corner / 5 - math.pi / 2
        points.append((middle + reach * math.cos(angle), middle + reach * math.sin(angle)))
    return points


def _tick(pen: ImageDraw.ImageDraw, middle: float, turn: int, scale: int) -> None:
    """Stand-ins for the letters round the edge."""
    angle = 2 * math.pi * turn / 24
    ends = [(middle + reach * math.cos(angle), middle + reach * math.sin(angle)) for reach in (38 * scale, 50 * scale)]
    pen.line(ends, fill=205, width=3 * scale)


def _png(shape: Image.Image, colour: tuple[int, int, int]) -> bytes:
    """One colour everywhere, the shape as its transparency in sixteen steps."""
    picture = Image.new("RGBA", shape.size, (*colour, 0))
    picture.putalpha(shape.point(lambda value: min(255, value // 16 * 17)))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
