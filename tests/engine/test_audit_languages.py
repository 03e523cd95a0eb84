"""An audit has no language: it is shown in the one asked for, whatever it was made in."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from audit_trees import CHECK, run, small
from hypothesis import given
from hypothesis import strategies as st

from engine.audit import kept_reports
from engine.audit import summary as figures
from engine.audit.dashboard import write_dashboard
from engine.audit.export import write_json
from engine.audit.look import dossier_seen, draw_run
from engine.audit.note import write_notes
from engine.check.run import check_dossier
from engine.findings import Report
from engine.report.formats import Office
from engine.report.view import build_view
from engine.rulebook.loader import load_rulebook
from parsers.facts import Document, Dossier

BROKEN = "branch:\n  name: Chi bộ Hai\n  levl: chi-bo\n"
CLAIMS = "documents:\n  - {file: '08. Bien ban hoi nghi.docx', signed: sao}\n"


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory):
    """A tree with faults, a branch's file and a dossier's file that cannot be used; audited in Vietnamese."""
    place = tmp_path_factory.mktemp("languages")
    small(place / "tree/chi bo 1/A")
    small(place / "tree/chi bo 2/B", "01")
    (place / "tree/chi bo 1/A/hoso.yaml").write_text(CLAIMS, encoding="utf-8")
    (place / "tree/chi bo 2/hoso.yaml").write_text(BROKEN, encoding="utf-8")
    return place, *run(place / "s.sqlite", place / "tree")


def told(file: Path, lang: str, store, number: int) -> dict:
    write_json(file, store, figures.summary_of(store, number), lang, None, show=False)
    return json.loads(file.read_text(encoding="utf-8"))


def test_every_sentence_is_there_in_both(audited, tmp_path: Path) -> None:
    _, store, number = audited
    vi, en = (told(tmp_path / f"{lang}.json", lang, store, number) for lang in ("vi", "en"))
    assert [item["fingerprint"] for item in vi["findings"]] == [item["fingerprint"] for item in en["findings"]]
    assert len(vi["findings"]) > 5
    pairs = zip(vi["findings"], en["findings"], strict=True)
    same = [(one["rule"], name) for one, two in pairs for name in ("title", "remedy") if one[name] == two[name]]
    assert same == []
    assert vi["aside"][0]["reason"].startswith("branch-file: dòng 3: không có khóa tên «levl»")
    assert en["aside"][0]["reason"] == "branch-file: line 3: there is no key «levl» (is it «level»?)"
    unusable = next(item for item in en["unread"] if item["code"] == "answers")
    assert unusable["message"].startswith("The answers file cannot be used:")
    assert "it must be true or false" in unusable["message"]


def test_a_second_audit_in_the_other_language_reads_and_reckons_nothing_again(audited) -> None:
    place, _, _ = audited
    store, number = run(place / "s.sqlite", place / "tree", check=replace(CHECK, lang="en"))
    assert [row.reused for row in figures.dossiers(store, number) if row.status == "done"] == [True, True]


def test_pages_and_notes_are_in_one_language(audited, tmp_path: Path) -> None:
    _, store, number = audited
    summary = figures.summary_of(store, number)
    write_dashboard(tmp_path, store, summary, "en", None, show=False)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "line 3: there is no key «levl»" in text
    assert summary.rules[0].title.en in text
    assert summary.rules[0].title.vi not in text
    report = (tmp_path / "ho-so/000001.html").read_text(encoding="utf-8")
    assert not re.search("Cách xử lý|Cần người xem|Lỗi nặng|Máy chưa xác định", report)
    notes = write_notes(tmp_path / "notes", store, summary, Office(), "en", show=False)
    tables = [table for file in notes for table in docx.Document(str(file)).tables]
    words = "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    assert not re.search("Lỗi nặng|Thiếu|Cả hồ sơ", words)


def test_the_committee_s_page_speaks_its_own_language(audited, tmp_path: Path) -> None:
    place, _, number = audited
    file, book = place / "s.sqlite", load_rulebook()
    seen = {lang: dossier_seen(file, number, 1, book, lang) for lang in ("vi", "en")}
    assert seen["vi"].report.sentence != seen["en"].report.sentence
    assert "The branch claims" not in seen["vi"].report.model_dump_json()
    draw_run(file, number, tmp_path, "en")
    assert "Commonest faults, by dossiers" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("asked", "words"), [(None, "theo tệp hoso.yaml của đơn vị"), ("an-phu-2026", "do người dùng chọn")]
)
def test_who_named_the_pack_is_told(tmp_path: Path, asked: str | None, words: str) -> None:
    small(tmp_path / "tree/chi bo 1/A", "01")
    branch = "branch: {name: Chi bộ Một, level: chi-bo, pack: an-phu-2026}\n"
    (tmp_path / "tree/chi bo 1/hoso.yaml").write_text(branch, encoding="utf-8")
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree", check=replace(CHECK, pack=asked))
    report = figures.report_of(store, number, 1)
    assert report is not None
    assert report.pack is not None
    assert report.pack.id == "an-phu-2026"
    assert dict(build_view(report, "vi").about)["Gói quy định"].endswith(f"({words})")


@pytest.mark.parametrize(
    ("trusted", "by", "words"),
    [(True, "person", "do người dùng chọn"), (False, "branch", "theo hoso.yaml của hồ sơ")],
)
def test_who_named_the_procedure_is_told(trusted: bool, by: str, words: str) -> None:
    text = "dossier: {procedure: chi-bo-kiem-tra-chuyen-de}\n"
    unknown = Dossier("x", (Document(id="d01", path="a.pdf"),), answers_text=text)
    report, _ = check_dossier(load_rulebook(), unknown, replace(CHECK, trust_answers=trusted))
    assert report.procedure is not None
    assert (report.procedure.id, report.procedure.chosen_by) == ("chi-bo-kiem-tra-chuyen-de", by)
    assert words in dict(build_view(report, "vi").about)["Quy trình"]


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab=", max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES, VALUES)
def test_what_differs_is_enough_to_tell_the_other(one, other) -> None:
    assert kept_reports._changed(one, kept_reports._changes(one, other)) == other


def test_a_report_kept_in_one_language_is_still_read(audited) -> None:
    _, store, number = audited
    report = figures.report_of(store, number, 1)
    assert isinstance(report, Report)
    old = zlib.compress(report.model_dump_json().encode())
    assert kept_reports.unpack(old, "en") == report
