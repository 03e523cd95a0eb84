"""Which evaluator runs, and what its matches mean: one result per activation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from engine.inference.calendar import WorkingDays
from engine.inference.durable import Durable, EngineFaultError, SubsetError, why_not
from engine.inference.reference import Reference
from engine.inference.tree import Clause, FactRow, Match, RuleTree

EngineName = Literal["auto", "durable", "python"]
Verdict = Literal["pass", "fail", "open", "not_applicable"]


class _Runs(Protocol):
    def run(self, rows: Sequence[FactRow]) -> list[Match]: ...


@dataclass(frozen=True, slots=True)
class Result:
    """What a rule came to for one activation.

    bound: the rows it looked at by alias (document, other, fact, candidate …); note: the branch that decided, or the
    section's name; limit and due: of a deadline; slot: the roles a signers rule asks for.
    """

    rule: str
    outcome: Verdict
    bound: dict[str, str]
    note: str = ""
    slot: tuple[str, ...] = ()
    limit: int | None = None
    due: dt.date | None = None


def clauses_of(trees: Iterable[RuleTree]) -> list[Clause]:
    """Return the clauses of all trees in order: the numbers of matches count in this list."""
    return [clause for tree in trees for clause in tree.clauses]


class Evaluator:
    """Rule trees with the engine that runs them; `note` says why it is not the one that was wanted."""

    def __init__(self, trees: Sequence[RuleTree], wanted: EngineName) -> None:
        self.trees = tuple(trees)
        self._clauses = clauses_of(self.trees)
        self.note: str | None = None
        self.engine: Literal["durable", "python"] = "python"
        self._runs: _Runs = self._choose(wanted)

    def _choose(self, wanted: EngineName) -> _Runs:
        if wanted == "python" or not self._clauses:
            return Reference(self._clauses)
        self.note = why_not()
        if self.note is None:
            try:
                runs = _loaded(tuple(self._clauses))
            except (EngineFaultError, SubsetError) as error:
                self.note = f"durable_rules: {error}"
            else:
                self.engine = "durable"
                return runs
        return Reference(self._clauses)

    def run(self, rows: Sequence[FactRow]) -> list[Match]:
        """Return every match, sorted. A fault of the engine is noted, and plain Python takes over for good."""
        try:
            return self._runs.run(rows)
        except (EngineFaultError, SubsetError) as error:
            self.note, self.engine = f"durable_rules: {error}", "python"
            self._runs = Reference(self._clauses)
            _loaded.cache_clear()
            return self._runs.run(rows)


@lru_cache(maxsize=4)
def _loaded(clauses: tuple[Clause, ...]) -> Durable:
    """Rule sets stay loaded: the next dossier of the same procedure and pack starts at once."""
    return Durable(clauses, keep=True)


def evaluator(trees: Sequence[RuleTree], engine: EngineName = "auto") -> Evaluator:
    """Load rule trees into the engine asked for; where durable_rules cannot be used, plain Python says so and runs."""
    return Evaluator(trees, engine)


# ---------------------------------------------------------------- results


def outcomes(
    trees: Sequence[RuleTree], matches: Iterable[Match], rows: Iterable[FactRow], days: WorkingDays | None = None
) -> list[Result]:
    """Return one result per activation, in the order of the trees; a rule that never applies gives one of its own."""
    by_clause: dict[int, list[dict[str, str]]] = {}
    for match in matches:
        by_clause.setdefault(match.clause, []).append(dict(match.bound))
    by_id = {str(row["id"]): row for row in rows}
    results: list[Result] = []
    first = 0
    for tree in trees:
        results += _of_tree(_Teller(tree, by_id, days), by_clause, first)
        first += len(tree.clauses)
    return results


def _of_tree(teller: _Teller, by_clause: Mapping[int, list[dict[str, str]]], first: int) -> list[Result]:
    activations: dict[tuple[str, ...], dict[str, list[tuple[Clause, dict[str, str]]]]] = {}
    for number, clause in enumerate(teller.tree.clauses, first):
        for bound in by_clause.get(number, ()):
            key = tuple(bound[alias] for alias in teller.tree.key)
            activations.setdefault(key, {}).setdefault(clause.part, []).append((clause, bound))
    applied = [parts for _, parts in sorted(activations.items()) if "applies" in parts]
    found = [teller.result(parts) for parts in applied if not teller.is_too_early(parts["applies"])]
    return found or [Result(teller.tree.id, "not_applicable", {}, slot=teller.tree.slot)]


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells the results of one tree."""

    tree: RuleTree
    rows: Mapping[str, FactRow]
    days: WorkingDays | None

    def result(self, parts: Mapping[str, list[tuple[Clause, dict[str, str]]]]) -> Result:
        if "fail" in parts:
            return self._told("fail", *_first(parts["fail"]))
        if "open" in parts:
            return self._told("open", *_first(parts["open"]))
        return self._told("pass", *_fullest(parts["applies"]))

    def is_too_early(self, applies: Sequence[tuple[Clause, dict[str, str]]]) -> bool:
        """Tell whether the paper judged is older than all the rule rests on; one without a date is not."""
        begins = self.tree.begins
        row = self.rows.get(applies[0][1].get("document", ""), {})
        day = row.get("date") if row.get("k") == "doc" else None
        return begins is not None and isinstance(day, int) and day < begins

    def _told(self, outcome: Verdict, clause: Clause, bound: dict[str, str]) -> Result:
        shown = {alias: row for alias, row in bound.items() if not self._stands_in(alias, row)}
        note = clause.note or self._section(bound)
        due = self._due(clause.limit, bound) if clause.limit is not None else None
        return Result(self.tree.id, outcome, shown, note, self.tree.slot, clause.limit, due)

    def _section(self, bound: Mapping[str, str]) -> str:
        row = self.rows.get(bound.get("fact", ""), {})
        return str(row["name"]) if row.get("k") == "form" else ""

    def _stands_in(self, alias: str, row: str) -> bool:
        """The dossier's row under another name only fills the key."""
        return alias != "dossier" and self.rows.get(row, {}).get("k") == "dossier"

    def _due(self, limit: int, bound: Mapping[str, str]) -> dt.date | None:
        start = self.rows.get(bound.get("other", ""), {}).get("date")
        if not isinstance(start, int):
            return None
        day = dt.date.fromordinal(start)
        if self.tree.unit == "working-days":
            return (self.days or WorkingDays()).add(day, limit)
        return day + dt.timedelta(days=limit) if self.tree.unit == "days" else None


def _first(found: list[tuple[Clause, dict[str, str]]]) -> tuple[Clause, dict[str, str]]:
    return min(found, key=lambda item: (bool(item[0].note.startswith("condition:")), sorted(item[1].items())))


def _fullest(found: list[tuple[Clause, dict[str, str]]]) -> tuple[Clause, dict[str, str]]:
    """A pass shows as much as possible of what it looked at."""
    return min(found, key=lambda item: (not item[0].note, -len(item[1]), sorted(item[1].items())))
