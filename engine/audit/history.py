"""What changed since the last run: faults (a dossier and a fingerprint) that are new, still there, mended."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine.audit import tables as t
from engine.audit.store import DONE, FAILED, Run, Store

Faults = dict[tuple[str, str], str]  # (dossier, fingerprint) -> branch


def compare(store: Store, run: Run) -> dict[str, int] | None:
    """Return the numbers of the run; None for the first."""
    found = by_branch(store, run.id)
    if found is None:
        return None
    return {f"faults_{word}": sum(numbers[word] for numbers in found.values()) for word in ("new", "still", "mended")}


def by_branch(store: Store, run: int) -> dict[str, dict[str, int]] | None:
    """Return new, still and mended for each branch; None where there is nothing to compare with.

    A fault is mended when its dossier was checked again and neither fails nor is open there.
    """
    with store.engine.connect() as connection:
        previous = connection.scalar(sa.select(t.runs.c.previous).where(t.runs.c.id == run))
        if previous is None:
            return None
        now, before = _faults(connection, run, "fail"), _faults(connection, previous, "fail")
        doubtful = _faults(connection, run, "open")
        unknown = _shown(connection, previous, FAILED)
        checked = _shown(connection, run, DONE)
    numbers: dict[str, dict[str, int]] = {}
    for fault, branch in now.items():
        if fault in before or fault[0] not in unknown:  # of what could not be checked nobody knows whether it is new
            _count(numbers, branch, "still" if fault in before else "new")
    for fault, branch in before.items():
        if fault not in now and fault not in doubtful and fault[0] in checked:
            _count(numbers, branch, "mended")
    return numbers


def _shown(connection: Any, run: int, status: str) -> set[str]:
    return set(connection.scalars(sa.select(t.items.c.shown).where(t.items.c.run == run, t.items.c.status == status)))


def _count(numbers: dict[str, dict[str, int]], branch: str, word: str) -> None:
    numbers.setdefault(branch, {"new": 0, "still": 0, "mended": 0})[word] += 1


def _faults(connection: Any, run: int, outcome: str) -> Faults:
    query = (
        sa.select(t.items.c.branch, t.items.c.shown, t.findings.c.fingerprint)
        .join(t.findings, t.findings.c.result == t.items.c.result)
        .where(t.items.c.run == run, t.findings.c.outcome == outcome)
    )
    return {(row.shown, row.fingerprint): row.branch for row in connection.execute(query)}


def trend(store: Store, run: int, most: int = 12) -> list[Any]:
    """Return the last finished runs of the same scope up to this one: day, dossiers, faults; oldest first."""
    scope = sa.select(t.runs.c.scope).where(t.runs.c.id == run).scalar_subquery()
    query = (
        sa.select(
            t.runs.c.id,
            t.runs.c.started,
            sa.func.count(t.items.c.ordinal).label("dossiers"),
            sa.func.coalesce(sa.func.sum(t.results.c.errors), 0).label("errors"),
            sa.func.coalesce(sa.func.sum(t.results.c.warnings), 0).label("warnings"),
            t.runs.c.faults_new,
            t.runs.c.faults_still,
            t.runs.c.faults_mended,
        )
        .join(t.items, t.items.c.run == t.runs.c.id)
        .outerjoin(t.results, t.results.c.id == t.items.c.result)
        .where(t.runs.c.scope == scope, t.runs.c.id <= run, t.runs.c.finished.is_not(None), t.items.c.status == DONE)
        .group_by(t.runs.c.id)
        .order_by(t.runs.c.id.desc())
        .limit(most)
    )
    with store.engine.connect() as connection:
        return list(reversed(connection.execute(query).all()))
