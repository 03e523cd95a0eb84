"""`bench_audit.py [--dossiers N] [--soak] [--result FILE]`: audits of generated trees, as ratios within one run.

Two workers against one on the same tree (time, and CPU for each dossier), a second audit of the unchanged tree, found
against planted, memory. `--soak` takes 10,000 dossiers in one audit and tells time, CPU and memory slice by slice; with
`--result` the table and the progress go to a file, line by line, so that it can run by itself for an hour.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from audit_meter import Meter
from make_tree import make_tree

from engine.audit import summary as figures
from engine.audit.run import AuditOptions, audit
from engine.audit.store import Store
from engine.audit.store_open import url_of
from engine.check import CheckOptions

CHECK = CheckOptions(on=dt.date(2026, 11, 20))
WARM = 100  # dossiers until every worker has its rules, its cage and its fonts
Row = tuple[str, str, str, bool]


def metered(store: Path, tree: Path, workers: int, log: Path | None = None) -> tuple[Meter, Store, int]:
    """Audit a tree and return what the meter saw, the store (closed) and the run."""
    with Meter(log) as meter, Store.opened(url_of(str(store))) as opened:
        number = audit(opened, [str(tree)], AuditOptions(CHECK, workers=workers, progress=meter))
    return meter, opened, number


def differences(store: Store, number: int, truth: dict[str, Any]) -> int:
    """Count the dossiers whose verdict or faults are not what was planted, and those that are not there."""
    fails: dict[int, Counter[str]] = {}
    for row in figures.findings(store, number):
        if row.outcome == "fail":
            fails.setdefault(row.ordinal, Counter())[row.rule] += 1
    found = {
        row.shown: {"verdict": row.verdict, "fails": dict(fails.get(row.ordinal, {}))}
        for row in figures.dossiers(store, number)
    }
    return sum(found.get(name) != planted for name, planted in truth.items()) + len(found.keys() - truth.keys())


def measure(folder: Path, dossiers: int) -> list[Row]:
    """Measure on one tree."""
    tree = folder / "tree"
    truth = make_tree(tree, dossiers)
    one, _, _ = metered(folder / "one.sqlite", tree, 1)
    two, store, number = metered(folder / "two.sqlite", tree, 2)
    wrong = differences(store, number, truth)
    again, _, _ = metered(folder / "two.sqlite", tree, 2)
    size = (folder / "two.sqlite").stat().st_size / dossiers / 1024
    faster, second = one.seconds / two.seconds, two.seconds / again.seconds
    dearer = two.cpu / one.cpu
    return [
        (f"{dossiers} dossiers, 1 worker / 2 workers", f"{faster:.2f} x", ">= 1.6 x", faster >= 1.6),
        ("CPU of a dossier, 2 workers / 1 worker", f"{dearer:.2f} x", "0.90-1.10", 0.9 <= dearer <= 1.1),
        ("first audit / second of the unchanged tree", f"{second:.0f} x", ">= 30 x", second >= 30),
        ("dossiers that differ from what was planted", str(wrong), "0", wrong == 0),
        ("a dossier, CPU, 1 worker", f"{1000 * one.cpu / dossiers:.0f} ms", "(told)", True),
        ("a dossier, CPU, 2 workers", f"{1000 * two.cpu / dossiers:.0f} ms", "(told)", True),
        ("a dossier the first time, 2 workers", f"{1000 * two.seconds / dossiers:.0f} ms", "(told)", True),
        ("a dossier the second time", f"{1000 * again.seconds / dossiers:.1f} ms", "(told)", True),
        ("store, a dossier", f"{size:.0f} KiB", "(told)", True),
        *memory(two, dossiers),
    ]


def memory(meter: Meter, dossiers: int) -> list[Row]:
    """Growth of the parent after the first dossiers, and the largest worker."""
    early = min(WARM, dossiers // 3)
    grown = meter.samples[-1].parent - meter.at(early).parent
    worker = max(item.worker for item in meter.samples)
    return [
        (f"growth of the parent from {early} to {dossiers}", f"{grown:.1f} MiB", "<= 24", grown <= 24),
        ("largest worker", f"{worker:.0f} MiB", "<= 400 MiB", worker <= 400),
    ]


def soak(folder: Path, dossiers: int, workers: int, log: Path | None) -> list[Row]:
    """One long audit: the last dossiers must not take longer than those after the first hundred; memory stays flat."""
    tree = folder / "soak"
    truth = make_tree(tree, dossiers)
    meter, store, number = metered(folder / "soak.sqlite", tree, workers, log)
    wrong = differences(store, number, truth)
    rows, cost = slices(meter, dossiers)
    grown = cost[-1] / cost[0]
    return [
        *rows,
        (f"CPU of a dossier, last slice of {dossiers} / slice after {WARM}", f"{grown:.2f} x", "<= 1.2", grown <= 1.2),
        ("dossiers that differ from what was planted", str(wrong), "0", wrong == 0),
        *memory(meter, dossiers),
    ]


def slices(meter: Meter, dossiers: int) -> tuple[list[Row], list[float]]:
    """Return what a dossier cost and the memory, by slices; CPU is compared, since time hangs on what else runs."""
    step = max(50, (dossiers - WARM) // 10)
    rows: list[Row] = []
    cost: list[float] = []
    for start, end in pairwise(range(WARM, dossiers + 1, step)):
        one, other = meter.at(start), meter.at(end)
        number = max(1, other.done - one.done)
        within = [item for item in meter.samples if one.seconds <= item.seconds <= other.seconds]
        cost.append((other.cpu - one.cpu) / number)
        told = f"{1000 * (other.seconds - one.seconds) / number:.0f} ms"
        parent, worker = other.parent, max(item.worker for item in within)
        together = max(item.all_workers for item in within)
        what = f"{start}-{end}: {1000 * cost[-1]:.0f} CPU ms, MiB {parent:.0f} / {worker:.0f} / {together:.0f}"
        rows.append((what, told, "(told)", True))
    return rows, cost


def main() -> int:
    """Run the benchmark and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int)
    parser.add_argument("--soak", action="store_true")
    parser.add_argument("--workers", type=int, default=2, help="of the soak")
    parser.add_argument("--result", type=Path, help="file for progress and the table")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hoso-bench-") as folder:
        if chosen.soak:
            rows = soak(Path(folder), chosen.dossiers or 10_000, chosen.workers, chosen.result)
        else:
            rows = measure(Path(folder), chosen.dossiers or 500)
    lines = [f"{'ok  ' if good else 'MISS'}  {what:66s} {found:>10s}   hold {hold}" for what, found, hold, good in rows]
    if chosen.soak:
        lines.insert(0, "slices of dossiers: CPU of one, memory of parent / largest worker / all; time of one dossier")
    print("\n".join(lines))
    if chosen.result is not None:
        with chosen.result.open("a", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
            os.fsync(stream.fileno())
    return 0 if all(good for *_, good in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
