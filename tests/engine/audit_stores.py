"""A store filled by hand: dossiers with the findings and papers a test wants, without reading a file."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.audit.branches import Branch
from engine.audit.cross import look_across
from engine.audit.discover import Found
from engine.audit.job import Done
from engine.audit.store import Recorder, Run, Store
from engine.findings import Report
from engine.rulebook.book import Rulebook
from engine.rulebook.loader import load_rulebook

DAY = dt.date(2026, 11, 20)
TERM = Branch("a", "Chi bộ A", "chi-bo", term_start=dt.date(2025, 1, 1), term_end=dt.date(2027, 12, 31))


def report(name: str) -> bytes:
    made = Report(
        dossier=name, procedure=None, level=None, pack=None, engine="python", rules_digest="", stage="hoan-chinh",
        on=DAY, verdict="faults", sentence="Có lỗi.",
    )  # fmt: skip
    return zlib.compress(made.model_dump_json().encode())


def finding(n: int = 0, **values: Any) -> dict[str, Any]:
    usual = {
        "n": n, "rule": "page-without-number", "outcome": "fail", "severity": "error", "fingerprint": f"f{n}",
        "paper": "Báo cáo", "file": "a.pdf", "page": 2, "title": "Trang không đánh số", "message": "Trang 2.",
        "remedy": "Đánh số.", "source": "Hướng dẫn", "dismissed": None, "claimed": None, "step": None,
    }  # fmt: skip
    return usual | values


def paper(doc: str, **values: Any) -> dict[str, Any]:
    usual = dict.fromkeys(
        ("kind", "kind_title", "body", "issuer", "number", "symbol", "subject", "person", "meets_at", "date", "pages",
         "meets_from", "meets_to")
    )  # fmt: skip
    return usual | {"doc": doc, "file": f"{doc}.pdf", "sha256": doc, "people": ""} | values


def done(ordinal: int, **values: Any) -> Done:
    result = {
        "procedure": None, "procedure_title": None, "level": None, "pack": None, "verdict": "faults",
        "private": False, "errors": 1, "warnings": 0, "notes": 0, "open": 0, "passed": 0, "incidents": 0, "papers": 1,
        "first_day": DAY, "report": report(str(ordinal)),
    }  # fmt: skip
    made = Done(ordinal, "done", result=result | values.pop("result", {}), findings=(finding(),))
    return replace(made, **values)


def filled(
    store: Store,
    *found: Done,
    branch: Branch = TERM,
    names: tuple[str, ...] = (),
    on: dt.date = DAY,
    book: Rulebook | None = None,
) -> Run:
    """A finished run over one branch."""
    run = store.begin("scope", "root", on, "digest", "0")
    shown = [names[n] if n < len(names) else f"a/{n + 1}" for n in range(len(found))]
    store.list_items(run, [Found(Path(f"/x/{n}"), name, branch) for n, name in enumerate(shown)])
    Recorder(store, run).record(found)
    look_across(store, run, book or load_rulebook())
    store.finish(run, None)
    return run
