"""Seals and signatures told apart by their colours, on pages drawn for the test."""

import io

from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsers.catalogue import Catalogue, RoleHint
from parsers.facts import SignatureBlock
from parsers.pdf import read_pdf
from parsers.signatures import find_signatures

HEAD = Catalogue(roles=(RoleHint("chu-nhiem", ("chủ nhiệm",), ("T/M ỦY BAN KIỂM TRA",)),))
RED, BLUE, GREY = (205, 30, 40), (25, 40, 120), (90, 90, 90)
Drawing = tuple[ImageReader, tuple[float, float, float, float]]


def ring(colour: tuple[int, int, int], *, mode: str = "RGBA") -> Image.Image:
    image = Image.new(mode, (200, 200), (255, 255, 255, 0)[: len(mode)])
    ImageDraw.Draw(image).ellipse((6, 6, 194, 194), outline=colour, width=12)
    ImageDraw.Draw(image).ellipse((60, 60, 140, 140), fill=colour)
    return image


def scribble(colour: tuple[int, int, int], on: Image.Image | None = None) -> Image.Image:
    image = on or Image.new("RGBA", (240, 80), (255, 255, 255, 0))
    points = [(10 + 11 * i, 20 + 40 * (i % 2)) for i in range(20)]
    ImageDraw.Draw(image).line(points, fill=colour, width=5)
    return image


def placed(image: Image.Image, x: float, y: float, width: float, height: float) -> Drawing:
    return ImageReader(image), (x, y, width, height)


def block_with(*drawings: Drawing) -> SignatureBlock:
    """Draw a page signed by the head of a committee, pictures over it, and read the place to sign."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Helvetica", 12)
    for i in range(12):
        canvas.drawString(60, 780 - 20 * i, f"Dong thu {i} cua phan noi dung trong van ban nay.")
    canvas.drawCentredString(430, 420, "T/M UBKT")
    canvas.drawCentredString(430, 310, "Nguyen Van An")
    for picture, (x, y, width, height) in drawings:
        canvas.drawImage(picture, x, y, width, height, mask="auto")
    canvas.save()
    fact = find_signatures(read_pdf(out.getvalue()), HEAD, None)
    assert fact.value, fact
    return fact.value[0]


SEAL = placed(ring(RED), 330, 325, 88, 88)
SIGNATURE = placed(scribble(BLUE), 370, 340, 120, 40)


def test_seal_and_signature() -> None:
    block = block_with(SEAL, SIGNATURE)
    assert (block.seal.value, block.signed.value) == (True, True)


def test_signature_without_seal() -> None:
    block = block_with(SIGNATURE)
    assert (block.seal.value, block.signed.value) == (False, True)


def test_seal_alone_is_no_signature() -> None:
    block = block_with(SEAL)
    assert block.seal.value is True
    assert block.signed.is_unreadable


def test_opaque_picture_of_seal_and_signature_together() -> None:
    both = Image.new("RGB", (300, 200), (255, 255, 255))
    both.paste(ring(RED, mode="RGB"), (0, 0))
    block = block_with(placed(scribble(BLUE, on=both), 340, 325, 132, 88))
    assert (block.seal.value, block.signed.value) == (True, True)


def test_grey_round_picture_may_be_a_copied_seal() -> None:
    assert block_with(placed(ring(GREY), 330, 325, 88, 88), SIGNATURE).seal.is_unreadable


def test_nothing_drawn() -> None:
    block = block_with()
    assert (block.seal.value, block.signed.value) == (False, False)
