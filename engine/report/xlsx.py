"""The report as a workbook: tally, steps, findings, papers; every cell is text, so nothing is taken for a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from engine.findings import Finding, Report, StepStatus
from engine.locale.words import Tr, day, tr
from engine.report import view as views
from engine.report.text import secret_words
from engine.report.wording import (
    all_files_words,
    file_words,
    incident_words,
    kind_words,
    number_words,
    paper_words,
    place_words,
)
from parsers.own import OWN_MARK

_OPTIONS = {
    "constant_memory": True,
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MOST = 32_767  # letters in a cell
_PAPER_A4 = 9
_LINE, _LINES = 15, 24  # points a line; lines shown of the longest cell

Row = Sequence[str | int]


def render_xlsx(report: Report, lang: str) -> bytes:
    """Return the workbook."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    # the day of the check and not of the clock: the same report gives the same bytes
    created = dt.datetime.combine(report.on, dt.time(), dt.UTC)
    book.set_properties({"title": report.dossier, "category": OWN_MARK, "created": created})
    view = views.build_view(report, lang)
    _ = tr(lang)
    for name, widths, rows in _sheets(view, _):
        _sheet(book, name, widths, rows)
    book.close()
    return stream.getvalue()


def _sheets(view: views.View, _: Tr) -> Iterable[tuple[str, Sequence[int], list[Row]]]:
    yield _("Tổng hợp"), (24, 90), _summary(view, _)
    if view.report.stamped_secret:
        return
    yield _("Các bước"), (6, 16, 48, 16, 40, 14, 40), _steps(view, _)
    yield _("Kết quả"), (14, 14, 40, 26, 12, 34, 44, 30, 30, 44, 44, 36, 24), _findings(view, _)
    yield _("Văn bản"), (6, 40, 16, 14, 30, 10, 40), _papers(view, _)
    yield _("Chưa kiểm tra"), (40, 70), _gaps(view, _)


def _sheet(book: Any, name: str, widths: Sequence[int], rows: list[Row]) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EDEDED"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for number, row in enumerate(rows):
        sheet.set_row(number, row_height(row, widths))
        for column, value in enumerate(row):
            _cell(sheet, number, column, value, head if number == 0 else body)
    if len(rows) > 1:
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)


def row_height(texts: Iterable[object], widths: Iterable[int]) -> int:
    """Return the points a row needs for its texts; not every program fits a row to them by itself."""
    return _LINE * min(_LINES, max(map(_lines, texts, widths), default=1))


def _lines(value: object, width: int) -> int:
    """Lines a cell takes, from its letters and the width of its column."""
    return sum(1 + int(len(part) * 1.05 / max(1, width - 1)) for part in str(value).split("\n"))


def _cell(sheet: Any, row: int, column: int, value: str | int, style: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, style)
    else:
        # a cell that begins with = + - or @ stays the text it is
        sheet.write_string(row, column, value[:_MOST], style)


def _summary(view: views.View, _: Tr) -> list[Row]:
    rows: list[Row] = [(_("Hồ sơ"), view.report.dossier), (_("Kết luận"), view.report.sentence)]
    if view.report.stamped_secret:
        return [*rows, ("", secret_words(_))]
    return [*rows, *view.about, *view.basis, *view.tally]


def _steps(view: views.View, _: Tr) -> list[Row]:
    head = (_("TT"), _("Giai đoạn"), _("Bước"), _("Tình trạng"), _("Văn bản"), _("Hạn"), _("Ghi chú"))
    lines = [(phase, line) for phase, lines in view.phases for line in lines]
    return [
        head,
        *((x.no, phase, x.title, x.words, "; ".join(x.papers), x.due, _step_note(x)) for phase, x in lines),
    ]


def _step_note(line: views.StepLine) -> str:
    faults = [title for title, _mark in line.faults] if line.status is StepStatus.DONE else []
    return "; ".join([*([line.note] if line.note else []), *faults])


def _findings(view: views.View, _: Tr) -> list[Row]:
    head = (
        _("Kết quả"),
        _("Mức"),
        _("Văn bản"),
        _("Tệp"),
        _("Vị trí"),
        _("Nội dung"),
        _("Diễn giải"),
        _("Cần có"),
        _("Thấy"),
        _("Cách sửa"),
        _("Nguồn"),
        _("Mã quy tắc"),
        _("Lý do bỏ qua"),
    )
    failed = [_fault_row(_("Cần sửa"), group, fault) for group in view.groups for fault in group.faults]
    return [head, *failed, *_open_rows(view, _), *(_fault_row(_("Đã bỏ qua"), None, x) for x in view.dismissed)]


def _fault_row(outcome: str, group: views.Group | None, fault: views.Fault) -> Row:
    return (
        outcome,
        fault.weight,
        group.heading if group else "",
        group.detail if group else "",
        fault.where,
        fault.title,
        fault.message,
        fault.expected,
        fault.found,
        fault.remedy,
        fault.source,
        fault.finding.rule,
        fault.finding.dismissed or "",
    )


def _open_rows(view: views.View, _: Tr) -> list[Row]:
    word = _("Cần người xem")
    return [
        (word, "", name, path, where, x.title, x.message, "", cause.words, x.remedy, "", x.rule, "")
        for cause in view.causes
        for x in cause.findings
        for name, path, where in [_paper_of(x, view)]
    ]


def _paper_of(item: Finding, view: views.View) -> tuple[str, str, str]:
    papers = {paper.id: paper for paper in view.report.documents}
    paper = next((papers[name] for name in item.documents if name in papers), None)
    place = next(iter(item.locations), None)
    where = place_words(place, view.lang) if place else ""
    return (paper_words(paper, view.lang), file_words(paper, view.lang), where) if paper else ("", "", where)


def _papers(view: views.View, _: Tr) -> list[Row]:
    head = (_("TT"), _("Văn bản"), _("Số, ký hiệu"), _("Ngày"), _("Cơ quan ban hành"), _("Số trang"), _("Tệp"))
    return [
        head,
        *(
            (
                number,
                kind_words(paper, view.lang),
                number_words(paper),
                day(paper.date, view.lang) if paper.date else "",
                paper.issuer or "",
                paper.pages if paper.pages is not None else "",
                all_files_words(paper, view.lang),
            )
            for number, paper in enumerate(view.report.documents, 1)
        ),
    ]


def _gaps(view: views.View, _: Tr) -> list[Row]:
    report = view.report
    return [
        (_("Chưa kiểm tra"), _("Vì sao")),
        *((item.what, item.why) for item in report.not_checked),
        *((item.where, incident_words(item)) for item in report.incidents),
    ]
