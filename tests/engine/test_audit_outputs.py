"""What an audit hands out: workbook, notes and dashboard."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from audit_stores import TERM, done, filled, finding, paper

from engine.audit import workbook
from engine.audit.dashboard import write_dashboard
from engine.audit.job import Done
from engine.audit.note import write_notes
from engine.audit.store import Store
from engine.audit.summary import group_of, summary_of
from engine.audit.workbook import write_workbook
from engine.report.formats import Office
from engine.rulebook.loader import load_rulebook

HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>\u202e'


# ---------------------------------------------------------------- tables


def sheets(file: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(file)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_the_workbook_says_all_and_takes_nothing_for_a_formula(store: Store, tmp_path: Path) -> None:
    run = filled(store, done(1, findings=(finding(title=HOSTILE, message="-1", remedy="@x"), finding(1))))
    write_workbook(tmp_path / "o.xlsx", store, summary_of(store, run.id), "vi", None, show=False)
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == ["Tổng hợp", "Lỗi phát hiện", "Hồ sơ", "Tệp không đọc được", "Quy tắc", "Giữa các hồ sơ"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = [str(cell.value) for cell in cells if cell.value is not None]
    assert any(text.startswith("=HYPERLINK") for text in texts)
    assert not any("\u202e" in text for text in texts)
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows
    assert book["Lỗi phát hiện"].auto_filter.ref == "A1:N3"
    assert book["Tổng hợp"].conditional_formatting


def test_accusations_have_neither_name_nor_link_unless_asked(store: Store, tmp_path: Path) -> None:
    run = filled(store, done(1, result={"private": True}), names=("a/Tố cáo của bà Mơ",))
    summary = summary_of(store, run.id)
    office = Office("UBKT", "Đảng ủy", "X")
    for show in (False, True):
        folder = tmp_path / str(show)
        write_workbook(folder / "o.xlsx", store, summary, "vi", None, show=show)
        write_dashboard(folder / "html", store, summary, "vi", None, show=show)
        write_notes(folder / "notes", store, summary, office, "vi", show=show)
        told = repr(sheets(folder / "o.xlsx"))
        told += "".join(file.read_text(encoding="utf-8") for file in (folder / "html").rglob("*.html"))
        told += "".join(words(file.read_bytes()) for file in (folder / "notes").iterdir())
        assert ("bà Mơ" in told) is show
        assert "tố cáo" in told.lower()


def test_findings_lead_to_the_paper_and_dossiers_to_their_folder(store: Store, tmp_path: Path) -> None:
    found = (done(1), done(2, result={"private": True}), Done(3, "failed", "incident"))
    run = filled(store, *found, names=("a/1", "a/2", "a/Tố cáo bà Mơ"))
    write_workbook(tmp_path / "o.xlsx", store, summary_of(store, run.id), "vi", None, show=False)
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    links = [
        cell.hyperlink.target
        for name in ("Lỗi phát hiện", "Hồ sơ")
        for row in book[name].iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert links == ["FILE:///x/0/a.pdf", "FILE:///x/0"]


def test_more_links_than_a_sheet_takes_leave_the_names(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_LINKS", 2)
    run = filled(store, *(done(n) for n in range(1, 5)))
    write_workbook(tmp_path / "o.xlsx", store, summary_of(store, run.id), "vi", None, show=False)
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["Hồ sơ"]
    assert [bool(row[2].hyperlink) for row in list(sheet.iter_rows())[1:]] == [True, True, False, False]
    assert [row[2].value for row in list(sheet.iter_rows())[1:]] == ["a/1", "a/2", "a/3", "a/4"]


def words(data: bytes) -> str:
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(part.text for part in document.paragraphs), *cells])


def test_the_note_of_a_branch_says_what_to_mend(store: Store, tmp_path: Path) -> None:
    run = filled(store, done(1, findings=(finding(claimed="đã đánh bút chì"), finding(1, outcome="open"))))
    (file,) = write_notes(tmp_path, store, summary_of(store, run.id), Office("UBKT", "Đảng ủy", "X"), "vi", show=False)
    assert file.name == "Chi bộ A.docx"
    told = words(file.read_bytes())
    for part in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Kính gửi: Chi bộ A",
        "Đánh số.",
        "Đơn vị khai: đã đánh bút chì",
        "Nơi nhận",
    ):
        assert part in told
    section = docx.Document(str(file)).sections[0]
    assert (round(section.left_margin.mm), round(section.right_margin.mm), round(section.page_width.mm)) == (
        30,
        15,
        210,
    )


def test_a_note_names_the_dossiers_a_number_stands_in(store: Store, tmp_path: Path) -> None:
    about = {"kind": "ke-hoach-kiem-tra", "kind_title": "Kế hoạch", "issuer": "CHI BỘ A", "symbol": "KH/CB"}
    papers = [
        paper(subject, number="5", date=dt.date(2026, 1, 5), subject=subject, **about)
        for subject in ("kiểm tra ông A", "thu đảng phí")
    ]
    run = filled(store, *(done(n, documents=(item,)) for n, item in enumerate(papers, 1)), names=("a/Vụ 1", "a/Vụ 2"))
    (file,) = write_notes(tmp_path, store, summary_of(store, run.id), Office("UBKT", "Đảng ủy", "X"), "vi", show=False)
    told = words(file.read_bytes())
    assert "cần đối chiếu văn bản gốc.) Hồ sơ: a/Vụ 1; a/Vụ 2." in told


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_dashboard_needs_no_network_and_every_link_leads_somewhere(store: Store, tmp_path: Path) -> None:
    filled(store, done(1))
    run = filled(store, done(1, findings=(finding(title=HOSTILE),)), done(2), branch=replace(TERM, name=HOSTILE))
    first = write_dashboard(tmp_path / "html", store, summary_of(store, run.id), "vi", None, show=False)
    pages = list((tmp_path / "html").rglob("*.html"))
    assert len(pages) == 4
    for page in pages:
        seen = Links()
        seen.feed(page.read_text(encoding="utf-8"))
        assert not seen.tags & {"script", "link", "iframe", "img", "object"}
        targets = [link for link in seen.links if not link.startswith("#")]
        assert all((page.parent / link).exists() for link in targets), targets
    overview = first.read_text(encoding="utf-8")
    assert "default-src 'none'" in overview
    assert overview.count("<svg") == overview.count("<desc>") == 3  # worst, commonest, trend


def test_every_rule_has_its_group() -> None:
    book = load_rulebook()
    groups = {rule: group_of(rule) for rule in book.requirements}
    assert len(set(groups.values())) >= 6
    assert sum(group == "other" for group in groups.values()) <= len(groups) / 4
    assert group_of("x/y:present") == "present"
