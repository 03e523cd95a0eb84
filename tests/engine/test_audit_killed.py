"""Audits killed at any moment and gone on with."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import sqlalchemy as sa
from audit_trees import ROOT, run, small, state, written

from engine.audit import tables as t


def kill_after(root: Path, store: Path, dossiers: int) -> None:
    """Start an audit as its user does and kill it when some dossiers are written."""
    program = "import engine.audit.run as run; run._LOT = 1; from engine.cli.main import main; main()"
    command = [sys.executable, "-c", program, "audit", str(root)]
    command += ["--store", str(store), "--on", "2026-11-20", "--workers", "2"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    limit = time.monotonic() + 60
    while time.monotonic() < limit and written(store) < dossiers and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_killed_and_resumed_it_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    for number in range(14):
        small(root / f"b{number % 3}/{number:02d}", f"{number % 12 + 1:02d}", "08")
    kill_after(root, tmp_path / "s.sqlite", 2)
    before = written(tmp_path / "s.sqlite")
    assert 2 <= before < 14
    store, number = run(tmp_path / "s.sqlite", root, resume=True)
    undisturbed, whole = run(tmp_path / "fresh.sqlite", root)
    assert state(store, number) == state(undisturbed, whole)
    assert number == 1
    with store.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(t.runs)) == 1
