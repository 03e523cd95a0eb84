"""What an audit hands out: workbook, notes, dashboard, programme, and what concerns several dossiers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from engine.audit.branches import Branch
from engine.audit.cross import look_across
from engine.audit.dashboard import write_dashboard
from engine.audit.discover import Found
from engine.audit.job import Done
from engine.audit.note import write_notes
from engine.audit.programme import compare_programme
from engine.audit.programme_file import read_programme
from engine.audit.programme_template import write_template
from engine.audit.store import Recorder, Run, Store
from engine.audit.store_open import url_of
from engine.audit.summary import crossings, group_of, summary_of
from engine.audit.workbook import write_workbook
from engine.errors import UsageError
from engine.findings import Report
from engine.report.formats import Office
from engine.rulebook.loader import load_rulebook

DAY = dt.date(2026, 11, 20)
TERM = Branch("a", "Chi bộ A", "chi-bo", term_start=dt.date(2025, 1, 1), term_end=dt.date(2027, 12, 31))
HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>\u202e'


def report(name: str) -> bytes:
    import zlib  # noqa: PLC0415

    made = Report(
        dossier=name, procedure=None, level=None, pack=None, engine="python", rules_digest="", stage="hoan-chinh",
        on=DAY, verdict="faults", sentence="Có lỗi.",
    )  # fmt: skip
    return zlib.compress(made.model_dump_json().encode())


def finding(n: int = 0, **values: Any) -> dict[str, Any]:
    usual = {
        "n": n, "rule": "page-without-number", "outcome": "fail", "severity": "error", "fingerprint": f"f{n}",
        "paper": "Báo cáo", "file": "a.pdf", "page": 2, "title": "Trang không đánh số", "message": "Trang 2.",
        "remedy": "Đánh số.", "source": "Hướng dẫn", "dismissed": None, "claimed": None, "step": None,
    }  # fmt: skip
    return usual | values


def paper(doc: str, **values: Any) -> dict[str, Any]:
    usual = dict.fromkeys(
        ("kind", "kind_title", "body", "issuer", "number", "symbol", "subject", "person", "meets_at", "date", "pages",
         "meets_from", "meets_to")
    )  # fmt: skip
    return usual | {"doc": doc, "file": f"{doc}.pdf", "sha256": doc, "people": ""} | values


def done(ordinal: int, **values: Any) -> Done:
    result = {
        "procedure": None, "procedure_title": None, "level": None, "pack": None, "verdict": "faults",
        "private": False, "errors": 1, "warnings": 0, "notes": 0, "open": 0, "passed": 0, "incidents": 0, "papers": 1,
        "first_day": DAY, "report": report(str(ordinal)),
    }  # fmt: skip
    made = Done(ordinal, "done", result=result | values.pop("result", {}), findings=(finding(),))
    return replace(made, **values)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as opened:
        yield opened


def filled(store: Store, *found: Done, branch: Branch = TERM, names: tuple[str, ...] = ()) -> Run:
    run = store.begin("scope", "root", DAY, "digest", "0")
    shown = [names[n] if n < len(names) else f"a/{n + 1}" for n in range(len(found))]
    store.list_items(run, [Found(Path(f"/x/{n}"), name, branch) for n, name in enumerate(shown)])
    Recorder(store, run).record(found)
    look_across(store, run)
    store.finish(run, None)
    return run


# ---------------------------------------------------------------- tables


def sheets(file: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(file)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_the_workbook_says_all_and_takes_nothing_for_a_formula(store: Store, tmp_path: Path) -> None:
    run = filled(store, done(1, findings=(finding(title=HOSTILE, message="-1", remedy="@x"), finding(1))))
    write_workbook(tmp_path / "o.xlsx", store, summary_of(store, run.id), "vi", [], show=False)
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
        write_workbook(folder / "o.xlsx", store, summary, "vi", [], show=show)
        write_dashboard(folder / "html", store, summary, "vi", None, show=show)
        write_notes(folder / "notes", store, summary, office, "vi", show=show)
        told = repr(sheets(folder / "o.xlsx"))
        told += "".join(file.read_text(encoding="utf-8") for file in (folder / "html").rglob("*.html"))
        told += "".join(words(file.read_bytes()) for file in (folder / "notes").iterdir())
        assert ("bà Mơ" in told) is show
        assert "tố cáo" in told.lower()


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


# ---------------------------------------------------------------- several dossiers


def numbered(doc: str, number: str, day: dt.date, **values: Any) -> dict[str, Any]:
    usual = {"kind": "ke-hoach", "kind_title": "Kế hoạch", "body": "chi-bo", "symbol": "KH/CB", "subject": doc}
    return paper(doc, number=number, date=day, **(usual | values))


def crossed(store: Store, *papers: dict[str, Any], branch: Branch = TERM) -> list[str]:
    run = filled(store, *(done(n, documents=(item,)) for n, item in enumerate(papers, 1)), branch=branch)
    return [row.rule for row in crossings(store, run.id)]


def test_one_number_for_two_papers_in_a_term(store: Store) -> None:
    one, other = numbered("x", "5", dt.date(2026, 1, 5)), numbered("y", "5", dt.date(2026, 2, 5))
    assert crossed(store, one, other) == ["number-used-twice"]
    assert crossed(store, one, other | {"body": "dang-uy"}) == []
    assert crossed(store, one, other | {"date": dt.date(2029, 1, 1)}) == []
    assert crossed(store, one, other, branch=replace(TERM, term_start=None)) == []


def test_one_plan_filed_in_two_dossiers_is_one_paper(store: Store) -> None:
    one = numbered("x", "5", dt.date(2026, 1, 5))
    assert crossed(store, one, dict(one)) == []


def test_numbers_against_dates_and_numbers_begun_again(store: Store) -> None:
    one = numbered("x", "5", dt.date(2026, 1, 5))
    assert crossed(store, one, numbered("y", "4", dt.date(2026, 2, 5))) == ["numbers-against-dates"]
    assert crossed(store, one, numbered("y", "1", dt.date(2027, 1, 5))) == ["numbers-restarted"]
    assert crossed(store, one, numbered("y", "6", dt.date(2026, 1, 5))) == []


def test_one_team_in_two_places_at_one_time(store: Store) -> None:
    def minute(doc: str, hour: int, place: str, people: str = "Lê Văn A|Trần B") -> dict[str, Any]:
        start = dt.datetime(2026, 3, 5, hour)  # noqa: DTZ001 - a paper's own clock
        times = {"meets_from": start, "meets_to": start + dt.timedelta(hours=2), "meets_at": place}
        return paper(doc, people=people, kind_title="Biên bản", **times)

    assert crossed(store, minute("x", 8, "Hội trường A"), minute("y", 9, "Nhà văn hóa")) == ["team-in-two-places"]
    assert crossed(store, minute("x", 8, "Hội trường A"), minute("y", 10, "Nhà văn hóa")) == []
    assert crossed(store, minute("x", 8, "Hội trường A"), minute("y", 9, "hội trường A, tầng 2")) == []
    assert crossed(store, minute("x", 8, "A"), minute("y", 9, "B", "Người Khác")) == []


# ---------------------------------------------------------------- programme

YAML = """
year: 2026
term_start: 2025
items:
  - {no: "1", unit: Chi bộ A, form: kiểm tra, object_kind: đảng viên, object: Lê Thị Hoa, content: Nội dung 1, focus: x}
  - {no: "2", unit: Chi bộ A, form: giám sát, object_kind: tổ chức, object: Chi ủy, content: Nội dung 1, due: 30/6/2026}
  - {no: "3", unit: Chi bộ A, form: giám sát, object_kind: tổ chức, object: Tổ 2, content: N2, changed_by: QĐ 3,
     due: 30/6/2026}
units:
  - {name: Chi bộ A, members: 40}
  - {name: Chi bộ B, members: 10}
reports:
  - {name: Báo cáo 6 tháng, due: 2026-06-20}
  - {name: Báo cáo năm, number: 9-BC/CB, start: 2026-01-01, end: 2026-12-31, inspections: 5}
"""


def test_programme_against_dossiers(store: Store, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(YAML, encoding="utf-8")
    result = {"procedure": "chi-bo-kiem-tra-chuyen-de", "pack": "lao-cai-2025", "level": "chi-bo"}
    run = filled(
        store,
        done(1, result=result, documents=(paper("x", person="Lê Thị Hoa"),)),
        done(2, result=result, documents=(paper("y", person="Người Lạ"),)),
    )
    plan = compare_programme(store, run.id, read_programme(tmp_path / "p.yaml"), load_rulebook())
    assert [row[0] for row in plan.findings[1:]] == ["PRC-K02", "PRC-K03", "PRC-K04", "PRC-K05", "PRC-K05"]
    told = {row[0]: row[1:] for row in plan.figures[1:]}
    assert told["Số cuộc kiểm tra, giám sát"][:2] == (3, 2)
    assert told["Đối tượng là đảng viên"][:2] == ("1/3 (33%)", "2/2 (100%)")
    assert told["Số nội dung khác nhau"][:2] == (2, 1)
    assert told["Trọng tâm, trọng điểm"][:2] == ("1/3 (33%)", "1/1 (100%)")
    assert told["Đơn vị chưa được kiểm tra, giám sát trong nhiệm kỳ"][2] == "Chi bộ B"
    assert [row[6] for row in plan.items[1:]] == ["Có hồ sơ", "Chưa thấy hồ sơ", "Đã điều chỉnh: QĐ 3"]


def test_no_quota_where_no_pack_has_one(store: Store, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("year: 2026\nunits:\n  - {name: Chi bộ A, members: 40}\n", encoding="utf-8")
    run = filled(store, done(1, result={"procedure": "chi-bo-kiem-tra-chuyen-de", "pack": "an-phu-2026"}))
    plan = compare_programme(store, run.id, read_programme(tmp_path / "p.yaml"), load_rulebook())
    assert [row[0] for row in plan.findings[1:]] == ["PRC-K01", "PRC-K03"]


@pytest.mark.parametrize("ending", [".xlsx", ".yaml"])
def test_the_template_can_be_read_back_and_is_never_written_over(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"p{ending}"
    write_template(file, 2027)
    assert read_programme(file).year == 2027
    with pytest.raises(UsageError, match="Đã có tệp"):
        write_template(file, 2027)


def test_a_filled_workbook_and_a_word_table_are_read(tmp_path: Path) -> None:
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
    word = docx.Document()
    word.add_paragraph("Chương trình kiểm tra, giám sát năm 2026")
    table = word.add_table(rows=2, cols=4)
    heads = ("Hình thức", "Loại đối tượng", "Đối tượng", "Nội dung")
    for n, (head, value) in enumerate(zip(heads, ("giám sát", "tổ chức", "Chi ủy", "X"), strict=True)):
        table.rows[0].cells[n].text, table.rows[1].cells[n].text = head, value
    word.save(str(tmp_path / "p.docx"))
    assert read_programme(tmp_path / "p.docx").items[0].object == "Chi ủy"


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
