"""What goes wrong in one dossier stays in it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from audit_trees import CHECK, run, small, state

from engine.audit import job as jobs
from engine.audit import summary as figures
from engine.audit.crew import Crew
from engine.audit.job import Done, Job
from engine.errors import UsageError
from parsers.facts import Dossier


def test_damaged_and_hostile_files_cost_their_dossier_only(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    small(root / "a/1")
    bad = small(root / "a/2")
    (bad / "09. Thong bao.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(500))
    (root / "a/3.zip").write_bytes(b"PK\x03\x04 no archive")
    (small(root / "a/4") / "hoso.yaml").write_text("dossier: [1, 2", encoding="utf-8")
    store, number = run(tmp_path / "s.sqlite", root)
    alone, again = run(tmp_path / "alone.sqlite", small(tmp_path / "alone/x/1").parents[1])
    good = {key[0]: value for key, value in state(store, number).items()}["a/1"]
    assert good == next(iter(state(alone, again).values()))
    told = {(row.shown, row.place) for row in figures.unread(store, number)}
    assert ("a/2", "09. Thong bao.pdf") in told
    assert ("a/4", "hoso.yaml") in told
    assert {row.verdict for row in figures.dossiers(store, number) if row.shown != "a/1"} <= {"inconclusive", "faults"}


def test_a_fault_of_ours_in_one_dossier_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = jobs.read_dossier

    def break_one(path: Path, *args: Any, **kwargs: Any) -> Dossier:
        if path.name == "1":
            raise RuntimeError("ours")
        return parse(path, *args, **kwargs)

    monkeypatch.setattr(jobs, "read_dossier", break_one)
    small(tmp_path / "tree/a/1")
    small(tmp_path / "tree/a/2")
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert [(row.shown, row.status) for row in figures.dossiers(store, number)] == [("a/1", "failed"), ("a/2", "done")]
    summary = figures.summary_of(store, number)
    assert (summary.totals.failed, summary.totals.dossiers) == (1, 2)


def deadly(_question: Any, job: Job) -> Done:
    if job.name == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return Done(job.ordinal, "done")


def test_a_worker_that_dies_costs_the_dossier_it_died_on(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def forked() -> Iterator[Executor]:
        # this very module is not importable in a fresh process, so the workers are forked here
        with ProcessPoolExecutor(2, get_context("fork")) as pool:
            yield pool

    monkeypatch.setattr("engine.audit.crew.work", deadly)
    given = [Job(n, "", "deadly" if n == 5 else "fine", CHECK) for n in range(1, 31)]
    done = list(Crew(forked, None, 2).run(iter(given)))  # type: ignore[arg-type]
    assert sorted(item.ordinal for item in done) == list(range(1, 31))
    assert {item.ordinal: item.reason for item in done if item.status != "done"} == {5: "worker-lost"}


def test_a_run_that_found_no_dossier_is_not_gone_on_with(tmp_path: Path) -> None:
    """A drive that was not plugged in: named, nothing kept of it, and the next --resume looks again."""
    root = tmp_path / "drive"
    with pytest.raises(UsageError, match="Không có hoặc không mở được") as told:
        run(tmp_path / "s.sqlite", root)
    assert "ổ đĩa" in told.value.advice
    small(root / "a/1", "01")
    store, number = run(tmp_path / "s.sqlite", root, resume=True)
    assert [row.status for row in figures.dossiers(store, number)] == ["done"]


def test_a_folder_that_cannot_be_entered_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(tmp_path / "tree/a/1", "01")
    small(tmp_path / "tree/b/2", "01")
    scan = os.scandir

    def closed(folder: Any) -> Any:
        if os.fspath(folder).endswith("/b"):
            raise PermissionError(13, "no")
        return scan(folder)

    monkeypatch.setattr("engine.audit.discover.os.scandir", closed)
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert [(row.shown, row.status) for row in figures.dossiers(store, number)] == [("a/1", "done"), ("b", "aside")]
    assert [str(row.reason) for row in figures.troubles(store, number)] == ["no-access: PermissionError"]
