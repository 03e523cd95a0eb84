"""The page in a real browser: what a cadre does, with and without JavaScript, at two widths."""

import io
import json
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from engine.check.answers import read_answers

SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers"


def test_a_cadre_checks_corrects_dismisses_and_takes_the_result_home(person, upload, axe, wait_for, take):
    page = person()
    upload(page, "chi-bo-kiem-tra-faulty")
    assert page.url.count("/ho-so/") == 1
    expect(page.get_by_role("heading", name="Cần hoàn thiện")).to_be_visible()
    first = page.locator(".sentence").inner_text()
    image = page.locator(".shot img").first
    image.scroll_into_view_if_needed()
    wait_for(page, "document.querySelector('.shot img').naturalWidth > 200")
    assert axe(page) == []

    signing = page.locator("article.fault", has_text="Báo cáo tự kiểm tra chưa ký")
    signing.get_by_role("link", name="Máy đọc nhầm").click()
    signing.get_by_label("Đã ký đủ").check()
    signing.get_by_role("button", name="Ghi và xem kết quả mới").click()
    status = page.locator(".said-now")
    expect(status).to_contain_text("Đã cập nhật kết quả")
    expect(status).to_be_focused()
    second = page.locator(".sentence").inner_text()
    assert second != first
    assert axe(page) == []

    paging = page.locator("article.fault", has_text="Trang không đánh số")
    paging.get_by_text("Không phải lỗi?").click()
    paging.get_by_label("Lý do bỏ qua").fill("Bản giấy đã đánh số bằng bút chì")
    paging.get_by_role("button", name="Bỏ qua nội dung này").click()
    expect(page.get_by_role("heading", name="Bạn đã trả lời, sửa lại")).to_be_visible()
    expect(paging).to_have_count(0)

    words = "\n".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(take(page, "Tải phiếu Word"))).paragraphs
    )
    assert "RÀ SOÁT" in words.upper()
    book = openpyxl.load_workbook(io.BytesIO(take(page, "Tải Excel")))
    assert len(book.sheetnames) > 1
    book.close()
    page.get_by_text("Dạng khác").click()
    report = json.loads(take(page, "JSON"))
    assert sum(bool(item["dismissed"]) for item in report["findings"]) == 1
    assert b"data:image/png" in take(page, "Trang HTML")
    said = read_answers(take(page, "hoso.yaml").decode(), "hoso.yaml")
    assert [item.signed for item in said.documents] == [True]

    page.get_by_role("button", name="Rút lại").first.click()
    expect(page.get_by_role("button", name="Rút lại")).to_have_count(1)


def test_a_clean_dossier(person, upload):
    page = person()
    upload(page, "chi-bo-giam-sat-clean")
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


def test_dropping_a_folder_with_a_folder_in_it(person, tmp_path):
    """As a file manager drops it: the browser walks the folder, names keep their folders."""
    folder = tmp_path / "Hồ sơ đồng chí B"
    shutil.copytree(SAMPLES / "chi-bo-giam-sat-clean", folder / "Văn bản")
    page = person()
    place = page.locator("#tha").bounding_box()
    where = {"x": place["x"] + 40, "y": place["y"] + 40}
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, **where, "data": data})
    page.get_by_role("heading", name="Hồ sơ này thuộc quy trình nào?").wait_for()
    number = len(list((folder / "Văn bản").iterdir()))
    expect(page.get_by_text(f"Máy đã đọc {number} văn bản.")).to_be_visible()
    expect(page.get_by_text("Hồ sơ đồng chí B").first).to_be_visible()


def test_a_zip_is_taken_as_it_is(person, tmp_path):
    made = shutil.make_archive(str(tmp_path / "Hồ sơ nén"), "zip", SAMPLES / "chi-bo-giam-sat-clean")
    page = person()
    page.set_input_files("#files", made)
    expect(page.get_by_text("Đã chọn 1 tệp")).to_be_visible()
    page.get_by_role("button", name="Kiểm tra hồ sơ").click()
    page.get_by_text(re.compile("Máy đã đọc [0-9]+ văn bản")).wait_for()
    expect(page.get_by_text("Hồ sơ nén").first).to_be_visible()


def test_several_thousand_files_are_refused_with_advice(person, tmp_path):
    folder = tmp_path / "cả ổ đĩa"
    folder.mkdir()
    for number in range(3_000):
        (folder / f"{number}.txt").write_bytes(b"x")
    page = person()
    page.set_input_files("#folder", str(folder))
    page.get_by_role("button", name="Kiểm tra hồ sơ").click()
    expect(page.get_by_role("alert").filter(has_text="Một hồ sơ không quá 2000 tệp")).to_be_visible()


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


def test_two_people_do_not_see_each_other(person, upload):
    one, two = person(), person()
    upload(one, "chi-bo-kiem-tra-faulty", pack=None)
    answer = two.request.get(one.url)
    assert answer.status == 404
    two.goto("/")
    expect(two.get_by_text("Hồ sơ đang mở")).to_have_count(0)
    one.goto("/")
    expect(one.get_by_role("link", name="chi-bo-kiem-tra-faulty")).to_be_visible()
    one.get_by_role("button", name="Kết thúc và xóa hồ sơ của tôi").click()
    expect(one.get_by_text("Hồ sơ đang mở")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible_and_fit(person, width, axe):
    page = person(viewport={"width": width, "height": 800})
    paths = ["/", "/can-gi", "/can-gi/chi-bo-kiem-tra-chuyen-de", "/thay-doi", "/don-vi", "/thu-quy-tac"]
    beside = ["/so-tay/index.html", "/so-tay/quy-trinh/chi-bo-kiem-tra-chuyen-de.html"]
    for path in [*paths, "/quy-tac/page-without-number", *beside]:
        page.goto(path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_narrow_result_fits_and_is_accessible(person, upload, axe):
    page = person(viewport={"width": 360, "height": 740})
    upload(page, "ubkt-dau-hieu-dang-vien-faulty", pack=None)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page) == []
    page.goto(re.sub("#.*", "", page.url) + "/in")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page) == []


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
