"""One door to all formats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.findings import Report
from engine.report.clean import clean_model
from engine.report.privacy import shared
from parsers.facts import Dossier


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes the report: printed in the header of the Word form; from `hoso settings`."""

    name: str = ""
    superior: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What the text is read on: columns, and whether colours are welcome."""

    width: int = 100
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a format may need besides the report."""

    lang: str
    dossier: Dossier | None
    path: Path | None
    office: Office
    screen: Screen


Renderer = Callable[[Report, Sheet], str | bytes]


def _text(report: Report, sheet: Sheet) -> str:
    from engine.report.text import render_text  # noqa: PLC0415

    return render_text(report, sheet.lang, width=sheet.screen.width, colour=sheet.screen.colour)


def _json(report: Report, _sheet: Sheet) -> str:
    from engine.report.json_report import render_json  # noqa: PLC0415

    return render_json(report)


def _html(report: Report, sheet: Sheet) -> str:
    from engine.report.html import render_html  # noqa: PLC0415

    return render_html(report, sheet.lang, dossier=sheet.dossier, path=sheet.path)


def _sarif(report: Report, sheet: Sheet) -> str:
    from engine.report.sarif import render_sarif  # noqa: PLC0415

    return render_sarif(report, sheet.lang)


def _docx(report: Report, sheet: Sheet) -> bytes:
    from engine.report.docx import render_docx  # noqa: PLC0415

    return render_docx(report, sheet.lang, sheet.office)


def _xlsx(report: Report, sheet: Sheet) -> bytes:
    from engine.report.xlsx import render_xlsx  # noqa: PLC0415

    return render_xlsx(report, sheet.lang)


# format -> renderer; each module is loaded only when asked for, so that a text report starts at once
FORMATS: dict[str, Renderer] = {
    "text": _text,
    "json": _json,
    "html": _html,
    "docx": _docx,
    "xlsx": _xlsx,
    "sarif": _sarif,
}
ENDINGS = {"text": ".txt", "json": ".json", "html": ".html", "docx": ".docx", "xlsx": ".xlsx", "sarif": ".sarif"}


def render(
    report: Report,
    format: str,  # noqa: A002 - the word users know
    *,
    lang: str = "vi",
    dossier: Dossier | None = None,
    path: Path | None = None,
    office: Office | None = None,
    screen: Screen | None = None,
) -> str | bytes:
    """Return a report in one of FORMATS: text for text formats, bytes for docx and xlsx.

    `dossier` and `path` (where it was read from) give the HTML its pictures; every other format does without.
    Everything but the text for the own terminal leaves out what identifies an accuser.
    """
    tidy = clean_model(report if format == "text" else shared(report))
    return FORMATS[format](tidy, Sheet(lang, dossier, path, office or Office(), screen or Screen()))
