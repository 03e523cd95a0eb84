"""Dates that contradict each other: ends before starts, overlaps and gaps of values, chains of regulations."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

from engine.locale.words import Said, day_said, said
from engine.rulebook.book import Entry, Rulebook
from engine.rulebook.models import InForce, Parameter, Regulation, Requirement
from engine.rulebook.yaml_text import Path

Report = Callable[[Entry, Path, str, Said, Said], None]
_DAY = dt.timedelta(days=1)


def dates(book: Rulebook, report: Report) -> None:
    """Look at every dated thing of the book."""
    for shelf in (book.procedures, book.requirements, book.packs, book.regulations):
        for entry in shelf.values():
            _ends_after_start(entry, entry.in_force, report)
    for requirement in book.requirements.values():
        _after_its_sources(requirement, book, report)
    for regulation in book.regulations.values():
        _chain(regulation, book, report)
        for number, parameter in enumerate(regulation.parameters):
            _values(regulation, ("parameters", number), parameter, report)


def _ends_after_start(entry: Entry, span: InForce, report: Report) -> None:
    if span.start and span.end and span.end < span.start:
        what = said("ngày kết thúc trước ngày bắt đầu")
        report(entry, ("in_force",), "date-order", what, said("Sửa lại from / to."))


def _after_its_sources(requirement: Requirement, book: Rulebook, report: Report) -> None:
    """A rule that gives its own first day must not judge papers older than all it rests on."""
    oldest, start = book.oldest_source(requirement), requirement.in_force.start
    if oldest and start and start < oldest:
        what = said("áp dụng từ trước ngày {day}, khi chưa văn bản nào được dẫn có hiệu lực", day=day_said(oldest))
        advice = said("Đặt from từ ngày ấy trở đi, hoặc dẫn thêm văn bản có hiệu lực trước đó.")
        report(requirement, ("in_force",), "date-before-source", what, advice)


def _chain(regulation: Regulation, book: Rulebook, report: Report) -> None:
    for key in ("replaces", "replaced_by", "amends"):
        for number, name in enumerate(getattr(regulation, key)):
            if name not in book.regulations:
                what = said("không có {what} «{name}»", what=said("văn bản quy định"), name=name)
                report(regulation, (key, number), "unknown-name", what, said("Tạo văn bản ấy hoặc sửa mã."))
    for name in regulation.replaced_by:
        other = book.regulations.get(name)
        if (
            other
            and other.in_force.start
            and regulation.in_force.end
            and regulation.in_force.end >= other.in_force.start
        ):
            what = said(
                "còn hiệu lực đến {day}, sau ngày «{name}» có hiệu lực",
                day=day_said(regulation.in_force.end),
                name=name,
            )
            advice = said("Văn bản thay thế nhau thì ngày không chồng lên nhau.")
            report(regulation, ("in_force",), "date-overlap", what, advice)


def _values(regulation: Regulation, path: Path, parameter: Parameter, report: Report) -> None:
    spans = sorted(
        ((value.start or dt.date.min, value.end or dt.date.max) for value in parameter.values), key=lambda span: span[0]
    )
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start <= end:
            what = said("tham số «{name}»: hai giá trị cùng áp dụng ngày {day}", name=parameter.id, day=day_said(start))
            advice = said("Đặt to của giá trị trước là ngày liền trước.")
            report(regulation, (*path, "values"), "date-overlap", what, advice)
        elif start - end > _DAY:
            what = said(
                "tham số «{name}»: không có giá trị từ {first} đến {last}",
                name=parameter.id,
                first=day_said(end + _DAY),
                last=day_said(start - _DAY),
            )
            advice = said("Thêm giá trị, hoặc ghi value: null cho khoảng ấy.")
            report(regulation, (*path, "values"), "date-gap", what, advice)
