"""Dossiers of tố cáo in shared outputs: nothing that can name the accuser, and that includes names of files."""

from __future__ import annotations

import re
from typing import Any

from engine.findings import DocumentShown, Report
from engine.report.privacy import ACCUSER_KINDS, about_accusation, shared
from parsers.vietnamese import bare

_WORDS = re.compile(r"\bto[ _-]*cao\b")


def is_private(report: Report, name: str) -> bool:
    """True for a dossier of tố cáo, also where only the names of its folder or files show it."""
    return about_accusation(report) or any(
        names_accusation(text) for text in (name, *(paper.path for paper in report.documents))
    )


def names_accusation(name: str) -> bool:
    """True where a name itself says «tố cáo»: all that is known of a dossier nobody could open."""
    return _WORDS.search(bare(name)) is not None


def blind(report: Report) -> Report:
    """Return the report with the accuser's papers emptied and every file named by its number only, wherever it stands.

    A scan nobody read may be the accusation itself, so its name goes too.
    """
    papers = (path for paper in report.documents for path in (paper.path, *paper.files))
    places = [*papers, *(item.where for item in report.incidents)]
    names: dict[str, str] = {}
    for number, path in enumerate(dict.fromkeys(places), 1):
        names |= {form: f"({number})" for form in (path, path.rpartition("/")[2]) if form}
    emptied = shared(report)
    quiet = emptied.model_copy(
        update={
            "dossier": "",
            "documents": [_blind(paper) for paper in emptied.documents],
            "findings": [item.model_copy(update={"facts": {}}) for item in emptied.findings],
        }
    )
    longest_first = sorted(names, key=len, reverse=True)
    return Report.model_validate(_without(quiet.model_dump(), longest_first, names))


def _blind(paper: DocumentShown) -> DocumentShown:
    nameless = {"issuer": None} if names_accuser(paper) else {}
    return paper.model_copy(update={"files": [], "page_files": [], **nameless})


def names_accuser(paper: DocumentShown) -> bool:
    """True for a paper of a dossier of tố cáo that names the accuser, or may."""
    return paper.kind is None or paper.kind in ACCUSER_KINDS


def _without(value: Any, forms: list[str], names: dict[str, str]) -> Any:
    if isinstance(value, str):
        for form in forms:
            value = value.replace(form, names[form])
        return value
    if isinstance(value, dict):
        return {key: _without(item, forms, names) for key, item in value.items()}
    return [_without(item, forms, names) for item in value] if isinstance(value, list) else value
