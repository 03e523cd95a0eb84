"""Digital signature fields of a PDF: how many are filled, and the pictures they show on the page."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from parsers import pdfium_calls as calls
from parsers.facts import Box, Location
from parsers.pdf_objects import FORM_DEPTH, Getter, collect
from parsers.raw import RawImage

if TYPE_CHECKING:
    from parsers.pdf_text import Frame

MOST_OBJECTS = 1_000  # of one appearance


class SignatureFields:
    """The signature fields of one open PDF; costs nothing where there are none."""

    def __init__(self, pdf: pdfium.PdfDocument) -> None:
        count = max(0, c.FPDF_GetSignatureCount(pdf.raw))
        self.filled = sum(_is_filled(c.FPDF_GetSignatureObject(pdf.raw, i)) for i in range(count))
        self.places: list[tuple[str, Location]] = []  # of the fields seen on the pages so far
        self.texts: list[tuple[int, Box]] = []  # page and box of those that print text
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
        assert self._form is not None
        kind = c.FPDFAnnot_GetFormFieldType(self._form.raw, annotation)
        if kind != c.FPDF_FORMFIELD_SIGNATURE:
            return []
        rect = c.FS_RECTF()
        c.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
        if rect.right - rect.left < 1 or rect.top - rect.bottom < 1:
            return []  # an invisible signature
        count = max(0, c.FPDFAnnot_GetObjectCount(annotation))
        handle = calls.address(annotation)
        box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
        self.places.append((self._name(annotation), Location(number, box)))
        if _prints_text(calls.annotation_object, handle, count, FORM_DEPTH):
            self.texts.append((number, box))
        found = collect(calls.annotation_object, handle, count)
        if not found.pictures and not found.strokes:
            return []
        return [RawImage(number, box, ink=not found.pictures, in_field=True)]

    def _name(self, annotation: Any) -> str:
        assert self._form is not None
        buffer = ctypes.create_string_buffer(512)
        size = c.FPDFAnnot_GetFormFieldName(
            self._form.raw, annotation, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer)
        )
        return buffer.raw[: max(0, min(size, len(buffer)) - 2)].decode("utf-16-le", "replace")


def _prints_text(item: Getter, owner: int | None, count: int, depth: int) -> bool:
    for i in range(min(count, MOST_OBJECTS)):
        handle = item(owner, i)
        kind = calls.object_type(handle)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            return True
        if kind == c.FPDF_PAGEOBJ_FORM and depth > 0:
            inner = calls.count_form_objects(handle)
            if _prints_text(calls.form_object, handle, inner, depth - 1):
                return True
    return False


def _is_filled(signature: Any) -> bool:
    return bool(signature) and c.FPDFSignatureObj_GetContents(signature, None, 0) > 0


def _form_of(pdf: pdfium.PdfDocument) -> Any:
    try:
        pdf.init_forms()
    except pdfium.PdfiumError:
        return None
    return pdf.formenv
