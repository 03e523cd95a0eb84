"""What one worker does with one dossier. Imported by fresh processes, here or on another machine."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.audit import facts_json, kept_reports, keys
from engine.audit.blind import blind, is_private, names_accusation, names_accuser
from engine.audit.places import opened
from engine.check import CheckOptions
from engine.check.answers import Answers, read_answers
from engine.check.reading import read_dossier
from engine.check.run import check_in_languages
from engine.errors import HosoError
from engine.findings import DocumentShown, Finding, Incident, Outcome, Report
from engine.locale.words import LANGUAGES, Said
from engine.report.clean import clean, clean_model
from engine.rulebook.book import Rulebook
from engine.rulebook.loader import load_rulebook
from parsers.cage import Cage
from parsers.facts import Document, Dossier
from parsers.problems import DEFAULT_LIMITS, Limits
from parsers.reading import Setup


@dataclass(frozen=True, slots=True)
class Question:
    """What is the same for all dossiers of a run."""

    options: CheckOptions
    rules_key: str
    readers_key: str
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Job:
    """One dossier; `facts` where they are known already."""

    ordinal: int
    path: str  # a path every worker sees, or an fsspec URL
    name: str
    options: CheckOptions
    facts: bytes | None = None
    content: str | None = None  # key of the bytes, where the parent has it


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the values of rows of the store, made here so that the parent only writes them.

    status: done | secret | failed. After a secrecy stamp there is nothing but the status.
    """

    ordinal: int
    status: str
    reason: Said | str = ""
    facts_key: str | None = None
    facts: bytes | None = None  # only when newly read
    result_key: str | None = None
    result: dict[str, Any] = field(default_factory=dict)
    findings: tuple[dict[str, Any], ...] = ()
    documents: tuple[dict[str, Any], ...] = ()
    incidents: tuple[dict[str, Any], ...] = ()


class StaleRules(HosoError):
    """A worker sees other rule files than the parent."""


_local = threading.local()  # a cluster may run several threads in one worker; a cage serves one


def work(question: Question, job: Job) -> Done:
    """Check one dossier; whatever goes wrong in it stays in it."""
    try:
        return _checked(question, job)
    except StaleRules:
        raise
    except HosoError as error:
        what, _advice = error.said()
        return Done(job.ordinal, "failed", _nameless(what, job.name) if names_accusation(job.name) else what)
    except OSError as error:
        return Done(job.ordinal, "failed", f"{type(error).__name__}: {error.strerror or ''}")
    except Exception as error:  # a fault of ours in one dossier must not cost the others
        return Done(job.ordinal, "failed", f"incident: {type(error).__name__}")


def _nameless(what: Said, name: str) -> Said:
    return Said(what.vi.replace(name, "…"), what.en.replace(name, "…"))


def _checked(question: Question, job: Job) -> Done:
    book = _book(question)
    dossier, content = _dossier(question, job, book)
    if dossier.stamped_secret:
        return Done(job.ordinal, "secret")
    reports, corrected, claims = _reports(book, dossier, job)
    facts_key = keys.facts_key(content, question.readers_key, job.options.answers_text) if content else None
    asked = keys.question_key(job.options, job.options.answers_text, job.name)
    # what was given up for time or memory may be read next time: it is told, and not kept as read
    kept = facts_key is not None and not any(item.code in ("limit", "incident") for item in dossier.problems)
    return replace(
        _rows(job, reports, corrected, claims),
        facts_key=facts_key if kept else None,
        facts=facts_json.pack(dossier) if kept and job.facts is None else None,
        result_key=keys.result_key(facts_key, question.rules_key, asked) if kept and facts_key else None,
    )


def _book(question: Question) -> Rulebook:
    """Return the rule book of this worker; it must be the parent's."""
    known: Rulebook | None = getattr(_local, "book", None)
    if known is not None and getattr(_local, "rules_key", None) == question.rules_key:
        return known
    book = load_rulebook(question.options.rules_dirs)
    if keys.rules_key(book) != question.rules_key:
        raise StaleRules(
            "Bộ quy tắc hoặc phần mềm đã thay đổi trong lúc chạy, hoặc máy phụ có bản khác máy chính.",
            "Dùng một phiên bản và một thư mục quy tắc trên mọi máy rồi chạy lại: phần đã đọc không phải đọc lại.",
            en="The rule files or the program changed during the run, or a worker has others than the parent.",
            advice_en="Use the same version and rules everywhere and run again: what was read is kept.",
        )
    close()
    _local.book, _local.rules_key = book, question.rules_key
    return book


def close() -> None:
    """Let go of this worker's cage."""
    cage: Cage | None = getattr(_local, "cage", None)
    if cage is not None:
        cage.close()
        _local.cage = None


def _dossier(question: Question, job: Job, book: Rulebook) -> tuple[Dossier, str | None]:
    if job.facts is not None:
        return replace(facts_json.unpack(job.facts), name=job.name), job.content
    with opened(job.path) as path:
        before = job.content or _content(path)
        said = read_answers(job.options.answers_text, "hoso.yaml")  # the committee's: a branch's words part no file
        dossier = read_dossier(
            path, book.catalogue(), answers=lambda _own: said, limits=question.limits, cage=_cage(question, book)
        )
        after = _content(path)
    # files that changed while they were read are checked as read, and not kept under either key
    return replace(dossier, name=job.name), after if before == after else None


def _content(path: Path) -> str | None:
    try:
        return keys.content_key(path)
    except OSError:
        return None


def _cage(question: Question, book: Rulebook) -> Cage:
    cage: Cage | None = getattr(_local, "cage", None)
    if cage is None:
        cage = _local.cage = Cage(Setup(book.catalogue(), question.limits), question.limits)
    return cage


def _reports(book: Rulebook, dossier: Dossier, job: Job) -> tuple[dict[str, Report], Dossier, Answers]:
    """Check, and report in every language; a `hoso.yaml` that cannot be used is told and left out."""
    place = dossier.answers_path or "hoso.yaml"
    try:
        claims = read_answers(dossier.answers_text, place)
        reports, corrected = check_in_languages(book, dossier, job.options, LANGUAGES)
    except HosoError as error:
        if dossier.answers_text is None:
            raise
        reports, corrected = check_in_languages(book, replace(dossier, answers_text=None), job.options, LANGUAGES)
        reports = {lang: _with_unusable_answers(report, place, error, lang) for lang, report in reports.items()}
        claims = Answers.model_validate({})
    return reports, corrected, claims


def _with_unusable_answers(report: Report, place: str, error: HosoError, lang: str) -> Report:
    what, advice = (words.text(lang) for words in error.said())
    told = Incident(code="answers", where=place, message=what, remedy=advice)
    return report.model_copy(update={"incidents": [*report.incidents, told]})


# ---------------------------------------------------------------- rows of the store


def _rows(job: Job, reports: Mapping[str, Report], dossier: Dossier, claims: Answers) -> Done:
    cleaned = {lang: clean_model(report) for lang, report in reports.items()}
    first = cleaned[LANGUAGES[0]]
    private = is_private(first, job.name)
    shown = [blind(report) if private else report for report in cleaned.values()]
    hidden = [private and names_accuser(paper) for paper in shown[0].documents]
    papers = list(zip(dossier.documents, hidden, strict=True))
    return Done(
        job.ordinal,
        "done",
        result=_spoken([_result(report, private=private) for report in cleaned.values()])
        | {"report": kept_reports.pack(cleaned)},
        findings=_told(
            [_finding(n, item, report, claims, first) for n, item in enumerate(report.findings)] for report in shown
        ),
        documents=_told(
            [
                _document(paper, document, hide=hide)
                for paper, (document, hide) in zip(report.documents, papers, strict=True)
            ]
            for report in shown
        ),
        incidents=_told([_incident(n, item) for n, item in enumerate(report.incidents)] for report in shown),
    )


def _told(rows: Iterable[Sequence[dict[str, Any]]]) -> tuple[dict[str, Any], ...]:
    """Return the rows of the reports, language by language, as one: each sentence in all of them."""
    return tuple(_spoken(same_row) for same_row in zip(*rows, strict=True))


def _spoken(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    vi, en = rows
    return {name: value if value == en[name] else Said(value, en[name]) for name, value in vi.items()}


def _result(report: Report, *, private: bool) -> dict[str, Any]:
    counts = report.counts
    first = min((paper.date for paper in report.documents if paper.date), default=None)
    return {
        "procedure": report.procedure.id if report.procedure else None,
        "procedure_title": report.procedure.title if report.procedure else None,
        "level": report.level,
        "pack": report.pack.id if report.pack else None,
        "verdict": report.verdict.value,
        "private": private,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "notes": counts.notes,
        "open": counts.open,
        "passed": counts.passed,
        "incidents": counts.incidents,
        "papers": len(report.documents),
        "first_day": first,
    }


def _incident(n: int, item: Incident) -> dict[str, Any]:
    return {"n": n, "code": item.code, "place": item.where, "message": item.message, "remedy": item.remedy}


def _finding(n: int, item: Finding, report: Report, claims: Answers, whole: Report) -> dict[str, Any]:
    papers = {paper.id: paper for paper in report.documents}
    paper = next((papers[name] for name in item.documents if name in papers), None)
    place = next(iter(item.locations), None)
    source = item.citation
    return {
        "n": n,
        "rule": item.rule,
        "outcome": item.outcome.value,
        "severity": item.severity.value,
        "fingerprint": item.fingerprint,
        "paper": paper.kind_title if paper else "",
        "file": paper.path if paper else "",
        "page": place.page if place else None,
        "title": item.title,
        "message": item.message,
        "remedy": item.remedy,
        "source": ", ".join(part for part in (source.article, source.title) if part) if source else "",
        "dismissed": item.dismissed,
        "claimed": _claimed(item, claims, whole) if item.outcome is Outcome.FAIL else None,
        "step": item.step,
    }


def _claimed(item: Finding, claims: Answers, whole: Report) -> str | None:
    """Return the branch's own reason to set a finding aside: shown beside it, and it stays a finding."""
    mine = {paper.path for paper in whole.documents if paper.id in item.documents}
    for said in claims.dismissed:
        fits = said.rule == item.rule and (said.file is None or said.file in mine)
        if fits and said.fingerprint in (None, item.fingerprint):
            return said.reason
    return None


def _document(paper: DocumentShown, document: Document, *, hide: bool) -> dict[str, Any]:
    meeting = document.meeting.value
    names = (meeting.chair.value, meeting.secretary.value) if meeting else ()
    return {
        "doc": paper.id,
        "file": paper.path,
        "sha256": document.files[0].sha256 if document.files else "",
        "kind": paper.kind,
        "kind_title": paper.kind_title,
        "body": document.issuer_body.value,
        "issuer": _body(paper, document),
        "number": paper.number,
        "symbol": paper.symbol,
        "date": paper.date,
        "subject": None if hide else _clean(document.subject.value),
        "person": _clean(document.person.value.name) if document.person.value and not hide else None,
        "pages": paper.pages,
        "meets_from": meeting.start.value if meeting else None,
        "meets_to": meeting.end.value if meeting else None,
        "meets_at": _clean(meeting.place.value) if meeting else None,
        "people": clean("|".join(name for name in names if name)),
    }


def _body(paper: DocumentShown, document: Document) -> str | None:
    """The body with its superior: «Ủy ban kiểm tra» alone could be any committee's."""
    return paper.issuer and " / ".join(part for part in (_clean(document.superior.value), paper.issuer) if part)


def _clean(text: str | None) -> str | None:
    return clean(text) if text is not None else None
