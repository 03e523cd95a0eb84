"""The tests of rule files as tests on rows: when something surely holds, surely does not, or cannot be known.

A rule file has no «or», yet «is not party» holds for two reasons: another value, or none at all. So every question
answers with a list of alternatives, each a conjunction; the compiler makes one clause of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from engine.errors import RulebookError
from engine.inference.tree import Pattern, Scalar, Test, TestOp
from engine.inference.vocabulary import check_field, is_flag, is_folded, is_list, is_stated
from engine.inference.words import flag
from engine.rulebook.models import Where
from parsers.vietnamese import fold

Tests = tuple[Test, ...]
_MOST_CASES = 32


def given(name: str) -> Test:
    """The row carries `name`."""
    return Test(name, "present")


def lacks(name: str) -> Test:
    """The row does not carry `name`."""
    return Test(name, "missing")


def equals(name: str, value: Scalar) -> Test:
    """`name` has this value."""
    return Test(name, "=", value)


def among(name: str, values: Iterable[Scalar]) -> Test:
    """`name` has one of these values."""
    ordered = tuple(sorted(set(values), key=lambda value: (str(type(value)), value)))
    return Test(name, "=", ordered[0]) if len(ordered) == 1 else Test(name, "in", ordered)


def read_name(kind: str, name: str) -> str:
    """The field that is there when the fact was read: `f` itself, `f_is` for a group of facts."""
    return f"{name}_is" if is_list(kind, name) or (kind == "doc" and name == "period") else name


def unknown(kind: str, name: str) -> Tests | None:
    """When nobody knows the fact; None for a field that has no such state."""
    if not is_stated(kind, name):
        return None
    return (lacks(read_name(kind, name)), lacks(f"{name}_no"))


def absent(kind: str, name: str) -> list[Tests]:
    """When the fact is surely not there."""
    if is_stated(kind, name):
        empty = [(equals(f"{name}_n", 0),)] if is_list(kind, name) else []
        return [(given(f"{name}_no"),), *empty]
    return [(lacks(name),)]


def there(kind: str, name: str) -> Tests:
    """When the fact surely is there."""
    return (Test(f"{name}_n", ">=", 1),) if is_list(kind, name) else (given(read_name(kind, name)),)


def holds(kind: str, name: str, where: Where) -> list[Tests]:
    """Alternatives, each of which makes the condition surely true."""
    check_field(kind, name)
    if is_flag(kind, name):
        return [_flag(name, wanted=_flag_wanted(name, where))]
    parts = [_holds_key(kind, name, key, value) for key, value in _keys(kind, name, where)]
    return [tuple(test for part in choice for test in part) for choice in product(*parts)]


def broken(kind: str, name: str, where: Where) -> list[Tests]:
    """Alternatives, each of which makes the condition surely false; a fact that is absent breaks only a `state`."""
    check_field(kind, name)
    if is_flag(kind, name):
        return [_flag(name, wanted=not _flag_wanted(name, where))]
    return [tests for key, value in _keys(kind, name, where) for tests in _broken_key(kind, name, key, value)]


def doubtful(kind: str, name: str, where: Where) -> Tests | None:
    """When the condition cannot be judged because the fact is unreadable."""
    return None if where.state == "unreadable" else unknown(kind, name)


def _keys(kind: str, name: str, where: Where) -> list[tuple[str, Scalar | tuple[Scalar, ...]]]:
    found: list[tuple[str, Scalar | tuple[Scalar, ...]]] = []
    if where.is_ is not None:
        values = where.is_ if isinstance(where.is_, list) else [where.is_]
        found.append(("is", tuple(_constant(kind, name, value) for value in values)))
    if where.is_not is not None:
        found.append(("is_not", _constant(kind, name, where.is_not)))
    found += [(key, bound) for key in ("at_least", "at_most") if (bound := getattr(where, key)) is not None]
    if where.state is not None:
        found.append(("state", where.state))
    found += [(key, flag(name, words)) for key in ("contains", "without") if (words := getattr(where, key))]
    if not found:
        raise RulebookError(f"điều kiện của «{kind}.{name}» để trống", en=f"the condition on «{kind}.{name}» is empty")
    return found


def _constant(kind: str, name: str, value: Scalar) -> Scalar:
    if isinstance(value, bool):
        return int(value)
    return fold(value) if isinstance(value, str) and is_folded(kind, name) else value


def _flag(name: str, *, wanted: bool) -> Tests:
    return (given(name) if wanted else lacks(name),)


def _flag_wanted(name: str, where: Where) -> bool:
    if where.state:
        return where.state == "read"
    if where.is_not is not None:
        return not where.is_not
    if isinstance(where.is_, int):
        return bool(where.is_)
    raise RulebookError(f"«{name}» chỉ có hoặc không: viết 1 hoặc 0", en=f"«{name}» is a flag: write 1 or 0")


def _holds_key(kind: str, name: str, key: str, value: Scalar | tuple[Scalar, ...]) -> list[Tests]:
    if isinstance(value, tuple):
        return [(among(name, value),)]
    if key == "is_not":
        return [(Test(name, "!=", value),), *absent(kind, name)]
    if key == "state":
        return _in_state(kind, name, str(value))
    if key == "contains":
        return [(given(str(value)),)]
    if key == "without":
        return [(given(name), lacks(str(value))), *absent(kind, name)]
    return [(Test(name, _bound(key), value),)]


def _in_state(kind: str, name: str, state: str) -> list[Tests]:
    if state == "read":
        return [(given(read_name(kind, name)),)]
    if state == "absent":
        return absent(kind, name)
    return [(given(f"{name}_un"),)]


def _broken_key(kind: str, name: str, key: str, value: Scalar | tuple[Scalar, ...]) -> list[Tests]:
    if isinstance(value, tuple):
        return [tuple(Test(name, "!=", each) for each in value)]
    if key == "is_not":
        return [(equals(name, value),)]
    if key == "state":
        others = [state for state in ("read", "absent") if state != value]
        return [tests for state in others for tests in _in_state(kind, name, state)]
    if key == "contains":
        return [(given(name), lacks(str(value)))]
    if key == "without":
        return [(given(str(value)),)]
    return [(Test(name, "<" if key == "at_least" else ">", value),)]


def _bound(key: str) -> TestOp:
    return ">=" if key == "at_least" else "<="


# ---------------------------------------------------------------- cases of several conditions


@dataclass(frozen=True, slots=True)
class Case:
    """One way a set of conditions may stand: tests on the target, further patterns, and what is in doubt."""

    tests: Tests = ()
    patterns: tuple[Pattern, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions that must all hold; each is a list of cases."""

    parts: list[list[Case]] = field(default_factory=list)

    def where(self, kind: str, tests: Mapping[str, Where]) -> None:
        """Add conditions on the target's own fields; one on the state of a fact («was read») leaves no doubt."""
        for name, where in tests.items():
            cases = [Case(found) for found in holds(kind, name, where)]
            unsure = None if where.state else doubtful(kind, name, where)
            self.parts.append([*cases, Case(unsure, doubt=name)] if unsure else cases)

    def cases(self) -> list[Case]:
        """Return every combination; those with a doubt come last."""
        combined = [_joined(choice) for choice in product(*self.parts)]
        if len(combined) > _MOST_CASES:
            raise RulebookError(
                f"quá nhiều điều kiện: {len(combined)} trường hợp, nhiều nhất {_MOST_CASES}",
                en=f"too many conditions: {len(combined)} cases, at most {_MOST_CASES}",
            )
        return sorted(combined, key=lambda case: bool(case.doubt))


def _joined(cases: Iterable[Case]) -> Case:
    chosen = list(cases)
    return Case(
        tuple(test for case in chosen for test in case.tests),
        tuple(pattern for case in chosen for pattern in case.patterns),
        ", ".join(case.doubt for case in chosen if case.doubt),
    )


def rows_that(kind: str, tests: Mapping[str, Where]) -> list[Tests]:
    """Alternatives under which a row surely satisfies all tests."""
    check_kind_fields(kind, tests)
    parts = [holds(kind, name, where) for name, where in tests.items()]
    return [tuple(test for part in choice for test in part) for choice in product(*parts)]


def rows_that_may(kind: str, tests: Mapping[str, Where]) -> list[Tests]:
    """Alternatives under which a row may satisfy all tests for all anyone knows; some of it is unreadable."""
    parts = [_may(kind, name, where) for name, where in tests.items()]
    choices = [_joined(choice) for choice in product(*parts)]
    return [choice.tests for choice in choices if choice.doubt]


def _may(kind: str, name: str, where: Where) -> list[Case]:
    unsure = doubtful(kind, name, where)
    if unsure and where.state == "read":
        return [Case((lacks(f"{name}_no"),), doubt=name)]  # read, or nobody knows: one test for both
    cases = [Case(found) for found in holds(kind, name, where)]
    return [*cases, Case(unsure, doubt=name)] if unsure else cases


def check_kind_fields(kind: str, tests: Mapping[str, Where]) -> None:
    """Refuse unknown fields and kinds of rows."""
    check_field(kind, "doc") if not tests else None
    for name in tests:
        check_field(kind, name)
