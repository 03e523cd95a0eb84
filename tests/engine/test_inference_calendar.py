"""The calendar of working days."""

import datetime as dt

from engine.inference.calendar import WorkingDays


def test_working_days():
    days = WorkingDays()
    friday, monday = dt.date(2026, 3, 6), dt.date(2026, 3, 9)
    assert days.wd(monday) - days.wd(friday) == 1
    assert days.wd(dt.date(2026, 3, 8)) == days.wd(friday)
    assert not days.is_working(dt.date(2026, 4, 30))
    assert days.is_working(monday)
    assert days.add(friday, 1) == monday
    assert days.add(dt.date(2026, 4, 29), 1) == dt.date(2026, 5, 4)  # 30 April, 1 May, a weekend
    assert days.add(friday, 0) == friday


def test_corrections_have_the_last_word():
    days = WorkingDays({dt.date(2026, 3, 9): False, dt.date(2026, 3, 7): True})
    assert days.is_working(dt.date(2026, 3, 7))
    assert not days.is_working(dt.date(2026, 3, 9))
    assert days.add(dt.date(2026, 3, 6), 2) == dt.date(2026, 3, 10)


def test_days_far_away_do_no_harm():
    days = WorkingDays()
    assert days.wd(dt.date(1, 1, 1)) <= days.wd(dt.date(1950, 1, 2)) <= days.wd(dt.date(9999, 12, 31))
    assert not days.is_working(dt.date(1, 1, 1))
    assert days.add(dt.date(9999, 12, 31), 5) <= dt.date(2070, 12, 31)
