"""«Phiếu rà soát hồ sơ» in the Party's layout: A4 20/20/30/15, Times New Roman 14, page numbers from page 2 on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from engine.findings import Report
from engine.locale.words import Tr, tr
from engine.report import view as views
from engine.report.text import secret_words
from engine.report.wording import ended, incident_words

if TYPE_CHECKING:
    from engine.report.formats import Office

FONT = "Times New Roman"
_DOTS = "…………………"
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def render_docx(report: Report, lang: str, office: Office) -> bytes:
    """Return the form as a Word file."""
    paper = docx.Document()
    _page(paper)
    _style(paper)
    _ = tr(lang)
    _header(paper, report, office)
    _title(paper, report, _)
    view = views.build_view(report, lang)
    _body(paper, view, _)
    _signature(paper, _)
    _properties(paper, report)
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _page(paper: Any) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = _CENTRE
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        number.add_run()._r.append(_field(kind, words))


def _field(kind: str | None, words: str | None) -> Any:
    if kind is None:
        node = OxmlElement("w:instrText")
        node.text = words
        return node
    node = OxmlElement("w:fldChar")
    node.set(qn("w:fldCharType"), kind)
    return node


def _style(paper: Any) -> None:
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    form = normal.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(6)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)


def _header(paper: Any, report: Report, office: Office) -> None:
    """Two columns: superior, body and star at left; the Party's title, place and date at right."""
    table = paper.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    left, right = table.rows[0].cells
    _widths(table, (70, 95))
    _line(left.paragraphs[0], (office.superior or _DOTS).upper())
    _line(left.add_paragraph(), (office.name or _DOTS).upper(), bold=True)
    _line(left.add_paragraph(), "*")
    _line(right.paragraphs[0], "ĐẢNG CỘNG SẢN VIỆT NAM", bold=True, size=15, underline=True)
    day = f"{report.on.day:02d}"
    month = f"{report.on.month:02d}" if report.on.month < 3 else str(report.on.month)
    where = office.place or "………"
    _line(right.add_paragraph(), f"{where}, ngày {day} tháng {month} năm {report.on.year}", italic=True)


def _line(
    paragraph: Any, words: str, *, bold: bool = False, italic: bool = False, underline: bool = False, size: int = 14
) -> None:
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(words)
    run.bold, run.italic, run.underline, run.font.size = bold, italic, underline, Pt(size)


def _title(paper: Any, report: Report, _: Tr) -> None:
    first = paper.add_paragraph()
    first.paragraph_format.space_before = Pt(18)
    _line(first, _("PHIẾU RÀ SOÁT HỒ SƠ"), bold=True, size=16)
    _line(paper.add_paragraph(), _("hồ sơ {name}").format(name=report.dossier), bold=True)
    dashes = paper.add_paragraph()
    _line(dashes, "-----")
    dashes.paragraph_format.space_after = Pt(12)


def _body(paper: Any, view: views.View, _: Tr) -> None:
    _text(paper, view.report.sentence, bold=True)
    if view.report.stamped_secret:
        _text(paper, secret_words(_))
        return
    for label, value in view.about:
        _text(paper, f"{label}: {value}.")
    for number, (heading, write) in enumerate(_chapters(view, _), 1):
        _heading(paper, f"{number}. {heading}")
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


def _heading(paper: Any, words: str) -> None:
    paragraph = _text(paper, words, bold=True)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(6)


def _text(paper: Any, words: str, *, bold: bool = False, italic: bool = False, indent: bool = True) -> Any:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(10)
    run = paragraph.add_run(words)
    run.bold, run.italic = bold, italic
    return paragraph


def _ahead(paper: Any, view: views.View, _: Tr) -> None:
    for step in view.ahead:
        due = _(" – hạn {date} ({left})").format(date=step.due, left=step.left) if step.due else ""
        _text(paper, f"- {_('Bước')} {step.no}: {step.title}{due}. {step.note}".rstrip())


def _steps(paper: Any, view: views.View, _: Tr) -> None:
    rows = [(_("Bước"), _("Nội dung"), _("Văn bản"), _("Tình trạng"))]
    for _phase, lines in view.phases:
        rows += [(x.no, x.title, _papers(x, _), x.words) for x in lines]
    _table(paper, rows, (14, 62, 56, 33))


def _papers(line: views.StepLine, _: Tr) -> str:
    due = [_("hạn {date}").format(date=line.due)] if line.due else []
    return "; ".join([*line.papers, *due, *([line.note] if line.note else [])])


def _table(paper: Any, rows: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> None:
    rows = list(rows)
    table = paper.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    table.autofit = False
    _widths(table, widths)
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            _cell(table.rows[number].cells[column].paragraphs[0], words, bold=number == 0)
        _row_rule(table.rows[number], "w:cantSplit")
    _row_rule(table.rows[0], "w:tblHeader")
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def _cell(paragraph: Any, words: str, *, bold: bool) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.bold = Pt(12), bold
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = Pt(15)


def _row_rule(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _widths(table: Any, widths: tuple[int, ...]) -> None:
    """Set widths on columns and cells: Word follows the cells, other programs the columns."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _faults(paper: Any, view: views.View, _: Tr) -> None:
    for group in view.groups:
        heading = f"{group.heading} ({group.detail})" if group.detail else group.heading
        _text(paper, heading, bold=True, italic=True).paragraph_format.keep_with_next = True
        for fault in group.faults:
            _fault(paper, fault, _)


def _fault(paper: Any, fault: views.Fault, _: Tr) -> None:
    where = f" ({fault.where})" if fault.where else ""
    _text(paper, f"- {fault.weight}: {fault.title}{where}. {fault.message}")
    details = [
        (_("Cần có"), fault.expected),
        (_("Thấy"), fault.found),
        (_("Cách sửa"), fault.remedy),
        (_("Nguồn"), "" if fault.again else fault.source),
    ]
    _text(paper, " ".join(f"{label}: {ended(words)}" for label, words in details if words))


def _open(paper: Any, view: views.View, _: Tr) -> None:
    for cause in view.causes:
        where = "; ".join(item.words for item in cause.papers)
        _text(paper, f"- {where}: {ended(cause.words)} {_('Chưa xét')}: {'; '.join(cause.titles)}.")
        if cause.remedies:
            _text(paper, f"{_('Nếu đúng là lỗi')}: {' '.join(cause.remedies)}")


def _dismissed(paper: Any, view: views.View, _: Tr) -> None:
    for fault in view.dismissed:
        _text(paper, f"- {fault.title}: {ended(fault.finding.dismissed or '')}")


def _answers(paper: Any, view: views.View, _: Tr) -> None:
    for words in view.report.answers:
        _text(paper, f"- {ended(words)}")


def _gaps(paper: Any, view: views.View, _: Tr) -> None:
    for words in view.gaps:
        _text(paper, f"- {ended(words)}")
    for incident in view.report.incidents:
        _text(paper, f"- {incident.where}: {incident_words(incident)}")


def _signature(paper: Any, _: Tr) -> None:
    table = paper.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _line(left.paragraphs[0], "")
    _line(right.paragraphs[0], _("NGƯỜI RÀ SOÁT"), bold=True)
    _line(right.add_paragraph(), _("(ký, ghi rõ họ tên)"), italic=True)


def _properties(paper: Any, report: Report) -> None:
    core = paper.core_properties
    core.title, core.author, core.comments = report.dossier, "", ""
    core.created = core.modified = dt.datetime.combine(report.on, dt.time())
