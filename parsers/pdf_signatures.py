"""Digital signature fields of a PDF: how many are filled, and the pictures they show on the page."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from parsers import pdfium_calls as calls
from parsers.pdf_objects import collect
from parsers.raw import RawImage

if TYPE_CHECKING:
    from parsers.pdf_text import Frame


class SignatureFields:
    """The signature fields of one open PDF; costs nothing where there are none."""

    def __init__(self, pdf: pdfium.PdfDocument) -> None:
        count = max(0, c.FPDF_GetSignatureCount(pdf.raw))
        self.filled = sum(_is_filled(c.FPDF_GetSignatureObject(pdf.raw, i)) for i in range(count))
        self._form = _form_of(pdf) if count else None

    def images_on(self, page: pdfium.PdfPage, number: int, frame: Frame) -> tuple[RawImage, ...]:
        """Give what filled signature fields draw on a page: a picture or strokes, each with the field's box."""
        if self._form is None:
            return ()
        found: list[RawImage] = []
        for i in range(c.FPDFPage_GetAnnotCount(page.raw)):
            annotation = c.FPDFPage_GetAnnot(page.raw, i)
            if annotation:
                found += self._image(annotation, number, frame)
                c.FPDFPage_CloseAnnot(annotation)
        return tuple(found)

    def _image(self, annotation: Any, number: int, frame: Frame) -> list[RawImage]:
        kind = c.FPDFAnnot_GetFormFieldType(self._form.raw, annotation) if self._form else -1
        if kind != c.FPDF_FORMFIELD_SIGNATURE:
            return []
        rect = c.FS_RECTF()
        c.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
        if rect.right - rect.left < 1 or rect.top - rect.bottom < 1:
            return []  # an invisible signature
        count = max(0, c.FPDFAnnot_GetObjectCount(annotation))
        found = collect(calls.annotation_object, calls.address(annotation), count)
        if not found.pictures and not found.strokes:
            return []
        box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
        return [RawImage(number, box, ink=not found.pictures, in_field=True)]


def _is_filled(signature: Any) -> bool:
    return bool(signature) and c.FPDFSignatureObj_GetContents(signature, None, 0) > 0


def _form_of(pdf: pdfium.PdfDocument) -> Any:
    try:
        pdf.init_forms()
    except pdfium.PdfiumError:
        return None
    return pdf.formenv
