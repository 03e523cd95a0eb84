"""The figures of a run, asked of the store: what the table, the workbook, the dashboard and the notes all show."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from engine.audit import kept_reports
from engine.audit import tables as t
from engine.audit.branches import Branch
from engine.audit.history import by_branch
from engine.audit.store import ASIDE, DONE, FAILED, SECRET, Store
from engine.findings import Report
from engine.locale.words import N_, Said
from engine.rulebook.loader import load_rulebook

_NUMBERS = ("errors", "warnings", "notes", "open", "incidents")


@dataclass(slots=True)
class BranchRow:
    """A branch with its numbers."""

    branch: Branch
    dossiers: int = 0
    clean: int = 0
    faulty: int = 0
    unclear: int = 0
    failed: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    open: int = 0
    incidents: int = 0
    crossings: int = 0
    new: int | None = None
    still: int | None = None
    mended: int | None = None
    groups: dict[str, int] = field(default_factory=dict)  # faults by group of rules

    @property
    def weight(self) -> tuple[float, ...]:
        """The worst first: errors per dossier, then errors, then warnings, then what is unclear."""
        return -self.errors / max(1, self.dossiers), -self.errors, -self.warnings, -self.unclear


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with how often it failed."""

    rule: str
    title: Said
    severity: str
    source: Said
    faults: int
    dossiers: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in numbers."""

    run: Any
    branches: list[BranchRow]
    rules: list[RuleRow]
    totals: BranchRow
    secret: int
    reused: int
    crossing_errors: int  # between dossiers


def summary_of(store: Store, run: int) -> Summary:
    """Return the numbers of a run."""
    with store.engine.connect() as connection:
        about = connection.execute(sa.select(t.runs).where(t.runs.c.id == run)).one()
        rows = {path: BranchRow(branch) for path, branch in store.branches(run).items()}
        _count_items(connection, run, rows)
        _count_groups(connection, run, rows)
        _count_crossings(connection, run, rows)
        rules = _rules(connection, run)
        query = sa.select(sa.func.count()).where(t.items.c.run == run)
        secret = connection.scalar(query.where(t.items.c.status == SECRET)) or 0
        reused = connection.scalar(query.where(t.items.c.reused)) or 0
        heavy = (t.crossings.c.run == run) & (t.crossings.c.severity == "error")
        between = connection.scalar(sa.select(sa.func.count()).where(heavy)) or 0
    for path, numbers in (by_branch(store, run) or {}).items():
        if path in rows:
            rows[path].new, rows[path].still, rows[path].mended = numbers["new"], numbers["still"], numbers["mended"]
    branches = sorted(rows.values(), key=lambda row: (row.weight, row.branch.path))
    return Summary(about, branches, rules, _total(branches), secret, reused, between)


def _count_items(connection: sa.Connection, run: int, rows: dict[str, BranchRow]) -> None:
    query = (
        sa.select(
            t.items.c.branch,
            t.items.c.status,
            t.results.c.verdict,
            sa.func.count().label("number"),
            *(sa.func.coalesce(sa.func.sum(t.results.c[name]), 0).label(name) for name in _NUMBERS),
        )
        .outerjoin(t.results, t.results.c.id == t.items.c.result)
        .where(t.items.c.run == run, t.items.c.branch.is_not(None), t.items.c.status.in_((DONE, FAILED)))
        .group_by(t.items.c.branch, t.items.c.status, t.results.c.verdict)
    )
    words = {"clean": "clean", "faults": "faulty", "inconclusive": "unclear"}
    for found in connection.execute(query):
        row = rows[found.branch]
        row.dossiers += found.number
        name = words[found.verdict] if found.status == DONE else "failed"
        setattr(row, name, getattr(row, name) + found.number)
        for number in _NUMBERS:
            setattr(row, number, getattr(row, number) + getattr(found, number))


def _faults(run: int, *columns: Any) -> Any:
    return (
        sa.select(*columns)
        .join(t.findings, t.findings.c.result == t.items.c.result)
        .where(t.items.c.run == run, t.findings.c.outcome == "fail", t.findings.c.dismissed.is_(None))
    )


def group_of(rule: str) -> str:
    """Return the group of a rule for the heat map: what of a step is wrong, else by the folder the rule lies in."""
    what = rule.rpartition(":")[2] if ":" in rule else ""
    return what if what in GROUPS else _AREAS.get(_areas().get(rule, ""), "other")


@functools.cache
def _areas() -> dict[str, str]:
    """The folder of every requirement: rules/requirements/<area>/<id>.yaml."""
    origins = load_rulebook().origins
    files = {name: origin.file.replace("\\", "/") for (kind, name), origin in origins.items() if kind == "Requirement"}
    return {name: file.rsplit("/", 2)[-2] for name, file in files.items()}


GROUPS = {
    "present": N_("Thiếu văn bản"),
    "order": N_("Sai thứ tự"),
    "deadline": N_("Chậm thời hạn"),
    "issuer": N_("Sai nơi ban hành"),
    "signers": N_("Chữ ký"),
    "position": N_("Sắp xếp hồ sơ"),
    "pages": N_("Số trang"),
    "form": N_("Thể thức"),
    "content": N_("Nội dung"),
    "votes": N_("Bỏ phiếu, cuộc họp"),
    "quotes": N_("Căn cứ, viện dẫn"),
    "other": N_("Khác"),
}
_AREAS = {
    "authority": "issuer",
    "date": "form",
    "dossier": "content",
    "header": "form",
    "number": "form",
    "pages": "pages",
    "quotes": "quotes",
    "recipients": "form",
    "sections": "content",
    "signing": "signers",
    "text": "form",
    "time": "deadline",
    "title": "form",
    "votes": "votes",
}


def _count_groups(connection: sa.Connection, run: int, rows: dict[str, BranchRow]) -> None:
    count = sa.func.count().label("number")
    query = _faults(run, t.items.c.branch, t.findings.c.rule, count).group_by(t.items.c.branch, t.findings.c.rule)
    for found in connection.execute(query):
        groups = rows[found.branch].groups
        name = group_of(found.rule)
        groups[name] = groups.get(name, 0) + found.number


def _count_crossings(connection: sa.Connection, run: int, rows: dict[str, BranchRow]) -> None:
    query = (
        sa.select(t.crossings.c.branch, sa.func.count().label("number"))
        .where(t.crossings.c.run == run)
        .group_by(t.crossings.c.branch)
    )
    for found in connection.execute(query):
        if found.branch in rows:
            rows[found.branch].crossings = found.number


def _rules(connection: sa.Connection, run: int) -> list[RuleRow]:
    f = t.findings.c
    query = _faults(
        run,
        f.rule,
        sa.func.min(f.title).label("title"),
        sa.func.min(f.severity).label("severity"),  # error < note < warning: told by its heaviest or close to it
        sa.func.max(f.source).label("source"),
        sa.func.count().label("faults"),
        sa.func.count(sa.distinct(t.items.c.ordinal)).label("dossiers"),
    ).group_by(f.rule)
    rows = [RuleRow(*row) for row in connection.execute(query)]
    return sorted(rows, key=lambda row: (-row.dossiers, -row.faults, row.rule))


def _total(branches: list[BranchRow]) -> BranchRow:
    total = BranchRow(Branch("", ""))
    for row in branches:
        for name in ("dossiers", "clean", "faulty", "unclear", "failed", "crossings", *_NUMBERS):
            setattr(total, name, getattr(total, name) + getattr(row, name))
        for name in ("new", "still", "mended"):
            if getattr(row, name) is not None:
                setattr(total, name, (getattr(total, name) or 0) + getattr(row, name))
    return total


# ---------------------------------------------------------------- single dossiers

Rows = Iterator[Any]


def dossiers(store: Store, run: int, *, branch: str | None = None) -> Rows:
    """Yield the dossiers of a run in their order, with their results where there are any."""
    r = t.results.c
    query = (
        sa.select(
            *(
                t.items.c[name]
                for name in ("ordinal", "branch", "path", "shown", "status", "reason", "result", "reused")
            ),
            *(r[name] for name in ("procedure", "procedure_title", "level", "pack", "verdict", "private", "papers")),
            *(r[name] for name in (*_NUMBERS, "passed", "first_day")),
        )
        .outerjoin(t.results, r.id == t.items.c.result)
        .where(t.items.c.run == run)
        .order_by(t.items.c.ordinal)
    )
    yield from _stream(store, query if branch is None else query.where(t.items.c.branch == branch))


def findings(store: Store, run: int, *, branch: str | None = None) -> Rows:
    """Yield the faults and open points of a run, dossier by dossier."""
    query = (
        sa.select(*(t.items.c[name] for name in ("ordinal", "branch", "path", "shown")), t.results.c.private)
        .add_columns(*t.findings.c)
        .join(t.results, t.results.c.id == t.items.c.result)
        .join(t.findings, t.findings.c.result == t.items.c.result)
        .where(t.items.c.run == run)
        .order_by(t.items.c.ordinal, t.findings.c.n)
    )
    yield from _stream(store, query if branch is None else query.where(t.items.c.branch == branch))


def unread(store: Store, run: int, *, branch: str | None = None) -> Rows:
    """Yield the files that could not be read."""
    query = (
        sa.select(t.items.c.ordinal, t.items.c.branch, t.items.c.shown, t.results.c.private, *t.incidents.c)
        .join(t.results, t.results.c.id == t.items.c.result)
        .join(t.incidents, t.incidents.c.result == t.items.c.result)
        .where(t.items.c.run == run)
        .order_by(t.items.c.ordinal, t.incidents.c.n)
    )
    yield from _stream(store, query if branch is None else query.where(t.items.c.branch == branch))


def troubles(store: Store, run: int) -> Rows:
    """Yield the dossiers that could not be checked and what was left aside."""
    query = (
        sa.select(t.items.c.ordinal, t.items.c.branch, t.items.c.shown, t.items.c.status, t.items.c.reason)
        .where(t.items.c.run == run, t.items.c.status.in_((FAILED, SECRET, ASIDE)))
        .order_by(t.items.c.ordinal)
    )
    yield from _stream(store, query)


def crossings(store: Store, run: int, *, branch: str | None = None) -> Rows:
    """Yield what concerns several dossiers."""
    query = sa.select(t.crossings).where(t.crossings.c.run == run).order_by(t.crossings.c.n)
    yield from _stream(store, query if branch is None else query.where(t.crossings.c.branch == branch))


def _stream(store: Store, query: Any) -> Rows:
    with store.engine.connect() as connection:
        yield from connection.execution_options(yield_per=500).execute(query)


def report_of(store: Store, run: int, ordinal: int, lang: str = "vi") -> Report | None:
    """Return the report of a dossier, as stored: whole, also for tố cáo; facts are left out."""
    query = (
        sa.select(t.results.c.report)
        .join(t.items, t.items.c.result == t.results.c.id)
        .where(t.items.c.run == run, t.items.c.ordinal == ordinal)
    )
    with store.engine.connect() as connection:
        data = connection.scalar(query)
    return kept_reports.unpack(data, lang) if data is not None else None


def runs(store: Store) -> list[Any]:
    """Return all runs, the last first."""
    with store.engine.connect() as connection:
        return list(connection.execute(sa.select(t.runs).order_by(t.runs.c.id.desc())).all())
