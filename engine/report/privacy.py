"""What must not leave the office by default: who accused whom (DESIGN 8)."""

from __future__ import annotations

from engine.findings import DocumentShown, Finding, Report

# Papers that name the accuser; a dossier of tố cáo shows no page pictures at all.
ACCUSER_KINDS = frozenset({"don-to-cao", "bien-ban-lam-viec-nguoi-to-cao"})
_MARK = "to-cao"


def about_accusation(report: Report) -> bool:
    """True for a dossier of tố cáo."""
    procedure = report.procedure.id if report.procedure else ""
    return _MARK in procedure or any(_MARK in (paper.kind or "") for paper in report.documents)


def shared(report: Report) -> Report:
    """Return the report without what identifies an accuser: facts, file names and quotations of those papers."""
    if not about_accusation(report):
        return report
    hidden = {paper.id: paper.path for paper in report.documents if paper.kind in ACCUSER_KINDS}
    names = {path: f"({number})" for number, path in enumerate(hidden.values(), 1)}
    return report.model_copy(
        update={
            "documents": [_blind(paper, names) if paper.id in hidden else paper for paper in report.documents],
            "findings": [_quiet(item, hidden) for item in report.findings],
            "passes": [_quiet(item, hidden) for item in report.passes],
            "steps": [step.model_copy(update={"note": _without(step.note, names)}) for step in report.steps],
            "answers": [_without(words, names) or "" for words in report.answers],
            "incidents": [item.model_copy(update={"where": _without(item.where, names)}) for item in report.incidents],
        }
    )


def _blind(paper: DocumentShown, names: dict[str, str]) -> DocumentShown:
    return paper.model_copy(update={"path": names[paper.path], "files": [], "facts": {}, "issuer": None})


def _quiet(item: Finding, hidden: dict[str, str]) -> Finding:
    if not set(item.documents) & set(hidden):
        return item
    return item.model_copy(update={"message": item.title, "found": None, "facts": {}})


def _without(words: str | None, names: dict[str, str]) -> str | None:
    for path, mark in names.items():
        words = words.replace(path, mark) if words else words
    return words
