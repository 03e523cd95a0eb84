"""JSON, SARIF, Word and Excel."""

import json
import re
from io import BytesIO
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pytest
import yaml
from docx.shared import Pt

from engine.findings import Report, StepStatus
from engine.report import FORMATS, Office, render
from engine.report.json_report import SCHEMA_FILE, build_schema

DATA = Path(__file__).with_name("report_data")


def report(**changes: object) -> Report:
    base = Report.model_validate(yaml.safe_load((DATA / "chi_bo.yaml").read_text(encoding="utf-8")))
    return base.model_copy(update=changes)


def as_json(shown: Report, form: str = "json") -> dict:
    return json.loads(render(shown, form))


def as_bytes(shown: Report, form: str, **more: object) -> BytesIO:
    data = render(shown, form, **more)
    assert isinstance(data, bytes)
    return BytesIO(data)


def test_the_committed_schema_is_current():
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == build_schema()


def test_json_follows_the_schema_and_gives_the_report_back():
    data = as_json(report())
    jsonschema.Draft202012Validator(build_schema()).validate(data)
    assert Report.model_validate(data) == report()


def test_the_schema_refuses_what_is_no_report():
    data = as_json(report())
    data["verdict"] = "fine"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(build_schema()).validate(data)


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "docx"])
def test_the_same_report_gives_the_same_bytes(form):
    assert render(report(), form) == render(report(), form)


def test_sarif_has_one_result_for_each_finding_and_pass():
    run = as_json(report(), "sarif")["runs"][0]
    kinds = [item["kind"] for item in run["results"]]
    assert (kinds.count("fail"), kinds.count("open"), kinds.count("pass")) == (7, 4, 2)
    rules = run["tool"]["driver"]["rules"]
    for item in run["results"]:
        assert rules[item["ruleIndex"]]["id"] == item["ruleId"]
        assert (item["level"] != "none") == (item["kind"] == "fail")
        assert item["message"]["text"]


def test_sarif_names_places_suppressions_and_incidents():
    run = as_json(report(), "sarif")["runs"][0]
    by_print = {item["partialFingerprints"]["hoso/v1"]: item for item in run["results"]}
    places = by_print["f-pages"]["locations"]
    assert [place["logicalLocations"][0]["name"] for place in places] == ["trang 2", "trang 3"]
    opened = by_print["o2"]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert opened == "05-bien-ban-lam-viec%20%28scan%29.pdf"
    assert by_print["f-zero"]["suppressions"][0]["justification"].startswith("bản viết tay")
    assert run["invocations"][0]["toolExecutionNotifications"][0]["descriptor"]["id"] == "encrypted"


def test_the_word_form_has_the_party_layout():
    paper = docx.Document(
        as_bytes(report(), "docx", office=Office("Chi bộ khu phố 3", "Đảng bộ phường An Bình", "An Bình"))
    )
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    assert (paper.styles["Normal"].font.name, paper.styles["Normal"].font.size) == ("Times New Roman", Pt(14))
    left, right = (cell.text.splitlines() for cell in paper.tables[0].rows[0].cells)
    assert left == ["ĐẢNG BỘ PHƯỜNG AN BÌNH", "CHI BỘ KHU PHỐ 3", "*"]
    assert right == ["ĐẢNG CỘNG SẢN VIỆT NAM", "An Bình, ngày 20 tháng 11 năm 2026"]


def test_the_word_form_says_all_that_the_report_says():
    paper = docx.Document(as_bytes(report(), "docx"))
    said = "\n".join(item.text for item in paper.paragraphs)
    for item in report().findings:
        assert item.title in said
    assert "08-phu-luc.pdf" in said
    steps = paper.tables[1]
    assert [row.cells[3].text for row in steps.rows][1:] == [
        "đã có", "đã có", "không bắt buộc", "đã có", "sai thứ tự", "quá hạn", "cần người xem", "đã có", "thiếu",
        "đã có", "chưa đến hạn",
    ]  # fmt: skip


def test_the_workbook_has_every_finding_and_no_formula():
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")']
    papers = [item.model_copy(update={"path": evil[number % 5]}) for number, item in enumerate(report().documents)]
    book = openpyxl.load_workbook(as_bytes(report(documents=papers, dossier="=cmd"), "xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert set(evil) <= {cell.value for cell in cells}
    assert all(cell.hyperlink is None for cell in cells)
    assert book["Kết quả"].max_row - 1 == len(report().findings)
    assert book["Các bước"].max_row - 1 == len(report().steps)


def test_the_rows_of_the_workbook_are_as_high_as_their_texts():
    long = "Hồ sơ cần hoàn thiện: " + "lỗi phải sửa, " * 12
    sheet = openpyxl.load_workbook(as_bytes(report(sentence=long), "xlsx"))["Tổng hợp"]
    heights = {row[0].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows()}
    assert (heights["Kết luận"], heights["Cấp"]) == (45, None)  # None: one line, as every row is


def test_a_step_of_the_workbook_says_what_is_wrong_with_its_paper():
    shown = report()
    failed = next(item for item in shown.findings if item.outcome == "fail")
    (step, *others) = shown.steps
    step = step.model_copy(update={"status": StepStatus.DONE, "findings": [failed.fingerprint], "note": ""})
    sheet = openpyxl.load_workbook(as_bytes(report(steps=[step, *others]), "xlsx"))["Các bước"]
    assert sheet.cell(2, 7).value == failed.title


def test_a_stopped_dossier_leaves_nothing_in_word_or_excel():
    stopped = report(stamped_secret=True, dossier="")
    book = openpyxl.load_workbook(as_bytes(stopped, "xlsx"))
    assert book.sheetnames == ["Tổng hợp"]
    said = "\n".join(item.text for item in docx.Document(as_bytes(stopped, "docx")).paragraphs)
    assert not re.search("Nguyễn|ke-hoach|Kế hoạch", said)
