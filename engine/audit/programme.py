"""The programme against the dossiers found (PRC-K01 to K05), and the shares the programme should show.

Figures stand beside the plan; there is a quota only where the office's pack has one. What a dossier nobody could read
may hold is never said to be missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from engine.audit import tables as t
from engine.audit.programme_dossiers import (
    Case,
    Unclear,
    cases_of,
    is_sudden,
    match,
    same_unit,
    unclear_of,
)
from engine.audit.programme_figures import Figure, figures_of, inspected, quota_of
from engine.audit.programme_file import KIEM_TRA, Item, Programme, ReportDue
from engine.audit.store import Store
from engine.audit.words import SEVERITIES
from engine.locale.words import Tr, day, decimal, tr
from engine.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True)
class Mark:
    """What the comparison says: a check of PRC 8.7, its severity (open: a person must look), the unit, the words."""

    check: str
    severity: str
    unit: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """A planned item and what became of it."""

    item: Item
    state: str
    dossier: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What came of the comparison."""

    year: int
    figures: list[Figure]
    findings: list[Mark]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the checks look at."""

    store: Store
    programme: Programme
    book: Rulebook
    on: dt.date
    cases: list[Case]  # of the year
    unclear: list[Unclear]
    matched: dict[int, Case]
    _: Tr
    lang: str

    @property
    def year_is_over(self) -> bool:
        return self.on > dt.date(self.programme.year, 12, 31)

    def may_be_hidden(self, unit: str) -> int:
        """Count the dossiers of a unit (any, where it has no name) nobody knows enough of."""
        return sum(1 for one in self.unclear if not unit or one.branch is None or same_unit(unit, one.branch))


def compare_programme(store: Store, run: int, programme: Programme, book: Rulebook, lang: str = "vi") -> Plan:
    """Compare a programme with the dossiers of a run."""
    _ = tr(lang)
    with store.engine.connect() as connection:
        on: dt.date = connection.execute(sa.select(t.runs.c.on_day).where(t.runs.c.id == run)).scalar_one()
        every, unclear = cases_of(connection, run, book, _), unclear_of(connection, run)
    mine = [case for case in every if case.day is None or case.day.year == programme.year]
    matched = match(programme.items, (case for case in mine if case.planned))
    ground = _Ground(store, programme, book, on, mine, unclear, matched, _, lang)
    findings = [mark for check in (_k01, _k02, _k03, _k04, _k05) for mark in check(ground)]
    figures = figures_of(programme, book, every, mine, matched, lang)
    return Plan(programme.year, figures, findings, list(_lines(ground)))


def _k01(ground: _Ground) -> Iterator[Mark]:
    _ = ground._
    filed = any("chuong-trinh" in case.procedure for case in ground.cases)
    if not ground.programme.items and not filed:
        said = _("Chưa có chương trình, kế hoạch kiểm tra, giám sát năm {year}.")
        yield Mark("PRC-K01", "error", "", said.format(year=ground.programme.year))


def _k02(ground: _Ground) -> Iterator[Mark]:
    """At the end of the year, as the source has it; before, the state of the item tells that its time is over."""
    if not ground.year_is_over:
        return
    _ = ground._
    for number, item in enumerate(ground.programme.items):
        if number in ground.matched or item.changed_by:
            continue
        hidden = ground.may_be_hidden(item.unit)
        if hidden:
            said = _("Chưa kết luận được: {item}; còn {number} hồ sơ chưa đọc được hoặc chưa rõ quy trình.")
            yield Mark("PRC-K02", "open", item.unit, said.format(item=_words(item, _), number=hidden))
        else:
            said = _("Có trong chương trình nhưng hết năm không thấy hồ sơ và văn bản điều chỉnh: {item}.")
            yield Mark("PRC-K02", "error", item.unit, said.format(item=_words(item, _)))


def _words(item: Item, _: Tr) -> str:
    form = _("kiểm tra") if item.form == KIEM_TRA else _("giám sát")
    number = _("mục {number},").format(number=item.no) if item.no else ""
    return " ".join(part for part in (number, form, item.object or item.unit) if part)


def _k03(ground: _Ground) -> Iterator[Mark]:
    _ = ground._
    known = {case.ordinal for case in ground.matched.values()}
    for case in ground.cases:
        if not case.planned or case.ordinal in known:
            continue
        sudden = is_sudden(ground.store, case)
        if sudden is False and (case.people or case.subjects):
            said = _("Hồ sơ không có trong chương trình và không nêu căn cứ đột xuất: {name}.")
            yield Mark("PRC-K03", "warning", case.branch, said.format(name=case.name))
        elif not sudden:
            said = _("Chưa thấy hồ sơ này trong chương trình; cần xem có căn cứ đột xuất không: {name}.")
            yield Mark("PRC-K03", "open", case.branch, said.format(name=case.name))


def _k04(ground: _Ground) -> Iterator[Mark]:
    """The quota of members inspected, once the year is over: where the pack has one and the members are given."""
    _ = ground._
    if not ground.year_is_over:
        return
    for unit in ground.programme.units:
        quota = quota_of(ground.book, ground.cases, unit.name, ground.programme.year)
        if quota is None or not unit.members:
            continue
        share = 100 * len(inspected(ground.cases, unit.name)) / unit.members
        if share < quota:
            said = _("Đảng viên được kiểm tra: {share} trên {members} đảng viên; chỉ tiêu {quota}%.")
            message = said.format(share=f"{decimal(share, ground.lang)}%", members=unit.members, quota=quota)
            yield Mark("PRC-K04", "open" if ground.may_be_hidden(unit.name) else "note", unit.name, message)


def _k05(ground: _Ground) -> Iterator[Mark]:
    _ = ground._
    for due in ground.programme.reports:
        if not due.number and due.due is not None and ground.on > due.due:
            said = _("Chưa có «{name}», hạn gửi {day}.")
            yield Mark("PRC-K05", "warning", "", said.format(name=due.name, day=day(due.due, ground.lang)))
        yield from _counts_differ(due, ground)


def _counts_differ(due: ReportDue, ground: _Ground) -> Iterator[Mark]:
    _ = ground._
    if due.inspections is None or due.start is None or due.end is None:
        return
    counted = sum(1 for case in ground.cases if case.form and case.day and due.start <= case.day <= due.end)
    undated = sum(1 for case in ground.cases if case.form and case.day is None)
    if counted != due.inspections:
        said = _("«{name}» nêu {said} cuộc, hồ sơ tìm thấy trong kỳ: {counted}.")
        message = said.format(name=due.name, said=due.inspections, counted=counted)
        yield Mark("PRC-K05", "open" if undated or ground.may_be_hidden("") else "warning", "", message)


def _lines(ground: _Ground) -> Iterator[Line]:
    _ = ground._
    for number, item in enumerate(ground.programme.items):
        case = ground.matched.get(number)
        state = _("Có hồ sơ") if case else _state(item, ground)
        yield Line(item, state, case.name if case else "")


def _state(item: Item, ground: _Ground) -> str:
    _ = ground._
    if item.changed_by:
        return _("Đã điều chỉnh: {paper}").format(paper=item.changed_by)
    if ground.year_is_over:
        return _("Không thấy hồ sơ")
    return _("Quá thời hạn, chưa thấy hồ sơ") if item.due and ground.on > item.due else _("Chưa đến hạn")


# ---------------------------------------------------------------- as rows

Sheet = tuple[str, Sequence[int], list[Sequence[Any]]]  # name, widths, rows with their heading


def sheets_of(plan: Plan, lang: str) -> list[Sheet]:
    """Return the comparison as sheets of a workbook: name, widths, rows with their heading."""
    _ = tr(lang)
    return [
        (_("Chương trình (số liệu)"), (44, 24, 24, 60), [*figure_rows(plan.figures, _)]),
        (_("Chương trình (lỗi)"), (12, 14, 28, 90), [*mark_rows(plan.findings, _)]),
        (_("Chương trình (từng mục)"), (6, 26, 12, 28, 50, 14, 26, 40), [*line_rows(plan.lines, lang)]),
    ]


def figure_rows(figures: Iterable[Figure], _: Tr) -> Iterator[Sequence[Any]]:
    """Yield the figures, with a heading."""
    yield _("Nội dung"), _("Theo chương trình"), _("Theo hồ sơ tìm thấy"), _("Ghi chú")
    yield from ((figure.name, figure.planned, figure.found, figure.note) for figure in figures)


def mark_rows(marks: Iterable[Mark], _: Tr) -> Iterator[Sequence[Any]]:
    """Yield the findings, with a heading."""
    yield _("Mã kiểm tra"), _("Mức"), _("Đơn vị"), _("Diễn giải")
    yield from ((mark.check, _(SEVERITIES[mark.severity]), mark.unit, mark.message) for mark in marks)


def grouped(marks: Iterable[Mark], _: Tr) -> list[Mark]:
    """Return one mark for those of one check, severity and unit, saying how many there are: for a first look."""
    alike: dict[tuple[str, str, str], list[Mark]] = {}
    for mark in marks:
        alike.setdefault((mark.check, mark.severity, mark.unit), []).append(mark)
    more = _("(và {number} mục như vậy)")
    return [
        replace(first, message=f"{first.message} {more.format(number=len(rest))}") if rest else first
        for first, *rest in alike.values()
    ]


def line_rows(lines: Iterable[Line], lang: str) -> Iterator[Sequence[Any]]:
    """Yield the planned items, with a heading."""
    _ = tr(lang)
    heads = (_("TT"), _("Đơn vị"), _("Hình thức"), _("Đối tượng"))
    yield (*heads, _("Nội dung"), _("Thời hạn"), _("Tình trạng"), _("Hồ sơ"))
    for line in lines:
        item = line.item
        form = _("Kiểm tra") if item.form == KIEM_TRA else _("Giám sát")
        due = day(item.due, lang) if item.due else ""
        yield item.no, item.unit, form, item.object, item.content, due, line.state, line.dossier
