"""Sheets of paper as a scan shows them: seals across edges, pens, copies, quality; what is not seen stays open."""

import io
import math
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scan_corpus import BLACK, BLUE, HEIGHT, MM, RED, SERIF, WIDTH, Artist, as_pdf

from parsers.facts import Box, DigitalSignature, Document, Location, absent, read
from parsers.paper_marks import read_archive_seal, read_copy_mark, read_joint_seal
from parsers.raw import InkMap, RawFile, RawLine, RawPage, ScanLook

MIDDLE = WIDTH * 0.72  # of the place to sign
SIGNING = 205 * MM  # its top


class Desk(Artist):
    """Draws one sealed paper of a committee, with only what a test asks for."""

    def sheet(self, *lines: str, number: int | None = None) -> Image.Image:
        page = Image.new("RGB", (WIDTH, HEIGHT), "white")
        pen = ImageDraw.Draw(page)
        top = 20 * MM
        if number is None:
            top = self._committee_head(pen)
        else:
            self._text(pen, str(number), 14, (WIDTH * 0.536, 12 * MM), anchor="ma")
        for row in range(14):
            line = lines[row] if row < len(lines) else "thực hiện nghiêm túc chủ trương của cấp ủy về công tác"
            self._text(pen, line, 13.5, (30 * MM, top + row * 7.4 * MM))
        return page

    def _committee_head(self, pen: ImageDraw.ImageDraw) -> float:
        left, right = WIDTH * 0.30, WIDTH * 0.72
        self._text(pen, "ĐẢNG ỦY XÃ AN PHÚ", 12, (left, 20 * MM), anchor="ma")
        self._text(pen, "ỦY BAN KIỂM TRA", 12, (left, 26 * MM), "-Bold", "ma")
        self._text(pen, "*", 12, (left, 31 * MM), anchor="ma")
        self._text(pen, "ĐẢNG CỘNG SẢN VIỆT NAM", 13, (right, 20 * MM), "-Bold", "ma")
        self._text(pen, "Số 12-TB/UBKTĐU", 13, (left, 36 * MM), anchor="ma")
        self._text(pen, "An Phú, ngày 14 tháng 5 năm 2026", 12.5, (right, 36 * MM), "-Italic", "ma")
        self._text(pen, "THÔNG BÁO", 15, (WIDTH * 0.536, 52 * MM), "-Bold", "ma")
        self._text(pen, "kết luận kiểm tra đảng viên", 13.5, (WIDTH * 0.536, 59 * MM), "-Bold", "ma")
        return 75 * MM

    def signing(self, page: Image.Image, *, ink=BLUE, at: float = 0.0) -> Image.Image:
        pen = ImageDraw.Draw(page)
        self._text(pen, "T/M ỦY BAN KIỂM TRA", 13, (MIDDLE, SIGNING), "-Bold", "ma")
        self._text(pen, "CHỦ NHIỆM", 13, (MIDDLE, SIGNING + 6 * MM), "-Bold", "ma")
        self._text(pen, "Nguyễn Văn Bình", 13, (MIDDLE, SIGNING + 42 * MM), "-Bold", "ma")
        if ink:
            points = []
            for step in range(160):
                t = step / 160
                x = MIDDLE + at + (t - 0.5) * 38 * MM + math.sin(t * 40) * 3 * MM
                points.append((x, SIGNING + 26 * MM + math.sin(t * 33) * (7 - 5 * t) * MM))
            pen.line(points, fill=ink, width=4, joint="curve")
        return page

    def seal(self, page: Image.Image, at: tuple[float, float], ink=RED, radius: float = 17 * MM) -> Image.Image:
        pen = ImageDraw.Draw(page)
        for size, width in ((radius, 7), (radius * 0.93, 3), (radius * 0.55, 3)):
            pen.ellipse((at[0] - size, at[1] - size, at[0] + size, at[1] + size), outline=ink, width=width)
        for step in range(26):
            angle = step / 26 * 2 * math.pi
            place = at[0] + math.cos(angle) * radius * 0.74, at[1] + math.sin(angle) * radius * 0.74
            pen.text(place, "ỦYBANKIỂMTRA"[step % 12], fill=ink, font=self._font(11, "-Bold"), anchor="mm")
        return page


LEFT_OF_SIGNATURE = (MIDDLE - 16 * MM, SIGNING + 26 * MM)


@pytest.fixture
def desk() -> Desk:
    made = Desk(3)
    made.face = SERIF
    return made


def signing_of(document: Document):
    return next(block for block in document.signatures.value or () if block.title == "CHỦ NHIỆM")


# ---------------------------------------------------------------- the edge of the sheets


def test_a_seal_across_the_sheets(desk, document) -> None:
    pages = [desk.sheet(), desk.sheet(number=2), desk.signing(desk.sheet(number=3))]
    for page in pages:
        desk.seal(page, (WIDTH + 9 * MM, HEIGHT / 2))
    fact = document(desk.scanned(*pages)).joint_seal
    assert fact.value is True
    assert fact.location.page == 1
    assert fact.location.box is not None and fact.location.box.x1 > 580


def test_no_seal_across_three_sheets(desk, document) -> None:
    pages = [desk.sheet(), desk.sheet(number=2), desk.signing(desk.sheet(number=3))]
    desk.seal(pages[2], LEFT_OF_SIGNATURE)
    assert document(desk.scanned(*pages)).joint_seal.is_absent


def test_of_two_pages_or_in_grey_nobody_knows(desk, document) -> None:
    two = [desk.sheet(), desk.signing(desk.sheet(number=2))]
    assert document(desk.scanned(*two)).joint_seal.why == "ambiguous"  # both sides of one sheet, maybe
    three = [desk.sheet(), desk.sheet(number=2), desk.signing(desk.sheet(number=3))]
    assert document(desk.scanned(*three, colour=False)).joint_seal.why == "grey"


def test_the_edge_of_a_page_read_both_ways_is_the_one_that_stands_right(desk, document, monkeypatch) -> None:
    monkeypatch.setattr("parsers.scan.TURNED_CONFIDENCE", 1.1)  # as a page written by hand is
    page = desk.seal(desk.signing(desk.sheet()), (WIDTH + 9 * MM, HEIGHT / 2))
    found = document(desk.scanned(page))
    assert found.pages[0].turned == 0
    assert found.joint_seal.value is True


@pytest.mark.parametrize(
    ("blank", "why"),
    [((False, False, True), "ambiguous"), ((False, True, False), None), ((False, False, False), None)],
)
def test_only_a_blank_page_between_two_makes_them_two_sheets(blank, why) -> None:
    looks = [ScanLook(colour=True, blank=empty, edge="none") for empty in blank]
    pages = (RawPage(n, 595.0, 842.0, 300, image_share=1.0, scan=look) for n, look in enumerate(looks, 1))
    fact = read_joint_seal(RawFile("pdf", tuple(pages)))
    assert fact.why == why
    assert fact.is_absent == (why is None)


@pytest.mark.parametrize(("confidence", "absent"), [(0.95, True), (0.5, False)])
def test_on_a_page_read_badly_the_words_of_a_copy_may_be_hidden(confidence, absent) -> None:
    lines = tuple(
        RawLine("chấp hành nghị quyết của Đảng", page=1, box=Box(80, y, 500, y + 14)) for y in range(60, 400, 20)
    )
    look = ScanLook(colour=True, blank=False, whole=True, confidence=confidence)
    page = RawPage(1, 595.0, 842.0, 400, lines, lines, image_share=1.0, scan=look)
    assert read_copy_mark(RawFile("pdf", (page,))).is_absent is absent


def test_red_at_the_edge_that_is_no_piece_of_a_seal_leaves_it_open(desk, document) -> None:
    pages = [desk.sheet(), desk.sheet(number=2), desk.signing(desk.sheet(number=3))]
    ImageDraw.Draw(pages[1]).line((WIDTH - 9 * MM, 100 * MM, WIDTH - 4 * MM, 112 * MM), fill=RED, width=6)
    assert document(desk.scanned(*pages)).joint_seal.why == "ambiguous"


# ---------------------------------------------------------------- pens and seals


@pytest.mark.parametrize("ink", [BLUE, BLACK])
def test_a_dark_pen_under_its_seal(desk, document, ink) -> None:
    page = desk.seal(desk.signing(desk.sheet(), ink=ink), LEFT_OF_SIGNATURE)
    block = signing_of(document(desk.scanned(page)))
    assert (block.signed.value, block.pen.value, block.seal.value, block.seal_place.value) == (
        True,
        "dark",
        True,
        "over",
    )


def test_a_red_pen_has_signed_all_the_same(desk, document) -> None:
    block = signing_of(document(desk.scanned(desk.signing(desk.sheet(), ink=RED))))
    assert (block.signed.value, block.pen.value) == (True, "red")


def test_a_seal_on_an_empty_place_is_no_pen(desk, document) -> None:
    page = desk.seal(desk.signing(desk.sheet(), ink=None), LEFT_OF_SIGNATURE)
    block = signing_of(document(desk.scanned(page)))
    assert block.signed.value is not True
    assert block.pen.is_unreadable


@pytest.mark.parametrize("decoy", ["tick", "stamp", "name", "arrival"])
def test_red_that_is_no_signature(desk, document, decoy) -> None:
    page = desk.signing(desk.sheet(), ink=None)
    pen = ImageDraw.Draw(page)
    x, y = MIDDLE, SIGNING + 24 * MM
    if decoy == "tick":
        pen.line([(x, y), (x + 4 * MM, y + 6 * MM), (x + 14 * MM, y - 6 * MM)], fill=RED, width=5)
    elif decoy == "stamp":
        pen.rectangle((x - 20 * MM, y - 5 * MM, x + 20 * MM, y + 5 * MM), outline=RED, width=5)
    elif decoy == "name":
        pen.text((x, y), "Nguyễn Văn Bình", fill=RED, font=ImageFont.truetype(f"{SERIF}-Bold.ttf", 40), anchor="mm")
    else:
        pen.rectangle((x - 25 * MM, y - 9 * MM, x + 25 * MM, y + 9 * MM), outline=RED, width=4)
        pen.text((x, y - 4 * MM), "ĐẾN", fill=RED, font=ImageFont.truetype(f"{SERIF}-Bold.ttf", 40), anchor="mm")
        pen.line((x - 25 * MM, y, x + 25 * MM, y), fill=RED, width=3)
    block = signing_of(document(desk.scanned(page)))
    assert block.pen.value != "red"
    assert block.signed.value is not True


@pytest.mark.parametrize(("at", "where"), [((-60 * MM, 0.0), "apart"), ((22 * MM, 0.0), "right")])
def test_a_seal_in_another_place(desk, document, at, where) -> None:
    page = desk.signing(desk.sheet())
    desk.seal(page, (MIDDLE + at[0], SIGNING + 26 * MM + at[1]))
    block = signing_of(document(desk.scanned(page)))
    assert block.seal_place.value == where or block.seal.value is None


# ---------------------------------------------------------------- copies


def test_a_copy_shows_its_seal_in_black(desk, document) -> None:
    page = desk.seal(desk.signing(desk.sheet(), ink=BLACK), LEFT_OF_SIGNATURE, ink=(60, 60, 60))
    found = document(desk.scanned(page))
    assert found.photocopy.value is True
    assert not any(block.seal.is_read for block in found.signatures.value or ())
    assert found.copy_mark.is_absent


def test_a_round_stamp_in_violet_is_neither_copy_nor_no_seal(desk, document) -> None:
    page = desk.seal(desk.signing(desk.sheet()), LEFT_OF_SIGNATURE, ink=(60, 40, 150))
    found = document(desk.scanned(page))
    assert found.photocopy.why == "ambiguous"
    assert not any(block.seal.is_read for block in found.signatures.value or ())


def test_a_certified_copy_says_so(desk, document) -> None:
    page = desk.seal(desk.signing(desk.sheet(), ink=BLACK), LEFT_OF_SIGNATURE, ink=(60, 60, 60))
    desk._text(ImageDraw.Draw(page), "SAO Y BẢN CHÍNH", 13, (30 * MM, SIGNING + 55 * MM), "-Bold")
    assert document(desk.scanned(page)).copy_mark.value is True


def test_an_original_and_a_grey_scan_are_no_copies(desk, document) -> None:
    page = desk.seal(desk.signing(desk.sheet()), LEFT_OF_SIGNATURE)
    assert document(desk.scanned(page)).photocopy.is_absent
    assert document(desk.scanned(page, colour=False)).photocopy.why == "grey"
    assert document(desk.scanned(desk.signing(desk.sheet()))).photocopy.why == "ambiguous"


# ---------------------------------------------------------------- the archive's signature

SIGNED_AT = Box(380, 20, 570, 110)


def digitised(seals=(), red=(), *, colour: bool = True, box: Box = SIGNED_AT, signer: str = "Văn phòng Đảng ủy xã"):
    yes = read(True)
    signature = DigitalSignature("ky1", signer, None, yes, read(False), absent(), location=Location(1, box))
    look = ScanLook(colour=colour, blank=False, whole=True, ink=InkMap(1, 3.0, b""), seals=seals, red=red)
    page = RawPage(1, 595, 842, 400, image_share=1.0, scan=look)
    return RawFile("pdf", (page,), signature_fields=1, digital=(signature,))


def test_a_seal_in_the_archives_signature() -> None:
    inside = Box(390, 30, 460, 100)
    assert read_archive_seal(digitised((inside,))).value is True
    assert read_archive_seal(digitised()).is_absent
    assert read_archive_seal(digitised((Box(90, 600, 180, 690),))).is_absent
    assert read_archive_seal(digitised(red=(inside,))).why == "ambiguous"
    assert read_archive_seal(digitised(colour=False)).why == "grey"


def test_other_signatures_are_not_the_archives() -> None:
    seal = (Box(390, 30, 460, 100),)
    assert read_archive_seal(digitised(seal, signer="Nguyễn Văn Bình")).is_absent
    assert read_archive_seal(digitised(seal, box=Box(300, 600, 560, 700))).is_absent
    assert read_archive_seal(RawFile("pdf", (), signature_fields=1)).is_unreadable
    assert read_archive_seal(RawFile("pdf", ())).is_absent


# ---------------------------------------------------------------- quality


def test_how_a_paper_was_scanned(desk, document) -> None:
    pages = [desk._scanned(page, colour=True) for page in (desk.sheet(), desk.signing(desk.sheet(number=2)))]
    good = document(as_pdf(pages)).scan_quality.value
    assert good is not None
    assert (good.depth, good.searchable, good.archival) == ("colour", False, False)
    assert good.dpi is not None and abs(good.dpi - 200) < 4
    data = io.BytesIO()
    pages[0].convert("L").resize((WIDTH * 3 // 4, HEIGHT * 3 // 4)).save(data, "PDF", resolution=150)
    coarse = document(data.getvalue()).scan_quality.value
    assert coarse is not None
    assert (coarse.depth, coarse.dpi) == ("grey", 150)


def test_a_photograph_tells_no_resolution(desk, document) -> None:
    data = io.BytesIO()
    desk._scanned(desk.signing(desk.sheet()), colour=True).save(data, "JPEG")
    found = document(data.getvalue(), "anh.jpg").scan_quality.value
    assert found is not None
    assert (found.dpi, found.depth) == (None, "colour")
