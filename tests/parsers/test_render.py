"""Pages as pictures: as they are read, upright, and within limits."""

import io

import numpy as np
import pytest
from pdf_files import drawn, written
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from parsers.deskew import grey_of, quarter_turned, rotated
from parsers.problems import FileProblem
from parsers.render import render_page


def test_a_page_is_drawn_small() -> None:
    image = Image.open(io.BytesIO(render_page(drawn(written("Chi bo")), 1, dpi=36)))
    assert image.size == pytest.approx((298, 421), abs=2)
    assert image.format == "PNG"


def test_drawing_has_limits() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(9_000, 300))
    canvas.drawString(50, 50, "dai")
    canvas.showPage()
    canvas.setPageSize((1_000_000, 1_000_000))
    canvas.drawString(50, 50, "rat lon")
    canvas.save()
    data = buffer.getvalue()
    assert max(Image.open(io.BytesIO(render_page(data, 1, dpi=300))).size) <= 5_000
    for page, code in ((2, "too-large"), (3, "damaged"), (0, "damaged")):
        with pytest.raises(FileProblem) as caught:
            render_page(data, page)
        assert caught.value.code == code


def test_pictures_are_drawn_as_the_pages_they_are_read_as() -> None:
    frames = [Image.new("RGB", (900, 1200), colour) for colour in ("white", "black")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "TIFF", save_all=True, append_images=frames[1:], dpi=(150, 150))
    drawn = [Image.open(io.BytesIO(render_page(buffer.getvalue(), page, 72))) for page in (1, 2)]
    assert [image.size for image in drawn] == [(432, 576)] * 2
    assert [image.convert("L").getpixel((5, 5)) for image in drawn] == [255, 0]
    for data, page in ((buffer.getvalue(), 3), (b"no picture", 1)):
        with pytest.raises(FileProblem):
            render_page(data, page)


def test_a_picture_a_camera_took_lying_is_drawn_standing_and_one_read_turned_is_turned() -> None:
    image = Image.new("RGB", (400, 200), "white")
    image.paste("black", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned by a quarter
    buffer = io.BytesIO()
    image.save(buffer, "PNG", exif=exif)
    standing = Image.open(io.BytesIO(render_page(buffer.getvalue(), 1)))
    assert standing.size == (421, 842)
    assert standing.convert("L").getpixel((415, 5)) < 60
    over = Image.open(io.BytesIO(render_page(buffer.getvalue(), 1, turned=180)))
    assert over.convert("L").getpixel((5, 837)) < 60


@pytest.mark.parametrize(("quarters", "skew"), [(0, 2.0), (90, -1.5), (180, 0.8)])
def test_a_page_read_askew_is_drawn_as_it_was_read(quarters, skew) -> None:
    image = Image.new("RGB", (420, 594), "white")
    ImageDraw.Draw(image).rectangle((60, 100, 300, 112), fill="black")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    drawn = np.asarray(Image.open(io.BytesIO(render_page(buffer.getvalue(), 1, turned=quarters - skew))).convert("L"))
    as_drawn = np.asarray(Image.open(io.BytesIO(render_page(buffer.getvalue(), 1))))
    as_read = grey_of(rotated(quarter_turned(as_drawn, quarters), skew))
    assert drawn.shape == as_read.shape
    assert np.abs(drawn.astype(int) - as_read).mean() < 1.0
