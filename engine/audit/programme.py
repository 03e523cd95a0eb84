"""The programme against the dossiers found (PRC-K01 to K05), and the shares the programme should show.

Figures stand beside the plan; there is a quota only where the office's pack has one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from engine.audit import tables as t
from engine.audit.programme_file import KIEM_TRA, MEMBER, ORGANISATION, Item, Programme, ReportDue
from engine.audit.store import DONE, Store
from engine.locale.words import day
from engine.rulebook.book import Rulebook
from engine.rulebook.packs import adopt, default_pack
from parsers.vietnamese import fold

QUOTA = "chi-bo-chi-tieu-kiem-tra"
_UNPLANNED = ("dau-hieu", "to-cao", "khieu-nai", "ky-luat", "chuong-trinh")


@dataclass(slots=True)
class Dossier:
    """What the programme needs to know of a dossier."""

    ordinal: int
    name: str
    branch: str
    pack: str | None
    level: str | None
    procedure: str
    form: str
    object_kind: str | None
    day: dt.date | None
    people: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Plan:
    """What came of the comparison: rows for the sheets, headings first."""

    figures: list[tuple[Any, ...]]
    findings: list[tuple[Any, ...]]
    items: list[tuple[Any, ...]]


def compare_programme(store: Store, run: int, programme: Programme, book: Rulebook) -> Plan:
    """Compare a programme with the dossiers of a run."""
    with store.engine.connect() as connection:
        on: dt.date = connection.execute(sa.select(t.runs.c.on_day).where(t.runs.c.id == run)).scalar_one()
        every = _dossiers(connection, run, book)
    mine = [item for item in every if item.day is None or item.day.year == programme.year]
    planned_kinds = [item for item in mine if not any(word in item.procedure for word in _UNPLANNED)]
    matched = _match(programme.items, planned_kinds)
    findings = [("Mã", "Mức", "Đơn vị", "Nội dung")]
    findings += _k01(programme, mine)
    findings += _k02(programme, matched, on)
    findings += _k03(planned_kinds, matched)
    findings += _k04(programme, mine, book)
    findings += _k05(programme, mine, on)
    return Plan(_figures(programme, every, mine, matched), findings, _items(programme, matched, on))


def _dossiers(connection: sa.Connection, run: int, book: Rulebook) -> list[Dossier]:
    r, d = t.results.c, t.documents.c
    query = (
        sa.select(
            t.items.c.ordinal, t.items.c.shown, t.branches.c.name, r.private, r.procedure, r.pack, r.level, r.first_day
        )
        .join(t.results, r.id == t.items.c.result)
        .join(t.branches, (t.branches.c.run == t.items.c.run) & (t.branches.c.path == t.items.c.branch))
        .where(t.items.c.run == run, t.items.c.status == DONE, r.procedure.is_not(None))
        .order_by(t.items.c.ordinal)
    )
    found: dict[int, Dossier] = {}
    for row in connection.execute(query):
        rules = book.procedures.get(row.procedure)
        kinds = {"member": MEMBER, "organisation": ORGANISATION}
        found[row.ordinal] = Dossier(
            row.ordinal,
            f"hồ sơ số {row.ordinal}" if row.private else row.shown,
            row.name,
            row.pack,
            row.level,
            row.procedure,
            KIEM_TRA if "kiem-tra" in row.procedure else "giam-sat" if "giam-sat" in row.procedure else "",
            kinds.get(rules.subject) if rules else None,
            row.first_day,
        )
    papers = (
        sa.select(t.items.c.ordinal, d.person, d.subject)
        .join(t.documents, d.result == t.items.c.result)
        .where(t.items.c.run == run)
    )
    for ordinal, person, subject in connection.execute(papers):
        if ordinal in found:
            found[ordinal].people |= {fold(person)} if person else set()
            found[ordinal].subjects |= {fold(subject)} if subject else set()
    for item in found.values():
        item.object_kind = item.object_kind or (MEMBER if item.people else None)
    return list(found.values())


def _match(items: Iterable[Item], dossiers: Iterable[Dossier]) -> dict[int, Dossier]:
    """Give each planned item its dossier: by the object's name, then by unit and form where no name is planned."""
    free = {item.ordinal: item for item in dossiers}
    matched: dict[int, Dossier] = {}
    planned = list(enumerate(items))
    for named in (True, False):
        for number, item in planned:
            if number in matched or bool(item.object) is not named:
                continue
            fitting = next((found for found in free.values() if _fits(item, found)), None)
            if fitting is not None:
                matched[number] = free.pop(fitting.ordinal)
    return matched


def _fits(item: Item, found: Dossier) -> bool:
    unit, branch = fold(item.unit), fold(found.branch)
    if item.form != found.form or (unit and branch and unit not in branch and branch not in unit):
        return False
    if not item.object:
        return bool(unit)
    wanted = fold(item.object)
    return wanted in found.people or any(wanted in subject for subject in found.subjects)


Finding = tuple[str, str, str, str]


def _k01(programme: Programme, dossiers: Iterable[Dossier]) -> Iterator[Finding]:
    filed = any("chuong-trinh" in item.procedure for item in dossiers)
    if not programme.items and not filed:
        yield "PRC-K01", "Lỗi nặng", "", f"Chưa có chương trình, kế hoạch kiểm tra, giám sát năm {programme.year}."


def _k02(programme: Programme, matched: dict[int, Dossier], on: dt.date) -> Iterator[Finding]:
    for number, item in enumerate(programme.items):
        if number not in matched and not item.changed_by and _is_over(item, programme, on):
            yield "PRC-K02", "Lỗi nặng", item.unit, f"Có trong chương trình nhưng chưa thấy hồ sơ: {_words(item)}."


def _is_over(item: Item, programme: Programme, on: dt.date) -> bool:
    return on > (item.due or dt.date(programme.year, 12, 31))


def _words(item: Item) -> str:
    form = "kiểm tra" if item.form == KIEM_TRA else "giám sát"
    return " ".join(part for part in (f"mục {item.no}," if item.no else "", form, item.object or item.unit) if part)


def _k03(planned: Iterable[Dossier], matched: dict[int, Dossier]) -> Iterator[Finding]:
    known = {item.ordinal for item in matched.values()}
    for item in planned:
        if item.form and item.ordinal not in known:
            message = f"Hồ sơ không có trong chương trình; cần nêu căn cứ kiểm tra đột xuất: {item.name}."
            yield "PRC-K03", "Cảnh báo", item.branch, message


def _k04(programme: Programme, dossiers: Iterable[Dossier], book: Rulebook) -> Iterator[Finding]:
    """The quota of members inspected, of branches whose pack has one and whose members are given."""
    people: dict[str, set[str]] = defaultdict(set)
    packs: dict[str, str | None] = {}
    for item in dossiers:
        packs[fold(item.branch)] = item.pack or default_pack(book, item.level)
        if item.form == KIEM_TRA and item.object_kind == MEMBER:
            people[fold(item.branch)] |= item.people or {str(item.ordinal)}
    for unit in programme.units:
        quota = _quota(book, packs.get(fold(unit.name)), programme.year)
        if quota is None or not unit.members:
            continue
        share = 100 * len(people[fold(unit.name)]) / unit.members
        if share < quota:
            message = f"Đảng viên được kiểm tra: {share:.1f}% trên {unit.members} đảng viên; chỉ tiêu {quota}%."
            yield "PRC-K04", "Lưu ý", unit.name, message


def _quota(book: Rulebook, pack: str | None, year: int) -> int | None:
    parameter = book.parameters().get(QUOTA)
    if parameter is None or pack is None or pack not in book.packs:
        return None
    last = dt.date(year, 12, 31)
    for value in adopt(book, pack, last).parameter(parameter).values:
        if (value.start or dt.date.min) <= last <= (value.end or dt.date.max):
            return value.value
    return None


def _k05(programme: Programme, dossiers: list[Dossier], on: dt.date) -> Iterator[Finding]:
    for due in programme.reports:
        if not due.number and due.due is not None and on > due.due:
            yield "PRC-K05", "Cảnh báo", "", f"Chưa có {_lower(due.name)}, hạn gửi {day(due.due)}."
        yield from _counts_differ(due, dossiers)


def _counts_differ(due: ReportDue, dossiers: list[Dossier]) -> Iterator[Finding]:
    if due.inspections is None or due.start is None or due.end is None:
        return
    counted = sum(1 for item in dossiers if item.form and item.day and due.start <= item.day <= due.end)
    if counted != due.inspections:
        message = f"{due.name} nêu {due.inspections} cuộc, hồ sơ tìm thấy trong kỳ: {counted}."
        yield "PRC-K05", "Cảnh báo", "", message


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# ---------------------------------------------------------------- figures


def _figures(
    programme: Programme, every: list[Dossier], mine: list[Dossier], matched: dict[int, Dossier]
) -> list[tuple[Any, ...]]:
    plan = programme.items
    found = [item for item in mine if item.form]
    done = [plan[number] for number in matched]
    rows: list[tuple[Any, ...]] = [("Nội dung", "Theo chương trình", "Theo hồ sơ tìm thấy", "Ghi chú")]
    rows.append(
        ("Số cuộc kiểm tra, giám sát", len(plan), len(found), f"{len(matched)} cuộc trong chương trình có hồ sơ")
    )
    rows += _by_object(plan, found)
    rows.append(_variety(plan, done))
    rows.append(("Nhiệm vụ chuyên môn của tổ chức cấp dưới", *_two(plan, done, "professional"), ""))
    rows.append(("Trọng tâm, trọng điểm", *_two(plan, done, "focus"), ""))
    rows.append(_never(programme, every))
    return rows


def _by_object(plan: list[Item], found: list[Dossier]) -> Iterator[tuple[Any, ...]]:
    for kind, words in ((MEMBER, "Đối tượng là đảng viên"), (ORGANISATION, "Đối tượng là tổ chức")):
        planned = sum(1 for item in plan if item.object_kind == kind)
        seen = sum(1 for item in found if item.object_kind == kind)
        unclear = sum(1 for item in found if item.object_kind is None)
        note = f"{unclear} hồ sơ chưa rõ đối tượng" if unclear else ""
        yield words, _share(planned, len(plan)), _share(seen, len(found)), note


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({100 * part / whole:.0f}%)" if whole else "0"


def _two(plan: list[Item], done: list[Item], name: str) -> tuple[str, str]:
    counts = [sum(1 for item in items if getattr(item, name)) for items in (plan, done)]
    return _share(counts[0], len(plan)), _share(counts[1], len(done))


def _variety(plan: list[Item], done: list[Item]) -> tuple[Any, ...]:
    contents = Counter(fold(item.content) for item in plan if item.content)
    shown = {fold(item.content): item.content for item in plan}
    note = ""
    if contents:
        content, times = contents.most_common(1)[0]
        note = f"Nhiều nhất: «{shown[content]}» ({_share(times, len(plan))})"
    kinds = len({fold(item.content) for item in done if item.content})
    return "Số nội dung khác nhau", len(contents), kinds, note


def _never(programme: Programme, dossiers: list[Dossier]) -> tuple[Any, ...]:
    """Units nobody inspected in the term: neither a dossier nor a year in the list of units."""
    start = programme.term_start or programme.year
    seen = {fold(item.branch) for item in dossiers if item.form and (item.day is None or item.day.year >= start)}
    planned = {fold(item.unit) for item in programme.items} | {fold(item.object) for item in programme.items}
    missing = [
        unit.name
        for unit in programme.units
        if fold(unit.name) not in seen and not (unit.last_inspected and unit.last_inspected >= start)
    ]
    unplanned = sum(1 for unit in programme.units if fold(unit.name) not in planned)
    return "Đơn vị chưa được kiểm tra, giám sát trong nhiệm kỳ", unplanned, len(missing), "; ".join(missing)


def _items(programme: Programme, matched: dict[int, Dossier], on: dt.date) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = [
        ("TT", "Đơn vị", "Hình thức", "Đối tượng", "Nội dung", "Thời hạn", "Tình trạng", "Hồ sơ")
    ]
    for number, item in enumerate(programme.items):
        found = matched.get(number)
        state = "Có hồ sơ" if found else _state(item, programme, on)
        form = "Kiểm tra" if item.form == KIEM_TRA else "Giám sát"
        due = day(item.due) if item.due else ""
        rows.append((item.no, item.unit, form, item.object, item.content, due, state, found.name if found else ""))
    return rows


def _state(item: Item, programme: Programme, on: dt.date) -> str:
    if item.changed_by:
        return f"Đã điều chỉnh: {item.changed_by}"
    return "Chưa thấy hồ sơ" if _is_over(item, programme, on) else "Chưa đến hạn"
