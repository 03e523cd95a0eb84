"""The programme: its file, the dossiers found for it, the figures beside it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from audit_stores import DAY, done, filled, paper

from engine.audit import facts_json
from engine.audit.job import Done
from engine.audit.programme import Plan, compare_programme, sheets_of
from engine.audit.programme_dossiers import holds
from engine.audit.programme_file import Programme, read_programme
from engine.audit.programme_template import write_template
from engine.audit.store import Store
from engine.errors import UsageError
from engine.rulebook.loader import load_rulebook
from parsers.facts import NOWHERE, Document, Dossier, Line

YAML = """
year: 2026
term_start: 2025
items:
  - {no: "1", unit: Chi bộ A, form: kiểm tra, object_kind: đảng viên, object: Lê Thị Hoa, content: Nội dung 1, focus: x}
  - {no: "2", unit: Chi bộ A, form: giám sát, object_kind: tổ chức, object: Chi ủy, content: Nội dung 1, due: 30/6/2026,
     professional: x}
  - {no: "3", unit: Chi bộ A, form: giám sát, object_kind: tổ chức, object: Tổ 2, content: N2, changed_by: QĐ 3,
     due: 30/6/2026}
units:
  - {name: Chi bộ A, members: 40}
  - {name: Chi bộ B, members: 10}
reports:
  - {name: Báo cáo 6 tháng, due: 2026-06-20}
  - {name: Báo cáo năm, number: 9-BC/CB, start: 2026-01-01, end: 2026-12-31, inspections: 5}
"""


CASE = {"procedure": "chi-bo-kiem-tra-chuyen-de", "pack": "lao-cai-2025", "level": "chi-bo"}
AFTER = dt.date(2027, 1, 15)


def compared(store: Store, tmp_path: Path, text: str, *found: Done, on: dt.date = DAY, lang: str = "vi") -> Plan:
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    run = filled(store, *found, on=on)
    return compare_programme(store, run.id, read_programme(tmp_path / "p.yaml"), load_rulebook(), lang)


def about(person: str, **values: Any) -> dict[str, Any]:
    return {"result": CASE | values, "documents": (paper(person, person=person, subject=f"kiểm tra {person}"),)}


def marks(plan: Plan) -> list[tuple[str, str]]:
    return [(mark.check, mark.severity) for mark in plan.findings]


def test_programme_against_dossiers_within_the_year(store: Store, tmp_path: Path) -> None:
    plan = compared(store, tmp_path, YAML, done(1, **about("Lê Thị Hoa")), done(2, **about("Người Lạ")))
    assert marks(plan) == [("PRC-K03", "open"), ("PRC-K05", "warning"), ("PRC-K05", "warning")]
    told = {figure.name: (figure.planned, figure.found) for figure in plan.figures}
    assert told["Số cuộc kiểm tra, giám sát"] == ("3", "2")
    assert told["Kiểm tra"] == ("1/3 (33%)", "2/2 (100%)")
    assert told["Đối tượng là đảng viên"] == ("1/3 (33%)", "2/2 (100%)")
    assert told["Đối tượng là tổ chức"] == ("2/3 (67%)", "0/2 (0%)")
    assert told["Số nội dung khác nhau"] == ("2", "1")
    assert told["Nhiệm vụ chuyên môn của tổ chức cấp dưới"] == ("1/3 (33%)", "0/1 (0%)")
    assert told["Trọng tâm, trọng điểm"] == ("1/3 (33%)", "1/1 (100%)")
    assert told["Đảng viên được kiểm tra chuyên đề, Chi bộ A"] == ("1/40 (2%)", "2/40 (5%)")
    never = next(figure for figure in plan.figures if "nhiệm kỳ" in figure.name)
    assert (never.planned, never.found, never.note) == ("1", "1", "Chi bộ B")
    states = ["Có hồ sơ", "Quá thời hạn, chưa thấy hồ sơ", "Đã điều chỉnh: QĐ 3"]
    assert [line.state for line in plan.lines] == states


def test_what_a_year_owes_is_said_when_it_is_over(store: Store, tmp_path: Path) -> None:
    plan = compared(store, tmp_path, YAML, done(1, **about("Lê Thị Hoa")), on=AFTER)
    assert marks(plan)[:2] == [("PRC-K02", "error"), ("PRC-K04", "note")]
    assert "Chi ủy" in plan.findings[0].message
    assert "2,5% trên 40 đảng viên; chỉ tiêu 20%" in plan.findings[1].message
    assert [line.state for line in plan.lines][1] == "Không thấy hồ sơ"


@pytest.mark.parametrize("hidden", [Done(2, "failed", "incident"), Done(2, "secret"), done(2)])
def test_what_a_dossier_nobody_could_read_may_hold_is_not_called_missing(
    store: Store, tmp_path: Path, hidden: Done
) -> None:
    plan = compared(store, tmp_path, YAML, done(1, **about("Lê Thị Hoa")), hidden, on=AFTER)
    assert {severity for check, severity in marks(plan) if check in ("PRC-K02", "PRC-K04")} == {"open"}
    assert {mark.severity for mark in plan.findings if "5 cuộc" in mark.message} == {"open"}


def test_a_dossier_outside_the_programme(store: Store, tmp_path: Path) -> None:
    """With all words read, «đột xuất» in them or not decides; else a person must look."""
    text = "year: 2026\nitems: [{unit: Chi bộ B, form: kiem-tra, object_kind: dang-vien}]\n"
    cases = (
        ("Kiểm tra đột xuất theo chỉ đạo", "text-pdf", []),
        ("Kiểm tra theo kế hoạch", "text-pdf", [("PRC-K03", "warning")]),
        ("Kiểm tra", "scan", [("PRC-K03", "open")]),
    )
    for line, medium, expected in cases:
        read = Dossier("x", documents=(Document("d01", "x.pdf", medium=medium, lines=(Line(line, NOWHERE),)),))
        found = replace(done(1, **about("A")), facts_key=line, facts=facts_json.pack(read), result_key=line)
        assert marks(compared(store, tmp_path, text, found)) == expected
    assert marks(compared(store, tmp_path, text, done(1, **about("đột xuất ông A")))) == []


def test_a_case_belongs_to_the_year_its_own_papers_began_in(store: Store, tmp_path: Path) -> None:
    papers = (
        paper("x", kind="ke-hoach-nam", date=dt.date(2025, 12, 20)),
        paper("y", kind="ke-hoach-kiem-tra", date=dt.date(2026, 3, 1), person="Lê Thị Hoa"),
    )
    found = done(1, result=CASE | {"first_day": dt.date(2025, 12, 20)}, documents=papers)
    assert compared(store, tmp_path, YAML, found).lines[0].state == "Có hồ sơ"
    late = (papers[0], papers[1] | {"date": dt.date(2025, 12, 28)})
    assert compared(store, tmp_path, YAML, replace(found, documents=late)).lines[0].state != "Có hồ sơ"


@pytest.mark.parametrize(
    ("part", "whole", "held"),
    [
        ("Chi bộ 1", "Chi bộ 10", False),
        ("Chi bộ 1", "Chi bộ số 01, Đảng bộ xã X", True),
        ("Chi bộ Trường tiểu học", "chi bo truong tieu hoc", True),
        ("Nguyễn Văn An", "kiểm tra đồng chí Nguyễn Văn Anh", False),
        ("Lê Thị Hoa", "Lê Thị Hòa", False),
        ("đ/c Lê Thị Hoa", "Lê Thị Hoa", True),
        ("", "Chi bộ 1", False),
    ],
)
def test_names_are_compared_by_words(part: str, whole: str, held: bool) -> None:
    assert holds(part, whole) is held


def test_it_is_all_said_in_english_too(store: Store, tmp_path: Path) -> None:
    found = (done(1, **about("Lê Thị Hoa")), done(2, **about("Người Lạ")))
    plan = compared(store, tmp_path, YAML, *found, Done(3, "failed", "incident"), on=AFTER, lang="en")
    texts = [cell for _name, _widths, rows in sheets_of(plan, "en") for row in rows for cell in row]
    texts += [name for name, _widths, _rows in sheets_of(plan, "en")]
    given = ["Chi bộ A", "Chi bộ B", "Lê Thị Hoa", "Chi ủy", "Nội dung 1", "Tổ 2", "QĐ 3"]
    for name in (*given, "Báo cáo 6 tháng", "Báo cáo năm"):
        texts = [text.replace(name, "") for text in texts]
    assert [text for text in texts if re.search("[ăâđêôơưạ-ỹ]", text)] == []


def test_no_quota_where_no_pack_has_one(store: Store, tmp_path: Path) -> None:
    text = "year: 2026\nunits:\n  - {name: Chi bộ A, members: 40}\n"
    plan = compared(store, tmp_path, text, done(1, **about("A", pack="an-phu-2026")), on=AFTER)
    assert marks(plan) == [("PRC-K01", "error"), ("PRC-K03", "open")]
    assert not any("chuyên đề" in figure.name for figure in plan.figures)


@pytest.mark.parametrize("ending", [".xlsx", ".yaml"])
def test_the_template_can_be_read_back_and_is_never_written_over(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"p{ending}"
    write_template(file, 2027)
    assert read_programme(file).year == 2027
    with pytest.raises(UsageError, match="Đã có tệp"):
        write_template(file, 2027)


def test_a_filled_workbook_is_read(tmp_path: Path) -> None:
    write_template(tmp_path / "p.xlsx", 2026)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    row = [1, "Chi bộ A", "Kiểm tra", "Đảng viên", "Lê Thị Hoa", "Nội dung", "x", None, dt.datetime(2026, 6, 30), None]  # noqa: DTZ001
    book["Chương trình"].append(row)
    book["Đơn vị"].append(["Chi bộ A", 25, 2024])
    book.save(tmp_path / "p.xlsx")
    read = read_programme(tmp_path / "p.xlsx")
    item = read.items[0]
    assert (item.no, item.form, item.object_kind, item.professional, item.focus) == (
        "1",
        "kiem-tra",
        "dang-vien",
        True,
        False,
    )
    assert (item.due, read.units[0].members) == (dt.date(2026, 6, 30), 25)


def word_programme(file: Path, *rows: tuple[str, ...], before: str = "") -> Programme:
    word = docx.Document()
    word.add_paragraph("Chương trình kiểm tra, giám sát năm 2026")
    word.add_paragraph(before)
    table = word.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
        for cell, text in zip(cells, row, strict=False):
            cell.text = text
    word.save(str(file))
    return read_programme(file)


def test_a_word_table_with_the_headings_of_the_template(tmp_path: Path) -> None:
    heads = ("Hình thức", "Loại đối tượng", "Đối tượng", "Nội dung")
    read = word_programme(tmp_path / "p.docx", heads, ("giám sát", "tổ chức", "Chi ủy", "X"))
    assert (read.year, read.items[0].object, read.items[0].form) == (2026, "Chi ủy", "giam-sat")


def test_a_word_table_as_offices_draw_it(tmp_path: Path) -> None:
    heads = ("STT", "Nội dung kiểm tra, giám sát", "Đối tượng kiểm tra, giám sát", "Thời gian thực hiện", "Đơn vị")
    read = word_programme(
        tmp_path / "p.docx",
        heads,
        ("I. KIỂM TRA",),
        ("1", "Việc thực hiện nhiệm vụ đảng viên", "Đồng chí Lê Thị Hoa", "Quý II", "Chi bộ A"),
        ("II. GIÁM SÁT",),
        ("2", "Công tác thu nộp đảng phí", "Chi bộ B", "Tháng 9/2026", "Chi bộ B"),
    )
    told = [(item.form, item.object_kind, item.object, item.due, item.unit) for item in read.items]
    assert told == [
        ("kiem-tra", "dang-vien", "Đồng chí Lê Thị Hoa", dt.date(2026, 6, 30), "Chi bộ A"),
        ("giam-sat", "to-chuc", "Chi bộ B", dt.date(2026, 9, 30), "Chi bộ B"),
    ]


def test_a_row_that_does_not_say_its_form_is_asked_for_and_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="mục 1, cột «Hình thức"):
        word_programme(tmp_path / "p.docx", ("TT", "Nội dung", "Đối tượng"), ("1", "Đảng phí", "Chi bộ B"))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Quý I", dt.date(2026, 3, 31)),
        ("quý 4/2027", dt.date(2027, 12, 31)),
        ("Tháng 2", dt.date(2026, 2, 28)),
        ("6/2026", dt.date(2026, 6, 30)),
        ("30/6/2026", dt.date(2026, 6, 30)),
    ],
)
def test_times_are_read_as_offices_write_them(tmp_path: Path, said: str, day: dt.date) -> None:
    text = f"year: 2026\nitems: [{{form: kiem-tra, object_kind: to-chuc, due: {said}}}]\n"
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    assert read_programme(tmp_path / "p.yaml").items[0].due == day


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("p.yaml", b"year: 2026\nitems:\n  - {form: xyz, object_kind: to-chuc}\n", "dòng 3"),
        ("p.yaml", b"year: [", "dòng"),
        ("p.xlsx", b"no workbook", "tệp hỏng"),
        ("p.docx", b"no paper", "tệp hỏng"),
        ("p.pdf", b"", "định dạng"),
    ],
)
def test_programmes_that_cannot_be_used_are_told(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=re.escape(told)):
        read_programme(tmp_path / name)
