"""Two runs compared by the database: new, still there, mended, and what nobody can say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from engine.audit.branches import Branch
from engine.audit.discover import Found
from engine.audit.history import by_branch, compare, trend
from engine.audit.job import Done
from engine.audit.store import Recorder, Run, Store

DAY = dt.date(2026, 11, 20)
NOTHING = {"new": 0, "still": 0, "mended": 0}


def finding(n: int, mark: str, outcome: str, dismissed: str | None) -> dict[str, Any]:
    texts = dict.fromkeys(("paper", "file", "title", "message", "remedy", "source"), "")
    about = {"n": n, "rule": "r", "outcome": outcome, "severity": "error", "fingerprint": mark}
    return texts | about | {"page": None, "dismissed": dismissed, "claimed": None, "step": None}


def checked(ordinal: int, *said: str) -> Done:
    """A checked dossier: «f1» a fault, «f1?» open, «f1-» set aside."""
    found = [
        finding(n, text.rstrip("?-"), "open" if text.endswith("?") else "fail", "vì" if text.endswith("-") else None)
        for n, text in enumerate(said)
    ]
    numbers = dict.fromkeys(("errors", "warnings", "notes", "open", "passed", "incidents", "papers"), 0)
    about = dict.fromkeys(("procedure", "procedure_title", "level", "pack"))
    result = about | numbers | {"verdict": "faults", "private": False, "first_day": DAY, "report": b""}
    return Done(ordinal, "done", result=result, findings=tuple(found))


def run(store: Store, *found: Done) -> Run:
    """A run over «a/1», «b/2», «a/3» …, in two branches."""
    made = store.begin("scope", "root", DAY, "digest", "0")
    places = [("ab"[n % 2], n + 1) for n in range(len(found))]
    store.list_items(made, [Found(Path(f"/x/{n}"), f"{b}/{n}", Branch(b, b)) for b, n in places])
    Recorder(store, made).record(found)
    store.finish(made, compare(store, made))
    return made


def test_the_first_run_has_nothing_to_compare_with(store: Store) -> None:
    first = run(store, checked(1, "f"))
    assert by_branch(store, first.id) is None
    assert compare(store, first) is None


def test_new_still_and_mended_are_counted_for_each_branch(store: Store) -> None:
    run(store, checked(1, "f1", "f2"), checked(2, "f1"))
    second = run(store, checked(1, "f2", "f3"), checked(2))
    assert by_branch(store, second.id) == {"a": {"new": 1, "still": 1, "mended": 1}, "b": NOTHING | {"mended": 1}}
    assert compare(store, second) == {"faults_new": 1, "faults_still": 1, "faults_mended": 2}


def test_one_fault_twice_in_a_dossier_is_one(store: Store) -> None:
    run(store, checked(1, "f1", "f1"))
    second = run(store, checked(1, "f1", "f1", "f2", "f2"))
    assert by_branch(store, second.id) == {"a": {"new": 1, "still": 1, "mended": 0}}


@pytest.mark.parametrize("now", ["f1?", "f1-"])
def test_what_is_open_or_set_aside_now_is_not_mended(store: Store, now: str) -> None:
    run(store, checked(1, "f1"))
    assert by_branch(store, run(store, checked(1, now)).id) in ({}, {"a": NOTHING})


def test_what_was_set_aside_before_is_no_fault_that_was_mended(store: Store) -> None:
    run(store, checked(1, "f1-"))
    assert by_branch(store, run(store, checked(1)).id) in ({}, {"a": NOTHING})


def test_of_a_dossier_nobody_could_check_nothing_is_new_and_nothing_mended(store: Store) -> None:
    run(store, Done(1, "failed", "incident"), checked(2, "f1"))
    second = run(store, checked(1, "f1"), Done(2, "failed", "incident"))
    assert [number for found in by_branch(store, second.id).values() for number in found.values() if number] == []


def test_the_trend_tells_finished_runs_the_oldest_first(store: Store) -> None:
    run(store, checked(1, "f1"))
    last = run(store, checked(1), checked(2))
    assert [row.dossiers for row in trend(store, last.id)] == [1, 2]
    assert [row.faults_mended for row in trend(store, last.id)] == [None, 1]
