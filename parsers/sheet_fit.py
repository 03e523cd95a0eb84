"""Fits a run of sheet numbers to what the figures look like, the cheapest way (dynamic programming).

Single figures by hand are read wrong too often; a run is not: what does not step with the others is a misread unless
a jump or a repeat explains all that follows. Numbers may count sheets, or pages of which only the fronts are numbered.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

LEAST = 4  # numbers; fewer are no run
BREAK = 5.0  # a jump or a repeat …
BREAK_EACH = 0.15  # … and for each number it is apart
BREAK_MOST = 20
INSERTED = 3.0  # «20a»: a sheet put in later
LETTER = 1.0  # whatever a letter looks like
OTHER_LENGTH = 6.0  # as many figures as the number has not
DROP = 6.0  # most that one number may cost: a blot counts as much
FLOOR = 0.004  # chance of any figure
MARGIN = 6.0  # by which a run with breaks must be cheaper than the one without
UNLIKE = 2.2  # mean cost of a number: the run was not understood
CLEAR = 1.0  # cost of a figure that looks like what it should be
LIKE = 2.0  # cost of a figure that may be what it should be
SIDE = 2  # numbers on either side of a break
ALONE = 5.0  # by which a run must be cheaper than one that begins elsewhere …
SHIFTS = (*range(-10, 0), *range(1, 11), *range(-90, -10, 10), *range(20, 100, 10), -100, 100)  # … by so much
KEPT = 80  # runs looked at
CLOSE = 4  # figures tried for one place

Votes = tuple[tuple[int, ...], ...]
Costs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """A number that was seen: its figures, and which page of the file it stands on, from 0."""

    votes: Votes
    page: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number a sheet bears: its value, `a` … for one put in later, and what is wrong: `gap`, `repeat`."""

    value: int
    letter: str = ""
    fault: str | None = None
    expected: int | None = None
    sure: bool = True  # its own figures look like it, and the run proves the first of them

    @property
    def text(self) -> str:
        """The number as written."""
        return f"{self.value}{self.letter}"


@dataclass(frozen=True, slots=True)
class Run:
    """A fitted run; `unit` is `sheet`, or `page` where pages are counted and fronts numbered."""

    unit: str
    numbers: tuple[Numbered, ...]


def fit_run(seen: Sequence[Seen]) -> Run | None:
    """Read the numbers as a run; None where they are too few or make none."""
    if len(seen) < LEAST:
        return None
    tried = [(_Fit(seen, steps), unit) for unit, steps in _ways(seen)]
    best, unit = min(tried, key=lambda way: way[0].cost)
    understood = best.cost <= UNLIKE * len(seen) and best.is_alone()
    return Run(unit, best.numbers()) if understood else None


def _ways(seen: Sequence[Seen]) -> Iterator[tuple[str, list[int]]]:
    """Give the ways to count, with the place of each number in its run: by sheets, by pages, by fronts of sheets."""
    yield "sheet", list(range(len(seen)))
    pages = [each.page - seen[0].page for each in seen]
    if pages != list(range(len(seen))):
        yield "page", pages
    yield "page", [2 * place for place in range(len(seen))]


class _Fit:
    """The cheapest run for one way to count; a state is by how much a number is ahead of its place."""

    def __init__(self, seen: Sequence[Seen], steps: Sequence[int]) -> None:
        self._seen, self._steps = seen, steps
        self._ahead = _states(seen, steps)
        apart = self._ahead[None, :] - self._ahead[:, None]
        even = np.where(apart == 0, 0.0, np.inf)
        broken = np.where(apart == 0, 0.0, BREAK + BREAK_EACH * np.minimum(np.abs(apart), BREAK_MOST))
        self._plain, self._lettered = self._costs(), self._costs(lettered=True)
        without, with_breaks = self._walk(even), self._walk(broken)
        trusted = without[0] - with_breaks[0] >= MARGIN and not self._jumps_by_tens(with_breaks[1])
        self.cost, self._path = with_breaks if trusted else without

    def _jumps_by_tens(self, path: Sequence[tuple[int, bool]]) -> bool:
        """Tell a hand whose tens are always read wrong («1» for «7») from sheets that are missing."""
        states = [int(self._ahead[state]) for state, _ in path]
        return any(one != other and (one - other) % 10 == 0 for one, other in pairwise(states))

    def _walk(self, moves: Costs) -> tuple[float, list[tuple[int, bool]]]:
        paid = self._plain[0]
        back: list[tuple[NDArray[np.int64], NDArray[np.bool_]]] = []
        for place in range(1, len(self._seen)):
            through = paid[:, None] + moves
            came, costs = through.argmin(axis=0), through.min(axis=0) + self._plain[place]
            before = self._one_more()
            inserted = np.where(before >= 0, paid[before] + INSERTED, np.inf) + self._lettered[place]
            letter = inserted < costs
            back.append((np.where(letter, before, came), letter))
            paid = np.where(letter, inserted, costs)
        state = int(paid.argmin())
        return float(paid[state]), self._walk_back(state, back)

    @staticmethod
    def _walk_back(state: int, back: Sequence[tuple[NDArray[np.int64], NDArray[np.bool_]]]) -> list[tuple[int, bool]]:
        path = []
        for came, letter in reversed(back):
            path.append((state, bool(letter[state])))
            state = int(came[state])
        return [(state, False), *reversed(path)]

    def _one_more(self) -> NDArray[np.int64]:
        """For each state the one that is ahead by one more: where a sheet put in comes from; -1 where there is none."""
        places = {int(ahead): place for place, ahead in enumerate(self._ahead)}
        return np.array([places.get(int(ahead) + 1, -1) for ahead in self._ahead])

    def _costs(self, *, lettered: bool = False) -> Costs:
        """Give what each number costs in each state, as it stands or with a letter at its end."""
        rows = []
        for each, step in zip(self._seen, self._steps, strict=True):
            values = [int(ahead) + step for ahead in self._ahead]
            rows.append([_letter_cost(each.votes, v) if lettered else cost_of(each.votes, v) for v in values])
        return np.array(rows)

    def numbers(self) -> tuple[Numbered, ...]:
        """Give the numbers of the run with its breaks."""
        found: list[Numbered] = []
        proven = self._is_proven()
        for place, (state, lettered) in enumerate(self._path):
            value = int(self._ahead[state]) + self._steps[place]
            if lettered:
                found.append(Numbered(value, _next_letter(found[-1]), sure=proven))
                continue
            expected = self._expected(place)
            fault = None if value == expected else "gap" if value > expected else "repeat"
            sure = proven and bool(self._plain[place][state] <= LIKE * len(self._seen[place].votes))
            claimed = fault if self._is_clear(place) else None
            found.append(Numbered(value, "", claimed, expected if claimed else None, sure))
        return tuple(found)

    def _is_proven(self) -> bool:
        """Tell whether the run proves its first figures: what stays the same may be read wrong all through."""
        written = self._written()
        padded = 2 * sum(text[0] == "0" for text, _ in written) > len(written)  # «113» may be read «03» all through
        changing = {text[0] for text, _ in written} if padded else self._first_figures()
        return len(changing) > 1 or _proves_itself(written)

    def _first_figures(self) -> set[str]:
        values = [int(self._ahead[state]) + step for (state, _), step in zip(self._path, self._steps, strict=True)]
        return {str(value)[0] + len(str(value)) * "0" for value in values}

    def _written(self) -> list[tuple[str, Votes]]:
        """Give the numbers of as many figures as most have, with zeros in front; none with a letter."""
        usual = Counter(len(each.votes) for each in self._seen).most_common(1)[0][0]
        numbers = [
            (str(int(self._ahead[state]) + self._steps[place]).zfill(usual), self._seen[place].votes)
            for place, (state, lettered) in enumerate(self._path)
            if not lettered
        ]
        return [(text, votes) for text, votes in numbers if len(text) == len(votes) == usual]

    def is_alone(self) -> bool:
        """Tell whether no other run, the same but for where it begins, explains the figures nearly as well."""
        return min(self._shifted(shift) for shift in SHIFTS) - self._shifted(0) >= ALONE

    def _shifted(self, shift: int) -> float:
        total = 0.0
        for place, (state, lettered) in enumerate(self._path):
            value = int(self._ahead[state]) + self._steps[place] + shift
            votes = self._seen[place].votes
            total += cost_of(votes[:-1] if lettered else votes, value) if value > 0 else DROP
        return total

    def _expected(self, place: int) -> int:
        return int(self._ahead[self._path[max(0, place - 1)][0]]) + self._steps[place]

    def _is_clear(self, place: int) -> bool:
        """Tell whether a break may be spoken of: its own figures say so, and the numbers on both sides run on."""
        near = range(place - SIDE + 1, place + SIDE + 1)
        if near.start < 1 or near.stop > len(self._path):
            return False
        even = all(self._path[i][0] == self._path[i - 1][0] for i in near if i != place)
        return even and self._plain[place][self._path[place][0]] <= CLEAR * len(self._seen[place].votes)


def _proves_itself(written: Sequence[tuple[str, Votes]]) -> bool:
    """Tell whether the figures that stay the same are proven by those that change.

    Last figures go round, so the run tells what they are; where all ten were seen and none was taken for a figure that
    stays the same, this hand's figure is what it looks like.
    """
    hand = _Hand([(int(text[-1]), votes[-1]) for text, votes in written])
    places = range(len(written[0][0]) - 1 if written else 0)
    return len(places) > 0 and all(hand.proves([(int(text[i]), votes[i]) for text, votes in written]) for i in places)


class _Hand:
    """How the figures of one hand look, by those whose value is known."""

    def __init__(self, known: Sequence[tuple[int, tuple[int, ...]]]) -> None:
        self._looks: dict[int, list[int]] = {figure: [] for figure in range(10)}
        for figure, votes in known:
            self._looks[figure].append(votes.index(max(votes)))

    def proves(self, figures: Sequence[tuple[int, tuple[int, ...]]]) -> bool:
        """Tell whether the figures of one place are surely those of the run: by their looks, and by this hand's."""
        if not all(self._looks.values()) or not all(self._is_known(figure) for figure, _ in figures):
            return False
        costs = [
            sum(_figure_cost(votes, (figure + shift) % 10) - _figure_cost(votes, figure) for figure, votes in figures)
            for shift in range(1, 10)
        ]
        return min(costs) >= ALONE

    def _is_known(self, figure: int) -> bool:
        own = self._looks[figure]
        others = [look for other, looks in self._looks.items() if other != figure for look in looks]
        return 2 * own.count(figure) > len(own) and figure not in others


def _next_letter(before: Numbered) -> str:
    return chr(ord(before.letter) + 1) if before.letter else "a"


def _states(seen: Sequence[Seen], steps: Sequence[int]) -> NDArray[np.int64]:
    """Give the runs worth a look: those that single numbers speak for, with their neighbours."""
    spoken: Counter[int] = Counter()
    for each, step in zip(seen, steps, strict=True):
        for value, chance in _readings(each.votes):
            spoken[value - step] += max(1, round(1000 * chance))
    best = [ahead for ahead, _ in spoken.most_common(KEPT)]
    near = {ahead + drift for ahead in best[:8] for drift in (-1, 0, 1)}
    return np.array(sorted({*best, *near}) or [1])


def _readings(votes: Votes) -> Iterator[tuple[int, float]]:
    """Give what a number may say, with the chance of each; a letter may stand at its end."""
    for figures in (votes, votes[:-1]):
        if 0 < len(figures) <= 4:
            likely = [sorted(range(10), key=lambda d, f=figure: -f[d])[:CLOSE] for figure in figures]  # type: ignore[misc]
            for picked in product(*likely):
                chance = math.prod(figure[d] / 100 for figure, d in zip(figures, picked, strict=True))
                yield int("".join(map(str, picked))), chance


def _letter_cost(votes: Votes, value: int) -> float:
    figures = cost_of(votes[:-1], value) if len(votes) > len(str(value)) else math.inf
    return LETTER + figures if figures <= LIKE * (len(votes) - 1) else math.inf


def cost_of(votes: Votes, value: int) -> float:
    """Give how little a number looks like a value; zeros may stand in front."""
    text = str(value)
    if value <= 0:
        return math.inf
    if len(text) > len(votes):
        return OTHER_LENGTH
    figures = zip(votes, text.rjust(len(votes), "0"), strict=True)
    return min(DROP, sum(_figure_cost(figure, int(d)) for figure, d in figures))


def _figure_cost(votes: Sequence[int], figure: int) -> float:
    return -math.log(max(FLOOR, votes[figure] / 100))
