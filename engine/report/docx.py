"""«Phiếu rà soát hồ sơ» in the Party's layout: A4 20/20/30/15, Times New Roman 14, page numbers from page 2 on."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
from docx.shared import Pt

from engine.findings import Report
from engine.locale.words import Tr, tr
from engine.report import view as views
from engine.report.party_paper import add_heading, centred, grid, paragraph, party_header, set_page, set_style
from engine.report.text import secret_words
from engine.report.wording import ended, incident_words
from parsers.own import OWN_MARK

if TYPE_CHECKING:
    from engine.report.formats import Office


def render_docx(report: Report, lang: str, office: Office) -> bytes:
    """Return the form as a Word file."""
    paper = docx.Document()
    set_page(paper)
    set_style(paper)
    _ = tr(lang)
    party_header(paper, report.on, office)
    _title(paper, report, _)
    view = views.build_view(report, lang)
    _body(paper, view, _)
    _signature(paper, _)
    _properties(paper, report)
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _title(paper: Any, report: Report, _: Tr) -> None:
    first = paper.add_paragraph()
    first.paragraph_format.space_before = Pt(18)
    centred(first, _("PHIẾU RÀ SOÁT HỒ SƠ"), bold=True, size=16)
    centred(paper.add_paragraph(), _("hồ sơ {name}").format(name=report.dossier), bold=True)
    dashes = paper.add_paragraph()
    centred(dashes, "-----")
    dashes.paragraph_format.space_after = Pt(12)


def _body(paper: Any, view: views.View, _: Tr) -> None:
    paragraph(paper, view.report.sentence, bold=True)
    if view.report.stamped_secret:
        paragraph(paper, secret_words(_))
        return
    for label, value in view.about:
        paragraph(paper, f"{label}: {value}.")
    for number, (heading, write) in enumerate(_chapters(view, _), 1):
        add_heading(paper, f"{number}. {heading}")
        write(paper, view, _)


def _chapters(view: views.View, _: Tr) -> list[tuple[str, Any]]:
    report = view.report
    chapters: list[tuple[str, Any, object]] = [
        (_("Việc tiếp theo"), _ahead, view.ahead),
        (_("Các bước của quy trình"), _steps, view.phases),
        (_("Nội dung cần sửa, bổ sung"), _faults, view.groups),
        (_("Nội dung cần người xem"), _open, view.causes),
        (_("Nội dung đã có người quyết định bỏ qua"), _dismissed, view.dismissed),
        (_("Theo lời khai của người lập hồ sơ"), _answers, report.answers),
        (_("Nội dung chưa kiểm tra"), _gaps, report.not_checked or report.incidents),
    ]
    return [(heading, write) for heading, write, content in chapters if content]


def _ahead(paper: Any, view: views.View, _: Tr) -> None:
    for step in view.ahead:
        due = _(" – hạn {date} ({left})").format(date=step.due, left=step.left) if step.due else ""
        paragraph(paper, f"- {_('Bước')} {step.no}: {step.title}{due}. {step.note}".rstrip())


def _steps(paper: Any, view: views.View, _: Tr) -> None:
    rows = [(_("Bước"), _("Nội dung"), _("Văn bản"), _("Tình trạng"))]
    for _phase, lines in view.phases:
        rows += [(x.no, x.title, _papers(x, _), x.words) for x in lines]
    grid(paper, rows, (14, 62, 56, 33))


def _papers(line: views.StepLine, _: Tr) -> str:
    due = [_("hạn {date}").format(date=line.due)] if line.due else []
    return "; ".join([*line.papers, *due, *([line.note] if line.note else [])])


def _faults(paper: Any, view: views.View, _: Tr) -> None:
    for group in view.groups:
        heading = f"{group.heading} ({group.detail})" if group.detail else group.heading
        paragraph(paper, heading, bold=True, italic=True).paragraph_format.keep_with_next = True
        for fault in group.faults:
            _fault(paper, fault, _)


def _fault(paper: Any, fault: views.Fault, _: Tr) -> None:
    where = f" ({fault.where})" if fault.where else ""
    paragraph(paper, f"- {fault.weight}: {fault.title}{where}. {fault.message}")
    details = [
        (_("Cần có"), fault.expected),
        (_("Thấy"), fault.found),
        (_("Cách sửa"), fault.remedy),
        (_("Nguồn"), "" if fault.again else fault.source),
    ]
    paragraph(paper, " ".join(f"{label}: {ended(words)}" for label, words in details if words))


def _open(paper: Any, view: views.View, _: Tr) -> None:
    for cause in view.causes:
        where = "; ".join(item.words for item in cause.papers)
        paragraph(paper, f"- {where}: {ended(cause.words)} {_('Chưa xét')}: {'; '.join(cause.titles)}.")
        if cause.remedies:
            paragraph(paper, f"{_('Nếu đúng là lỗi')}: {' '.join(cause.remedies)}")


def _dismissed(paper: Any, view: views.View, _: Tr) -> None:
    for fault in view.dismissed:
        paragraph(paper, f"- {fault.title}: {ended(fault.finding.dismissed or '')}")


def _answers(paper: Any, view: views.View, _: Tr) -> None:
    for words in view.report.answers:
        paragraph(paper, f"- {ended(words)}")


def _gaps(paper: Any, view: views.View, _: Tr) -> None:
    for words in views.short_gaps(view):
        paragraph(paper, f"- {ended(words)}")
    for incident in view.report.incidents:
        paragraph(paper, f"- {incident.where}: {incident_words(incident)}")


def _signature(paper: Any, _: Tr) -> None:
    table = paper.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    centred(left.paragraphs[0], "")
    centred(right.paragraphs[0], _("NGƯỜI RÀ SOÁT"), bold=True)
    centred(right.add_paragraph(), _("(ký, ghi rõ họ tên)"), italic=True)


def _properties(paper: Any, report: Report) -> None:
    core = paper.core_properties
    core.title, core.author, core.comments, core.category = report.dossier, "", "", OWN_MARK
    core.created = core.modified = dt.datetime.combine(report.on, dt.time())
