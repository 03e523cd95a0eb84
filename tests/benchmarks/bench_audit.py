"""`bench_audit.py [--dossiers N] [--soak]`: audits of generated trees, as ratios within one run.

Two workers against one on the same tree, a second audit of the unchanged tree, found against planted, memory of the
parent. `--soak` takes 10,000 dossiers and compares the time of the first hundreds with that of the last.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parent))

from make_tree import make_tree

from engine.audit import summary as figures
from engine.audit.run import AuditOptions, audit
from engine.audit.store import Store
from engine.audit.store_open import url_of
from engine.check import CheckOptions

CHECK = CheckOptions(on=dt.date(2026, 11, 20))
Row = tuple[str, str, str, bool]


class Watch:
    """Takes the time of every fiftieth dossier or so, and the memory of this process and its workers."""

    def __init__(self) -> None:
        self.times: dict[int, float] = {0: time.perf_counter()}
        self.parent: dict[int, int] = {}
        self.worker = 0
        self._process = psutil.Process()

    def __call__(self, done: int, total: int, _name: str) -> None:
        if done % max(1, min(50, total // 12)) == 0:
            self.times[done] = time.perf_counter()
            self.parent[done] = self._process.memory_info().rss
            self.worker = max([self.worker, *(_rss(child) for child in self._process.children(recursive=True))])


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def timed(store: Path, tree: Path, workers: int, watch: Watch | None = None) -> tuple[float, Store, int]:
    start = time.perf_counter()
    with Store.opened(url_of(str(store))) as opened:
        number = audit(opened, [str(tree)], AuditOptions(CHECK, workers=workers, progress=watch))
        return time.perf_counter() - start, opened, number


def differences(store: Store, number: int, truth: dict[str, Any]) -> int:
    """Count the dossiers whose verdict or faults are not what was planted."""
    fails: dict[int, Counter[str]] = {}
    for row in figures.findings(store, number):
        if row.outcome == "fail":
            fails.setdefault(row.ordinal, Counter())[row.rule] += 1
    return sum(
        {"verdict": row.verdict, "fails": dict(fails.get(row.ordinal, {}))} != truth[row.shown]
        for row in figures.dossiers(store, number)
    )


def measure(folder: Path, dossiers: int) -> list[Row]:
    """Measure on one tree."""
    tree = folder / "tree"
    truth = make_tree(tree, dossiers)
    one, _, _ = timed(folder / "one.sqlite", tree, 1)
    watch = Watch()
    two, store, number = timed(folder / "two.sqlite", tree, 2, watch)
    wrong = differences(store, number, truth)
    again, _, _ = timed(folder / "two.sqlite", tree, 2)
    size = (folder / "two.sqlite").stat().st_size / dossiers / 1024
    return [
        (f"{dossiers} dossiers, 1 worker / 2 workers", f"{one / two:.2f} x", ">= 1.6 x", one / two >= 1.6),
        ("first audit / second of the unchanged tree", f"{two / again:.0f} x", ">= 30 x", two / again >= 30),
        ("dossiers that differ from what was planted", str(wrong), "0", wrong == 0),
        ("a dossier the first time, 2 workers", f"{1000 * two / dossiers:.0f} ms", "(told)", True),
        ("a dossier the second time", f"{1000 * again / dossiers:.1f} ms", "(told)", True),
        ("store, a dossier", f"{size:.0f} KiB", "(told)", True),
        *memory(watch),
    ]


def memory(watch: Watch) -> list[Row]:
    """Growth of the parent after the first dossiers, and the largest worker."""
    seen = sorted(watch.parent)
    if len(seen) < 3:
        return []
    grown = (watch.parent[seen[-1]] - watch.parent[seen[len(seen) // 3]]) / 2**20
    worker = watch.worker / 2**20
    return [
        (f"growth of the parent from {seen[len(seen) // 3]} to {seen[-1]}", f"{grown:.1f} MiB", "<= 24", grown <= 24),
        ("largest worker", f"{worker:.0f} MiB", "<= 400 MiB", worker <= 400),
    ]


def soak(folder: Path, dossiers: int) -> list[Row]:
    """One long audit: the last dossiers must not take longer than the first, and memory stays flat."""
    tree = folder / "soak"
    truth = make_tree(tree, dossiers)
    watch = Watch()
    _, store, number = timed(folder / "soak.sqlite", tree, 2, watch)
    wrong = differences(store, number, truth)
    seen = sorted(watch.times)
    middle = len(seen) // 10 or 1
    early = (watch.times[seen[middle]] - watch.times[seen[0]]) / seen[middle]
    late = (watch.times[seen[-1]] - watch.times[seen[-1 - middle]]) / (seen[-1] - seen[-1 - middle])
    return [
        (
            f"time of a dossier, last tenth of {dossiers} / first",
            f"{late / early:.2f} x",
            "<= 1.2 x",
            late / early <= 1.2,
        ),
        ("dossiers that differ from what was planted", str(wrong), "0", wrong == 0),
        *memory(watch),
    ]


def main() -> int:
    """Run the benchmark and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=500)
    parser.add_argument("--soak", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.soak:
            rows = soak(Path(folder), max(chosen.dossiers, 10_000) if chosen.dossiers == 500 else chosen.dossiers)
        else:
            rows = measure(Path(folder), chosen.dossiers)
    for what, found, hold, good in rows:
        print(f"{'ok  ' if good else 'MISS'}  {what:60s} {found:>10s}   hold {hold}")
    return 0 if all(good for *_, good in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
