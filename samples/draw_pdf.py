"""Draws a paper as a PDF in Party layout (05-HD/VPTW values: margins 20/20/30/15 mm, body 14 pt on 19 pt)."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from ink import seal_png, signature_png, strokes
from paper import Paper, Signer
from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from slim_font import slim_font
from slim_pdf import slim_pdf

FONTS = Path("/usr/share/fonts/truetype/liberation2")  # Debian fonts-liberation2: version 1 has no Vietnamese letters
WIDTH = A4[0] - 45 * mm
LEFT = 79 * mm
_BLUE = (24 / 255, 42 / 255, 120 / 255)


@functools.cache
def _fonts() -> None:
    rl_config.invariant = 1
    rl_config.useA85 = 0
    for face in ("Regular", "Bold", "Italic"):
        font = TTFont(f"Serif-{face}", slim_font(FONTS / f"LiberationSerif-{face}.ttf"), asciiReadable=0)
        pdfmetrics.registerFont(font)


def _style(face: str = "Regular", size: float = 14, align: int = TA_CENTER, **more: float) -> ParagraphStyle:
    leading = more.pop("leading", size * 1.25)
    return ParagraphStyle(
        f"{face}{size}{align}", fontName=f"Serif-{face}", fontSize=size, leading=leading, alignment=align, **more
    )


def _body_style() -> ParagraphStyle:
    return _style(align=TA_JUSTIFY, leading=19, firstLineIndent=10 * mm, spaceAfter=6)


def pdf_of(paper: Paper) -> tuple[bytes, int]:
    """Return the PDF and its number of pages."""
    _fonts()
    out = io.BytesIO()
    doc = BaseDocTemplate(
        out,
        pagesize=A4,
        title=f"{paper.type_name} {paper.subject}".strip(),
        author="",
        subject="Hồ sơ mẫu, mọi tên người và đơn vị đều hư cấu",
        pageCompression=1,
    )
    frame = Frame(30 * mm, 20 * mm, WIDTH, A4[1] - 40 * mm, 0, 0, 0, 0)
    doc.addPageTemplates([PageTemplate(frames=[frame], onPage=_numberer(paper))])
    doc.build(_flow(paper))
    return slim_pdf(out.getvalue()), doc.page


def _numberer(paper: Paper) -> Callable[[Canvas, BaseDocTemplate], None]:
    def draw(canvas: Canvas, _doc: BaseDocTemplate) -> None:
        page = canvas.getPageNumber()
        label = paper.page_labels.get(page, None if page == 1 or paper.unnumbered else page)
        if label is not None:
            canvas.setFont("Serif-Regular", 14)
            canvas.drawCentredString(30 * mm + WIDTH / 2, A4[1] - 10 * mm - 10, str(label))

    return draw


def _flow(paper: Paper) -> list[Flowable]:
    body = [_line(line) for line in _grouped(paper.body)]
    end = _signatures(paper)
    return [
        *_head(paper),
        *_title(paper),
        *_addressees(paper),
        *body[:-1],
        KeepTogether([body[-1], Spacer(1, 6), *end]),
    ]


# ------------------------------------------------------------------ head


def _head(paper: Paper) -> list[Flowable]:
    head = paper.head
    left = [_para(text.removeprefix("*"), "Bold" if text.startswith("*") else "Regular", 13) for text in head.left]
    if head.left:
        left.append(_para("*", "Regular", 14) if not head.state else Rule(24 * mm))
    right: list[Flowable] = []
    if head.state:
        right = [
            _para("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Bold", 12.2),
            _para("Độc lập - Tự do - Hạnh phúc", "Bold", 13.5),
            Rule(50 * mm),
        ]
    elif head.title:
        title = "ĐẢNG CỘNG SẢN VIỆT NAM"
        right = [_para(title, "Bold", 15), Rule(pdfmetrics.stringWidth(title, "Serif-Bold", 15))]
    dated = _para(head.place_date, "Italic", 14) if head.place_date else Spacer(1, 17)
    number = _para(head.number, "Regular", 14) if head.number else Spacer(1, 17)
    columns = [LEFT, WIDTH - LEFT] if not head.state else [LEFT - 18 * mm, WIDTH - LEFT + 18 * mm]
    rows = [[left or "", right or ""], [number, dated]]
    return [Table(rows, colWidths=columns, style=_PLAIN), Spacer(1, 12)]


_PLAIN = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]


def _para(text: str, face: str, size: float, align: int = TA_CENTER) -> Paragraph:
    return Paragraph(_safe(text), _style(face, size, align))


def _safe(text: str) -> str:
    """Keep runs of spaces (a number left blank) and line breaks as they are."""
    return escape(text).replace("  ", "\u00a0\u00a0").replace("\n", "<br/>")


class Rule(Flowable):
    """A drawn line, centred in its column."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.length = length

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the whole column, 5 pt high."""
        self.width, self.height = width, 5
        return width, 5

    def draw(self) -> None:
        """Draw the line."""
        start = (self.width - self.length) / 2
        self.canv.setLineWidth(0.8)
        self.canv.line(start, 3, start + self.length, 3)


def _title(paper: Paper) -> list[Flowable]:
    flow: list[Flowable] = [_para(paper.type_name, "Bold", 15)] if paper.type_name else []
    if paper.subject:
        flow += [_para(paper.subject, "Bold", 14), _para("-----", "Regular", 14)]
    return [*flow, Spacer(1, 10)]


def _addressees(paper: Paper) -> list[Flowable]:
    if not paper.addressees:
        return []
    label = "Kính trình" if paper.type_name == "TỜ TRÌNH" else "Kính gửi"
    if len(paper.addressees) == 1:
        return [_para(f"{label}: {paper.addressees[0]}", "Italic", 14), Spacer(1, 8)]
    names = [_para(f"- {name}", "Regular", 14, 0) for name in _listed(paper.addressees)]
    row = [[_para(f"{label}:", "Italic", 14), names]]
    return [Table(row, colWidths=[45 * mm, WIDTH - 45 * mm], style=_PLAIN), Spacer(1, 8)]


# ------------------------------------------------------------------ body


def _grouped(lines: list[str]) -> list[str | list[str]]:
    """Put neighbouring table rows together."""
    out: list[str | list[str]] = []
    for line in lines:
        if not line.startswith("|"):
            out.append(line)
        elif out and isinstance(out[-1], list):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def _line(line: str | list[str]) -> Flowable:
    if isinstance(line, list):
        return _ruled(line)
    if line.startswith("= "):
        return Paragraph(_safe(line[2:]), _style("Bold", 14, TA_CENTER, leading=19, spaceAfter=6, keepWithNext=1))
    if line.startswith("# "):
        style = _style("Bold", 14, TA_JUSTIFY, leading=19, firstLineIndent=10 * mm, spaceAfter=6, keepWithNext=1)
        return Paragraph(_safe(line[2:]), style)
    return Paragraph(_safe(line), _body_style())


def table_widths(columns: int) -> list[float]:
    """Return the column widths for the tables the texts use."""
    shares = {
        3: [10, 70, 20],
        4: [8, 44, 24, 24],
        5: [8, 20, 34, 20, 18],
        9: [8, 22, 15, 29, 14, 8, 7, 10, 8],
    }[columns]
    return [WIDTH * share / sum(shares) for share in shares]


def _ruled(rows: list[str]) -> Flowable:
    cells = [[part.strip() for part in row[1:].split("|")] for row in rows]
    size = 10.5 if len(cells[0]) == 9 else 12
    drawn = [[_para(cell, "Bold" if not n else "Regular", size) for cell in row] for n, row in enumerate(cells)]
    style = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)]
    table = Table(drawn, colWidths=table_widths(len(cells[0])), style=style, repeatRows=1)
    table.spaceAfter = 8
    return table


# ------------------------------------------------------------------ end


def _signatures(paper: Paper) -> list[Flowable]:
    if not paper.signers:
        return []
    if len(paper.signers) == 1:
        left: list[Flowable] = _recipients(paper.recipients)
        row, widths = [[left, _block(paper.signers[0])]], [WIDTH * 0.5, WIDTH * 0.5]
    else:
        row = [[_block(signer, narrow=len(paper.signers) > 2) for signer in paper.signers]]
        widths = [WIDTH * share for share in ((0.31, 0.38, 0.31) if len(paper.signers) == 3 else (0.5, 0.5))]
    return [Table(row, colWidths=widths, style=_PLAIN)]


def _recipients(names: list[str]) -> list[Flowable]:
    if not names:
        return []
    label = Paragraph("<u>Nơi nhận</u>:", _style("Regular", 14, 0))
    return [label, *(_para(f"- {name}", "Regular", 12, 0) for name in _listed(names))]


def _listed(names: list[str]) -> list[str]:
    return [*(f"{name};" for name in names[:-1]), f"{names[-1]}."]


def _block(signer: Signer, *, narrow: bool = False) -> list[Flowable]:
    size = 12 if narrow else 14
    lines: list[Flowable] = [_para(signer.authority, "Bold", size)] if signer.authority else []
    face = "Regular" if signer.authority else "Bold"
    return [*lines, _para(signer.title, face, size), Ink(signer), _para(signer.name, "Bold", 13 if narrow else 14)]


class Ink(Flowable):
    """Room for the signature; drawn strokes for some people, a picture for others, nothing where it is unsigned."""

    def __init__(self, signer: Signer) -> None:
        super().__init__()
        self.signer = signer

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the whole column, 60 pt high."""
        self.width, self.height = width, 60
        return width, 60

    def draw(self) -> None:
        """Draw seal and signature."""
        if not self.signer.signed:
            return
        left = (self.width - 120) / 2
        if self.signer.seal:
            self.canv.drawImage(_picture(seal_png()), left - 22, -18, 88, 88, mask="auto")
        if sum(self.signer.name.encode()) % 2:
            self.canv.drawImage(_picture(signature_png(self.signer.name)), left, 8, 120, 40, mask="auto")
        else:
            self._strokes(left)

    def _strokes(self, left: float) -> None:
        self.canv.setStrokeColorRGB(*_BLUE)
        self.canv.setLineWidth(1.1)
        for line in strokes(self.signer.name):
            path = self.canv.beginPath()
            for number, (x, y) in enumerate(line):
                (path.lineTo if number else path.moveTo)(left + 40 * x, 48 - 40 * y)
            self.canv.drawPath(path)


def _picture(data: bytes) -> ImageReader:
    return ImageReader(io.BytesIO(data))
