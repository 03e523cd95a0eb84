"""Audits over small trees: what is found, and of which trees."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from fractions import Fraction
from pathlib import Path

import fsspec
import pytest
from audit_trees import CHECK, FAULTY, maker, run, serial, small, state

from engine.audit import job as jobs
from engine.audit import summary as figures
from engine.audit.export import write_json
from engine.audit.run import AuditOptions, audit
from engine.audit.store import Store
from engine.audit.store_open import url_of
from engine.errors import UsageError
from engine.findings import Outcome


def test_planted_faults_are_found_and_no_others(tmp_path: Path) -> None:
    truth = maker().make_tree(tmp_path / "tree", 8, per_branch=4)
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree")
    fails: dict[int, Counter[str]] = {}
    for row in figures.findings(store, number):
        if row.outcome == Outcome.FAIL:
            fails.setdefault(row.ordinal, Counter())[row.rule] += 1
    found = {
        row.shown: {"verdict": row.verdict, "fails": dict(sorted(fails.get(row.ordinal, Counter()).items()))}
        for row in figures.dossiers(store, number)
    }
    assert found == truth


def test_every_file_of_a_tree_has_its_own_bytes(tmp_path: Path) -> None:
    made = maker()
    made.make_tree(tmp_path / "tree", 20)
    papers = [file.read_bytes() for file in made.all_files(tmp_path / "tree") if file.name != "hoso.yaml"]
    assert len(papers) == len(set(papers)) > 100


def test_no_dossier_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    with pytest.raises(UsageError, match="Không tìm thấy hồ sơ"):
        run(tmp_path / "s.sqlite", tmp_path / "tree")


def test_a_share_is_checked_by_both_evaluators(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    check = jobs.check_in_languages
    monkeypatch.setattr(
        jobs, "check_in_languages", lambda b, d, o, langs: (seen.append(o.verify), check(b, d, o, langs))[1]
    )
    for number in range(4):
        small(tmp_path / f"tree/a/{number}", "01")
    run(tmp_path / "s.sqlite", tmp_path / "tree", verify=Fraction(1))
    assert seen == [True] * 4


def test_names_of_any_bytes_are_audited(tmp_path: Path) -> None:
    small(Path(os.fsdecode(os.fsencode(tmp_path) + b"/tree/a/h\xe9 so")))
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert [row.status for row in figures.dossiers(store, number)] == ["done"]


def test_the_store_is_its_owners_only(tmp_path: Path) -> None:
    small(tmp_path / "tree/a/1", "01")
    run(tmp_path / "new/s.sqlite", tmp_path / "tree")
    assert stat.S_IMODE((tmp_path / "new/s.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_an_address_of_another_store_is_read_as_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = fsspec.filesystem("memory")
    for file in FAULTY.glob("0[18]*"):
        memory.pipe(f"/tree/a/1/{file.name}", file.read_bytes())
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store:
        number = audit(store, ["memory://tree"], AuditOptions(CHECK, start=serial))
    root = small(tmp_path / "tree/a/1").parents[1]
    local, again = run(tmp_path / "l.sqlite", root)
    assert list(state(store, number).values()) == list(state(local, again).values())
    memory.rm("/tree", recursive=True)


def test_counts_of_a_run_are_whole_json(tmp_path: Path) -> None:
    small(tmp_path / "tree/a/1")
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store:
        number = audit(store, [str(tmp_path / "tree")], AuditOptions(CHECK, start=serial))
        write_json(tmp_path / "o.json", store, figures.summary_of(store, number), "vi", None, show=False)
    told = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert told["totals"]["dossiers"] == len(told["dossiers"]) == 1
    assert told["totals"]["errors"] == sum(
        item["severity"] == "error" and item["outcome"] == "fail" for item in told["findings"]
    )
