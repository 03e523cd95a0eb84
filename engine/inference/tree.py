"""The rule tree: what every rule compiles to, and what both evaluators run.

A rule is a set of *clauses* over flat facts. A clause is a conjunction of patterns; a pattern names the kind of fact,
tests its fields against constants and joins them with fields of facts bound earlier. There is no disjunction: a choice
is written as several clauses. This is the subset in which durable_rules 2.0.28 is right (see
ARCHITECTURE.md).

A field a fact does not carry satisfies no test on it (except `missing`). A fact that lacks a field it is joined on, on
either side, takes no part at all, not even as the fact a negated pattern is compared with. Order and sums are of
integers only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

Scalar = int | str
TestOp = Literal["=", "!=", "<", "<=", ">", ">=", "present", "missing", "in"]
JoinOp = Literal["=", "!=", "<", "<=", ">", ">="]
FactRow = dict[str, Scalar]  # flat: «k» = kind of fact, «id» = unique in the dossier, no null, no float, no nesting


@dataclass(frozen=True, slots=True)
class Test:
    """A field against a constant; `in` takes a tuple, `present` and `missing` (the row has no such field) take none."""

    __test__: ClassVar[bool] = False  # no test case, whatever pytest thinks of the name
    field: str
    op: TestOp
    value: Scalar | tuple[Scalar, ...] | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """`field op alias.other + plus`, where `alias` was bound by an earlier pattern."""

    field: str
    op: JoinOp
    alias: str
    other: str
    plus: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """One fact that must exist (or, negated, must not exist)."""

    alias: str
    kind: str
    tests: tuple[Test, ...] = ()
    joins: tuple[Join, ...] = ()
    negated: bool = False


Part = Literal["applies", "fail", "open"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One conjunction. `part` says what a match means; `note` names the branch for messages and `explain`.

    `same`: True when one fact may fill two patterns (durable's `dist: 0`). `limit`: the days a deadline
    clause judged by.
    """

    rule: str
    part: Part
    patterns: tuple[Pattern, ...]
    note: str = ""
    same: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class RuleTree:
    """A rule: its clauses and the aliases whose bindings make one *activation* (one result per activation).

    Every clause of a rule binds all of `key`. For each match of `applies` there is exactly one outcome: `fail` where a
    fail clause matches with the same key, else `open` where an open clause does, else `pass`. No match of `applies`:
    not applicable.
    """

    id: str
    key: tuple[str, ...]
    clauses: tuple[Clause, ...]
    slot: tuple[str, ...] = ()  # the signer's roles a signers rule is about
    begins: int | None = None  # day (ordinal) before which no paper is judged by it
    unit: str = ""  # of the limits of a deadline rule: days, working-days, months, years


class Match(NamedTuple):  # thousands of them are made and sorted
    """One match of a clause: the clause's position in the list given to the evaluator, and alias -> row id (sorted)."""

    clause: int
    bound: tuple[tuple[str, str], ...]
