"""A scanned dossier from drop to download: progress, marked pictures, a correction, an answer, a reason."""

import io
import json
import re
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import expect

from engine.check.answers import read_answers

SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers"
PAPERS = {
    "04. Bao cao tu kiem tra": "not signed",
    "05. Bien ban lam viec voi dang vien duoc kiem tra": "cannot be seen whether it is signed",
    "08. Bao cao ket qua kiem tra": "its second page carries no number",
}


@pytest.fixture(scope="module")
def scanned(tmp_path_factory):
    """Three papers of the faulty sample as an office scanner leaves them: pictures in a PDF, no text."""
    folder = tmp_path_factory.mktemp("scan") / "Hồ sơ quét"
    folder.mkdir()
    for name in PAPERS:
        document = pypdfium2.PdfDocument(SAMPLES / "chi-bo-kiem-tra-faulty" / f"{name}.pdf")
        pages = [document[number].render(scale=200 / 72).to_pil().convert("RGB") for number in range(len(document))]
        document.close()
        pages[0].save(folder / f"{name}.pdf", save_all=True, append_images=pages[1:], resolution=200, quality=75)
    return folder


def _is_marked(png):
    """True where a red frame was drawn into the picture; the scan itself is black on white."""
    with Image.open(io.BytesIO(png)) as image:
        colours = {colour for _n, colour in image.convert("RGB").getcolors(1 << 24)}
    return any(red > 120 and green < 60 and blue < 60 for red, green, blue in colours)


def test_a_scanned_dossier_from_drop_to_downloads(person, scanned, take, axe, wait_for):
    page = person()
    page.set_input_files("#folder", str(scanned))
    page.get_by_role("button", name="Kiểm tra hồ sơ").click()
    page.get_by_text("Đang đọc hồ sơ «Hồ sơ quét»").wait_for()
    expect(page.locator(".progress .file", has_text=".pdf")).to_be_visible(timeout=120_000)
    page.get_by_label("Quy trình", exact=True).wait_for(timeout=300_000)
    expect(page.get_by_text("Máy đã đọc 3 văn bản.")).to_be_visible()
    page.select_option("#quy_trinh", "chi-bo-kiem-tra-chuyen-de")
    page.get_by_role("button", name="Đúng, xem kết quả").click()

    # the unsigned report, with its page and the place to sign marked
    unsigned = page.locator("article.fault", has_text="Báo cáo tự kiểm tra chưa ký")
    image = unsigned.locator("img")
    image.scroll_into_view_if_needed()
    wait_for(page, "document.querySelector('.fault .shot img').naturalWidth > 200")
    assert _is_marked(page.request.get(image.get_attribute("src")).body())
    assert axe(page) == []
    unsigned.get_by_role("link", name="xem cả trang").click()
    assert _is_marked(page.request.get(page.locator("figure.page img").get_attribute("src")).body())
    expect(page.get_by_text("Chữ máy đọc được ở trang này")).to_be_visible()
    page.get_by_role("link", name="Về kết quả").click()

    # the date was read; a person knows the number
    report = page.locator("ol.papers > li", has_text="08. Bao cao ket qua")
    report.get_by_role("link", name="Sửa loại").click()
    report.get_by_label("Số (máy đọc").fill("12")
    report.get_by_role("button", name="Ghi và xem kết quả mới").click()
    expect(page.locator(".said-now")).to_contain_text("Đã cập nhật kết quả")
    expect(page.locator("ol.papers > li", has_text="08. Bao cao ket qua")).to_contain_text("số 12")

    # what stayed open is answered
    minute = page.locator("article.fault.open", has_text="Chưa rõ Biên bản làm việc đã ký hay chưa")
    assert minute.locator("figure.shot img").count() >= 1
    minute.get_by_role("link", name="Sửa thông tin").click()
    minute.get_by_label("Đã ký đủ").check()
    minute.get_by_role("button", name="Ghi và xem kết quả mới").click()
    expect(page.get_by_text("Chưa rõ Biên bản làm việc đã ký hay chưa")).to_have_count(0)

    # and one finding is set aside
    paging = page.locator("article.fault", has_text="Trang không đánh số")
    paging.get_by_text("Không phải lỗi?").click()
    paging.get_by_label("Lý do bỏ qua").fill("Bản giấy đã đánh số bằng bút chì")
    paging.get_by_role("button", name="Bỏ qua nội dung này").click()
    expect(page.locator(".said li")).to_have_count(3)

    _read_back(page, take)


def _read_back(page, take):
    """Every download opens and says what a person said."""
    paper = docx.Document(io.BytesIO(take(page, "Tải phiếu Word")))
    words = "\n".join(
        [p.text for p in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells]
    )
    assert "Báo cáo tự kiểm tra chưa ký" in words
    assert "Bản giấy đã đánh số bằng bút chì" in words
    book = openpyxl.load_workbook(io.BytesIO(take(page, "Tải Excel")))
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    book.close()
    assert "Báo cáo tự kiểm tra chưa ký" in cells
    page.get_by_text("Dạng khác").click()
    report = json.loads(take(page, "JSON"))
    assert [item["dismissed"] for item in report["findings"] if item["dismissed"]] == [
        "Bản giấy đã đánh số bằng bút chì"
    ]
    assert next(item for item in report["documents"] if item["path"].startswith("08."))["number"] == "12"
    assert any("đã ký đủ" in said for said in report["answers"])
    html = take(page, "Trang HTML").decode()
    assert "data:image/png" in html
    said = read_answers(take(page, "hoso.yaml").decode(), "hoso.yaml")
    assert {(item.file[:2], item.number, item.signed) for item in said.documents} == {
        ("08", "12", None), ("05", None, True),
    }  # fmt: skip
    assert [item.reason for item in said.dismissed] == ["Bản giấy đã đánh số bằng bút chì"]


def test_the_scanned_sample_shows_what_was_planted(visitor, send):
    """One long scan of several papers, and pictures of a telephone in a folder of their own."""
    name = "chi-bo-kiem-tra-scanned-faulty"
    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    paths = sorted(path for path in (SAMPLES / name).rglob("*") if path.is_file())
    files = [("files", (f"{name}/{path.relative_to(SAMPLES / name).as_posix()}", path.read_bytes())) for path in paths]
    asked = expected["options"]
    chosen = {"goi": asked["pack"], "cap": asked["level"], "giai_doan": asked["stage"], "ngay_xet": asked["on"]}
    address = send(visitor, files, chosen)
    report = json.loads(visitor.get(f"{address}/tai/json").text)
    assert report["procedure"]["id"] == expected["procedure"]
    for outcome, planted in (("fail", expected["fails"]), ("open", expected["opens"])):
        found = sorted(item["rule"] for item in report["findings"] if item["outcome"] == outcome)
        assert found == sorted(item["rule"] for item in planted)
    page = visitor.get(address).text
    assert "IMG_0098.jpg … IMG_0099.jpg (2 tệp)" in page
    assert "1. Ho so quet.pdf, trang 1–3" in page
    picture = re.search(r'<img[^>]* src="([^"]+\.png)"', page).group(1)
    assert visitor.get(picture).content[:4] == b"\x89PNG"
