"""The page: self-contained, safe, printable, with pictures of the places."""

import itertools
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from PIL import Image
from playwright.sync_api import sync_playwright
from reportlab.pdfgen.canvas import Canvas

from engine.findings import NotChecked, Place, Report
from engine.report import render
from engine.report.pictures import MOST_PICTURES, Album, _shown, file_bytes
from engine.report.privacy import shared
from parsers.facts import Document, Dossier, Line, Location, Page
from parsers.render import render_page

DATA = Path(__file__).with_name("report_data")
CHROMIUM = "/usr/bin/chromium"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ARGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def report(**changes: object) -> Report:
    base = Report.model_validate(yaml.safe_load((DATA / "chi_bo.yaml").read_text(encoding="utf-8")))
    return base.model_copy(update=changes)


def page(shown: Report | None = None, **more: object) -> str:
    said = render(shown or report(), "html", **more)
    assert isinstance(said, str)
    return said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "ho-so"
    root.mkdir()
    canvas = Canvas(str(root / "07-thong-bao-ket-luan.pdf"), pagesize=(595, 842), invariant=1)
    for number in range(1, 4):
        canvas.drawString(85, 842 - 135, "So      -TB/CB")
        canvas.drawString(85, 600, f"page {number} of the paper")
        canvas.showPage()
    canvas.save()
    return root


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_reads_as_agreed(lang):
    assert page(lang=lang) == (DATA / "golden" / f"chi_bo.{lang}.html").read_text(encoding="utf-8")


def test_nothing_points_outside_and_no_script_runs():
    said = page()
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", said)
    assert "<script" not in said
    assert "default-src 'none'" in said
    assert not re.search(r"url\(|@import", said)


def test_names_and_texts_are_escaped():
    said = page(report(dossier="<img src=x onerror=alert(1)>", answers=["<b>đậm</b>"]))
    assert "<img src=x" not in said
    assert "&lt;b&gt;đậm" in said


def test_headings_captions_language_and_skip_link():
    said = page()
    levels = [int(level) for level in re.findall(r"<h(\d)", said)]
    assert '<html lang="vi">' in said
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert said.count("<table") == said.count("<caption") == 2
    for target in re.findall(r'href="#([^"]+)"', said):
        assert f'id="{target}"' in said


def test_the_place_is_shown_as_a_picture_of_the_page(folder):
    said = page(path=folder)
    assert said.count('class="strip"') == 3  # number on page 1, pages 2 and 3 without a number
    assert said.count("data:image/png;base64,") == 6
    assert len(said) < 300_000
    assert all(image.startswith('alt="') for image in re.findall(r'<img [^>]*?(alt="[^"]+")', said))


def test_a_zip_gives_the_same_pictures_as_its_folder(folder, tmp_path):
    archive = tmp_path / "ho-so.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(folder / "07-thong-bao-ket-luan.pdf", "07-thong-bao-ket-luan.pdf")
    assert page(path=archive) == page(path=folder)


def test_the_paragraph_of_a_word_file_is_quoted():
    line = Line("Mục đích, yêu cầu của <cuộc> kiểm tra", Location(paragraph=12))
    dossier = Dossier("x", (Document("d01", "01-ke-hoach-kiem-tra.docx", lines=(line,)),))
    assert "<blockquote>Mục đích, yêu cầu của &lt;cuộc&gt; kiểm tra</blockquote>" in page(dossier=dossier)


def test_pictures_stop_at_the_limit(folder):
    shown = report()
    album = Album(folder, None)
    paper = next(item for item in shown.documents if item.id == "d07")
    place = next(item for item in shown.findings if item.fingerprint == "f-number").locations[0]
    taken = [album.picture(paper, place) for _ in range(MOST_PICTURES + 5)]
    assert sum(1 for item in taken if item) == MOST_PICTURES


def test_a_place_is_marked_on_the_page_as_it_was_read(folder):
    turns = []

    def renderer(data: bytes, page: int, dpi: int, turned: float) -> bytes:
        turns.append(turned)
        return render_page(data, page, dpi, turned)

    pages = (Page(1, 595.0, 842.0, 900, 1, False, True, turned=180, skew=1.4),)
    album = Album(folder, Dossier("x", (Document("d07", "07-thong-bao-ket-luan.pdf", pages=pages),)), renderer)
    paper = next(item for item in report().documents if item.id == "d07")
    assert album.picture(paper, Place(document="d07", page=1, box=(60.0, 90.0, 200.0, 104.0)))
    assert album.picture(paper, Place(document="d07", page=1))
    assert turns == [pytest.approx(178.6), 0]


@pytest.mark.parametrize("name", ["../secret.pdf", "/etc/hostname", "no-such.pdf", "link.pdf"])
def test_no_file_outside_the_dossier_is_opened(folder, name):
    (folder.parent / "secret.pdf").write_bytes(b"%PDF-1.4")
    (folder / "link.pdf").symlink_to(folder.parent / "secret.pdf")
    assert file_bytes(folder, name) is None


def test_a_broken_pdf_costs_its_picture_only(folder):
    (folder / "07-thong-bao-ket-luan.pdf").write_bytes(b"%PDF-1.4\nbroken")
    said = page(path=folder)
    assert 'class="strip"' not in said
    assert "Văn bản chưa có số" in said


def test_a_dossier_of_to_cao_shows_no_pictures_and_no_accuser(folder):
    base = report()
    accused = base.procedure.model_copy(update={"id": "ubkt-giai-quyet-to-cao"})
    papers = [
        item.model_copy(update={"kind": "don-to-cao", "path": "don cua Le Van Tam.pdf"}) if item.id == "d07" else item
        for item in base.documents
    ]
    shown = base.model_copy(update={"procedure": accused, "documents": papers})
    for form in ("html", "json", "sarif"):
        said = str(render(shown, form, path=folder))
        assert "Le Van Tam" not in said
        assert "data:image" not in said
    assert "Le Van Tam" in str(render(shown, "text"))


def test_a_browser_asks_for_nothing_fits_a_phone_and_prints_on_a4(folder, tmp_path):
    file = tmp_path / "phieu.html"
    file.write_text(page(path=folder), encoding="utf-8")
    asked: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        try:
            window = browser.new_page(viewport={"width": 360, "height": 800})
            window.on("request", lambda request: asked.append(request.url))
            window.goto(file.as_uri())
            assert window.evaluate("document.documentElement.scrollWidth") == 360
            assert window.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
            window.set_viewport_size({"width": 1280, "height": 900})
            assert window.evaluate("document.documentElement.scrollWidth") == 1280
            printed = window.pdf(prefer_css_page_size=True)
        finally:
            browser.close()
    assert [url for url in asked if not url.startswith(("data:", "file:"))] == []
    assert [url for url in asked if url.startswith("file:")] == [file.as_uri()]
    sizes = {tuple(round(float(x)) for x in box.split()[2:]) for box in _boxes(printed)}
    assert sizes == {(595, 842)}


def _boxes(data: bytes) -> list[str]:
    return [found.decode() for found in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", data)]


def test_a_paper_nobody_recognised_keeps_its_file_name_out_of_what_is_shared():
    base = report()
    name = "Don cua ong Le Van Tam.pdf"
    accused = base.procedure.model_copy(update={"id": "ubkt-giai-quyet-to-cao"})
    unknown = base.documents[0].model_copy(update={"path": name, "kind": None, "kind_title": name, "files": [name]})
    finding = base.findings[0].model_copy(update={"documents": [unknown.id], "title": f"{name}: thiếu số"})
    other = base.findings[0].model_copy(update={"documents": [], "message": f"không khớp với {name}"})
    left = NotChecked(what=name, why="bản chụp")
    whole = base.model_copy(
        update={
            "procedure": accused,
            "documents": [unknown, *base.documents[1:]],
            "findings": [finding, other],
            "not_checked": [left],
        }
    )
    assert "Le Van Tam" not in shared(whole).model_dump_json()
    assert "Le Van Tam" in shared(whole.model_copy(update={"procedure": base.procedure})).model_dump_json()


def test_a_page_with_a_bare_head_is_shown_whole():
    page = Image.new("RGB", (794, 1123), "white")
    page.paste("black", (300, 900, 500, 950))
    assert _shown(page, None).size == (297, 420)
    assert _shown(page, (300, 900, 500, 950)).size[0] == 794
    page.paste("black", (100, 20, 300, 60))
    assert _shown(page, None).size == (794, 130)


def test_a_step_leads_to_what_is_wrong_with_its_paper():
    base = report()
    steps = [s.model_copy(update={"findings": ["f-number"]}) if s.id == "ket-luan" else s for s in base.steps]
    shown = page(report(steps=steps))
    assert '<a class="short" href="#loi-f-number">Văn bản chưa có số</a>' in shown
    assert shown.count('id="loi-f-number"') == 1
