"""Clauses in the form durable_rules 2.0.28 gets right: JSON rules in shards, with plain integers for every word.

The engine tells properties, aliases and facts apart by a 32-bit hash only, compares strings with their closing quote,
reads past its array after a false last join, keeps at most 64 alternatives open for one fact and 255 rules at one place
(measured; ARCHITECTURE.md). So: every name is one of ours, checked against that hash; every string is a number; every
join list ends with a join that is always true; every rule begins with the row asserted last; shards stay far below the
limits. Rules that say the same are stated once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

from engine.inference.reference import needs_numbers, wanted_fields
from engine.inference.tree import Clause, FactRow, Join, Pattern, Scalar, Test

MOST_RULES = 50  # the engine breaks above 255 at one place; small sets are faster, as their facts carry less
MOST_OPEN = 48  # the engine's own stack holds 64 alternatives
MOST_CHILDREN = 100
MOST_PATTERNS = 15
MOST_TERMS = 24
MOST_FIELDS = 200
WORDS_FROM = 1 << 40  # strings become numbers from here on; real numbers stay below

_OPERATORS = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
_ORDERED = frozenset({"<", "<=", ">", ">="})
RESERVED = ("id", "sid", "$s", "z", "k", "sid-0", "$pulse", "$i", "$forward", "__done")
Json = dict[str, Any]


class SubsetError(ValueError):
    """A clause, or a row, that does not fit the safe subset: a fault of ours, never of a dossier."""


def fnv(text: str) -> int:
    """Return the hash by which the engine tells names and facts apart."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ (byte if byte < 128 else byte - 256) & 0xFFFFFFFF) * 16777619) & 0xFFFFFFFF
    return value


def names(prefix: str, taken: set[int]) -> Iterator[str]:
    """Yield prefix0, prefix1 … leaving out every one whose hash is taken already."""
    for number in count():
        name = f"{prefix}{number:x}"
        if fnv(name) not in taken:
            taken.add(fnv(name))
            yield name


class Words:
    """Strings as numbers. The words of the rules are fixed; those of a dossier last for its run."""

    def __init__(self, known: dict[str, int] | None = None) -> None:
        self._known = {} if known is None else known

    def fixed(self, value: Scalar) -> int:
        """Return the number of a value that stands in a rule."""
        if isinstance(value, str):
            return self._known.setdefault(value, WORDS_FROM + len(self._known))
        return checked(value)

    def passing(self) -> Passing:
        """Return the words of one run."""
        return Passing(self._known)


class Passing(dict[str, int]):
    """The numbers of the strings of one run: those of the rules, and its own for every other string."""

    def __init__(self, known: Mapping[str, int]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, value: str) -> int:
        number = self[value] = self._known.get(value, (WORDS_FROM << 1) + len(self))
        return number


def checked(value: object) -> int:
    """Refuse everything that is not a whole number of ordinary size."""
    if type(value) is not int or abs(value) >= WORDS_FROM:
        raise SubsetError(f"not a plain whole number: {value!r}")
    return value


@dataclass(frozen=True, slots=True)
class Asked:
    """One property the engine sees: a field as it is, as an integer only, or as membership of a set of values."""

    field: str
    use: str = "value"  # value | number | among
    values: frozenset[Scalar] = frozenset()


class Properties:
    """The names of properties and aliases, free of collisions in the engine's hash."""

    def __init__(self, words: Words) -> None:
        self.taken = {fnv(name) for name in RESERVED}
        self.words = words
        self.aliases = list(islice(names("a", self.taken), MOST_PATTERNS + 1))
        self.meaning: dict[str, Asked] = {}
        self._names = names("p", self.taken)
        self._known: dict[Asked, str] = {}

    def name(self, asked: Asked) -> str:
        """Return the property's name."""
        if asked not in self._known:
            self._known[asked] = next(self._names)
            self.meaning[self._known[asked]] = asked
        return self._known[asked]


# A row that passes none of the doors of its kind matches no pattern, and need not be asserted: a field that must be one
# of some values, or only be there (no values); no field at all: any row may match.
Door = tuple[str, frozenset[Scalar]]
OPEN_DOOR: Door = ("", frozenset())


# ---------------------------------------------------------------- one rule


@dataclass(frozen=True, slots=True)
class Rule:
    """One durable rule, the clauses it stands for with their aliases, and what it asks of the rows."""

    body: Json
    asked: frozenset[tuple[str, str]]  # kind of row, property
    kinds: frozenset[str]
    paths: tuple[tuple[Any, ...], ...]  # the tests of each pattern in order, for the bound on open alternatives
    doors: frozenset[tuple[str, Door]]  # kind of row, and what a row must have for one of the patterns
    clauses: list[tuple[int, dict[str, str]]]


def rules_of(clauses: Sequence[Clause], properties: Properties) -> list[Rule]:
    """Compile the clauses; clauses with the same patterns share a rule."""
    made: dict[str, Rule] = {}
    for number, clause in enumerate(clauses):
        rule = _Writer(clause, properties).rule(number)
        known = made.setdefault(repr(rule.body), rule)
        if known is not rule:
            known.clauses.extend(rule.clauses)
    return list(made.values())


class _Writer:
    """Writes one clause."""

    def __init__(self, clause: Clause, properties: Properties) -> None:
        assert_subset(clause)
        self.clause, self.properties = clause, properties
        self.wanted = wanted_fields(clause)
        self.asked: set[tuple[str, str]] = set()
        self.kinds = {pattern.alias: pattern.kind for pattern in clause.patterns}
        self.aliases = {p.alias: properties.aliases[n] for n, p in enumerate(clause.patterns, 1)}

    def rule(self, number: int) -> Rule:
        go = self.properties.aliases[0]
        patterns: list[Json] = [{go: {"k": 0}}]
        paths = []
        for pattern in self.clause.patterns:
            terms = self._terms(pattern)
            paths.append(tuple(_frozen(term) for term in terms))
            patterns.append({self.aliases[pattern.alias] + ("$not" if pattern.negated else ""): {"$and": terms}})
        body: Json = {"all": patterns, "cap": 1000, **({"dist": 0} if self.clause.same else {})}
        bound = {self.aliases[p.alias]: p.alias for p in self.clause.patterns if not p.negated}
        kinds = frozenset(self.kinds.values())
        doors = frozenset((pattern.kind, self._door(pattern)) for pattern in self.clause.patterns)
        return Rule(body, frozenset(self.asked), kinds, tuple(paths), doors, [(number, bound)])

    def _door(self, pattern: Pattern) -> Door:
        for test in _ordered(pattern.tests):  # those for values first
            if test.op in ("=", "in") and test.value is not None:
                return test.field, frozenset(test.value if isinstance(test.value, tuple) else (test.value,))
            if test.op == "present":
                return test.field, frozenset()
        needed = self.wanted.get(pattern.alias, ())
        return next(((name, frozenset[Scalar]()) for name, _ in needed), OPEN_DOOR)

    def _terms(self, pattern: Pattern) -> list[Json]:
        kind = {"k": self.properties.words.fixed(pattern.kind)}
        terms = [kind, *(self._test(pattern.kind, test) for test in _ordered(pattern.tests))]
        terms += [{"$ex": {name: 1}} for name in self._guards(pattern)]
        terms += [self._join(pattern, join) for join in pattern.joins]
        if pattern.joins:
            terms.append({"z": {self.properties.aliases[0]: "z"}})
        if len(terms) > MOST_TERMS:
            raise SubsetError(f"{self.clause.rule}: {len(terms)} terms in one pattern")
        return terms

    def _guards(self, pattern: Pattern) -> list[str]:
        """Properties that must be there: a join on one that is not stops the engine."""
        needed = self.wanted.get(pattern.alias, ())
        return [self._property(pattern.kind, name, numeric=numeric) for name, numeric in needed]

    def _property(self, kind: str, name: str, *, numeric: bool = False) -> str:
        return self._asked(kind, Asked(name, "number" if numeric else "value"))

    def _asked(self, kind: str, asked: Asked) -> str:
        name = self.properties.name(asked)
        self.asked.add((kind, name))
        return name

    def _test(self, kind: str, test: Test) -> Json:
        if isinstance(test.value, tuple):
            return {self._asked(kind, Asked(test.field, "among", frozenset(test.value))): 1}
        name = self._property(kind, test.field, numeric=test.op in _ORDERED)
        if test.op in ("present", "missing"):
            return {"$ex" if test.op == "present" else "$nex": {name: 1}}
        assert test.value is not None
        value = self.properties.words.fixed(test.value)
        return {name: value} if test.op == "=" else {_OPERATORS[test.op]: {name: value}}

    def _join(self, pattern: Pattern, join: Join) -> Json:
        numeric = needs_numbers(join)
        name = self._property(pattern.kind, join.field, numeric=numeric)
        alias, other = self.aliases[join.alias], self._property(self.kinds[join.alias], join.other, numeric=numeric)
        right: Json = {alias: other}
        if join.plus:
            right = {"$add": {"$l": right, "$r": checked(join.plus)}}
        return {name: right} if join.op == "=" else {_OPERATORS[join.op]: {name: right}}


def _ordered(tests: Iterable[Test]) -> list[Test]:
    """Most telling first, the same everywhere, so that patterns share their beginnings."""
    rank = {"=": 0, "in": 1, "present": 2, "missing": 4}
    return sorted(tests, key=lambda test: (rank.get(test.op, 3), test.field, test.op, str(test.value)))


def _frozen(term: Json) -> tuple[str, Any]:
    """A term as a key: a test as (name, value), anything else by its operator."""
    ((name, value),) = term.items()
    return (name, repr(value)) if isinstance(value, dict) else (name, value)


def assert_subset(clause: Clause) -> None:
    """Refuse what the engine is known to get wrong."""
    bound: set[str] = set()
    if not 0 < len(clause.patterns) <= MOST_PATTERNS or all(p.negated for p in clause.patterns):
        raise SubsetError(f"{clause.rule}: {len(clause.patterns)} patterns, or none that is positive")
    for pattern in clause.patterns:
        unknown = {join.alias for join in pattern.joins} - bound
        if unknown or pattern.alias in bound:
            raise SubsetError(
                f"{clause.rule}: alias {pattern.alias} bound twice, or joined before it is bound: {unknown}"
            )
        for test in pattern.tests:
            _assert_test(clause.rule, test)
        if not pattern.negated:
            bound.add(pattern.alias)
    if len({pattern.alias for pattern in clause.patterns}) < len(clause.patterns):
        raise SubsetError(f"{clause.rule}: one alias for two patterns")


def _assert_test(rule: str, test: Test) -> None:
    if isinstance(test.value, tuple) != (test.op == "in"):
        raise SubsetError(f"{rule}: {test.field} {test.op} {test.value!r}")
    if (test.value is None) != (test.op in ("present", "missing")):
        raise SubsetError(f"{rule}: {test.field} {test.op} {test.value!r}")
    if test.op in _ORDERED and type(test.value) is not int:
        raise SubsetError(f"{rule}: {test.field} {test.op} {test.value!r}: order is of whole numbers only")


# ---------------------------------------------------------------- facts


class Doors:
    """The doors of a kind of rows, put together."""

    def __init__(self, doors: Iterable[Door]) -> None:
        doors = set(doors)
        self._open = OPEN_DOOR in doors
        self._there = tuple(sorted({field for field, values in doors if not values}))
        fields = sorted({field for field, values in doors if values})
        self._values = [(f, frozenset[Scalar]().union(*(v for field, v in doors if field == f))) for f in fields]

    def let_in(self, row: FactRow) -> bool:
        """True for a row that may match a pattern."""
        if self._open:
            return True
        for field, values in self._values:  # loops: this is asked of every row, for every shard
            if row.get(field) in values:
                return True
        for field in self._there:  # noqa: SIM110 - see above
            if field in row:
                return True
        return False


Question = tuple[str, str, frozenset[Scalar] | None, bool]  # property, field, one of these values, numbers only


def questions(asked: Iterable[tuple[str, Asked]]) -> tuple[Question, ...]:
    """Return what is asked of the rows of a kind, laid out for the many rows it is asked of."""
    return tuple(
        (name, what.field, what.values if what.use == "among" else None, what.use == "number") for name, what in asked
    )


def answer(fact: Json, row: FactRow, asked: Iterable[Question], words: Passing) -> Json:
    """Give a fact the properties the rules of a shard ask of its row."""
    for name, field, values, numeric in asked:
        value = row.get(field)
        if value is None:
            continue
        if values is not None:
            if value in values:
                fact[name] = 1
        elif not isinstance(value, str):
            fact[name] = checked(value)
        elif not numeric:
            fact[name] = words[value]
    return fact
