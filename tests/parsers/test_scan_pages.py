"""Single pages of scans: one on its head, letters read twice, sections of which not all were seen."""

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scan_corpus import Artist, as_pdf

from engine.rulebook.loader import load_rulebook
from parsers.catalogue import Catalogue, KindHint, SectionHint
from parsers.dossier import parse_dossier
from parsers.facts import Box
from parsers.ocr_repair import Repair, undoubled
from parsers.raw import RawFile, RawLine, RawPage, ScanLook
from parsers.render import render_page
from parsers.sections import find_sections


def test_a_page_on_its_head_in_the_middle_of_a_paper_is_turned_and_told(tmp_path) -> None:
    catalogue = load_rulebook(()).catalogue()
    pages = Artist(9).paper().pages
    pages[1] = pages[1].rotate(180)
    (tmp_path / "scan.pdf").write_bytes(as_pdf(pages))
    (document,) = parse_dossier(tmp_path, catalogue, in_process=True).documents
    assert [page.turned for page in document.pages] == [0, 180, 0]
    assert [(f.kind, f.location.page) for f in document.page_faults.value or ()] == [("upside-down", 2)]
    assert document.pages[1].label.value is not None
    assert document.pages[1].label.value.value == 2


def test_places_on_a_page_scanned_askew_fit_the_page_drawn_as_it_was_read(tmp_path) -> None:
    (page,) = Artist(200_001).paper(pages=1, colour=False).pages
    askew = page.rotate(2.5, Image.Resampling.BICUBIC, fillcolor="white")
    (tmp_path / "scan.pdf").write_bytes(as_pdf([askew]))
    (document,) = parse_dossier(tmp_path, load_rulebook(()).catalogue(), in_process=True).documents
    assert document.pages[0].skew < -1.5
    box = document.number.location.box
    assert box is not None
    drawn = [_ink_of(tmp_path / "scan.pdf", turn, box) for turn in (document.pages[0].turn, 0)]
    assert drawn[0] > 0.1
    assert drawn[0] > 2 * drawn[1]


def _ink_of(path: Path, turn: float, box: Box) -> float:
    """Give how much of a place on a page is ink, the page turned."""
    picture = np.asarray(Image.open(io.BytesIO(render_page(path, 1, 72, turn))).convert("L"))
    return float((picture[int(box.top) : int(box.bottom), int(box.x0) : int(box.x1)] < 150).mean())


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("TỔ KIẾỂM TRA", "TỔ KIỂM TRA"),
        ("Quy định số 21-QĐĐ/TW", "Quy định số 21-QĐ/TW"),
        ("người được kiểm tra uống rượu", "người được kiểm tra uống rượu"),
        ("xe goòng, cái xoong", "xe goòng, cái xoong"),
    ],
)
def test_letters_read_twice_stand_once_and_are_shown_as_repaired(read, meant) -> None:
    assert undoubled(read) == meant
    line = Repair(Catalogue()).line(RawLine(read))
    assert line.text == meant
    assert line.read_as == (read if read != meant else None)


def test_of_sections_on_a_scan_those_found_count_and_of_the_others_nobody_knows() -> None:
    sections = (SectionHint("muc-dich", ("mục đích",)), SectionHint("du-toan", ("dự toán",)))
    hint = KindHint("ke-hoach", types=("kế hoạch",), sections=sections)
    texts = ("I- MỤC ĐÍCH, YÊU CẦU", *("Nội dung kiểm tra theo kế hoạch đã được chi bộ thông qua",) * 6)
    lines = tuple(RawLine(t, page=1, box=Box(80, 60 + 20 * n, 500, 74 + 20 * n)) for n, t in enumerate(texts))
    look = ScanLook(colour=True, blank=False, whole=True, confidence=0.95)
    page = RawPage(1, 595.0, 842.0, 400, lines, lines, (), 1.0, look)
    found = find_sections(RawFile("pdf", (page,)), hint)
    assert found.is_unreadable
    assert [section.name for section in found.value or ()] == ["muc-dich"]
