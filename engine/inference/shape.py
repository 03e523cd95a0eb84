"""From branches to clauses: what every template shares.

A template says, for one target, which further patterns mean «applies», «fail» or «open»; here they are put behind the
target and its conditions. Where a condition itself is in doubt, what would be a fault or open becomes «open», and the
rest stays silent: either the rule does not apply, or all is well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.inference.conditions import Case, Tests
from engine.inference.tree import Clause, Join, Part, Pattern, RuleTree

DOCUMENT, DOSSIER, OTHER, FACT, CANDIDATE = "document", "dossier", "other", "fact", "candidate"


@dataclass(frozen=True, slots=True)
class Branch:
    """What a template adds to its target: tests and joins of the target itself, patterns before and after it.

    Patterns that pick one row out of many (the earliest, the first) stand `before`, so that few pairs are ever made.
    `same` is off only where the paper itself must not count as the other paper.
    """

    part: Part
    patterns: tuple[Pattern, ...] = ()
    tests: Tests = ()
    note: str = ""
    same: bool = True
    before: tuple[Pattern, ...] = ()
    joins: tuple[Join, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The first pattern of a rule's clauses with what stands before it."""

    pattern: Pattern
    before: tuple[Pattern, ...] = ()

    @property
    def alias(self) -> str:
        """The name it is bound to."""
        return self.pattern.alias


def of_document(alias: str = DOCUMENT) -> tuple[Join, ...]:
    """The row belongs to the document bound as `alias`."""
    return (Join("doc", "=", alias, "id"),)


def applies_and(part: Part, *branches: Branch) -> list[Branch]:
    """Each branch as `part` and as «applies»: a rule that fails somewhere does apply there."""
    return [replace(branch, part=each) for branch in branches for each in ("applies", part)]


def stand_in(alias: str = FACT) -> Pattern:
    """The dossier's own row, bound where there is no narrower row to bind: it fills the key and nothing else."""
    return Pattern(alias, "dossier")


def tree(rule: str, key: Sequence[str], target: Target, cases: Iterable[Case], branches: Sequence[Branch]) -> RuleTree:
    """Put the branches behind the target under every case of its conditions."""
    clauses: list[Clause] = []
    for case in cases:
        for branch in branches:
            clauses += _clauses(rule, target, case, branch)
    return RuleTree(rule, tuple(key), tuple(dict.fromkeys(clauses)))


def _clauses(rule: str, target: Target, case: Case, branch: Branch) -> list[Clause]:
    own = replace(
        target.pattern,
        tests=tuple(dict.fromkeys(target.pattern.tests + case.tests + branch.tests)),
        joins=target.pattern.joins + branch.joins,
    )
    patterns = (*target.before, *branch.before, own, *case.patterns, *branch.patterns)
    if not case.doubt:
        return [Clause(rule, branch.part, patterns, branch.note, branch.same, branch.limit)]
    if branch.part == "applies":
        return []
    parts: tuple[Part, ...] = ("applies", "open")
    return [Clause(rule, part, patterns, f"condition:{case.doubt}", branch.same, branch.limit) for part in parts]
