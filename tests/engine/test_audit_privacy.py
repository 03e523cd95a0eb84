"""Secrecy stamps, accusers, and whose word counts."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from audit_trees import CHECK, FAULTY, everything, run, small

from engine.audit import job as jobs
from engine.audit import summary as figures
from engine.audit import tables as t
from engine.audit.run import place_of
from engine.audit.store import Store
from engine.audit.store_open import url_of
from engine.audit.words import dossier_words, reason_words
from engine.errors import UsageError
from parsers.facts import Dossier, Problem


def test_a_stamped_dossier_leaves_nothing_but_its_ordinal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "tree"
    small(root / "a/Chuyen an Hoa Mai")
    small(root / "a/thuong")
    store, _ = run(tmp_path / "s.sqlite", root)
    assert b"Hoa Mai" in everything(tmp_path / "s.sqlite")
    parse = jobs.read_dossier

    def stamped(path: Path, *args: Any, **kwargs: Any) -> Dossier:
        if "Hoa Mai" in str(path):
            return Dossier(path.name, problems=(Problem("secret", "1"),), stamped_secret=True)
        return parse(path, *args, **kwargs)

    monkeypatch.setattr(jobs, "read_dossier", stamped)
    shutil.copy(next(root.glob("a/thuong/01*")), root / "a/Chuyen an Hoa Mai/20.pdf")
    store, number = run(tmp_path / "s.sqlite", root)
    assert b"Hoa Mai" not in everything(tmp_path / "s.sqlite")
    first = next(iter(figures.dossiers(store, number)))
    assert (first.ordinal, first.status, first.shown, first.path, first.branch, first.result) == (
        1,
        "secret",
        None,
        None,
        None,
        None,
    )
    assert figures.summary_of(store, number).secret == 1


def test_dossiers_of_accusations_keep_names_of_files_and_accusers_out(tmp_path: Path) -> None:
    folder = small(tmp_path / "tree/a/To cao cua Le Thi Mo")
    (folder / "Don cua Le Thi Mo.jpg").write_bytes(b"\xff\xd8\xff no picture")
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree")
    row = next(iter(figures.dossiers(store, number)))
    assert row.private
    shown = repr([*figures.findings(store, number), *figures.unread(store, number)])
    with store.engine.connect() as connection:
        shown += repr(connection.execute(sa.select(t.documents)).all())
    assert "Le Thi Mo" not in shown.replace("a/To cao cua Le Thi Mo", "")
    whole = figures.report_of(store, number, row.ordinal)
    assert whole is not None
    assert any("Le Thi Mo" in paper.path for paper in whole.documents)


def test_what_a_branch_claims_is_shown_and_decides_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "tree/a/1"
    shutil.copytree(FAULTY, folder)
    check = replace(CHECK, pack="an-phu-2026")
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree", check=check)
    before = Counter((row.rule, row.outcome) for row in figures.findings(store, number))
    (folder / "hoso.yaml").write_text(
        "dossier: {stage: soan-thao}\n"
        "documents:\n  - {file: 04. Bao cao tu kiem tra.pdf, signed: true}\n"
        "dismissed:\n  - {rule: page-without-number, reason: Đã đánh số bằng bút chì}\n",
        encoding="utf-8",
    )
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree", check=check)
    found = list(figures.findings(store, number))
    assert Counter((row.rule, row.outcome) for row in found) == before
    claimed = [row.claimed for row in found if row.rule == "page-without-number"]
    assert claimed == ["Đã đánh số bằng bút chì"]
    report = figures.report_of(store, number, 1)
    assert report is not None
    assert all(line.startswith("Đơn vị khai: ") for line in report.answers)
    assert len(report.answers) == 3


def test_what_the_committee_answers_counts(tmp_path: Path) -> None:
    shutil.copytree(FAULTY, tmp_path / "tree/a/1")
    root = tmp_path / "tree"
    store, number = run(tmp_path / "s.sqlite", root)
    rule = "page-without-number"
    assert any(row.rule == rule and not row.dismissed for row in figures.findings(store, number))
    store.answer(place_of([str(root)]), "a/1", f"dismissed:\n  - {{rule: {rule}, reason: Đã xem bản giấy}}\n")
    store, number = run(tmp_path / "s.sqlite", root)
    assert {row.dismissed for row in figures.findings(store, number) if row.rule == rule} == {"Đã xem bản giấy"}


def test_a_dossier_of_accusations_nobody_could_open_is_not_named_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "To cao cua Le Thi Mo"
    small(tmp_path / f"tree/a/{name}", "01")

    def refuse(path: Path, *args: Any, **kwargs: Any) -> Dossier:
        raise UsageError(f"Không đọc được «{path.name}».")

    monkeypatch.setattr(jobs, "read_dossier", refuse)
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree")
    (row,) = figures.troubles(store, number)
    assert dossier_words(row.shown, row.ordinal, None, str) == "Hồ sơ giải quyết tố cáo (số 1)"
    assert dossier_words(row.shown, row.ordinal, None, str, show=True).endswith(name)
    assert "Le Thi Mo" not in reason_words(row.status, row.reason, str)


def test_answers_hold_however_it_is_asked_and_in_a_run_that_is_gone_on_with(tmp_path: Path) -> None:
    root, rule = tmp_path / "tree", "page-without-number"
    small(root / "a/1")
    said = {"a/1": f"dismissed: [{{rule: {rule}, reason: Đã xem bản giấy}}]"}

    def set_aside(**options: Any) -> set[str | None]:
        store, number = run(tmp_path / "s.sqlite", root, **options)
        return {row.dismissed for row in figures.findings(store, number) if row.rule == rule}

    assert set_aside() == {None}
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store, store.engine.begin() as connection:
        connection.execute(t.runs.update().values(finished=None))  # as a run that was killed at its end
    assert set_aside(resume=True, answers=said) == {"Đã xem bản giấy"}
    assert set_aside(check=replace(CHECK, pack="an-phu-2026")) == {"Đã xem bản giấy"}
    assert set_aside(answers={"a/1": ""}) == {None}


def test_how_the_committee_says_a_file_is_parted_is_read_anew(tmp_path: Path) -> None:
    """The same bytes, parted otherwise: what was read before must not be served; a branch's own word parts nothing."""
    folder = small(tmp_path / "tree/a/1", "01", "08")
    file = min(path.name for path in folder.iterdir())
    said = f"documents:\n  - {{file: {file}, split: [1, 2]}}\n"
    (folder / "hoso.yaml").write_text(said, encoding="utf-8")
    root = tmp_path / "tree"
    store, number = run(tmp_path / "s.sqlite", root)
    assert [row.papers for row in figures.dossiers(store, number)] == [2]
    store.answer(place_of([str(root)]), "a/1", said)
    store, number = run(tmp_path / "s.sqlite", root)
    assert [row.papers for row in figures.dossiers(store, number)] == [3]
    store.answer(place_of([str(root)]), "a/1", "")
    store, number = run(tmp_path / "s.sqlite", root)
    assert [(row.papers, row.reused) for row in figures.dossiers(store, number)] == [(2, True)]
