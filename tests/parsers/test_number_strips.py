"""Page numbers at the edges of a scan: lone figures are read, words and specks are none."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from parsers.number_strips import Strips, read_strips
from parsers.scan_look import PageLook

FONTS = "/usr/share/fonts/truetype"
DPI, SIZE = 150, (1240, 1754)
TEXT = "đồng chí đảng viên đã chấp hành đầy đủ nghị quyết của chi bộ"


def strips(text: str = "", *, face: str = "liberation2/LiberationSerif-Regular", specks: int = 0) -> Strips:
    """What is read of a page with `text` alone at the upper edge; `specks` are pixels wide."""
    page = Image.new("L", SIZE, 244)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(f"{FONTS}/{face}.ttf", 29)
    pen.text((664, 83), text, fill=20, font=font, anchor="ma")
    for row in range(12):
        pen.text((177, 180 + 44 * row), TEXT, fill=20, font=font)
    for x in (300, 480) if specks else ():
        pen.ellipse((x, 90, x + specks, 90 + specks), fill=30)
    grain = np.random.default_rng(2).normal(0, 4, (SIZE[1], SIZE[0]))
    grey = np.clip(np.asarray(page.filter(ImageFilter.GaussianBlur(0.6)), float) + grain, 0, 255).astype(np.uint8)
    return read_strips(PageLook(np.dstack([grey] * 3), grey, 72 / DPI), 2)


@pytest.mark.parametrize("face", ["liberation2/LiberationSerif-Regular", "dejavu/DejaVuSerif"])
@pytest.mark.parametrize("number", [2, 3, 4, 5, 6, 7, 8, 9, 10, 24, 137])
def test_lone_numbers_are_read(number: int, face: str) -> None:
    found = strips(str(number), face=face)
    assert [line.text for line in found.lines] == [str(number)]
    assert found.clear


def test_nothing_at_the_edges_is_clear() -> None:
    found = strips()
    assert found.lines == ()
    assert found.clear


def test_a_word_is_no_number() -> None:
    found = strips("Đơn vị")
    assert found.lines == ()
    assert found.clear


def test_specks_are_no_number_and_hide_none() -> None:
    found = strips(specks=12)
    assert found.lines == ()
    assert found.clear


def test_a_lone_bar_may_be_a_figure_and_is_left_open() -> None:
    found = strips("|")
    assert found.lines == ()
