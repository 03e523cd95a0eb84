"""The report arranged for reading: what every format shows, in which order and in which words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import groupby

from engine.findings import DocumentShown, Finding, Outcome, PackShown, Place, Report, Severity, StepShown, StepStatus
from engine.locale.reasons import PARTLY
from engine.locale.words import Tr, day, tr
from engine.report.causes import Cause, causes_of
from engine.report.wording import (
    LEVEL,
    PHASE,
    SEVERITY,
    SIGN,
    STAGE,
    VERDICT,
    file_words,
    must_be_compared,
    named,
    number_and_date,
    paper_words,
    place_words,
    source_words,
    status_words,
)

RUNNING = "dang-tien-hanh"
FINISHED = "hoan-chinh"
_UNDONE = (StepStatus.MISSING, StepStatus.NOT_YET)
_AHEAD = 3  # steps shown under «what comes next»


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of the checklist."""

    no: str
    title: str
    status: StepStatus
    sign: str
    words: str
    papers: tuple[str, ...]
    due: str
    note: str
    faults: tuple[tuple[str, str], ...]  # title and fingerprint of what failed


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step still to come, with the papers it takes and what is left of its time."""

    no: str
    title: str
    note: str
    due: str
    left: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in words, with the place itself for pictures."""

    words: str
    place: Place
    paper: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding in words."""

    finding: Finding
    severity: Severity
    weight: str
    title: str
    message: str
    spots: tuple[Spot, ...]
    where: str
    expected: str
    found: str
    remedy: str
    source: str
    compare: bool
    again: bool = False  # the same rule on the same paper: the source was said just before


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one paper, or of the dossier as a whole."""

    document: DocumentShown | None
    heading: str
    detail: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The whole report in words, ready to be set."""

    report: Report
    lang: str
    verdict: str
    about: tuple[tuple[str, str], ...]
    basis: tuple[tuple[str, str], ...]
    ahead: tuple[NextStep, ...]
    phases: tuple[tuple[str, tuple[StepLine, ...]], ...]
    groups: tuple[Group, ...]
    causes: tuple[Cause, ...]
    dismissed: tuple[Fault, ...]
    gaps: tuple[str, ...]
    tally: tuple[tuple[str, int], ...]


def build_view(report: Report, lang: str) -> View:
    """Arrange a report for reading."""
    papers = {document.id: document for document in report.documents}
    live = [item for item in report.findings if item.dismissed is None]
    return View(
        report=report,
        lang=lang,
        verdict=named(VERDICT, report.verdict, lang),
        about=tuple(_about(report, lang)),
        basis=tuple(_basis(report, lang)),
        ahead=tuple(_ahead(report, lang)),
        phases=tuple(_phases(report, papers, lang)),
        groups=tuple(_groups(_in_step_order(report, live), papers, lang)),
        causes=causes_of([item for item in live if item.outcome is Outcome.OPEN], papers, lang),
        dismissed=tuple(_fault(item, papers, lang) for item in report.findings if item.dismissed is not None),
        gaps=tuple(_gaps(report)),
        tally=tuple(_tally(report, lang)),
    )


def _gaps(report: Report) -> list[str]:
    """What was not checked: one line for each reason, with all it left out."""
    by_reason: dict[str, list[str]] = {}
    for item in report.not_checked:
        by_reason.setdefault(item.why, []).append(item.what)
    return [
        f"{what[0]}: {why}" if len(what) == 1 else f"{why[:1].upper()}{why[1:]}: {'; '.join(what)}"
        for why, what in by_reason.items()
    ]


def short_gaps(view: View) -> list[str]:
    """The gaps for paper and terminal: of what a machine sees only in part, the count; the list is in HTML and JSON."""
    _ = tr(view.lang)
    lines = []
    for line in view.gaps:
        head, _colon, rest = line.partition(": ")
        if head in PARTLY.values():
            said = _("{count} nội dung; danh sách có trong phiếu HTML, JSON")
            line = f"{head}: {said.format(count=len(rest.split('; ')))}"  # noqa: PLW2901 - the line shortened
        lines.append(line)
    return lines


def _about(report: Report, lang: str) -> list[tuple[str, str]]:
    _ = tr(lang)
    rows = [(_("Quy trình"), _procedure(report, _))]
    if report.level:
        rows.append((_("Cấp"), named(LEVEL, report.level, lang)))
    if report.pack:
        rows.append((_("Gói quy định"), f"{report.pack.title} ({_pack_how(report, report.pack, _)})"))
    rows.append((_("Giai đoạn"), _stage(report, lang)))
    rows.append((_("Ngày xét"), day(report.on, lang)))
    return rows


def _pack_how(report: Report, pack: PackShown, _: Tr) -> str:
    if pack.chosen_by == "person":
        return _("do người dùng chọn")
    if pack.chosen_by == "branch":
        return _("theo tệp hoso.yaml của đơn vị")
    return _("lấy theo cấp, chưa ai chọn") if report.level else _("dùng khi chưa rõ cấp, chưa ai chọn")


def _stage(report: Report, lang: str) -> str:
    """Name the stage; a dossier judged as finished whose last steps are all missing may be a case still running."""
    shown = named(STAGE, report.stage, lang)
    last = [step for step in report.steps if step.required and step.phase == report.steps[-1].phase]
    if report.stage != FINISHED or not last or any(step.status not in _UNDONE for step in last):
        return shown
    hint = tr(lang)("các bước cuối chưa có; nếu cuộc này còn đang làm thì chọn giai đoạn «{stage}»")
    return f"{shown} ({hint.format(stage=named(STAGE, RUNNING, lang))})"


def _procedure(report: Report, _: Tr) -> str:
    shown = report.procedure
    if shown is None or shown.chosen_by == "none":
        return _("chưa xác định được") + (f": {shown.reason}" if shown and shown.reason else "")
    by = {"person": _("do người dùng chọn"), "branch": _("theo hoso.yaml của hồ sơ")}
    how = by.get(shown.chosen_by, _("máy nhận ra"))
    return f"{shown.title} ({how}{'; ' + shown.reason if shown.reason else ''})"


def _basis(report: Report, lang: str) -> list[tuple[str, str]]:
    _ = tr(lang)
    engine = {"durable": _("durable-rules"), "python": _("bộ suy luận Python")}.get(report.engine, report.engine)
    rows = [
        (_("Bản quy tắc"), report.rules_digest[:16]),
        (_("Bộ suy luận"), f"{engine} ({report.engine_note})" if report.engine_note else engine),
    ]
    if report.pack and report.pack.overrides:
        rows.append((_("Gói quy định thay đổi"), "; ".join(report.pack.overrides)))
    return rows


def _ahead(report: Report, lang: str) -> list[NextStep]:
    if report.stage != RUNNING:
        return []
    todo = [step for step in report.steps if step.status is StepStatus.NOT_YET and step.required]
    return [
        NextStep(
            step.no,
            step.title,
            step.note or "",
            day(step.due, lang) if step.due else "",
            _time_left(step.due, report.on, lang) if step.due else "",
        )
        for step in todo[:_AHEAD]
    ]


def _time_left(due: dt.date, on: dt.date, lang: str) -> str:
    _ = tr(lang)
    days = (due - on).days
    if days < 0:
        return _("đã quá {days} ngày").format(days=-days)
    return _("còn {days} ngày").format(days=days) if days else _("hôm nay")


def _phases(report: Report, papers: dict[str, DocumentShown], lang: str) -> list[tuple[str, tuple[StepLine, ...]]]:
    live = [item for item in report.findings if item.outcome is Outcome.FAIL and item.dismissed is None]
    titles = {item.fingerprint: item.title for item in live}
    return [
        (named(PHASE, phase, lang), tuple(_step_line(step, papers, titles, lang) for step in steps))
        for phase, steps in groupby(report.steps, key=lambda step: step.phase)
    ]


def _step_line(step: StepShown, papers: dict[str, DocumentShown], titles: dict[str, str], lang: str) -> StepLine:
    known = [papers[name] for name in step.documents if name in papers]
    return StepLine(
        no=step.no,
        title=step.title,
        status=step.status,
        sign=SIGN[step.status],
        words=status_words(step, lang),
        papers=tuple(number_and_date(paper, lang) or file_words(paper, lang) for paper in known),
        due=day(step.due, lang) if step.due else "",
        note=step.note or "",
        faults=tuple((titles[name], name) for name in step.findings if name in titles),
    )


def _in_step_order(report: Report, live: list[Finding]) -> list[Finding]:
    """What failed, findings of steps in the order of the procedure."""
    order = {step.id: number for number, step in enumerate(report.steps)}
    failed = [item for item in live if item.outcome is Outcome.FAIL]
    return sorted(failed, key=lambda item: order.get(item.step or "", len(order)))


def _groups(failed: list[Finding], papers: dict[str, DocumentShown], lang: str) -> list[Group]:
    """Group by the first paper named; the worst first, then the dossier as a whole, then the order of the papers."""
    order = {name: number for number, name in enumerate(papers)}
    by_paper: dict[str, list[Finding]] = {}
    for item in failed:
        first = next((name for name in item.documents if name in papers), "")
        by_paper.setdefault(first, []).append(item)
    ranked = sorted(by_paper.items(), key=lambda pair: (_weight(pair[1]), order.get(pair[0], -1)))
    return [_group(papers.get(name), items, papers, lang) for name, items in ranked]


def _weight(items: list[Finding]) -> int:
    return -max(item.severity.rank for item in items)


def _group(document: DocumentShown | None, items: list[Finding], papers: dict[str, DocumentShown], lang: str) -> Group:
    ordered = sorted(items, key=lambda item: (-item.severity.rank, _first_page(item)))
    return Group(
        document=document,
        heading=paper_words(document, lang) if document else tr(lang)("Cả hồ sơ"),
        detail=file_words(document, lang) if document else "",
        faults=tuple(
            replace(_fault(item, papers, lang), again=bool(number) and ordered[number - 1].rule == item.rule)
            for number, item in enumerate(ordered)
        ),
    )


def _first_page(item: Finding) -> int:
    return min((place.page or place.paragraph or 0 for place in item.locations), default=0)


def _fault(item: Finding, papers: dict[str, DocumentShown], lang: str) -> Fault:
    spots = _spots(item, papers, lang)
    return Fault(
        finding=item,
        severity=item.severity,
        weight=named(SEVERITY, item.severity, lang),
        title=item.title,
        message=item.message,
        spots=tuple(spots),
        where=_where(spots, lang),
        expected=item.expected or "",
        found=item.found or "",
        remedy=item.remedy,
        source=source_words(item.citation, lang),
        compare=must_be_compared(item.citation),
    )


def _spots(item: Finding, papers: dict[str, DocumentShown], lang: str) -> list[Spot]:
    """Every place once; a paper other than the first is named."""
    spots: dict[str, Spot] = {}
    for place in item.locations:
        other = place.document != (item.documents[0] if item.documents else "") and place.document in papers
        paper = paper_words(papers[place.document], lang) if other else ""
        where = place_words(place, lang)
        words = f"{paper}, {where}" if paper and where else paper or where
        if words:
            spots.setdefault(words, Spot(words, place, paper))
    return list(spots.values())


def _where(spots: list[Spot], lang: str) -> str:
    """Join places; pages of the finding's own paper become one list: «trang 2, 3»."""
    own = [spot.place.page for spot in spots if not spot.paper and spot.place.page is not None]
    others = [spot.words for spot in spots if spot.paper or spot.place.page is None]
    pages = [tr(lang)("trang {number}").format(number=", ".join(str(page) for page in own))] if own else []
    return "; ".join([*pages, *others])


def _tally(report: Report, lang: str) -> list[tuple[str, int]]:
    _ = tr(lang)
    counts = report.counts
    return [
        (_("Phải sửa"), counts.errors),
        (_("Nên sửa"), counts.warnings),
        (_("Lưu ý"), counts.notes),
        (_("Cần người xem"), counts.open),
        (_("Đạt"), counts.passed),
        (_("Đã bỏ qua"), counts.dismissed),
        (_("Sự cố"), counts.incidents),
    ]
