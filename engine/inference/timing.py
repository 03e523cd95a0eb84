"""Order, deadline and place: rules that compare the dates or positions of papers.

All of them give the benefit of the doubt: among several papers of the earlier step the one that excuses most counts,
and a date nobody could read leaves the question open instead of deciding it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.errors import RulebookError
from engine.inference.conditions import Tests, among, given, lacks
from engine.inference.shape import DOCUMENT, FACT, OTHER, Branch, applies_and
from engine.inference.tree import Join, Pattern, Test
from engine.rulebook.models import Parameter

_TIMES = frozenset({"days", "working-days", "months", "years"})
_DATED: Tests = (given("date"),)
_NOT_UNDATED: Tests = (lacks("date_no"),)
_DATE_UNREADABLE: Tests = (lacks("date"), lacks("date_no"))


def paper(alias: str, kinds: Iterable[str], *tests: Test, joins: tuple[Join, ...] = (), no: bool = False) -> Pattern:
    """A document of one of the kinds."""
    return Pattern(alias, "doc", (among("kind", kinds), *tests), joins, no)


def _one_dated(kinds: Iterable[str], extreme: str, *tests: Test) -> tuple[Pattern, ...]:
    """The earliest (`<`) or latest (`>`) dated paper of the kinds."""
    kinds = tuple(kinds)
    rival = Join("date", "<" if extreme == "<" else ">", OTHER, "date")
    return (paper(OTHER, kinds, *_DATED, *tests), paper("rival", kinds, joins=(rival,), no=True))


def _one_unreadable(kinds: Iterable[str]) -> tuple[Pattern, ...]:
    """The first paper of the kinds whose date nobody could read."""
    kinds = tuple(kinds)
    rival = Join("n", "<", OTHER, "n")
    return (
        paper(OTHER, kinds, *_DATE_UNREADABLE),
        paper("rival", kinds, *_DATE_UNREADABLE, joins=(rival,), no=True),
    )


def order(earlier: Sequence[str], also: Sequence[str] = (), day: str = "date") -> list[Branch]:
    """The target must not be dated before all papers of the `earlier` kinds; `also` may stand for them.

    `day`: the target's field that is compared, its date or the day it takes effect.
    """
    every = (*earlier, *also)
    not_after = paper("excuse", every, joins=(Join("date", "<=", DOCUMENT, day),), no=True)
    known, unknown = (given(day),), (lacks(day), lacks(f"{day}_no"))
    stated: Tests = (lacks(f"{day}_no"),)
    undated = paper("undated", every, lacks("date"), no=True)
    earliest, unreadable = _one_dated(earlier, "<"), _one_unreadable(earlier)
    too_early = (Join(day, "<", OTHER, "date"),)
    return [
        Branch("applies", tests=stated, before=earliest),
        Branch("applies", tests=stated, before=unreadable),
        Branch("fail", (not_after, undated), before=earliest, joins=too_early),
        Branch("open", tests=unknown, before=earliest),
        Branch("open", tests=unknown, before=unreadable),
        Branch("open", (not_after,), tests=known, before=unreadable),
    ]


def position(earlier: Sequence[str]) -> list[Branch]:
    """The target must not be filed before all papers of the `earlier` kinds."""
    rival = paper("rival", earlier, joins=(Join("pos", "<", OTHER, "pos"),), no=True)
    first = (paper(OTHER, earlier, given("pos")), rival)
    unplaced = paper("unplaced", earlier, lacks("pos"), no=True)
    before_it = (Join("pos", "<", OTHER, "pos"),)
    return [
        Branch("applies", tests=(given("pos"),), before=first),
        Branch("fail", (unplaced,), before=first, joins=before_it),
    ]


def meetings_apart() -> list[Branch]:
    """The target's meeting must not overlap with one held elsewhere by a team of the same body."""

    def held(alias: str, *joins: Join, no: bool = False) -> Pattern:
        return Pattern(alias, "meeting", (given("start"), given("end"), given("place")), joins, no)

    mine, theirs = held(FACT, Join("doc", "=", DOCUMENT, "id")), held("second", Join("n", ">", FACT, "n"))
    overlapping = (
        Join("n", ">", FACT, "n"),
        Join("start", "<", FACT, "end"),
        Join("end", ">", FACT, "start"),
        Join("place", "!=", FACT, "place"),
    )
    other = Pattern(OTHER, "doc", (), (Join("id", "=", "second", "doc"), Join("body", "=", DOCUMENT, "body")))
    return [
        Branch("applies", (mine, theirs, other)),
        Branch("fail", (mine, held("second", *overlapping), other)),
    ]


# ---------------------------------------------------------------- deadlines


@dataclass(frozen=True, slots=True)
class Version:
    """A parameter's value while it applied: late for sure after `sure` days, perhaps late after `perhaps`."""

    tests: Tests
    value: int
    perhaps: int
    sure: int


def versions(parameter: Parameter) -> list[Version]:
    """Return the dated values that say something; null values ask for nothing."""
    found = []
    for item in parameter.values:
        if item.value is None:
            continue
        perhaps, sure = _span(parameter.unit, item.value)
        found.append(Version(during(item.start, item.end), item.value, perhaps, sure))
    return found


def during(start: dt.date | None, end: dt.date | None) -> Tests:
    """The document's own date lies inside, both ends included."""
    after = (Test("date", ">=", start.toordinal()),) if start else ()
    until = (Test("date", "<=", end.toordinal()),) if end else ()
    return (*after, *until)


def deadline(earlier: Sequence[str], parameter: Parameter, extending: Sequence[str] = ()) -> list[Branch]:
    """The target must be dated within the parameter's value after the latest paper of the `earlier` kinds.

    An extension is never added silently: where a paper of the kinds `extending` exists, lateness is open.
    """
    if parameter.unit not in _TIMES:
        raise RulebookError(
            f"không tính thời hạn theo «{parameter.unit}»", en=f"no deadline can be counted in «{parameter.unit}»"
        )
    found = versions(parameter)
    name = "wd" if parameter.unit == "working-days" else "date"
    branches = [branch for version in found for branch in _of_version(earlier, version, name, extending)]
    if not branches:
        return []
    unreadable = _one_unreadable(earlier)
    in_time = tuple(_in_time(f"excuse{n}", earlier, version, name) for n, version in enumerate(found))
    return [
        *branches,
        *applies_and("open", Branch("open", in_time, (given(name),), before=unreadable)),
        *applies_and("open", Branch("open", (), _DATE_UNREADABLE, before=unreadable)),
    ]


def latest_start(earlier: Sequence[str], version: Version) -> tuple[Pattern, ...]:
    """The latest paper a limit of this version is counted from."""
    return _one_dated(earlier, ">", *version.tests)


def _in_time(alias: str, earlier: Sequence[str], version: Version, name: str) -> Pattern:
    reaches = Join(name, ">=", DOCUMENT, name, -version.perhaps)
    return paper(alias, earlier, *version.tests, joins=(reaches,), no=True)


def _of_version(earlier: Sequence[str], version: Version, name: str, extending: Sequence[str]) -> list[Branch]:
    start = latest_start(earlier, version)
    readable = paper("unreadable", earlier, *_DATE_UNREADABLE, no=True)
    late = Branch("fail", (readable,), before=start, joins=_later(name, version.sure), limit=version.value)
    branches = [
        Branch("applies", (), _NOT_UNDATED, before=start, limit=version.value),
        Branch("open", (), _DATE_UNREADABLE, before=start, limit=version.value),
        _unless(late, extending),
    ]
    if version.perhaps < version.sure:
        joins = (*_later(name, version.perhaps), Join(name, "<=", OTHER, name, version.sure))
        branches.append(Branch("open", (readable,), before=start, joins=joins, limit=version.value))
    if extending:
        longer = (readable, paper("extension", extending))
        branches.append(Branch("open", longer, (), "extension", before=start, joins=late.joins, limit=version.value))
    return branches


def _later(name: str, days: int) -> tuple[Join, ...]:
    return (Join(name, ">", OTHER, name, days),)


def _unless(late: Branch, extending: Sequence[str]) -> Branch:
    if not extending:
        return late
    none = paper("extension", extending, no=True)
    return Branch("fail", (*late.patterns, none), before=late.before, joins=late.joins, limit=late.limit)


def _span(unit: str, value: int) -> tuple[int, int]:
    """Days after which a deadline may be over, and after which it surely is: months have no fixed length."""
    if unit not in ("months", "years"):
        return value, value  # days, or a number that is no time and compared as it is
    months = value if unit == "months" else value * 12
    lengths = [_days_of(dt.date(2023 + year, month, 1), months) for year in range(4) for month in range(1, 13)]
    return min(lengths), max(lengths)


def _days_of(start: dt.date, months: int) -> int:
    year, month = divmod(start.month - 1 + months, 12)
    return (dt.date(start.year + year, month + 1, 1) - start).days
