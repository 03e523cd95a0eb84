"""What must not leave the office by default: who accused whom (DESIGN 8)."""

from __future__ import annotations

from collections.abc import Iterable

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
    # a paper nobody recognised may be the accusation itself, and its file name the accuser's
    hidden = {paper.id: paper.path for paper in report.documents if paper.kind in {*ACCUSER_KINDS, None, ""}}
    files = (path for paper in report.documents if paper.id in hidden for path in (paper.path, *paper.files))
    names = _marks(dict.fromkeys(files))
    return report.model_copy(
        update={
            "documents": [_blind(paper, names) if paper.id in hidden else paper for paper in report.documents],
            "findings": [_quiet(item, hidden, names) for item in report.findings],
            "passes": [_quiet(item, hidden, names) for item in report.passes],
            "steps": [step.model_copy(update={"note": _without(step.note, names)}) for step in report.steps],
            "answers": [_without(words, names) or "" for words in report.answers],
            "incidents": [item.model_copy(update={"where": _without(item.where, names)}) for item in report.incidents],
            "not_checked": [
                item.model_copy(update={"what": _without(item.what, names)}) for item in report.not_checked
            ],
        }
    )


def _blind(paper: DocumentShown, names: dict[str, str]) -> DocumentShown:
    named = {"path": names[paper.path], "kind_title": _without(paper.kind_title, names)}
    return paper.model_copy(update=named | {"files": [], "page_files": [], "facts": {}, "issuer": None})


def _marks(paths: Iterable[str]) -> dict[str, str]:
    """A number for each name, long names first: «a.pdf» is the end of «b/a.pdf» too."""
    numbered = {path: f"({number})" for number, path in enumerate(paths, 1)}
    return dict(sorted(numbered.items(), key=lambda item: -len(item[0])))


def _quiet(item: Finding, hidden: dict[str, str], names: dict[str, str]) -> Finding:
    title = _without(item.title, names)
    if not set(item.documents) & set(hidden):
        words = {name: _without(getattr(item, name), names) for name in ("message", "expected", "found", "remedy")}
        return item.model_copy(update=words | {"title": title})
    return item.model_copy(update={"title": title, "message": title, "found": None, "facts": {}})


def _without(words: str | None, names: dict[str, str]) -> str | None:
    for path, mark in names.items():
        words = words.replace(path, mark) if words else words
    return words
