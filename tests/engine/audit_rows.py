"""Made-up rows of a store: what an audit writes of a dossier, without reading one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from engine.audit.branches import Branch
from engine.audit.discover import Found
from engine.audit.job import Done
from engine.audit.store import Run, Store

DAY = dt.date(2026, 11, 20)
BRANCH = Branch("a", "Chi bộ A", term_start=DAY, term_end=DAY)
RESULT = {
    "procedure": None,
    "procedure_title": None,
    "level": None,
    "pack": None,
    "verdict": "faults",
    "private": False,
    "errors": 1,
    "warnings": 0,
    "notes": 0,
    "open": 0,
    "passed": 0,
    "incidents": 0,
    "papers": 0,
    "first_day": DAY,
    "report": b"",
}
FINDING = dict.fromkeys(("paper", "file", "title", "message", "remedy", "source"), "") | {
    "n": 0,
    "rule": "r",
    "outcome": "fail",
    "severity": "error",
    "fingerprint": "f",
    "page": None,
    "dismissed": None,
    "claimed": None,
    "step": None,
}


def done(ordinal: int, key: str | None = None) -> Done:
    facts = key and f"facts-{key}"
    return Done(ordinal, "done", "", facts, facts and b"body", key, RESULT, (FINDING,))


def begun(store: Store, dossiers_wanted: int = 3) -> Run:
    run = store.begin("scope", "root", DAY, "digest", "0")
    store.list_items(run, [Found(Path(f"/x/{n}"), f"a/{n}", BRANCH) for n in range(dossiers_wanted)])
    return run
