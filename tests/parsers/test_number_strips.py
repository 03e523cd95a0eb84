"""Page numbers at the edges of a scan: lone figures are read, words and specks are none."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from parsers import number_strips
from parsers.number_strips import Strips, read_strips
from parsers.scan_look import PageLook

FONTS = "/usr/share/fonts/truetype"
DPI, SIZE = 150, (1240, 1754)
TEXT = "đồng chí đảng viên đã chấp hành đầy đủ nghị quyết của chi bộ"


def page_with(text: str = "", *, face: str = "liberation2/LiberationSerif-Regular", size: int = 29) -> Image.Image:
    """Draw a page with `text` alone at the upper edge, twelve lines below it."""
    page = Image.new("L", SIZE, 244)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(f"{FONTS}/{face}.ttf", size)
    pen.text((664, 83), text, fill=20, font=font, anchor="ma")
    body = ImageFont.truetype(f"{FONTS}/{face}.ttf", 29)
    for row in range(12):
        pen.text((177, 180 + 44 * row), TEXT, fill=20, font=body)
    return page


def read(page: Image.Image) -> Strips:
    """What is read of a page once it was scanned in grey."""
    grain = np.random.default_rng(2).normal(0, 4, (SIZE[1], SIZE[0]))
    grey = np.clip(np.asarray(page.filter(ImageFilter.GaussianBlur(0.6)), float) + grain, 0, 255).astype(np.uint8)
    return read_strips(PageLook(np.dstack([grey] * 3), grey, 72 / DPI), 2)


def strips(text: str = "", *, face: str = "liberation2/LiberationSerif-Regular", specks: int = 0) -> Strips:
    """What is read of a page with `text` alone at the upper edge; `specks` are pixels wide."""
    page = page_with(text, face=face)
    pen = ImageDraw.Draw(page)
    for x in (300, 480) if specks else ():
        pen.ellipse((x, 90, x + specks, 90 + specks), fill=30)
    return read(page)


def seal(page: Image.Image, middle: tuple[int, int], words: str = "XHCN VIỆT NAM * XÃ AN HÒA * ") -> None:
    """Put a seal in black on a page: two circles, words between them."""
    radius = 102
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(f"{FONTS}/liberation2/LiberationSans-Regular.ttf", 20)
    for size, width in ((radius, 4), (radius * 0.6, 2)):
        box = [(middle[0] - size, middle[1] - size), (middle[0] + size, middle[1] + size)]
        pen.ellipse(box, outline=20, width=width)
    for step, letter in enumerate(words):
        angle = step / 26 * 2 * math.pi - 1.6
        at = middle[0] + math.cos(angle) * radius * 0.8, middle[1] + math.sin(angle) * radius * 0.8
        pen.text(at, letter, fill=20, font=font, anchor="mm")


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
    assert not found.clear


def test_what_a_staple_left_is_no_number() -> None:
    page = page_with()
    ImageDraw.Draw(page).line((200, 90, 204, 102), fill=20, width=3)
    assert read(page) == Strips((), clear=True)


def test_a_small_bar_that_leans_forward_is_left_open() -> None:
    page = page_with()
    ImageDraw.Draw(page).line((204, 90, 200, 102), fill=20, width=3)
    assert not read(page).clear


@pytest.mark.parametrize("size", [20, 24, 29])
@pytest.mark.parametrize(
    "face",
    [
        "liberation2/LiberationSerif-Italic",
        "liberation2/LiberationSans-Italic",
        "liberation2/LiberationSans-Regular",
        "dejavu/DejaVuSerif",
        "dejavu/DejaVuSans",
    ],
)
def test_no_printed_1_is_taken_for_what_a_staple_left(face: str, size: int) -> None:
    found = read(page_with("1", face=face, size=size))
    assert [line.text for line in found.lines] == ["1"] or not found.clear


def test_words_around_a_seal_are_no_number() -> None:
    page = page_with()
    seal(page, (480, 180))
    assert read(page) == Strips((), clear=True)


def test_what_is_read_as_a_figure_on_a_seal_leaves_the_page_open() -> None:
    page = page_with()
    seal(page, (480, 180), "5 5 5 5 5 5 5 5 5 5 5 5 5 ")
    assert read(page) == Strips((), clear=False)


def test_a_number_beside_a_seal_is_read() -> None:
    page = page_with("12")
    seal(page, (400, 180))
    assert [line.text for line in read(page).lines] == ["12"]


def test_a_number_below_tall_writing_beside_the_corner_is_read() -> None:
    page = page_with("2")
    ImageDraw.Draw(page).line((975, 30, 975, 76), fill=20, width=5)  # the 1 of a sheet number, short of the corner
    assert [line.text for line in read(page).lines] == ["2"]


def test_a_number_read_in_two_ways_is_neither(monkeypatch) -> None:
    monkeypatch.setattr(number_strips, "_read", lambda *_: ("4", 0.8))
    assert read(page_with("2")) == Strips((), clear=False)
