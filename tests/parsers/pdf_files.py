"""PDF files for tests, drawn page by page."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def drawn(*pages, encrypt=None) -> bytes:
    """Draw one page per function."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=encrypt)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def written(*lines: str, at: float = 780, x: float = 85, font: str = "Helvetica"):
    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, 12)
        for n, line in enumerate(lines):
            canvas.drawString(x, at - 20 * n, line)

    return draw
