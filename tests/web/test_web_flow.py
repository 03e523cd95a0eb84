"""From upload to result, corrections, downloads: through the application, without a browser."""

import datetime as dt
import io
import json
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from engine.check import CheckOptions, check_path
from engine.check.answers import read_answers

CHOSEN = {"quy_trinh": "chi-bo-kiem-tra-chuyen-de", "goi": "an-phu-2026", "giai_doan": "hoan-chinh"}
CHOSEN |= {"ngay_xet": "20/11/2026"}
DAY = dt.date(2026, 11, 20)
SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers"


@pytest.fixture(scope="module")
def faulty(newcomer, sample, send):
    """One faulty dossier for the tests that only look."""
    client = newcomer()
    address = send(client, sample("chi-bo-kiem-tra-faulty"), CHOSEN)
    yield client, address
    client.close()


def _report(client, address):
    return json.loads(client.get(f"{address}/tai/json").text)


def test_the_page_says_what_the_command_says(faulty):
    client, address = faulty
    options = CheckOptions(
        procedure=CHOSEN["quy_trinh"], pack=CHOSEN["goi"], stage="hoan-chinh", on=DAY, in_process=True
    )
    command = check_path(SAMPLES / "chi-bo-kiem-tra-faulty", options).report
    page = _report(client, address)
    assert [(item["rule"], item["fingerprint"], item["severity"]) for item in page["findings"]] == [
        (item.rule, item.fingerprint, item.severity.value) for item in command.findings
    ]
    assert page["dossier"] == command.dossier == "chi-bo-kiem-tra-faulty"
    assert page["verdict"] == command.verdict == "faults"


def test_every_finding_is_on_the_page_with_remedy_source_and_rule(faulty):
    client, address = faulty
    text = client.get(address).text
    report = _report(client, address)
    failed = [item for item in report["findings"] if item["outcome"] == "fail"]
    assert len(failed) >= 6
    assert all(item["title"] in text and item["remedy"] in text for item in failed)
    for link in set(re.findall(r'href="(/(?:quy-tac|can-gi)/[^"#]+)', text)):
        assert client.get(link).status_code == 200, link


def test_pictures_show_the_marked_place(faulty):
    client, address = faulty
    pictures = re.findall(r'<img[^>]* src="([^"]+\.png)"', client.get(address).text)
    assert pictures
    answer = client.get(pictures[0])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    viewer = re.search(r'href="([^"]+/xem/[^"]+cho=0)"', client.get(address).text).group(1).replace("&amp;", "&")
    page = client.get(viewer).text
    whole = re.search(r'src="([^"]+\.png[^"]*)"', page).group(1).replace("&amp;", "&")
    marked, plain = client.get(whole).content, client.get(whole.split("?")[0]).content
    assert marked[:4] == b"\x89PNG"
    assert marked != plain
    assert client.get(f"{address}/xem/d01/99.png").status_code == 404
    assert client.get(f"{address}/xem/d99").status_code == 404


def test_downloads_open_and_say_the_same(faulty):
    client, address = faulty
    title = next(item["title"] for item in _report(client, address)["findings"] if item["outcome"] == "fail")
    answer = client.get(f"{address}/tai/docx")
    assert "filename*=UTF-8''Phieu%20ra%20soat%20chi-bo" in answer.headers["content-disposition"]
    document = docx.Document(io.BytesIO(answer.content))
    words = "\n".join(
        [p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells]
    )
    assert title in words
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}/tai/xlsx").content))
    assert any(title in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    book.close()
    html = client.get(f"{address}/tai/html")
    assert html.headers["content-disposition"].startswith("attachment")
    assert title in html.text
    assert "data:image/png;base64" in html.text
    assert client.get(f"{address}/tai/exe").status_code == 404


def test_a_clean_dossier_is_clean(visitor, sample, send, sentence):
    address = send(visitor, sample("chi-bo-kiem-tra-clean"), CHOSEN)
    page = visitor.get(address).text
    assert 'class="verdict clean"' in page
    assert "Không thấy sai sót" in page
    assert "Nội dung cần sửa" not in page


def test_before_confirmation_the_page_asks_with_the_reason(visitor, sample, send):
    address = send(visitor, sample("chi-bo-giam-sat-clean"))
    page = visitor.get(address).text
    assert re.search(r'<option value="chi-bo-giam-sat-chuyen-de[^"]*" selected>', page)
    assert "vì trong hồ sơ có" in page
    assert visitor.post(f"{address}/xac-nhan", data={"quy_trinh": "khong-co"}).status_code == 422
    assert visitor.post(f"{address}/xac-nhan", data={"ngay_xet": "31/02/2026"}).status_code == 400
    assert "Hồ sơ này thuộc quy trình nào?" in visitor.get(address).text


def test_correct_answer_dismiss_and_take_back(visitor, sample, send, sentence):
    address = send(visitor, sample("chi-bo-kiem-tra-faulty"), CHOSEN)
    before = _report(visitor, address)
    unsigned = next(item for item in before["findings"] if item["rule"].endswith("bao-cao-tu-kiem-tra:signers"))
    paper = unsigned["documents"][0]
    form = visitor.get(f"{address}/van-ban/{paper}", headers={"hx-request": "true"}).text
    assert "<html" not in form
    assert 'name="da_ky"' in form

    part = visitor.post(f"{address}/van-ban/{paper}", data={"da_ky": "co"}, headers={"hx-request": "true"}).text
    assert "Đã cập nhật kết quả." in part
    signed = _report(visitor, address)
    assert unsigned["fingerprint"] not in {item["fingerprint"] for item in signed["findings"]}
    assert any("đã ký đủ" in words for words in signed["answers"])

    page = next(item for item in signed["findings"] if item["rule"] == "page-without-number")
    refused = visitor.post(f"{address}/bo-qua", data={"dau": page["fingerprint"], "ly_do": " "})
    assert (refused.status_code, "Chưa ghi lý do" in refused.text) == (400, True)
    visitor.post(f"{address}/bo-qua", data={"dau": page["fingerprint"], "ly_do": "Đã đánh số bằng bút chì"})
    dismissed = _report(visitor, address)
    assert next(i for i in dismissed["findings"] if i["fingerprint"] == page["fingerprint"])["dismissed"]
    assert dismissed["counts"]["errors"] == before["counts"]["errors"] - (1 + (unsigned["severity"] == "error"))

    said = read_answers(visitor.get(f"{address}/tai/hoso.yaml").text, "hoso.yaml")
    assert said.dossier.pack == "an-phu-2026"
    assert [item.signed for item in said.documents] == [True]
    assert [item.reason for item in said.dismissed] == ["Đã đánh số bằng bút chì"]

    path = said.documents[0].file
    assert path in visitor.get(address).text
    keys = re.findall('name="loi" value="([^"]+)"', visitor.get(address).text)
    assert len(keys) == 2
    for key in keys:
        visitor.post(f"{address}/rut-lai", data={"loi": key})
    assert sentence(visitor.get(address).text) == before["sentence"]


def test_the_exported_answers_work_with_the_command(visitor, sample, send, tmp_path):
    address = send(visitor, sample("chi-bo-kiem-tra-faulty"), CHOSEN)
    visitor.post(f"{address}/van-ban/d09", data={"so": "08", "ngay": "26/6/2026"})
    (tmp_path / "hoso.yaml").write_bytes(visitor.get(f"{address}/tai/hoso.yaml").content)
    options = CheckOptions(answers=tmp_path / "hoso.yaml", on=DAY, in_process=True)
    command = check_path(SAMPLES / "chi-bo-kiem-tra-faulty", options).report
    page = _report(visitor, address)
    assert [item.fingerprint for item in command.findings] == [item["fingerprint"] for item in page["findings"]]
    assert next(item for item in command.documents if item.id == "d09").number == "8"


def test_a_changed_kind_changes_the_steps(visitor, sample, send):
    address = send(visitor, sample("chi-bo-kiem-tra-faulty"), CHOSEN)
    assert visitor.post(f"{address}/van-ban/d02", data={"loai": "de-cuong-bao-cao"}).status_code == 200
    steps = {item["id"]: item["status"] for item in _report(visitor, address)["steps"]}
    assert steps["de-cuong"] in ("done", "open")
    assert visitor.post(f"{address}/van-ban/d02", data={"loai": "khong-co"}).status_code == 422
    assert visitor.post(f"{address}/van-ban/d02", data={"ngay": "hôm qua"}).status_code == 400


def test_a_zip_is_one_dossier_and_its_own_answers_count(visitor, send):
    folder = SAMPLES / "chi-bo-kiem-tra-hoso-yaml"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.writestr(path.name, path.read_bytes())
    address = send(visitor, [("files", ("Hồ sơ Điện tử.zip", stream.getvalue()))], {"giai_doan": "hoan-chinh"})
    report = _report(visitor, address)
    assert report["dossier"] == "Hồ sơ Điện tử"
    assert any("đã ký đủ" in words for words in report["answers"])
    assert "Đã cập nhật" not in visitor.get(address).text
    assert "bút chì" in visitor.get(address).text


def test_a_broken_answers_file_is_said_and_does_not_stop_anything(visitor, sample, send):
    files = [*sample("chi-bo-giam-sat-clean"), ("files", ("chi-bo-giam-sat-clean/hoso.yaml", b"dossier: [1"))]
    address = send(visitor, files)
    assert "hoso.yaml trong hồ sơ không dùng được" in visitor.get(address).text
    nested = [*sample("chi-bo-giam-sat-clean"), ("files", ("chi-bo-giam-sat-clean/hoso.yaml", b"[" * 300_000))]
    address = send(visitor, nested)
    assert visitor.get(address).status_code == 200


def test_answers_that_name_what_does_not_exist_are_said(visitor, sample, send):
    yaml = b"dossier: {pack: khong-co-goi-nay}\n"
    address = send(
        visitor, [*sample("chi-bo-giam-sat-clean")[:2], ("files", ("chi-bo-giam-sat-clean/hoso.yaml", yaml))]
    )
    page = visitor.get(address).text
    assert "khong-co-goi-nay" in page
    assert "Hồ sơ này thuộc quy trình nào?" in page


def test_printing_leaves_out_forms(faulty):
    client, address = faulty
    page = client.get(f"{address}/in").text
    assert "Phiếu rà soát hồ sơ: chi-bo-kiem-tra-faulty" in page
    assert "ly_do" not in page
    assert "Bỏ qua" not in page


def test_looking_things_up(visitor):
    page = visitor.get("/can-gi/chi-bo-kiem-tra-chuyen-de").text
    assert "Đề cương gợi ý báo cáo" in page
    signed = re.search('id="ke-hoach".*?<dt>Ký</dt><dd>([^<]*)</dd>', page, re.DOTALL)
    assert signed.group(1) == "Bí thư hoặc Phó bí thư"
    assert "bắt buộc" in page
    changes = visitor.get("/thay-doi", params={"tu": "01/1/2026", "den": "31/12/2026"}).text
    assert "21-QĐ/TW" in changes
    assert "Ngày đầu phải trước" in visitor.get("/thay-doi", params={"tu": "2026-05-01", "den": "2026-01-01"}).text
    assert visitor.get("/thay-doi", params={"tu": "x"}).status_code == 400
    assert visitor.get("/can-gi/khong-co").status_code == 404
    assert visitor.get("/quy-tac/khong-co").status_code == 404


def test_every_procedure_can_be_looked_up(visitor):
    links = re.findall(r'href="(/can-gi/[^"]+)"', visitor.get("/can-gi").text)
    assert len(links) > 15
    assert {visitor.get(link).status_code for link in links} == {200}


def test_office_settings_are_kept_and_printed(application, visitor, sample, send):
    values = {"don_vi": "Chi bộ khu phố 3", "cap_tren": "Đảng bộ phường", "cap": "chi-bo", "goi": "an-phu-2026"}
    assert visitor.post("/don-vi", data=values).status_code == 200
    assert 'value="Chi bộ khu phố 3"' in visitor.get("/don-vi").text
    address = send(visitor, sample("chi-bo-giam-sat-clean"))
    assert '<option value="an-phu-2026" selected>' in visitor.get(address).text
    visitor.post(f"{address}/xac-nhan", data={})
    assert "Chi bộ khu phố 3" in visitor.get(f"{address}/in").text
    assert visitor.post("/don-vi", data={"goi": "khong-co"}).status_code == 422
    visitor.post("/don-vi", data={})


def test_the_playground_says_what_is_wrong_and_what_both_evaluators_find(visitor):
    page = visitor.get("/thu-quy-tac").text
    rule = re.search(r'name="quy_tac"[^>]*>(.*?)</textarea>', page, re.S).group(1).replace("&#34;", '"')
    part = {"hx-request": "true"}
    mini = "documents:\n - {kind: bao-cao-ket-qua-kiem-tra, page_fault: [{fault: unnumbered, page: 2}]}"
    tried = visitor.post("/thu-quy-tac", data={"quy_tac": rule, "ho_so_nho": mini}, headers=part).text
    assert "Quy tắc viết đúng." in tried
    assert tried.count("<b>có lỗi</b>") == 2
    wrong = visitor.post(
        "/thu-quy-tac", data={"quy_tac": rule + "\nsevrity: x", "ho_so_nho": "a: ["}, headers=part
    ).text
    assert "có phải «severity»?" in wrong
    assert "Hồ sơ nhỏ, dòng" in wrong
    deep = visitor.post("/thu-quy-tac", data={"quy_tac": "[" * 59_000, "ho_so_nho": ""}, headers=part)
    assert deep.status_code in (200, 400)
    assert "Quy tắc viết đúng." not in deep.text
    again = visitor.post("/thu-quy-tac", data={"quy_tac": rule, "ho_so_nho": mini}, headers=part)
    assert "<b>có lỗi</b>" in again.text


def test_the_api_gives_the_contract_and_keeps_nothing(visitor, sample, page_folder):
    before = sorted(page_folder.rglob("*.zip"))
    answer = visitor.post("/api/check", files=sample("chi-bo-kiem-tra-faulty"), data={"pack": "an-phu-2026"})
    report = answer.json()
    assert answer.status_code == 200
    assert (report["verdict"], report["pack"]["id"]) == ("faults", "an-phu-2026")
    assert sorted(page_folder.rglob("*.zip")) == before
    wrong = visitor.post("/api/check", files=sample("chi-bo-giam-sat-clean")[:1], data={"pack": "x"})
    assert wrong.status_code == 400
    assert "Không có gói quy định «x»" in wrong.json()["error"]
    assert visitor.post("/api/check", data={"pack": "x"}).status_code == 422


def test_a_question_of_the_procedure_changes_what_is_asked_for(visitor, sample, send):
    address = send(visitor, sample("ubkt-dau-hieu-dang-vien-clean"), {"quy_trinh": "ubkt-kiem-tra-dau-hieu-dang-vien"})
    page = visitor.get(address).text
    question = re.search(r'action="(/ho-so/[^"]+/tra-loi/([^"]+))"', page)
    visitor.post(question.group(1), data={"dap": "co"})
    said = read_answers(visitor.get(f"{address}/tai/hoso.yaml").text, "hoso.yaml")
    assert said.answers == {question.group(2): True}
    assert visitor.post(f"{address}/tra-loi/khong-co", data={"dap": "co"}).status_code == 404
