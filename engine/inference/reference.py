"""The plain-Python evaluator: the meaning of a rule tree, the oracle of the tests, and the fallback.

It reads each pattern through an index, so that a pattern costs what it matches and not what the dossier holds.
`explain` runs the same patterns one by one and says where a rule stopped.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.inference.tree import Clause, FactRow, Join, Match, Pattern, RuleTree, Scalar, Test

_ORDER: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Bound = dict[str, FactRow]


def passes(row: FactRow, test: Test) -> bool:
    """Judge one test on one row."""
    value = row.get(test.field)
    if test.op == "missing":
        return value is None
    if value is None or test.op == "present":
        return value is not None
    if isinstance(test.value, tuple):
        return value in test.value
    assert test.value is not None
    return _relation(value, test.op, test.value)


def _relation(left: Scalar, op: str, right: Scalar) -> bool:
    if op == "=":
        return left == right
    if op == "!=":
        return left != right
    return isinstance(left, int) and isinstance(right, int) and _ORDER[op](left, right)


def joined(row: FactRow, join: Join, bound: Mapping[str, FactRow]) -> bool:
    """Judge one join of a row with the rows bound before."""
    left, right = row.get(join.field), bound[join.alias].get(join.other)
    if left is None or right is None:
        return False
    if join.plus:
        if not (isinstance(left, int) and isinstance(right, int)):
            return False
        right += join.plus
    return _relation(left, join.op, right)


Needed = tuple[tuple[str, bool], ...]  # a field, and whether it must be an integer


def wanted_fields(clause: Clause) -> dict[str, Needed]:
    """Return, by alias, the fields joins touch: a row that lacks one takes no part."""
    wanted: dict[str, set[tuple[str, bool]]] = {}
    for pattern in clause.patterns:
        for join in pattern.joins:
            wanted.setdefault(pattern.alias, set()).add((join.field, needs_numbers(join)))
            wanted.setdefault(join.alias, set()).add((join.other, needs_numbers(join)))
    return {alias: tuple(sorted(names)) for alias, names in wanted.items()}


def needs_numbers(join: Join) -> bool:
    """Order and sums are of integers only."""
    return bool(join.plus) or join.op in _ORDER


def has(row: FactRow, needed: Needed) -> bool:
    """Tell whether the row carries all fields that joins need of it."""
    return all(name in row and (not numeric or isinstance(row[name], int)) for name, numeric in needed)


class Index:
    """The rows of one dossier, by kind, by tests and by the value of a joined field; filled as asked."""

    def __init__(self, rows: Iterable[FactRow]) -> None:
        self._by_kind: dict[str, list[FactRow]] = {}
        for row in rows:
            self._by_kind.setdefault(str(row["k"]), []).append(row)
        self._tested: dict[tuple[str, tuple[Test, ...], Needed], list[FactRow]] = {}
        self._valued: dict[tuple[int, str], dict[Scalar, list[FactRow]]] = {}

    def that_pass(self, kind: str, tests: tuple[Test, ...], needed: Needed) -> list[FactRow]:
        """Return the rows of a kind that pass all tests and carry the fields joins need."""
        key = (kind, tests, needed)
        found = self._tested.get(key)
        if found is None:
            found = self._tested[key] = [
                row
                for row in self._by_kind.get(kind, ())
                if all(passes(row, test) for test in tests) and has(row, needed)
            ]
        return found

    def with_value(self, rows: list[FactRow], name: str, value: Scalar | None) -> list[FactRow]:
        """Return those of `rows` (a list this index gave) whose field has the value."""
        by_value = self._valued.get((id(rows), name))
        if by_value is None:
            by_value = self._valued[id(rows), name] = {}
            for row in rows:
                by_value.setdefault(row[name], []).append(row)
        return by_value.get(value, []) if value is not None else []


@dataclass(frozen=True, slots=True)
class _Step:
    """A pattern made ready: its equality join for the index, and what must be compared row by row."""

    pattern: Pattern
    needed: Needed
    key: Join | None
    rest: tuple[Join, ...]


def _steps(clause: Clause) -> tuple[_Step, ...]:
    wanted = wanted_fields(clause)
    steps = []
    for pattern in clause.patterns:
        key = next((join for join in pattern.joins if join.op == "=" and not join.plus), None)
        rest = tuple(join for join in pattern.joins if join is not key)
        steps.append(_Step(pattern, wanted.get(pattern.alias, ()), key, rest))
    return tuple(steps)


class Reference:
    """Evaluates clauses over rows."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = [(number, clause.same, _steps(clause)) for number, clause in enumerate(clauses)]

    def run(self, rows: Sequence[FactRow]) -> list[Match]:
        """Return every match of every clause, sorted."""
        index = Index(rows)
        found = [
            Match(number, tuple(sorted((alias, str(row["id"])) for alias, row in bound.items())))
            for number, same, steps in self._clauses
            if _possible(index, steps)
            for bound in _matches(index, steps, 0, {}, same=same)
        ]
        return sorted(found, key=lambda match: (match.clause, match.bound))


def _possible(index: Index, steps: Sequence[_Step]) -> bool:
    return all(
        step.pattern.negated or index.that_pass(step.pattern.kind, step.pattern.tests, step.needed) for step in steps
    )


def _matches(index: Index, steps: Sequence[_Step], at: int, bound: Bound, *, same: bool) -> Iterator[Bound]:
    if at == len(steps):
        yield dict(bound)
        return
    step = steps[at]
    rows = _fitting(index, step, bound, same=same)
    if step.pattern.negated:
        if next(rows, None) is None:
            yield from _matches(index, steps, at + 1, bound, same=same)
        return
    for row in rows:
        bound[step.pattern.alias] = row
        yield from _matches(index, steps, at + 1, bound, same=same)
        del bound[step.pattern.alias]


def _fitting(index: Index, step: _Step, bound: Bound, *, same: bool) -> Iterator[FactRow]:
    rows = index.that_pass(step.pattern.kind, step.pattern.tests, step.needed)
    if step.key:
        rows = index.with_value(rows, step.key.field, bound[step.key.alias].get(step.key.other))
    for row in rows:
        if not same and any(row is other for other in bound.values()):
            continue
        if all(joined(row, join, bound) for join in step.rest):
            yield row


# ---------------------------------------------------------------- explain


@dataclass(frozen=True, slots=True)
class Trace:
    """One pattern of one clause: how many rows of its kind there were, which fitted, and what turned the others away.

    `refused` names, for up to five rows, the first test or join that failed. `reached` is False where an earlier
    pattern had already ended the clause.
    """

    clause: int
    part: str
    note: str
    pattern: str
    negated: bool
    reached: bool
    rows: int
    fitted: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    holds: bool


_SHOWN = 5


def explain(rule: RuleTree, rows: Sequence[FactRow]) -> list[Trace]:
    """Tell, pattern by pattern, how each clause of a rule met the rows."""
    return [trace for number, clause in enumerate(rule.clauses) for trace in _explained(number, clause, rows)]


def _explained(number: int, clause: Clause, rows: Sequence[FactRow]) -> Iterator[Trace]:
    bounds: list[Bound] = [{}]
    for step in _steps(clause):
        fitted, refused = _tried(step, rows, bounds, same=clause.same)
        reached, of_kind = bool(bounds), sum(row["k"] == step.pattern.kind for row in rows)
        bounds = _extended(step, rows, bounds, same=clause.same)
        yield Trace(
            number,
            clause.part,
            clause.note,
            worded(step.pattern),
            step.pattern.negated,
            reached,
            of_kind,
            tuple(fitted),
            tuple(refused[:_SHOWN]),
            bool(bounds),
        )


def _tried(
    step: _Step, rows: Sequence[FactRow], bounds: list[Bound], *, same: bool
) -> tuple[list[str], list[tuple[str, str]]]:
    fitted, refused = [], []
    for row in rows:
        if row["k"] != step.pattern.kind:
            continue
        reasons = [_refusal(step, row, bound, same=same) for bound in bounds]
        if any(not reason for reason in reasons):
            fitted.append(str(row["id"]))
        elif reasons:
            refused.append((str(row["id"]), reasons[0]))
    return fitted, refused


def _extended(step: _Step, rows: Sequence[FactRow], bounds: list[Bound], *, same: bool) -> list[Bound]:
    mine = [row for row in rows if row["k"] == step.pattern.kind]
    if step.pattern.negated:
        return [bound for bound in bounds if all(_refusal(step, row, bound, same=same) for row in mine)]
    alias = step.pattern.alias
    return [{**b, alias: row} for b in bounds for row in mine if not _refusal(step, row, b, same=same)]


def _refusal(step: _Step, row: FactRow, bound: Bound, *, same: bool) -> str:
    for test in step.pattern.tests:
        if not passes(row, test):
            return f"{_worded_test(test)} ({test.field}: {row.get(test.field, '–')})"
    for name, numeric in step.needed:
        if not has(row, ((name, numeric),)):
            return f"{name} –"
    for join in step.pattern.joins:
        if not joined(row, join, bound):
            right = bound[join.alias].get(join.other, "–")
            return f"{_worded_join(join)} ({row.get(join.field, '–')} / {right})"
    if not same and any(row is other for other in bound.values()):
        return "distinct"
    return ""


def worded(pattern: Pattern) -> str:
    """Write a pattern in one line: «not paper: doc kind = ke-hoach, date < document.date + 3»."""
    conditions = [_worded_test(test) for test in pattern.tests] + [_worded_join(join) for join in pattern.joins]
    return f"{'not ' if pattern.negated else ''}{pattern.alias}: {pattern.kind} {', '.join(conditions)}".rstrip()


def _worded_test(test: Test) -> str:
    if test.value is None:
        return f"{test.field} {test.op}"
    value = " | ".join(map(str, test.value)) if isinstance(test.value, tuple) else test.value
    return f"{test.field} {test.op} {value}"


def _worded_join(join: Join) -> str:
    plus = f" {'+' if join.plus > 0 else '-'} {abs(join.plus)}" if join.plus else ""
    return f"{join.field} {join.op} {join.alias}.{join.other}{plus}"
