"""Dossiers of tố cáo in shared outputs: nothing that can name the accuser, and that includes names of files."""

from __future__ import annotations

import re

from engine.findings import DocumentShown, Report
from engine.report.privacy import ACCUSER_KINDS, about_accusation, shared
from parsers.vietnamese import bare

_WORDS = re.compile(r"\bto[ _-]*cao\b")


def is_private(report: Report, name: str) -> bool:
    """True for a dossier of tố cáo, also where only the names of its folder or files show it."""
    return about_accusation(report) or any(
        _WORDS.search(bare(text)) for text in (name, *(paper.path for paper in report.documents))
    )


def blind(report: Report) -> Report:
    """Return the report with the accuser's papers emptied and every file named by its number only.

    A scan nobody read may be the accusation itself, so its name goes too.
    """
    emptied = shared(report)
    names = {paper.path: f"({number})" for number, paper in enumerate(report.documents, 1)}
    names |= {
        item.where: f"({len(names) + n})" for n, item in enumerate(report.incidents, 1) if item.where not in names
    }
    return emptied.model_copy(
        update={
            "dossier": "",
            "documents": [_blind(paper, f"({number})") for number, paper in enumerate(emptied.documents, 1)],
            "findings": [
                item.model_copy(update={"message": _without(item.message, names), "facts": {}})
                for item in emptied.findings
            ],
            "incidents": [item.model_copy(update={"where": names.get(item.where, "")}) for item in report.incidents],
            "answers": [_without(words, names) for words in emptied.answers],
        }
    )


def _blind(paper: DocumentShown, name: str) -> DocumentShown:
    return paper.model_copy(update={"path": name, "files": [], **({"issuer": None} if names_accuser(paper) else {})})


def names_accuser(paper: DocumentShown) -> bool:
    """True for a paper of a dossier of tố cáo that names the accuser, or may."""
    return paper.kind is None or paper.kind in ACCUSER_KINDS


def _without(words: str, names: dict[str, str]) -> str:
    for path in sorted(names, key=len, reverse=True):
        if path:
            words = words.replace(path, names[path])
    return words
