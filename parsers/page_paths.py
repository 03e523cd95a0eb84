"""Fits a run of page numbers to what was read on the pages, the cheapest way (dynamic programming)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MISREAD = 9.0  # a printed number is hardly ever another one
MISREAD_FAR = 1.6  # on top, where more than one digit differs
NOT_READ = 1.6
ELSEWHERE = 0.4  # a number in another place than on the other pages
REPEAT = 3.2
REPEAT_UNREAD = 0.8  # a page without a number may or may not be counted
REPEAT_BLANK = 0.05
JUMP = 3.2
JUMP_EACH = 0.25
JUMP_MOST = 12
RESTART = 3.0
BACKWARDS = 7.0
ODD_START = 3.2
WINDOW = 6
KEPT = 25


@dataclass(frozen=True, slots=True)
class Observation:
    """What was read on one page: numbers at the usual place, numbers in other places, nothing because it is blank."""

    here: tuple[int, ...] = ()
    elsewhere: tuple[int, ...] = ()
    blank: bool = False

    @property
    def empty(self) -> bool:
        """True when no number was read at all."""
        return not self.here and not self.elsewhere


def fit(pages: Sequence[Observation], starts: Sequence[int] = (1,)) -> list[int]:
    """Give the number each page should bear; `starts` are the numbers a first page may begin with."""
    if not pages:
        return []
    states = [_states(pages, i, starts) for i in range(len(pages))]
    costs = {v: (0.0 if v in starts else ODD_START) + _reading(pages[0], v) for v in states[0]}
    back: list[dict[int, int]] = []
    for i in range(1, len(pages)):
        best = sorted(costs.items(), key=lambda item: item[1])[:KEPT]
        slack = pages[i].blank or pages[i - 1].blank, pages[i].empty or pages[i - 1].empty
        came: dict[int, int] = {}
        next_costs: dict[int, float] = {}
        for value in states[i]:
            cost, came[value] = min((paid + _step(before, value, *slack), before) for before, paid in best)
            next_costs[value] = cost + _reading(pages[i], value)
        back.append(came)
        costs = next_costs
    return _walk_back(min(costs, key=lambda v: (costs[v], v)), back)


def _walk_back(last: int, back: Sequence[dict[int, int]]) -> list[int]:
    path = [last]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]


def _states(pages: Sequence[Observation], i: int, starts: Sequence[int]) -> list[int]:
    values = {start + i for start in starts}
    for j in range(max(0, i - WINDOW), min(len(pages), i + WINDOW + 1)):
        for value in (*pages[j].here, *pages[j].elsewhere):
            values.update(value + i - j + drift for drift in (-1, 0, 1))
    return sorted(v for v in values if v > 0)


def _reading(page: Observation, value: int) -> float:
    if page.blank or value in page.here:
        return 0.0
    if value in page.elsewhere:
        return ELSEWHERE
    if not page.here:
        return NOT_READ
    return MISREAD if any(_one_digit_apart(value, seen) for seen in page.here) else MISREAD + MISREAD_FAR


def _one_digit_apart(one: int, other: int) -> bool:
    a, b = str(one), str(other)
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _step(before: int, value: int, blank: bool, unread: bool) -> float:
    change = value - before
    if change == 1:
        return 0.0
    if change == 0:
        return REPEAT_BLANK if blank else REPEAT_UNREAD if unread else REPEAT
    if change > 1:
        return JUMP + JUMP_EACH * min(change, JUMP_MOST)
    return RESTART if value <= 2 else BACKWARDS
