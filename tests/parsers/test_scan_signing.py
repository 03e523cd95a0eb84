"""Places to sign on scans under seals and signatures: what can be seen is read, what is hidden is open."""

import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scan_corpus import Artist, as_pdf

from parsers.catalogue import Catalogue, RoleHint
from parsers.cells import Cell
from parsers.facts import Box
from parsers.ocr import Word
from parsers.ocr_repair import Repair
from parsers.raw import InkMap, RawFile, RawLine, RawPage, ScanLook
from parsers.scan_lines import lines_of
from parsers.scan_look import PageLook
from parsers.scan_print import Print
from parsers.seals import red_marks, rings_of
from parsers.segment import starts_of
from parsers.signatures import find_signatures
from parsers.signatures_scanned import is_scrap
from parsers.signer_names import may_be_name

ROLES = Catalogue(
    roles=(
        RoleHint("bi-thu", ("bí thư",), ("T/M CHI BỘ",)),
        RoleHint("pho-bi-thu", ("phó bí thư",), ("T/M CHI BỘ",)),
        RoleHint("to-truong", ("tổ trưởng",)),
        RoleHint("lanh-dao", ("chủ tịch", "phó chủ tịch")),
    )
)


def paper(seed: int) -> bytes:
    return as_pdf(Artist(seed).paper().pages)


def test_a_seal_over_title_and_name_hides_neither(document) -> None:
    (block,) = document(paper(6)).signatures.value or ()
    assert (block.title, block.name, block.role) == ("BÍ THƯ", "Phạm Thu Hà", "bi-thu")
    assert block.signed.value is True
    assert block.seal.value is True


def test_a_grey_seal_hides_a_name_but_not_that_one_is_there(document) -> None:
    block = (document(paper(2)).signatures.value or ())[0]
    assert block.role == "bi-thu"
    assert block.signed.value is True
    assert block.seal.why == "grey"
    assert block.name is None
    assert block.name_damaged


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Í THƯ", "BÍ THƯ"),
        ("BÍTHƯ", "BÍ THƯ"),
        ("*Ổ TRƯỞNG", "TỔ TRƯỞNG"),
        ("HÓ BÍ THƯ", "PHÓ BÍ THƯ"),
        ("PHO CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("KT. CHỦ TỊCH", "KT. CHỦ TỊCH"),
        ("T/M CHI BỘ", "T/M CHI BỘ"),
        ("THƯ", "THƯ"),
    ],
)
def test_a_title_that_lost_its_first_letters_is_mended_and_says_so(read, meant) -> None:
    line = Repair(ROLES).line(RawLine(read, 1, Box(300, 600, 400, 612), confidence=0.9))
    assert line.text == meant
    assert line.read_as == (None if read == meant else read)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("▒ Thị Lan", True), ("rần Thị Hòa", True), ("Vũ Thị Lan", False), ("một người", False), ("▒", False),
        ("thành viên Tổ", False),
    ],
)  # fmt: skip
def test_a_name_without_its_beginning(text, expected) -> None:
    assert may_be_name(text) is expected


def test_a_title_whose_hidden_beginning_may_be_one_of_several_shows_that_it_is_hidden() -> None:
    roles = Catalogue(roles=(RoleHint("to-truong", ("tổ trưởng",)), RoleHint("bo-truong", ("bộ trưởng",))))
    line = Repair(roles).line(RawLine("TRƯỞNG", 1, Box(300, 600, 400, 612), confidence=0.9))
    assert (line.text, line.read_as) == ("▒ TRƯỞNG", "TRƯỞNG")
    raw = page(("T/M CHI BỘ", 560), ("▒ TRƯỞNG", 574), ("Vũ Thị Lan", 700), ink=INK)
    (block, *_) = find_signatures(raw, roles, None).value or ()
    assert (block.title, block.role, block.name) == ("▒ TRƯỞNG", None, "Vũ Thị Lan")


def test_a_title_high_on_a_last_page_is_read_as_one_of_a_signer(document) -> None:
    (block, *_) = document(paper(70_022)).signatures.value or ()  # a seal hides the first word of its title
    assert block.location.page == 2
    assert block.title == "▒ TRƯỞNG"


def test_scraps_of_a_seal_are_no_print() -> None:
    assert is_scrap(Cell("NA ÃX yU", 1))
    assert is_scrap(Cell("chạm", 1, confidence=0.3))
    assert not is_scrap(Cell("Nguyễn Văn An", 1))


def page(*lines: tuple[str, float], ink: Box | None) -> RawFile:
    """A scanned page with lines centred on 420 points at their heights, and one dense piece of ink."""
    columns, rows = 198, 280
    shares = np.zeros((rows, columns), np.uint8)
    if ink is not None:
        shares[int(ink.top / 3) : int(ink.bottom / 3), int(ink.x0 / 3) : int(ink.x1 / 3)] = 200
    look = ScanLook(colour=True, blank=False, ink=InkMap(columns, 3.0, shares.tobytes()))
    placed = tuple(
        RawLine(text, 1, Box(420 - 3 * len(text), top, 420 + 3 * len(text), top + 12), confidence=0.9)
        for text, top in lines
    )
    return RawFile("pdf", (RawPage(1, 595, 842, 400, placed, placed, scan=look),))


INK = Box(380, 640, 460, 670)


def test_a_name_with_ink_above_it_is_a_signed_place_though_its_title_is_hidden() -> None:
    found = find_signatures(page(("Vũ Thị Lan", 700), ink=INK), ROLES, None).value or ()
    assert [(block.title, block.name, block.signed.value) for block in found[:1]] == [(None, "Vũ Thị Lan", True)]
    assert found[0].role is None


def test_a_name_without_ink_above_it_tells_nothing() -> None:
    assert find_signatures(page(("Vũ Thị Lan", 700), ink=None), ROLES, None).is_unreadable
    assert find_signatures(page(("Khoa Dược", 700), ink=INK), ROLES, None).is_unreadable


def test_dark_print_under_coloured_ink_stays() -> None:
    picture = np.full((200, 200, 3), 245, np.uint8)
    picture[60:66, 20:180] = (200, 40, 45)  # a stroke of a seal
    picture[50:80, 100:104] = (20, 20, 20)  # a letter it crosses
    look = PageLook(picture, picture.mean(axis=2).astype(np.uint8), 0.48)
    clean = Print(look).picture
    assert clean[62, 102] < 60
    assert clean[62, 50] > 230
    assert Print(look).words([Word("tung", 20, 58, 60, 68, 0.9, 1)]) == []


@pytest.mark.parametrize(
    ("read", "meant"), [("- BIÊN BẢN", "BIÊN BẢN"), ("BIÊN BẢN", "BIÊN BẢN"), ("- Lưu chi bộ", "- Lưu chi bộ")]
)
def test_a_speck_before_a_title_is_no_part_of_it(read, meant) -> None:
    assert Repair(ROLES).head_line(RawLine(read, 1, Box(200, 150, 300, 162), confidence=0.9)).text == meant


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("Số", "12-KH/CB"), "Số 12-KH/CB"),
        (("số", "1"), "số ▒"),  # the pen's 177 and the symbol behind it were read as a one
        (("Số:", "25a"), "Số: ▒"),
    ],
)
def test_a_number_whose_symbol_was_not_read_is_not_believed(words, line) -> None:
    placed = [Word(text, 40 * n, 10, 40 * n + 30, 24, 0.97, 1) for n, text in enumerate(words)]
    assert [found.text for found in lines_of(placed, 1, 0.48)] == [line]


def test_the_star_in_a_seal_is_no_other_red_mark() -> None:
    picture = np.full((500, 500, 3), 245, np.uint8)
    cv2.circle(picture, (250, 250), 85, (205, 30, 35), 6)
    cv2.circle(picture, (250, 250), 22, (205, 30, 35), -1)
    cv2.rectangle(picture, (400, 20), (470, 60), (205, 30, 35), 4)
    found = red_marks(PageLook(picture, picture.mean(axis=2).astype(np.uint8), 0.48))
    assert len(found.seals) == 1
    assert [round(mark.x0) > 180 for mark in found.others] == [True]  # the stamp in the corner, not the star


@pytest.mark.parametrize(("number", "begins"), [("Số 12-BB/CB", True), ("Số ▒-BB/CB", True), ("Số      -BB/CB", False)])
def test_a_paper_on_a_numbered_form_begins_where_the_form_is_filled_in(number, begins) -> None:
    def head(*texts: str, page: int) -> RawPage:
        lines = tuple(RawLine(text, page, Box(60, 40 + 16 * n, 300, 52 + 16 * n)) for n, text in enumerate(texts))
        return RawPage(page, 595, 842, 400, lines)

    first = head("ĐẢNG CỘNG SẢN VIỆT NAM", "Số 01-KH/CB", "KẾ HOẠCH", page=1)
    second = head("Mẫu 12-KTĐV", "ĐẢNG CỘNG SẢN VIỆT NAM", number, "BIÊN BẢN", page=2)
    assert starts_of(RawFile("pdf", (first, second)), ROLES) == ([0, 1] if begins else [0])


def test_an_unread_title_is_no_signature() -> None:
    """The letters of a title nobody read are ink between «T/M CHI BỘ» and the name, one line of print high."""
    found = find_signatures(page(("T/M CHI BỘ", 600), ("Vũ Thị Lan", 700), ink=Box(380, 615, 460, 628)), ROLES, None)
    assert (found.value or ())[0].signed.is_unreadable
    signed = find_signatures(page(("T/M CHI BỘ", 600), ("Vũ Thị Lan", 700), ink=INK), ROLES, None)
    assert (signed.value or ())[0].signed.value is True


def test_letters_of_a_seal_read_below_a_title_are_no_part_of_it() -> None:
    raw = page(("T/M CHI BỘ", 560), ("BÍ THƯ", 574), ("AANĐẢN", 588), ("Vũ Thị Lan", 700), ink=INK)
    read = tuple(line._replace(confidence=0.27) if line.text == "AANĐẢN" else line for line in raw.pages[0].lines)
    noisy = replace(raw, pages=(replace(raw.pages[0], lines=read, words=read),))
    (block, *_) = find_signatures(noisy, ROLES, None).value or ()
    assert (block.title, block.name) == ("BÍ THƯ", "Vũ Thị Lan")


def test_a_grey_blot_as_large_as_a_seal_is_no_signature() -> None:
    def signed(ink: Box) -> bool | None:
        raw = page(("T/M CHI BỘ", 560), ("BÍ THƯ", 574), ("Vũ Thị Lan", 720), ink=ink)
        look = raw.pages[0].scan
        assert look is not None
        grey = replace(raw, pages=(replace(raw.pages[0], scan=replace(look, colour=False)),))
        return (find_signatures(grey, ROLES, None).value or ())[0].signed.value

    assert signed(Box(360, 600, 460, 700)) is None
    assert signed(Box(350, 600, 482, 700)) is True


def test_a_grey_seal_is_found_though_a_signature_sticks_out_of_it() -> None:
    ink = np.zeros((842, 595), np.uint8)
    cv2.circle(ink, (300, 400), 55, 1, 3)
    strokes = np.array([[290, 400], [330, 380], [350, 410], [380, 385], [420, 410], [460, 390]])
    cv2.polylines(ink, [strokes], False, 1, 1)
    (ring,) = rings_of(ink, 1.0)
    assert max(abs(ring.x0 - 245), abs(ring.x1 - 355), abs(ring.top - 345), abs(ring.bottom - 455)) <= 3
    cv2.circle(ink, (300, 400), 55, 0, 12)  # strokes alone
    assert rings_of(ink, 1.0) == ()
