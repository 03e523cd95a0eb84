"""Parting and joining documents by forms: shown as said, exported, taken back; refused where it cannot be."""

import datetime as dt
import io
import json
import re
from pathlib import Path

import pypdfium2
import pytest

from engine.check import CheckOptions, check_path
from engine.check.answers import Answers, read_answers
from engine.web.said import answers_text, of_document, with_arrangement, with_document, without

SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers"
NOTHING = Answers.model_validate({})


def _pdf(*pages):
    """A PDF of pages of others: (file, index)."""
    made = pypdfium2.PdfDocument.new()
    for file, index in pages:
        source = pypdfium2.PdfDocument(file)
        made.import_pages(source, [index])
        source.close()
    stream = io.BytesIO()
    made.save(stream)
    made.close()
    return stream.getvalue()


@pytest.fixture(scope="module")
def lying():
    """A clean dossier whose first three papers lie in one file, and whose fourth in two."""
    papers = sorted((SAMPLES / "chi-bo-kiem-tra-clean").glob("*.pdf"))
    counts = [len(pypdfium2.PdfDocument(paper)) for paper in papers]
    assert counts[:4] == [3, 2, 2, 2]
    files = {"01 ba van ban.pdf": _pdf(*((papers[n], page) for n in range(3) for page in range(counts[n])))}
    files |= {f"04 trang {page + 1}.pdf": _pdf((papers[3], page)) for page in range(2)}
    files |= {paper.name: paper.read_bytes() for paper in papers[4:]}
    return [("files", (f"ho so/{name}", data)) for name, data in files.items()]


@pytest.fixture
def case(visitor, lying, send):
    return send(visitor, lying, {"quy_trinh": "chi-bo-kiem-tra-chuyen-de", "ngay_xet": "20/11/2026"})


def _papers(visitor, address):
    """(first file, first page, pages) of the papers, by id."""
    report = json.loads(visitor.get(f"{address}/tai/json").text)
    return {item["id"]: (item["path"], item["first_page"], item["pages"]) for item in report["documents"]}


def _post(visitor, wait_read, path, data):
    answer = visitor.post(path, data=data, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    wait_read(visitor, answer.headers["location"])


def test_papers_are_parted_where_a_person_says_and_it_can_be_taken_back(case, visitor, wait_read):
    before = _papers(visitor, case)
    scan = [item for item in before.values() if item[0] == "01 ba van ban.pdf"]
    assert scan == [("01 ba van ban.pdf", 1, 3), ("01 ba van ban.pdf", 4, 2), ("01 ba van ban.pdf", 6, 2)]
    form = visitor.get(f"{case}/sap-xep/d02").text
    assert re.findall(r'name="dau" value="(\d+)" checked', form) == ["1", "4", "6"]
    assert len(re.findall(r'name="dau"', form)) == 7

    _post(visitor, wait_read, f"{case}/sap-xep/d02/tach", {"dau": ["4"]})
    after = _papers(visitor, case)
    assert [item for item in after.values() if item[0] == "01 ba van ban.pdf"] == [
        ("01 ba van ban.pdf", 1, 3), ("01 ba van ban.pdf", 4, 4),
    ]  # fmt: skip
    page = visitor.get(case).text
    assert "01 ba van ban.pdf: văn bản bắt đầu ở trang 1, 4" in page
    assert any(
        "văn bản bắt đầu ở trang" in words for words in json.loads(visitor.get(f"{case}/tai/json").text)["answers"]
    )
    assert "văn bản bắt đầu ở trang" in visitor.get(f"{case}/in").text

    _post(visitor, wait_read, f"{case}/sap-xep/d01/tach", {})
    assert "là một văn bản, không tách" in visitor.get(case).text
    assert [item for item in _papers(visitor, case).values() if item[0] == "01 ba van ban.pdf"] == [
        ("01 ba van ban.pdf", 1, 7)
    ]
    key = re.search('name="loi" value="([^"]+)"', visitor.get(case).text).group(1)
    _post(visitor, wait_read, f"{case}/rut-lai", {"loi": key})
    assert _papers(visitor, case) == before
    assert 'name="loi"' not in visitor.get(case).text


def test_files_are_joined_and_the_command_reads_the_same(case, visitor, wait_read, tmp_path, lying):
    first = next(name for name, item in _papers(visitor, case).items() if item[0] == "04 trang 1.pdf")
    form = visitor.get(f"{case}/sap-xep/{first}").text
    assert "không tách được" in form
    files = re.findall(r'name="tep" value="([^"]+)"', form)
    assert "04 trang 2.pdf" in files
    assert "04 trang 1.pdf" not in files
    numbers = ["1" if file == "04 trang 2.pdf" else "" for file in files]
    _post(visitor, wait_read, f"{case}/sap-xep/{first}/ghep", {"tep": files, "thu_tu": numbers})
    papers = _papers(visitor, case)
    assert ("04 trang 1.pdf", 1, 2) in papers.values()
    assert "04 trang 2.pdf" not in {item[0] for item in papers.values()}
    assert 'class="verdict clean"' in visitor.get(case).text

    folder = tmp_path / "ho so"
    folder.mkdir()
    for _field, (name, data) in lying:
        (tmp_path / name).write_bytes(data)
    (folder / "hoso.yaml").write_bytes(visitor.get(f"{case}/tai/hoso.yaml").content)
    options = CheckOptions(on=dt.date(2026, 11, 20), in_process=True)
    command = check_path(folder, options).report
    assert {item.id: (item.path, item.first_page, item.pages) for item in command.documents} == papers

    form = visitor.get(f"{case}/sap-xep/{first}").text
    numbered = dict(
        zip(
            re.findall(r'name="tep" value="([^"]+)"', form),
            re.findall(r'name="thu_tu" value="(\d*)"', form),
            strict=True,
        )
    )
    assert numbered["04 trang 2.pdf"] == "1"
    _post(visitor, wait_read, f"{case}/sap-xep/{first}/ghep", {"tep": list(numbered), "thu_tu": [""] * len(numbered)})
    assert "04 trang 2.pdf" in {item[0] for item in _papers(visitor, case).values()}


def test_a_correction_of_one_paper_of_a_scan_leaves_the_others(case, visitor):
    visitor.post(f"{case}/van-ban/d02", data={"so": "77"})
    report = json.loads(visitor.get(f"{case}/tai/json").text)
    numbers = [item["number"] for item in report["documents"][:3]]
    assert numbers[1] == "77"
    assert "77" not in (numbers[0], numbers[2])
    said = read_answers(visitor.get(f"{case}/tai/hoso.yaml").text, "hoso.yaml").documents
    assert [(item.file, item.page, item.number) for item in said] == [("01 ba van ban.pdf", 4, "77")]


def test_what_cannot_be_is_refused_and_changes_nothing(case, visitor):
    before = _papers(visitor, case)
    for data, status in (
        ({"tep": ["khac.pdf"], "thu_tu": ["1"]}, 422),
        ({"tep": ["01 ba van ban.pdf"], "thu_tu": ["1"]}, 422),
        ({"tep": ["04 trang 2.pdf"], "thu_tu": ["hai"]}, 422),
    ):
        assert visitor.post(f"{case}/sap-xep/d01/ghep", data=data).status_code == status
    assert visitor.post(f"{case}/sap-xep/d01/tach", data={"dau": "x"}).status_code == 422
    assert visitor.get(f"{case}/sap-xep/d99").status_code == 404
    assert _papers(visitor, case) == before
    assert 'name="loi"' not in visitor.get(case).text


def test_word_files_cannot_be_parted(visitor, send, word_file):
    address = send(visitor, [("files", ("a.docx", word_file("ĐẢNG BỘ XÃ TÂN PHÚ", "KẾ HOẠCH")))], {})
    assert "/sap-xep/" not in visitor.get(address).text
    assert "lưu thành PDF" in visitor.get(f"{address}/sap-xep/d01").text


def test_an_answers_file_that_joins_what_is_not_there_is_said(visitor, sample, send):
    yaml = b"documents:\n  - {file: khong-co.pdf, merge: [khac.pdf]}\n"
    address = send(
        visitor, [*sample("chi-bo-giam-sat-clean")[:2], ("files", ("chi-bo-giam-sat-clean/hoso.yaml", yaml))]
    )
    page = visitor.get(address).text
    assert "Tệp hoso.yaml trong hồ sơ không dùng được" in page
    assert "khong-co.pdf" in page
    assert "Máy đã đọc 2 văn bản" in page


def test_the_forms_are_accessible_and_work_by_keyboard(person, lying, tmp_path, axe):
    for _field, (name, data) in lying:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    page = person(viewport={"width": 360, "height": 740})
    page.set_input_files("#folder", str(tmp_path / "ho so"))
    page.get_by_role("button", name="Kiểm tra hồ sơ").click()
    page.get_by_role("button", name="Đúng, xem kết quả").click()
    page.get_by_role("link", name="Tách, ghép").first.click()
    page.get_by_role("heading", name="Tách, ghép văn bản").wait_for()
    page.locator(".sheets img").first.evaluate("image => image.decode()")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("Trang 6 là trang đầu").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Tách theo các trang đã đánh dấu").focus()
    page.keyboard.press("Enter")
    page.get_by_text("văn bản bắt đầu ở trang 1, 4").wait_for()


def test_what_is_said_of_pages_and_of_papers_keeps_apart():
    said = with_document(NOTHING, "a.pdf", number="5")
    parted = with_arrangement(said, ["a.pdf"], split=[1, 3])
    assert [(item.page, item.number, item.split) for item in parted.documents] == [(1, "5", None), (None, None, [1, 3])]
    assert read_answers(answers_text(parted), "x") == parted
    both = with_document(parted, "a.pdf", 3, number="6")
    assert of_document(both, "a.pdf", 3).number == "6"
    assert of_document(both, "a.pdf", 1).number == "5"
    joined = with_arrangement(both, ["a.pdf", "b.pdf"], merge=["b.pdf"])
    assert [item.merge for item in joined.documents if item.page is None] == [["b.pdf"]]
    other = with_arrangement(joined, ["b.pdf"], merge=True)
    assert len([item for item in other.documents if item.file == "b.pdf"]) == 1
    assert without(joined, "unknown") == (joined, False)
