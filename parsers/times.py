"""Dates and clock times as Vietnamese papers write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

DATE = re.compile(
    r"(?P<day>\d{1,2})\s*(?:/|-|\.|,?\s*tháng)\s*(?P<month>\d{1,2})\s*(?:/|-|\.|,?\s*năm)\s*(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(?P<hour>\d(?<![\d/.,-]\d)\d?)\s*(?:giờ|h(?![a-zà-ỹ])|g(?![a-zà-ỹ])|:(?=\d\d))\s*(?:(?P<minute>\d{1,2})(?!\d|\s*/)\s*(?:phút|p\b|')?)?"
    r"(?P<part>\s*(?:phút\s*)?chiều)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value with the span of the text it was read from."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundDate(Found):
    """A date in a text."""

    value: dt.date


@dataclass(frozen=True, slots=True)
class FoundClock(Found):
    """A time of day in a text; None where the numbers are no time."""

    value: dt.time | None


def dates_in(text: str) -> Iterator[FoundDate]:
    """Give the dates of a text in order; impossible ones are left out."""
    for match in DATE.finditer(text):
        value = day(int(match["year"]), int(match["month"]), int(match["day"]))
        if value:
            yield FoundDate(match.start(), match.end(), value)


def clocks_in(text: str) -> Iterator[FoundClock]:
    """Give the times of day of a text in order."""
    for match in CLOCK.finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if match["part"] and hour < 12:
            hour += 12
        possible = hour < 24 and minute < 60
        yield FoundClock(match.start(), match.end(), dt.time(hour, minute) if possible else None)


def day(year: int, month: int, number: int) -> dt.date | None:
    """Make a date, or None where there is no such day."""
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def last_of_month(year: int, month: int) -> dt.date | None:
    """Give the last day of a month, or None where there is no such month."""
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    return dt.date(year, month, calendar.monthrange(year, month)[1])
