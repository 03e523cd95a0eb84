"""Working days in Viet Nam: the public holidays of the `holidays` package, with dated corrections on top.

Tết and swapped days are decided year by year, so a corrections file (passed in) has the last word on any day.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from engine.rulebook import cache

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
    first = (_EPOCH - 1) % 7
    worked = [int((first + day) % 7 < _SATURDAY) for day in range(7)] * ((_END - _EPOCH) // 7 + 1)
    del worked[_END - _EPOCH + 1 :]
    for day in _holidays():
        worked[day - _EPOCH] = 0
    for date, is_worked in corrections:
        if _EPOCH <= date.toordinal() <= _END:
            worked[date.toordinal() - _EPOCH] = int(is_worked)
    return tuple(accumulate(worked))


@lru_cache(maxsize=1)
def _holidays() -> frozenset[int]:
    """Ask the package once and keep its answer: it loads the calendars of all countries, a sixth of a short check."""
    key = _package()
    known = cache.fetch_days(key)
    if known is not None:
        return known
    import holidays  # noqa: PLC0415 - see above

    found = frozenset(day.toordinal() for day in holidays.country_holidays("VN", years=_YEARS))
    cache.store_days(key, found)
    return found


def _package() -> str:
    """Name the package as it is installed, without loading it: another one has other files."""
    spec = importlib.util.find_spec("holidays")
    file = Path(spec.origin).parent / "version.py" if spec and spec.origin else None
    stat = file.stat() if file and file.is_file() else None
    return f"{stat.st_mtime_ns}-{stat.st_size}-{_YEARS.start}-{_YEARS.stop}" if stat else "unknown"
