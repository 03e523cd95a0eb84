"""Where the zones of a scanned page begin and end, and how its pieces of ink are numbered."""

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scan_corpus import Artist, as_pdf

from parsers import scan
from parsers.catalogue import Catalogue
from parsers.deskew import grey_of
from parsers.scan import SCALE, ScanReader
from parsers.scan_look import PageLook, pieces_of
from parsers.scan_pictures import pdf_pictures
from parsers.scan_zones import HEAD, head_bottom, is_upright, may_begin_paper, stands_on_its_head

WIDTH, HEIGHT = 1240, 1754
LEFT, RIGHT = 180, 1120
PITCH = 44  # pixels from row to row


class Sheet:
    """A page on which rows of letters are drawn as bars of their size."""

    def __init__(self) -> None:
        self.picture = np.full((HEIGHT, WIDTH, 3), 250, np.uint8)

    def row(self, top: int, left: int = LEFT, right: int = RIGHT) -> "Sheet":
        for x in range(left, right - 8, 12):
            self.picture[top : top + 16, x : x + 8] = 20
        return self

    def rows(self, top: int, count: int) -> "Sheet":
        for i in range(count):
            self.row(top + i * PITCH)
        return self

    @property
    def look(self) -> PageLook:
        return PageLook(self.picture, grey_of(self.picture), SCALE)


def head() -> Sheet:
    return Sheet().row(120, 220, 480).row(120, 700, 1100).row(240, 560, 740).row(280, 400, 900)


def test_a_head_ends_below_the_first_rows_of_the_body() -> None:
    look = head().rows(350, 20).look
    bottom = head_bottom(look)
    second, third = 350 + PITCH, 350 + 2 * PITCH
    assert second + 16 <= bottom < third
    assert not look.dark[bottom].any()


@pytest.mark.parametrize("last", [(500, 800), (300, 1100)])
def test_a_subject_in_four_full_rows_and_a_shorter_one_stays_in_the_head_whole(last) -> None:
    look = head().rows(320, 4).row(320 + 4 * PITCH, *last).rows(320 + 6 * PITCH, 20).look
    assert 320 + 5 * PITCH < head_bottom(look) <= HEAD * HEIGHT


def test_a_page_without_running_text_may_be_head_down_to_a_third() -> None:
    look = head().look
    assert 0.25 * HEIGHT < head_bottom(look) <= HEAD * HEIGHT


def test_a_number_of_the_sheet_does_not_make_text_that_runs_on_a_beginning() -> None:
    text = Sheet().rows(200, 20)
    assert not may_begin_paper(text.look)
    assert not may_begin_paper(text.row(60, 1000, 1110).look)
    assert may_begin_paper(Sheet().row(100, 700, 1110).rows(200, 20).look)


@pytest.mark.parametrize("step", [2, 6])
def test_pieces_are_numbered_alike_however_many_there_are(step) -> None:
    ink = np.zeros((700, 800), np.uint8)
    ink[::step, ::step] = 1
    ink[300:340, 100:220] = 1
    labels, boxes = pieces_of(ink)
    count, expected, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    assert (count > 65_535) == (step == 2)
    assert boxes == stats.tolist()
    assert np.array_equal(labels, expected)


@pytest.fixture(scope="module")
def paper() -> list:
    return Artist(201_008).paper(pages=2, colour=False).pages


def test_rows_of_print_tell_which_way_up_a_page_is(paper) -> None:
    for page in paper:
        picture = np.asarray(page.convert("RGB").resize((WIDTH, HEIGHT)))
        upright, over = (PageLook(p, grey_of(p), SCALE) for p in (picture, np.ascontiguousarray(picture[::-1, ::-1])))
        assert is_upright(upright)
        assert not stands_on_its_head(upright)
        assert stands_on_its_head(over)
        assert not is_upright(over)


def test_a_page_with_little_text_does_not_tell_which_way_up_it_is() -> None:
    look = head().look
    assert not is_upright(look)
    assert not stands_on_its_head(look)


def test_a_text_page_on_its_head_is_turned_over_though_nobody_asks_for_its_text(paper) -> None:
    with pdf_pictures(as_pdf([paper[0], paper[1].rotate(180)]), [(595.3, 841.9)] * 2) as pictures:
        page = ScanReader(pictures, Catalogue()).zones(1)
    assert page.scan is not None
    assert page.scan.turned == 180


def test_a_page_that_surely_stands_upright_is_not_read_to_tell(paper, monkeypatch) -> None:
    read = []
    monkeypatch.setattr(scan, "read_words", lambda *job, **more: read.append(job) or [])
    with pdf_pictures(as_pdf([paper[1], paper[1].rotate(180)]), [(595.3, 841.9)] * 2) as pictures:
        reader = ScanReader(pictures, Catalogue())
        assert not reader.may_stand_on_its_head(0)
        assert read == []
        assert reader.may_stand_on_its_head(1)
        assert read
