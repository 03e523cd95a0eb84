"""What the programme should show, as figures beside the plan: members and organisations, contents, focus, units."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.audit.programme_dossiers import Case, holds, same_unit
from engine.audit.programme_file import GIAM_SAT, KIEM_TRA, MEMBER, ORGANISATION, Item, Programme, Unit
from engine.locale.words import N_, Tr, tr
from engine.rulebook.book import Rulebook
from engine.rulebook.packs import adopt, default_pack
from parsers.vietnamese import fold

QUOTA = "chi-bo-chi-tieu-kiem-tra"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what is counted, by the programme, by the dossiers found, and a word on it."""

    name: str
    planned: str
    found: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Counted:
    plan: list[Item]
    done: list[Item]  # of the plan, those with a dossier
    cases: list[Case]  # inspections found
    _: Tr


def figures_of(
    programme: Programme,
    book: Rulebook,
    every: Sequence[Case],
    mine: Sequence[Case],
    matched: dict[int, Case],
    lang: str,
) -> list[Figure]:
    """Return the figures of a year; `every` are the dossiers of all years, for what was never inspected."""
    plan, cases = programme.items, [case for case in mine if case.form]
    seen = _Counted(plan, [plan[number] for number in matched], cases, tr(lang))
    return [
        _whole(seen),
        *_by_form(seen),
        *_by_object(seen),
        _variety(seen),
        _marked(seen, N_("Nhiệm vụ chuyên môn của tổ chức cấp dưới"), "professional"),
        _marked(seen, N_("Trọng tâm, trọng điểm"), "focus"),
        _never(programme, every, seen._),
        *_quotas(programme, book, mine, seen._),
    ]


def _whole(seen: _Counted) -> Figure:
    _ = seen._
    note = _("{number} cuộc trong chương trình có hồ sơ").format(number=len(seen.done))
    return Figure(_("Số cuộc kiểm tra, giám sát"), str(len(seen.plan)), str(len(seen.cases)), note)


def _by_form(seen: _Counted) -> Iterator[Figure]:
    for form, name in ((KIEM_TRA, N_("Kiểm tra")), (GIAM_SAT, N_("Giám sát"))):
        planned = sum(item.form == form for item in seen.plan)
        found = sum(case.form == form for case in seen.cases)
        yield Figure(seen._(name), _share(planned, len(seen.plan)), _share(found, len(seen.cases)))


def _by_object(seen: _Counted) -> Iterator[Figure]:
    _ = seen._
    unclear = sum(case.object_kind is None for case in seen.cases)
    note = _("{number} hồ sơ chưa rõ đối tượng").format(number=unclear) if unclear else ""
    for kind, name in ((MEMBER, N_("Đối tượng là đảng viên")), (ORGANISATION, N_("Đối tượng là tổ chức"))):
        planned = sum(item.object_kind == kind for item in seen.plan)
        found = sum(case.object_kind == kind for case in seen.cases)
        yield Figure(_(name), _share(planned, len(seen.plan)), _share(found, len(seen.cases)), note)


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({100 * part / whole:.0f}%)" if whole else "0"


def _variety(seen: _Counted) -> Figure:
    """How many different contents: a programme that repeats one is what the figure is for."""
    _ = seen._
    planned = Counter(fold(item.content) for item in seen.plan if item.content)
    shown = {fold(item.content): item.content for item in seen.plan}
    note = ""
    if planned:
        content, times = planned.most_common(1)[0]
        share = _share(times, len(seen.plan))
        note = _("Nhiều nhất: «{content}», {share}").format(content=shown[content], share=share)
    found = {fold(item.content) for item in seen.done if item.content}
    return Figure(_("Số nội dung khác nhau"), str(len(planned)), str(len(found)), note)


def _marked(seen: _Counted, name: str, mark: str) -> Figure:
    planned, done = (sum(bool(getattr(item, mark)) for item in items) for items in (seen.plan, seen.done))
    _ = seen._
    note = _("tính trên các cuộc trong chương trình đã có hồ sơ") if seen.done else ""
    return Figure(_(name), _share(planned, len(seen.plan)), _share(done, len(seen.done)), note)


def _never(programme: Programme, cases: Iterable[Case], _: Tr) -> Figure:
    """Units nobody inspected in the term: neither a dossier nor a year in the list of units."""
    start = programme.term_start or programme.year
    inspections = [case for case in cases if case.form and (case.day is None or case.day.year >= start)]
    missing = [unit.name for unit in programme.units if not _was_inspected(unit, inspections, start)]
    unplanned = [
        unit
        for unit in programme.units
        if not any(same_unit(unit.name, text) for item in programme.items for text in (item.unit, item.object))
    ]
    in_term = _("Đơn vị chưa được kiểm tra, giám sát trong nhiệm kỳ")
    name = in_term if programme.term_start else _("Đơn vị chưa được kiểm tra, giám sát trong năm")
    return Figure(name, str(len(unplanned)), str(len(missing)), "; ".join(missing))


def _was_inspected(unit: Unit, cases: Iterable[Case], start: int) -> bool:
    if unit.last_inspected and unit.last_inspected >= start:
        return True
    return any(same_unit(unit.name, case.branch) or any(holds(unit.name, x) for x in case.subjects) for case in cases)


def _quotas(programme: Programme, book: Rulebook, cases: Sequence[Case], _: Tr) -> Iterator[Figure]:
    for unit in programme.units:
        quota = quota_of(book, cases, unit.name, programme.year)
        if quota is None or not unit.members:
            continue
        name = _("Đảng viên được kiểm tra chuyên đề, {unit}").format(unit=unit.name)
        planned = sum(
            item.form == KIEM_TRA and item.object_kind == MEMBER and same_unit(unit.name, item.unit)
            for item in programme.items
        )
        found = len(inspected(cases, unit.name))
        note = _("chỉ tiêu {quota}% trên {members} đảng viên").format(quota=quota, members=unit.members)
        yield Figure(name, _share(planned, unit.members), _share(found, unit.members), note)


def inspected(cases: Iterable[Case], unit: str) -> set[str]:
    """Return the members of a unit inspected by plan: their names, or the dossier where no name was read."""
    people: set[str] = set()
    for case in cases:
        if case.form == KIEM_TRA and case.planned and case.object_kind == MEMBER and same_unit(unit, case.branch):
            people |= case.people or {str(case.ordinal)}
    return people


def quota_of(book: Rulebook, cases: Iterable[Case], unit: str, year: int) -> int | None:
    """Return the quota of the pack a unit's dossiers were checked by; None where it has none."""
    pack = next((case.pack or default_pack(book, case.level) for case in cases if same_unit(unit, case.branch)), None)
    parameter = book.parameters().get(QUOTA)
    if parameter is None or pack is None or pack not in book.packs:
        return None
    last = dt.date(year, 12, 31)
    for value in adopt(book, pack, last).parameter(parameter).values:
        if (value.start or dt.date.min) <= last <= (value.end or dt.date.max):
            return value.value
    return None
