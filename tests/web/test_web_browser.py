"""The page in a real browser: what a cadre does, with and without JavaScript, at two widths."""

import io
import json
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import expect, sync_playwright

from engine.check.answers import read_answers

SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers"
AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def person(browser, live):
    """Make a browser window of somebody; watch where it asks and what it complains of."""
    contexts, asked, complaints = [], [], []

    def open_window(**settings):
        context = browser.new_context(
            locale="vi-VN", base_url=live, **{"viewport": {"width": 1280, "height": 900}, **settings}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/")
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((live, "blob:" + live))] == []
    assert complaints == []


def _upload(page, name, *, pack="an-phu-2026"):
    page.set_input_files("#folder", str(SAMPLES / name))
    page.get_by_role("button", name="Kiểm tra hồ sơ").click()
    page.get_by_label("Quy trình", exact=True).wait_for()
    if pack:
        if not page.locator("details[open] #goi").count():
            page.get_by_text("Cấp, gói quy định của đơn vị, ngày xét").click()
        page.select_option("#goi", pack)
        page.fill("#ngay_xet", "20/11/2026")
    page.get_by_role("button", name="Đúng, xem kết quả").click()
    page.locator("#ket-qua").wait_for()


def _axe(page):
    """Run axe-core; scripts of tests come in over the debugger, past the page's own policy."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(item["id"], [node["html"][:120] for node in item["nodes"][:3]]) for item in found["violations"]]


def _wait_for(page, expression):
    """The page's policy forbids what playwright's own waiting does."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def _take(page, words):
    with page.expect_download() as download:
        page.get_by_role("link", name=words).click()
    return Path(download.value.path()).read_bytes()


def test_a_cadre_checks_corrects_dismisses_and_takes_the_result_home(person):
    page = person()
    _upload(page, "chi-bo-kiem-tra-faulty")
    assert page.url.count("/ho-so/") == 1
    expect(page.get_by_role("heading", name="Cần hoàn thiện")).to_be_visible()
    first = page.locator(".sentence").inner_text()
    image = page.locator(".shot img").first
    image.scroll_into_view_if_needed()
    _wait_for(page, "document.querySelector('.shot img').naturalWidth > 200")
    assert _axe(page) == []

    signing = page.locator("article.fault", has_text="Báo cáo tự kiểm tra chưa ký")
    signing.get_by_role("link", name="Máy đọc nhầm").click()
    signing.get_by_label("Đã ký đủ").check()
    signing.get_by_role("button", name="Ghi và xem kết quả mới").click()
    status = page.locator(".said-now")
    expect(status).to_contain_text("Đã cập nhật kết quả")
    expect(status).to_be_focused()
    second = page.locator(".sentence").inner_text()
    assert second != first
    assert _axe(page) == []

    paging = page.locator("article.fault", has_text="Trang không đánh số")
    paging.get_by_text("Không phải lỗi?").click()
    paging.get_by_label("Lý do bỏ qua").fill("Bản giấy đã đánh số bằng bút chì")
    paging.get_by_role("button", name="Bỏ qua nội dung này").click()
    expect(page.get_by_role("heading", name="Bạn đã trả lời, sửa lại")).to_be_visible()
    expect(paging).to_have_count(0)

    words = "\n".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(_take(page, "Tải phiếu Word"))).paragraphs
    )
    assert "RÀ SOÁT" in words.upper()
    book = openpyxl.load_workbook(io.BytesIO(_take(page, "Tải Excel")))
    assert len(book.sheetnames) > 1
    book.close()
    page.get_by_text("Dạng khác").click()
    report = json.loads(_take(page, "JSON"))
    assert sum(bool(item["dismissed"]) for item in report["findings"]) == 1
    assert b"data:image/png" in _take(page, "Trang HTML")
    said = read_answers(_take(page, "hoso.yaml").decode(), "hoso.yaml")
    assert [item.signed for item in said.documents] == [True]

    page.get_by_role("button", name="Rút lại").first.click()
    expect(page.get_by_role("button", name="Rút lại")).to_have_count(1)


def test_a_clean_dossier(person):
    page = person()
    _upload(page, "chi-bo-giam-sat-clean")
    expect(page.get_by_role("heading", name="Không thấy sai sót")).to_be_visible()
    expect(page.get_by_role("heading", name="Nội dung cần sửa, bổ sung")).to_have_count(0)


def test_without_javascript(person):
    page = person(java_script_enabled=False)
    page.set_input_files("#files", [str(path) for path in sorted((SAMPLES / "chi-bo-kiem-tra-faulty").iterdir())])
    page.get_by_role("button", name="Kiểm tra hồ sơ").click()
    page.get_by_label("Quy trình", exact=True).wait_for()
    page.get_by_role("button", name="Đúng, xem kết quả").click()
    expect(page.get_by_role("heading", name="Cần hoàn thiện")).to_be_visible()
    first = page.locator(".sentence").inner_text()
    page.get_by_role("link", name="Sửa loại, số, ngày, chữ ký").nth(3).click()
    page.get_by_label("Đã ký đủ").check()
    page.get_by_role("button", name="Ghi và xem kết quả mới").click()
    expect(page.locator(".sentence")).not_to_have_text(first)
    paging = page.locator("article.fault", has_text="Trang không đánh số")
    paging.get_by_text("Không phải lỗi?").click()
    paging.get_by_label("Lý do bỏ qua").fill("Đã đánh số tay")
    paging.get_by_role("button", name="Bỏ qua nội dung này").click()
    expect(paging).to_have_count(0)


def test_dropping_a_folder(person):
    """The drop itself; the folder walk of the browser cannot be driven from outside, so plain files stand for it."""
    page = person()
    data = [
        {"name": path.name, "bytes": list(path.read_bytes())}
        for path in sorted((SAMPLES / "chi-bo-giam-sat-clean").iterdir())[:2]
    ]
    page.evaluate(
        """files => {
          const transfer = new DataTransfer();
          for (const file of files) { transfer.items.add(new File([new Uint8Array(file.bytes)], file.name)); }
          const drop = new DragEvent("drop", {dataTransfer: transfer, cancelable: true, bubbles: true});
          document.getElementById("tha").dispatchEvent(drop);
        }""",
        data,
    )
    expect(page.get_by_text("Máy đã đọc 2 văn bản.")).to_be_visible(timeout=30_000)


def test_nothing_chosen_is_said(person):
    page = person()
    page.get_by_role("button", name="Kiểm tra hồ sơ").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa chọn tệp nào")


def test_a_hostile_upload_runs_nothing(person, tmp_path, word_file):
    evil = "<img src=x onerror=\"document.title='hit'\">"
    paper = tmp_path / f"{evil.replace('/', '')}.docx"
    paper.write_bytes(word_file("ĐẢNG BỘ XÃ TÂN PHÚ", f"CHI BỘ {evil}", "KẾ HOẠCH", evil))
    (tmp_path / "hoso.yaml").write_text(f"dossier:\n  body: '{evil.replace(chr(39), chr(34))}'\n", encoding="utf-8")
    page = person()
    page.set_input_files("#files", [str(paper), str(tmp_path / "hoso.yaml")])
    page.get_by_role("button", name="Kiểm tra hồ sơ").click()
    page.get_by_role("button", name="Đúng, xem kết quả").click()
    page.locator("#ket-qua").wait_for()
    assert page.title() != "hit"
    assert page.locator("img[src='x']").count() == 0
    expect(page.locator("body")).to_contain_text("<img src=x")


def test_two_people_do_not_see_each_other(person):
    one, two = person(), person()
    _upload(one, "chi-bo-kiem-tra-faulty", pack=None)
    answer = two.request.get(one.url)
    assert answer.status == 404
    two.goto("/")
    expect(two.get_by_text("Hồ sơ đang mở")).to_have_count(0)
    one.goto("/")
    expect(one.get_by_role("link", name="chi-bo-kiem-tra-faulty")).to_be_visible()
    one.get_by_role("button", name="Kết thúc và xóa hồ sơ của tôi").click()
    expect(one.get_by_text("Hồ sơ đang mở")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible_and_fit(person, width):
    page = person(viewport={"width": width, "height": 800})
    paths = ["/", "/can-gi", "/can-gi/chi-bo-kiem-tra-chuyen-de", "/thay-doi", "/don-vi", "/thu-quy-tac"]
    for path in [*paths, "/quy-tac/page-without-number"]:
        page.goto(path)
        assert _axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_narrow_result_fits_and_is_accessible(person):
    page = person(viewport={"width": 360, "height": 740})
    _upload(page, "ubkt-dau-hieu-dang-vien-faulty", pack=None)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert _axe(page) == []
    page.goto(re.sub("#.*", "", page.url) + "/in")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert _axe(page) == []


def test_the_playground_answers_while_typing(person):
    page = person()
    page.goto("/thu-quy-tac")
    expect(page.get_by_text("Quy tắc viết đúng.")).to_be_visible()
    page.get_by_label("Quy tắc (YAML)").press("Control+End")
    page.get_by_label("Quy tắc (YAML)").type("sevrity: error")
    expect(page.get_by_text("có phải «severity»?")).to_be_visible()


def test_keyboard_alone_reaches_the_upload(person):
    page = person()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến phần nội dung")).to_be_focused()
    page.keyboard.press("Enter")
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id"))
    assert {"folder", "files", "gui-nut"} <= set(seen)
