"""What an audit keeps and takes again: unchanged dossiers, changed rules, another question."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from audit_trees import CHECK, SAMPLES, counted, run, small, state

from engine.audit import summary as figures


def test_an_unchanged_dossier_is_not_read_again_and_a_changed_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = counted(monkeypatch)
    small(tmp_path / "tree/a/1")
    changed = small(tmp_path / "tree/a/2")
    store, _ = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert len(parsed) == 2
    next(changed.glob("08*")).unlink()
    parsed.clear()
    store, second = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert parsed == [changed]
    reused = {row.shown: row.reused for row in figures.dossiers(store, second)}
    assert reused == {"a/1": True, "a/2": False}


def test_another_question_runs_the_rules_over_stored_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = counted(monkeypatch)
    small(tmp_path / "tree/a/1")
    run(tmp_path / "s.sqlite", tmp_path / "tree")
    parsed.clear()
    other = replace(CHECK, pack="an-phu-2026")
    stored, number = run(tmp_path / "s.sqlite", tmp_path / "tree", check=other)
    assert parsed == []
    fresh, again = run(tmp_path / "fresh.sqlite", tmp_path / "tree", check=other)
    assert state(stored, number) == state(fresh, again)


def test_changed_rules_run_over_stored_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(tmp_path / "tree/a/1")
    store, before = run(tmp_path / "s.sqlite", tmp_path / "tree")
    rules = {row.rule for row in figures.findings(store, before)}
    own = tmp_path / "own/rules/packs"
    own.mkdir(parents=True)
    dropped = next(rule for rule in sorted(rules) if ":" not in rule)
    text = "id: cua-toi\ntitle: Gói thử\nlevel: chi-bo\nextends: an-phu-2026\n"
    text += f"overrides:\n  - rule: {dropped}\n    disabled: true\n    reason: Không áp dụng ở đây\n"
    (own / "cua-toi.yaml").write_text(text, encoding="utf-8")
    parsed = counted(monkeypatch)
    check = replace(CHECK, rules_dirs=(tmp_path / "own",), pack="cua-toi")
    store, after = run(tmp_path / "s.sqlite", tmp_path / "tree", check=check)
    assert parsed == []
    assert dropped not in {row.rule for row in figures.findings(store, after)}


def test_history_tells_new_still_and_mended(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    small(root / "a/1", "01", "08")
    store, _ = run(tmp_path / "s.sqlite", root)
    for file in (root / "a/1").iterdir():
        file.unlink()
    for file in (SAMPLES / "chi-bo-kiem-tra-clean").iterdir():
        shutil.copy(file, root / "a/1")
    small(root / "b/2")
    store, second = run(tmp_path / "s.sqlite", root)
    rows = {row.branch.path: row for row in figures.summary_of(store, second).branches}
    assert rows["a"].mended
    assert not rows["a"].new
    assert rows["b"].new
    _, third = run(tmp_path / "s.sqlite", root)
    total = figures.summary_of(store, third).totals
    assert (total.new, total.mended) == (0, 0)
    assert total.still == rows["b"].new


def test_without_resume_what_was_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "tree"
    for number in range(3):
        small(root / f"a/{number}", "01", f"0{number + 2}")
    parsed = counted(monkeypatch)

    def stop(done: int, _total: int, _name: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("engine.audit.run._LOT", 1)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "s.sqlite", root, progress=stop)
    parsed.clear()
    store, number = run(tmp_path / "s.sqlite", root)
    assert 1 <= len(parsed) < 3
    assert number == 2
    assert len(state(store, number)) == 3
