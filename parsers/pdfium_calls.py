"""The few pdfium calls that run once a glyph or an object, bound without the ceremony of ctypes: three times faster.

Handles are plain addresses here. `PYFUNCTYPE` keeps the interpreter lock, which suits calls of a fraction of a
microsecond, and pdfium must not be used by two threads anyway.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as c

_ADDRESS = ctypes.c_void_p
_INT = ctypes.c_int
_scratch = [ctypes.create_string_buffer(1 << 14)]


def _bind(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, _ADDRESS).value or 0)


def address(handle: Any) -> int | None:
    """Give the address behind a pdfium handle."""
    return ctypes.cast(handle, _ADDRESS).value


def scratch(size: int) -> int:
    """Give the address of memory to be written and read before the next call of this function: it is used again."""
    if len(_scratch[0]) < size:
        _scratch[0] = ctypes.create_string_buffer(2 * size)
    return ctypes.addressof(_scratch[0])


def loose_char_boxes(text_page: int | None, glyphs: Sequence[int]) -> array[float]:
    """Give left, top, right and bottom of many glyphs, one after the other; the loop over them runs in C."""
    size = 16 * len(glyphs)
    start = scratch(size)
    deque(map(loose_char_box, repeat(text_page), glyphs, range(start, start + size, 16)), maxlen=0)
    return array("f", ctypes.string_at(start, size))


get_text = _bind(c.FPDFText_GetText, _INT, _ADDRESS, _INT, _INT, _ADDRESS)
is_generated = _bind(c.FPDFText_IsGenerated, _INT, _ADDRESS, _INT)
loose_char_box = _bind(c.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
text_object = _bind(c.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
font_of = _bind(c.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
font_size = _bind(c.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
font_weight = _bind(c.FPDFText_GetFontWeight, _INT, _ADDRESS, _INT)
font_info = _bind(c.FPDFText_GetFontInfo, ctypes.c_ulong, _ADDRESS, _INT, _ADDRESS, ctypes.c_ulong, _ADDRESS)

page_object = _bind(c.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
form_object = _bind(c.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
annotation_object = _bind(c.FPDFAnnot_GetObject, _ADDRESS, _ADDRESS, _INT)
count_form_objects = _bind(c.FPDFFormObj_CountObjects, _INT, _ADDRESS)
object_type = _bind(c.FPDFPageObj_GetType, _INT, _ADDRESS)
object_bounds = _bind(c.FPDFPageObj_GetBounds, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
object_matrix = _bind(c.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
count_segments = _bind(c.FPDFPath_CountSegments, _INT, _ADDRESS)
path_segment = _bind(c.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT)
segment_type = _bind(c.FPDFPathSegment_GetType, _INT, _ADDRESS)
segment_point = _bind(c.FPDFPathSegment_GetPoint, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
