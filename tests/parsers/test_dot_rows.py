"""Dots of a form on pictures of paper: seen by their shape, left to a person, and their absence believed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scan_corpus import HEIGHT, MM, SERIF, WIDTH, Artist, as_pdf

from engine.rulebook.loader import load_rulebook
from parsers.blanks import find_blanks
from parsers.deskew import grey_of
from parsers.dossier import parse_dossier
from parsers.dot_rows import dot_rows
from parsers.facts import Box
from parsers.raw import RawFile, RawLine, RawPage, ScanLook
from parsers.scan_look import PageLook

LINE = "Tổ kiểm tra làm việc với đồng chí Nguyễn Văn Hùng, hiện ghi lại"


def sheet(artist: Artist, *lines: str, hand: str = "") -> Image.Image:
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(page)
    for row, line in enumerate((LINE, LINE, *lines, LINE, LINE)):
        artist._text(pen, line, 13.5, (30 * MM, (60 + row * 8) * MM))
    if hand:
        artist._scribble_number(pen, hand, (48 * MM, 74 * MM))
    return page


def look(artist: Artist, page: Image.Image) -> PageLook:
    scanned = artist._scanned(page, colour=True).resize((WIDTH * 3 // 4, HEIGHT * 3 // 4))
    picture = np.asarray(scanned, dtype=np.uint8)
    return PageLook(picture, grey_of(picture), 72 / 150)


@pytest.fixture
def artist() -> Artist:
    made = Artist(200_101)
    made.face = SERIF
    return made


@pytest.mark.parametrize(
    "blank",
    ["lúc ....... giờ", "trước ngày ……/……/2026", "Nội dung: ..............................", "Họ tên: ____________"],
)
def test_rows_of_dots_and_empty_lines_are_seen(artist, blank) -> None:
    (row, *_) = dot_rows(look(artist, sheet(artist, blank)))
    assert 76 * MM < row.top * WIDTH / 595 < 84 * MM


@pytest.mark.parametrize(
    "text",
    ["v.v... và các việc khác i i i", "ii. iii. Các ý kiến: (i) dị ứng, (ii) ị", "-----", "Điều 1. Ngày 05/3/2026."],
)
def test_print_without_dots_shows_none(artist, text) -> None:
    assert dot_rows(look(artist, sheet(artist, text))) == ()


def test_dots_beside_what_a_hand_wrote_are_still_seen(artist) -> None:
    assert dot_rows(look(artist, sheet(artist, "lúc ................................ giờ", hand="14")))


# ---------------------------------------------------------------- what is left to be filled in


def picture(*texts: str, dots: tuple[Box, ...] | None = (), whole: bool = True, confidence: float = 0.95) -> RawFile:
    lines = tuple(RawLine(t, 1, Box(80, 100 + 20 * n, 500, 112 + 20 * n)) for n, t in enumerate(texts))
    scan = ScanLook(colour=True, blank=False, whole=whole, confidence=confidence, dots=dots)
    return RawFile("pdf", (RawPage(1, 595, 842, 400, lines, lines, (), 1.0, scan),))


ROW = Box(200, 151, 260, 153)


def test_a_page_read_whole_without_dots_has_nothing_left() -> None:
    fact = find_blanks(picture(LINE, LINE), None)
    assert (fact.value, fact.how) == ((), "image")


@pytest.mark.parametrize(
    "page",
    [
        picture(LINE, LINE, LINE, dots=(ROW,)),
        picture(LINE, "lúc ....... giờ", LINE, dots=(ROW,)),
        picture(LINE, "(ghi rõ từ ngày nào đến ngày nào)", LINE),
        picture(LINE, LINE, dots=None),
        picture(LINE, LINE, whole=False),
        picture(LINE, LINE, confidence=0.5),
    ],
)
def test_dots_and_what_was_not_read_are_for_a_person(page: RawFile) -> None:
    assert find_blanks(page, None).why == "scan"


def test_a_placeholder_is_left_on_paper_too() -> None:
    fact = find_blanks(picture(LINE, "Họ tên {{ho_ten}} sinh năm 1980", dots=(ROW,)), None)
    assert [blank.shown for blank in fact.value or ()] == ["Họ tên {{ho_ten}} sinh năm 1980"]


def test_dots_of_number_and_date_at_the_head_are_told_elsewhere() -> None:
    head = picture("Số 05-KH/CB", LINE, dots=(Box(90, 110, 130, 113),))
    assert find_blanks(head, None).value == ()
    low = replace(head.pages[0].scan or ScanLook(colour=True, blank=False), dots=(Box(90, 131, 130, 133),))
    assert find_blanks(replace(head, pages=(replace(head.pages[0], scan=low),)), None).is_unreadable


def test_dots_are_kept_with_what_was_read(tmp_path, artist) -> None:
    plain = artist.paper(pages=1).pages[0].convert("RGB")
    dotted = plain.copy()
    pen = ImageDraw.Draw(dotted)
    pen.rectangle((0, 100 * MM, WIDTH, 130 * MM), fill="white")
    artist._text(pen, "Thời gian làm việc: từ ngày ......./......./2026", 13.5, (30 * MM, 112 * MM))
    for name, page in (("plain", plain), ("dotted", dotted)):
        (tmp_path / f"{name}.pdf").write_bytes(as_pdf([page]))
    catalogue = load_rulebook(()).catalogue()
    first, again = (parse_dossier(tmp_path, catalogue, in_process=True, cache=tmp_path / "c") for _ in range(2))
    found = {document.path: document.blanks for document in first.documents}
    assert (found["plain.pdf"].value, found["dotted.pdf"].why) == ((), "scan")
    assert first.documents == again.documents
