"""Sheet numbers in the corner of a scan, drawn by many hands: seen where there is one, not where there is none."""

import random
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scan_figures import FONTS, Writer, litter, shine_through

from parsers.scan_look import PageLook
from parsers.sheet_numbers import SheetNumber, find_sheet_number

DPI, SIZE = 150, (1240, 1754)
MM = DPI / 25.4


def page() -> Image.Image:
    """A page whose head and text reach into the corner."""
    sheet = Image.new("RGB", SIZE, (246, 244, 238))
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(f"{FONTS}/liberation2/LiberationSerif-Bold.ttf", 27)
    pen.text((SIZE[0] * 0.72, 20 * MM), "ĐẢNG CỘNG SẢN VIỆT NAM", fill=(15, 15, 15), font=font, anchor="ma")
    for row in range(8):
        pen.text(
            (30 * MM, (40 + 7 * row) * MM), "chi bộ đã thảo luận kỹ từng phần việc " * 2, fill=(15, 15, 15), font=font
        )
    return sheet


def look_at(sheet: Image.Image, noise: float = 3.0) -> SheetNumber:
    soft = np.asarray(sheet.convert("RGB").filter(ImageFilter.GaussianBlur(0.5)), np.float32)
    grain = np.random.default_rng(1).normal(0, noise, (*soft.shape[:2], 1))
    picture = np.clip(soft + grain, 0, 255).astype(np.uint8)
    return find_sheet_number(PageLook(picture, picture.mean(axis=2).astype(np.uint8), 72 / DPI))


def test_numbers_by_many_hands_are_seen() -> None:
    found = []
    for seed in range(40):
        writer, sheet = Writer(f"hand {seed}", DPI), page()
        writer.put(sheet, str(20 + seed))
        found.append(look_at(sheet).state)
    assert found.count("seen") >= 38
    assert "none" not in found


def test_the_place_and_the_figures_are_handed_on() -> None:
    writer, sheet = Writer("hand 3", DPI), page()
    writer.put(sheet, "47")
    number = look_at(sheet)
    assert number.box is not None
    assert number.box.x0 > 0.75 * 595
    assert number.box.bottom < 0.12 * 842
    assert len(number.figures) == 2


@pytest.mark.parametrize("noise", [0.0, 3.0, 7.0])
def test_head_and_text_in_the_corner_are_no_number(noise) -> None:
    assert look_at(page(), noise).state == "none"


def test_what_lies_in_corners_is_no_number() -> None:
    chance, states = random.Random(4), []
    for _ in range(40):
        sheet = page()
        litter(sheet, chance, MM)
        states.append(look_at(sheet).state)
    assert "seen" not in states
    assert states.count("none") >= 38


def test_the_other_side_shining_through_is_no_number() -> None:
    assert look_at(shine_through(page(), page(), 0.1)).state == "none"


def test_a_scribble_leaves_the_corner_open() -> None:
    sheet = page()
    ImageDraw.Draw(sheet).line([(1010 + 9 * i, 60 + 25 * (i % 2)) for i in range(20)], fill=(30, 40, 150), width=3)
    assert look_at(sheet).state == "unclear"


def test_an_empty_page_bears_none() -> None:
    assert look_at(Image.new("RGB", SIZE, "white"), noise=0.0).state == "none"


def form_name(sheet: Image.Image, right: float) -> None:
    """Print the name of a form in the corner, its right end so many pixels from the left edge."""
    font = ImageFont.truetype(f"{FONTS}/liberation2/LiberationSerif-Italic.ttf", 25)
    ImageDraw.Draw(sheet).text((right, 52), "Mẫu 30-KTĐV", fill=(15, 15, 15), font=font, anchor="ra")


def pen(sheet: Image.Image, at: tuple[float, float]) -> None:
    """Write 43 with a pen, its upper left corner at a place."""
    x, y = at
    stroke = ImageDraw.Draw(sheet)
    stroke.line(((x + 6, y), (x, y + 18), (x + 13, y + 18)), fill=(25, 30, 60), width=3)
    stroke.line(((x + 9, y + 10), (x + 8, y + 31)), fill=(25, 30, 60), width=3)
    three = ((18, 2), (28, 2), (22, 13), (30, 22), (24, 31), (17, 28))
    stroke.line([(x + px, y + py) for px, py in three], fill=(25, 30, 60), width=3, joint="curve")


def test_a_number_just_beside_the_name_of_a_form_is_seen() -> None:
    sheet = page()
    form_name(sheet, 1120)
    pen(sheet, (1140, 36))
    number = look_at(sheet)
    assert number.state == "seen"
    assert number.box is not None
    assert number.box.x0 > 1130 * 0.48
    assert len(number.figures) == 2


@pytest.mark.parametrize("right", [1080, 1120, 1160])
@pytest.mark.parametrize("soft", [0.5, 1.5])
def test_the_name_of_a_form_is_no_number(right, soft) -> None:
    sheet = page()
    form_name(sheet, right)
    assert look_at(sheet.filter(ImageFilter.GaussianBlur(soft))).state == "none"


def test_a_number_in_a_ring_beside_the_dark_edge_of_the_paper_is_seen() -> None:
    sheet = page()
    draw = ImageDraw.Draw(sheet)
    draw.ellipse((1128, 30, 1212, 104), outline=(110, 110, 114), width=3)
    pen(sheet, (1152, 50))
    draw.rectangle((1229, 0, 1240, 60), fill=(60, 60, 60))
    number = look_at(sheet)
    assert number.state == "seen"
    assert len(number.figures) == 2


def test_a_number_stamped_over_the_title_leaves_the_corner_open() -> None:
    sheet = page()
    font = ImageFont.truetype(f"{FONTS}/liberation2/LiberationSerif-Bold.ttf", 36)
    ImageDraw.Draw(sheet).text((1000, 96), "50", fill=(110, 110, 110), font=font)
    assert look_at(sheet).state == "unclear"


def test_a_figure_that_runs_into_the_ring_around_its_number_is_kept() -> None:
    sheet = page()
    draw = ImageDraw.Draw(sheet)
    draw.ellipse((1128, 30, 1212, 104), outline=(110, 110, 114), width=3)
    pen(sheet, (1152, 50))
    draw.line((1160, 80, 1159, 102), fill=(25, 30, 60), width=3)  # the foot of the 4 meets the ring
    number = look_at(sheet)
    assert number.state == "seen"
    assert len(number.figures) == 2
    assert number.figures[0].shape[0] > number.figures[1].shape[0] > 20
