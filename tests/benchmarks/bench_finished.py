"""A finished dossier on paper, drawn anew and checked: 26 pages in one scan with nothing wrong in it.

`python tests/benchmarks/bench_finished.py`; too large (4 MB, half a minute) to be kept among the samples. Tells what
was found or left open; exits 1 where anything was called a fault, or a step anything but done or open.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "samples"))

from dossiers_scanned import scanned_finished

from engine.check import CheckOptions, check_path
from engine.findings import Outcome


def main() -> int:
    """Draw, check and compare."""
    sample = scanned_finished()
    with tempfile.TemporaryDirectory() as folder:
        sample.write(Path(folder))
        expected = sample.expected()
        options = expected["options"] | {"on": dt.date.fromisoformat(expected["options"]["on"])}
        report = check_path(Path(folder) / sample.name, CheckOptions(**options, in_process=True)).report
    found = [f for f in report.findings if f.outcome in {Outcome.FAIL, Outcome.OPEN}]
    steps = {step.id: step.status.value for step in report.steps}
    wrong = [name for name, status in expected["steps"].items() if steps.get(name) not in {status, "open"}]
    print(f"finished dossier on paper: {len(report.documents)} papers, verdict {report.verdict.value}")
    print(
        *(f"  {f.outcome.value} {f.rule}: {f.message}" for f in found),
        *(f"  step {n}: {steps.get(n)}" for n in wrong),
        sep="\n",
    )
    return 1 if wrong or any(f.outcome is Outcome.FAIL for f in found) else 0


if __name__ == "__main__":
    sys.exit(main())
