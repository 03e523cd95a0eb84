"""Audits killed at any moment, parent and workers, and gone on with."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import sqlalchemy as sa
from audit_trees import CHECK, ROOT, run, small, state, written

from engine.audit import tables as t
from engine.audit.run import AuditOptions, audit
from engine.audit.store import Store
from engine.audit.store_open import url_of

SEED = random.SystemRandom().randrange(10**6)  # told where a test fails


def started(root: Path, store: Path, *more: str) -> subprocess.Popen[bytes]:
    """Start an audit as its user does, writing every dossier at once."""
    program = "import engine.audit.run as run; run._LOT = 1; from engine.cli.main import main; main()"
    command = [sys.executable, "-c", program, "audit", str(root), "--store", str(store)]
    command += ["--on", "2026-11-20", "--workers", "2", *more]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def kill_when(process: subprocess.Popen[bytes], store: Path, dossiers: int) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit and written(store) < dossiers and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()


def tree(root: Path, dossiers: int) -> Path:
    for number in range(dossiers):
        small(root / f"b{number % 3}/{number:02d}", f"{number % 12 + 1:02d}", "08")
    return root


def runs(store: Store) -> int:
    with store.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(t.runs)) or 0


def test_killed_and_resumed_it_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    root = tree(tmp_path / "tree", 10)
    kill_when(started(root, tmp_path / "s.sqlite"), tmp_path / "s.sqlite", 2)
    assert 2 <= written(tmp_path / "s.sqlite") < 10
    store, number = run(tmp_path / "s.sqlite", root, resume=True)
    undisturbed, whole = run(tmp_path / "fresh.sqlite", root)
    assert state(store, number) == state(undisturbed, whole), SEED
    assert (number, runs(store)) == (1, 1)


def test_killed_again_and_again_at_any_moment(tmp_path: Path) -> None:
    """Before the tree is listed, while workers start, in the middle of a lot: nobody chooses when."""
    root = tree(tmp_path / "tree", 8)
    moments = random.Random(SEED)
    for _ in range(3):
        process = started(root, tmp_path / "s.sqlite", "--resume")
        time.sleep(moments.uniform(0.3, 4))
        process.send_signal(signal.SIGKILL)
        process.wait()
    store, number = run(tmp_path / "s.sqlite", root, resume=True)
    undisturbed, whole = run(tmp_path / "fresh.sqlite", root)
    assert state(store, number) == state(undisturbed, whole), SEED


def test_a_worker_killed_on_the_way_loses_nothing(tmp_path: Path) -> None:
    root = tree(tmp_path / "tree", 8)
    moments = random.Random(SEED)
    at, told = moments.randrange(1, 5), []

    def kill_one(done: int, _total: int, _name: str) -> None:
        told.append(done)
        if done == at:
            children = psutil.Process().children()
            workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
            os.kill(moments.choice(workers).pid, signal.SIGKILL)

    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store:
        number = audit(store, [str(root)], AuditOptions(CHECK, workers=2, progress=kill_one))
    undisturbed, whole = run(tmp_path / "fresh.sqlite", root)
    assert told == list(range(1, 9)), SEED
    assert state(store, number) == state(undisturbed, whole), SEED
