"""Working days in Viet Nam: the public holidays of the `holidays` package, with dated corrections on top.

Tết and swapped days are decided year by year, so a corrections file (passed in) has the last word on any day.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate

import holidays

_FIRST, _LAST = 1950, 2070  # outside, days are taken for the first or the last one
_YEARS = range(2000, 2046)  # the years whose public holidays are known or foreseeable; before and after, weekdays only
_EPOCH = dt.date(_FIRST, 1, 1).toordinal()
_END = dt.date(_LAST, 12, 31).toordinal()
_SATURDAY = 5


class WorkingDays:
    """Counts working days. `corrections` says of single days whether they were worked."""

    def __init__(self, corrections: Mapping[dt.date, bool] | None = None) -> None:
        self._upto = _counted(tuple(sorted((corrections or {}).items())))

    def wd(self, day: dt.date) -> int:
        """Return how many working days lie in the calendar up to and including `day`."""
        return self._upto[min(max(day.toordinal(), _EPOCH), _END) - _EPOCH]

    def is_working(self, day: dt.date) -> bool:
        """Return whether `day` is worked."""
        return self.wd(day) > self.wd(day - dt.timedelta(days=1)) if day.toordinal() > _EPOCH else False

    def add(self, day: dt.date, count: int) -> dt.date:
        """Return the last day on which `count` working days after `day` are not over yet, itself a working day."""
        position = bisect_left(self._upto, self.wd(day) + count)
        return dt.date.fromordinal(min(_EPOCH + position, _END))


@lru_cache(maxsize=8)
def _counted(corrections: tuple[tuple[dt.date, bool], ...]) -> tuple[int, ...]:
    fixed = {day.toordinal(): worked for day, worked in corrections}
    free = _holidays()
    return tuple(accumulate(int(fixed.get(day, _weekday(day) and day not in free)) for day in range(_EPOCH, _END + 1)))


def _weekday(ordinal: int) -> bool:
    return (ordinal - 1) % 7 < _SATURDAY


@lru_cache(maxsize=1)
def _holidays() -> frozenset[int]:
    return frozenset(day.toordinal() for day in holidays.country_holidays("VN", years=_YEARS))
