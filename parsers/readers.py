"""The readers of each format, loaded where a file of it is met: the worker starts faster without the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from parsers.problems import Limits
from parsers.raw import RawFile

SHARE_FOR_OFFICE = 0.6  # of the time of one file, for LibreOffice


def _pdf(data: Path | bytes, limits: Limits) -> RawFile:
    from parsers.pdf import read_pdf  # noqa: PLC0415 - see above

    return read_pdf(data, max_pages=limits.pages)


def _docx(data: Path | bytes, limits: Limits) -> RawFile:  # noqa: ARG001 - one call for all readers
    from parsers.word import read_docx  # noqa: PLC0415 - see above

    return read_docx(data)


def _doc(data: Path | bytes, limits: Limits) -> RawFile:
    from parsers.old_word import read_doc  # noqa: PLC0415 - see above

    return read_doc(data, seconds=limits.seconds * SHARE_FOR_OFFICE)


def _rtf(data: Path | bytes, limits: Limits) -> RawFile:  # noqa: ARG001 - see _docx
    from parsers.rtf import read_rtf  # noqa: PLC0415 - see above

    return read_rtf(data)


def _html(data: Path | bytes, limits: Limits) -> RawFile:  # noqa: ARG001 - see _docx
    from parsers.html_word import read_html  # noqa: PLC0415 - see above

    return read_html(data)


def _sheet(data: Path | bytes, limits: Limits) -> RawFile:  # noqa: ARG001 - see _docx
    from parsers.sheet import read_sheet  # noqa: PLC0415 - see above

    return read_sheet(data)


READERS: dict[str, Callable[[Path | bytes, Limits], RawFile]] = {
    "pdf": _pdf,
    "docx": _docx,
    "doc": _doc,
    "rtf": _rtf,
    "html": _html,
    "xlsx": _sheet,
}
