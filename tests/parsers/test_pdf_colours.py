"""The colours of a picture, judged by all pixels at once: the same as pixel by pixel."""

from __future__ import annotations

import random

from parsers import pdf_colours as colours
from parsers.pdf_colours import Colours, judge

RED, BLACK, PAPER, CLEAR = (40, 30, 200, 255), (20, 20, 20, 255), (250, 250, 250, 255), (0, 0, 255, 0)


def of(pixels: list[tuple[int, int, int, int]]) -> Colours:
    return judge(tuple(bytes(channel) for channel in zip(*pixels, strict=True)))  # type: ignore[arg-type]


def one_by_one(pixels: list[tuple[int, int, int, int]]) -> Colours:
    seen = [p for p in pixels if p[3] >= colours.OPAQUE and min(p[:3]) < colours.WHITE]
    red = [p for p in seen if p[2] - p[1] >= colours.REDDER_BY and p[2] - p[0] >= colours.REDDER_BY]
    ink = [p for p in seen if p not in red and p[2] < colours.INK_DARK]
    if len(seen) < colours.FEWEST_SEEN:
        return Colours(red=False, ink=False)
    return Colours(red=len(red) >= colours.RED_SHARE * len(seen), ink=len(ink) >= colours.INK_SHARE * len(seen))


def test_a_seal_and_a_signature() -> None:
    assert of([RED] * 40 + [PAPER] * 60) == Colours(red=True, ink=False)
    assert of([BLACK] * 40 + [PAPER] * 60) == Colours(red=False, ink=True)
    assert of([RED] * 40 + [BLACK] * 20) == Colours(red=True, ink=True)


def test_what_is_clear_or_paper_shows_nothing() -> None:
    assert of([CLEAR] * 100 + [PAPER] * 100 + [RED] * 11) == Colours(red=False, ink=False)


def test_all_at_once_is_the_same_as_one_by_one() -> None:
    chance = random.Random(7)
    edges = (0, 44, 45, 46, 63, 64, 149, 150, 199, 200, 255)
    seen = set()
    for _ in range(400):
        palette = [tuple(chance.choice(edges) for _ in range(4)) for _ in range(chance.randint(1, 4))]
        pixels = [chance.choice(palette) for _ in range(chance.randint(1, 80))]
        assert of(pixels) == one_by_one(pixels), pixels  # type: ignore[arg-type]
        seen.add(of(pixels))  # type: ignore[arg-type]
    assert len(seen) == 4
