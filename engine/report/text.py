"""The report for a terminal: a clerk's note, as wide as the window, plain where nobody sees colours."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engine.findings import Report, Severity, StepStatus, Verdict
from engine.locale.words import Tr, day, tr
from engine.report import view as views
from engine.report.causes import Cause
from engine.report.wording import all_files_words, incident_words, kind_words, number_words

WIDEST = 100
_VERDICT = {Verdict.CLEAN: "bold green", Verdict.FAULTS: "bold red", Verdict.INCONCLUSIVE: "bold yellow"}
_STATUS = {
    StepStatus.DONE: "green",
    StepStatus.MISSING: "bold red",
    StepStatus.OUT_OF_ORDER: "red",
    StepStatus.LATE: "red",
    StepStatus.OPEN: "yellow",
    StepStatus.NOT_APPLICABLE: "dim",
    StepStatus.NOT_YET: "cyan",
}
_SEVERITY = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def console_to(stream: StringIO, width: int, *, colour: bool) -> Console:
    """Return a console that sets text `width` columns wide and takes no mark of it for a command."""
    return Console(
        file=stream,
        width=max(40, min(width, WIDEST)),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def render_text(report: Report, lang: str, *, width: int = WIDEST, colour: bool = False) -> str:
    """Set a report as text `width` columns wide (never wider than reads well)."""
    stream = StringIO()
    console = console_to(stream, width, colour=colour)
    view = views.build_view(report, lang)
    for part in _parts(view, tr(lang)):
        console.print(part)
    lines = stream.getvalue().splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _parts(view: views.View, _: Tr) -> Iterable[RenderableType]:
    report = view.report
    yield Text(_("PHIẾU RÀ SOÁT HỒ SƠ: {name}").format(name=report.dossier), style="bold")
    yield ""
    yield _indent(Text(report.sentence, style=_VERDICT[report.verdict]))
    if report.stamped_secret:
        yield from _secret(_)
        return
    yield ""
    yield _indent(_pairs(view.about))
    yield from _ahead(view, _)
    yield from _steps(view, _)
    yield from _faults(view, _)
    yield from _open(view, _)
    yield from _dismissed(view, _)
    yield from _rest(view, _)


def _secret(_: Tr) -> Iterable[RenderableType]:
    yield ""
    yield _indent(Text(secret_words(_)))


def secret_words(_: Tr) -> str:
    """Return what is said where a secrecy stamp stopped the check."""
    return _(
        "Khoản 2 Điều 5 Luật Bảo vệ bí mật nhà nước số 117/2025/QH15 cấm soạn thảo, lưu giữ tài liệu bí mật nhà nước "
        "trên máy tính có kết nối mạng (trừ mạng LAN độc lập). Hãy chuyển hồ sơ về máy đúng quy định và rà soát bằng "
        "tay; nếu dấu mật đóng nhầm, báo người có thẩm quyền giải mật trước khi kiểm tra lại."
    )


def _indent(part: RenderableType, left: int = 2) -> Padding:
    return Padding(part, (0, 0, 0, left))


def _heading(words: str) -> Iterable[RenderableType]:
    yield ""
    yield Text(words.upper(), style="bold underline")


def _bullets(lines: Iterable[str]) -> Padding:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for line in lines:
        table.add_row("–", Text(line))
    return _indent(table)


def _pairs(rows: Iterable[tuple[str, str]]) -> Table:
    """Labels left, values hanging beside them."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold", ratio=1)
    for label, value in rows:
        table.add_row(label, Text(value))
    return table


def _ahead(view: views.View, _: Tr) -> Iterable[RenderableType]:
    if not view.ahead:
        return
    yield from _heading(_("Việc tiếp theo"))
    for number, step in enumerate(view.ahead):
        line = Text(f"{step.no}. {step.title}", style="bold" if number == 0 else "")
        if step.due:
            line.append(_(" – hạn {date} ({left})").format(date=step.due, left=step.left), style="cyan")
        yield _indent(line)
        if step.note:
            yield _indent(Text(step.note), 5)


def _steps(view: views.View, _: Tr) -> Iterable[RenderableType]:
    if not view.phases:
        return
    yield from _heading(_("Các bước của quy trình"))
    for phase, lines in view.phases:
        yield _indent(Text(phase, style="italic"))
        yield _indent(_step_table(lines, _))


def _step_table(lines: Iterable[views.StepLine], _: Tr) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right", min_width=3)
    table.add_column(overflow="fold", ratio=1)
    table.add_column(no_wrap=True, min_width=15)
    for line in lines:
        style = _STATUS[line.status]
        table.add_row(Text(line.sign, style=style), line.no, _step_body(line, _), Text(line.words, style=style))
    return table


def _step_body(line: views.StepLine, _: Tr) -> Text:
    body = Text(line.title)
    details = list(line.papers)
    if line.due:
        details.append(_("hạn {date}").format(date=line.due))
    if line.note:
        details.append(line.note)
    if details:
        body.append("\n" + "; ".join(details), style="dim")
    if line.status is StepStatus.DONE and line.faults:
        body.append("\n" + "; ".join(title for title, _mark in line.faults), style="red")
    return body


def _faults(view: views.View, _: Tr) -> Iterable[RenderableType]:
    if not view.groups:
        return
    yield from _heading(_("Nội dung cần sửa, bổ sung"))
    for group in view.groups:
        yield ""
        yield _indent(Text(group.heading, style="bold"))
        if group.detail:
            yield _indent(Text(group.detail, style="dim"))
        for fault in group.faults:
            yield _indent(_fault(fault, _), 4)


def _fault(fault: views.Fault, _: Tr) -> RenderableType:
    head = Text.assemble((f"[{fault.weight}] ", _SEVERITY[fault.severity]), (fault.title, "bold"))
    if fault.where:
        head.append(f" – {fault.where}")
    rows = [
        (_("Cần có"), fault.expected),
        (_("Thấy"), fault.found),
        (_("Cách sửa"), fault.remedy),
        (_("Nguồn"), "" if fault.again else fault.source),
        (_("Mã quy tắc"), "" if fault.again else fault.finding.rule),
    ]
    message = [_indent(Text(fault.message), 2)] if fault.message != fault.title else []
    return Group(head, *message, _indent(_pairs([row for row in rows if row[1]]), 2))


def _open(view: views.View, _: Tr) -> Iterable[RenderableType]:
    if not view.causes:
        return
    yield from _heading(_("Cần người xem (máy chưa kết luận được)"))
    for cause in view.causes:
        yield ""
        yield _indent(Text(cause.heading(view.lang), style="bold"))
        yield _indent(_cause(cause, _), 4)


def _cause(cause: Cause, _: Tr) -> Table:
    rows = [
        (_("Văn bản"), "; ".join(paper.words for paper in cause.papers) if len(cause.papers) > 1 else ""),
        (_("Vì sao"), cause.words),
        (_("Chưa xét"), "; ".join(cause.titles)),
        (_("Nếu đúng là lỗi"), " ".join(cause.remedies)),
    ]
    return _pairs([row for row in rows if row[1]])


def _dismissed(view: views.View, _: Tr) -> Iterable[RenderableType]:
    if not view.dismissed:
        return
    yield from _heading(_("Đã có người quyết định bỏ qua ({count})").format(count=len(view.dismissed)))
    yield _bullets(f"{fault.title}: {fault.finding.dismissed}" for fault in view.dismissed)


def _rest(view: views.View, _: Tr) -> Iterable[RenderableType]:
    report = view.report
    if report.answers:
        yield from _heading(_("Theo lời khai của người lập hồ sơ"))
        yield _bullets(report.answers)
    if report.incidents:
        yield from _heading(_("Sự cố khi kiểm tra"))
        yield _bullets(f"{item.where}: {incident_words(item)}" for item in report.incidents)
    if report.not_checked:
        yield from _heading(_("Chưa kiểm tra"))
        yield _bullets(views.short_gaps(view))
    if report.documents:
        yield from _heading(_("Văn bản trong hồ sơ ({count})").format(count=len(report.documents)))
        yield _indent(_documents(view, _))
    yield ""
    yield Text(_footer(view), style="dim")


def _documents(view: views.View, _: Tr) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
    table.add_column(_("Văn bản"), ratio=3, overflow="fold")
    table.add_column(_("Số, ký hiệu"), no_wrap=True)
    table.add_column(_("Ngày"), no_wrap=True)
    table.add_column(_("Tệp"), ratio=2, overflow="fold", style="dim")
    for paper in view.report.documents:
        date = day(paper.date, view.lang) if paper.date else "–"
        file = Text(all_files_words(paper, view.lang))
        table.add_row(Text(kind_words(paper, view.lang)), number_words(paper) or "–", date, file)
    return table


def _footer(view: views.View) -> str:
    return " · ".join(f"{label}: {value}" for label, value in view.basis)
