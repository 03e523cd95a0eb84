"""Draws a paper as a Word file in the same layout, with fixed times so that reruns give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from ink import signature_png
from paper import Paper, Signer

_TIME = (2026, 1, 1, 0, 0, 0)


def word_of(paper: Paper) -> bytes:
    """Return the .docx of a paper; without `word_ink` it has no signature pictures, as sources usually have none."""
    doc = Document()
    _page(doc)
    _head(doc, paper)
    _title(doc, paper)
    for line in _grouped(paper.body):
        _body(doc, line)
    _end(doc, paper)
    return _saved(doc)


def _saved(doc: WordDocument) -> bytes:
    doc.core_properties.author = ""
    doc.core_properties.created = doc.core_properties.modified = dt.datetime(*_TIME)  # noqa: DTZ001 - python-docx wants naive UTC
    raw, out = io.BytesIO(), io.BytesIO()
    doc.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda item: (item != "[Content_Types].xml", item)):
            if "thumbnail" not in name:
                info = zipfile.ZipInfo(name, _TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(info, _without_thumbnail(name, source.read(name)), compresslevel=9)
    return out.getvalue()


def _without_thumbnail(name: str, data: bytes) -> bytes:
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", data) if name == "_rels/.rels" else data


def _page(doc: WordDocument) -> None:
    style = doc.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin, section.header_distance = Mm(30), Mm(15), Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    _field(number, "PAGE")


def _field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("separate", None), (None, "2"), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == code:
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {code} "
            run._r.append(instruction)
        else:
            run.text = text or ""


def _put(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float = 14) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _cell(cell: _Cell, lines: list[tuple[str, bool, bool, float]], align: ALIGN = ALIGN.CENTER) -> None:
    for number, (text, bold, italic, size) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _put(paragraph, text, bold=bold, italic=italic, size=size).alignment = align


def _head(doc: WordDocument, paper: Paper) -> None:
    head = paper.head
    table = doc.add_table(rows=2, cols=2)
    left = [(text.removeprefix("*"), text.startswith("*"), False, 13.0) for text in head.left]
    _cell(table.cell(0, 0), [*left, ("*", False, False, 14.0)] if left else [])
    _cell(table.cell(0, 1), [("ĐẢNG CỘNG SẢN VIỆT NAM", True, False, 15.0)])
    table.cell(0, 1).paragraphs[0].runs[0].underline = True
    _cell(table.cell(1, 0), [(head.number, False, False, 14.0)] if head.number else [])
    _cell(table.cell(1, 1), [(head.place_date, False, True, 14.0)] if head.place_date else [])


def _title(doc: WordDocument, paper: Paper) -> None:
    lines = [("", False, False, 14.0), (paper.type_name, True, False, 15.0)]
    lines += [(paper.subject, True, False, 14.0), ("-----", False, False, 14.0)] if paper.subject else []
    for text, bold, italic, size in lines:
        _put(doc.add_paragraph(), text, bold=bold, italic=italic, size=size).alignment = ALIGN.CENTER
    if paper.addressees:
        _put(
            doc.add_paragraph(), "Kính gửi: " + "; ".join(paper.addressees) + ".", italic=True
        ).alignment = ALIGN.CENTER


def _grouped(lines: list[str]) -> list[list[str]]:
    groups: list[list[str]] = []
    for line in lines:
        if line.startswith("|") and groups and groups[-1][0].startswith("|"):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _body(doc: WordDocument, lines: list[str]) -> None:
    if lines[0].startswith("|"):
        _ruled(doc, lines)
        return
    text = lines[0]
    paragraph = _put(
        doc.add_paragraph(), text.removeprefix("# ").removeprefix("= "), bold=text.startswith(("# ", "= "))
    )
    paragraph.alignment = ALIGN.CENTER if text.startswith("= ") else ALIGN.JUSTIFY
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_after = Mm(0 if text.startswith("= ") else 10), Pt(6)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(19)


def _ruled(doc: WordDocument, rows: list[str]) -> None:
    cells = [[part.strip() for part in row[1:].split("|")] for row in rows]
    table = doc.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
    for n, row in enumerate(cells):
        for m, text in enumerate(row):
            _cell(table.cell(n, m), [(text, n == 0, False, 12.0)])


def _end(doc: WordDocument, paper: Paper) -> None:
    doc.add_paragraph()
    if len(paper.signers) == 1:
        table = doc.add_table(rows=1, cols=2)
        names = [f"- {name}{';' if n < len(paper.recipients) else '.'}" for n, name in enumerate(paper.recipients, 1)]
        if names:
            _cell(
                table.cell(0, 0),
                [("Nơi nhận:", False, False, 14.0), *((t, False, False, 12.0) for t in names)],
                ALIGN.LEFT,
            )
            table.cell(0, 0).paragraphs[0].runs[0].underline = True
        _signer(table.cell(0, 1), paper.signers[0], ink=paper.word_ink)
        return
    table = doc.add_table(rows=1, cols=len(paper.signers))
    for cell, signer in zip(table.rows[0].cells, paper.signers, strict=True):
        _signer(cell, signer, ink=paper.word_ink)


def _signer(cell: _Cell, signer: Signer, *, ink: bool) -> None:
    top = [(signer.authority, True, False, 14.0)] if signer.authority else []
    _cell(cell, [*top, (signer.title, not signer.authority, False, 14.0)])
    if ink and signer.signed:
        space = cell.add_paragraph()
        space.alignment = ALIGN.CENTER
        space.add_run().add_picture(io.BytesIO(signature_png(signer.name)), width=Mm(42))
    else:
        for _ in range(3):
            cell.add_paragraph()
    _put(cell.add_paragraph(), signer.name, bold=True).alignment = ALIGN.CENTER
