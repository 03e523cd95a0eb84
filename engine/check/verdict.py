"""The one sentence over the dossier, and the exit code that follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.errors import ExitCode
from engine.findings import Counts, Finding, Incident, Outcome, Report, Severity, StepShown, StepStatus, Verdict


def is_inconclusive(steps: Sequence[StepShown], incidents: Sequence[Incident], *, procedure_known: bool) -> bool:
    """True when a required step is open, a file was not read, a rule broke, or no procedure is known."""
    open_step = any(step.required and step.status is StepStatus.OPEN for step in steps)
    return open_step or bool(incidents) or not procedure_known


def verdict_of(findings: Sequence[Finding], *, inconclusive: bool) -> Verdict:
    """Faults where something above a note failed, else inconclusive, else clean."""
    failed = [item for item in findings if item.outcome is Outcome.FAIL and item.dismissed is None]
    if any(item.severity is not Severity.NOTE for item in failed):
        return Verdict.FAULTS
    return Verdict.INCONCLUSIVE if inconclusive else Verdict.CLEAN


def counts_of(findings: Sequence[Finding], passes: int, not_applicable: int, incidents: int) -> Counts:
    """Count results by outcome, and fails by severity."""
    live = [item for item in findings if item.dismissed is None]
    failed = Counter(item.severity for item in live if item.outcome is Outcome.FAIL)
    return Counts(
        passed=passes,
        failed=sum(failed.values()),
        open=sum(1 for item in live if item.outcome is Outcome.OPEN),
        not_applicable=not_applicable,
        incidents=incidents,
        errors=failed[Severity.ERROR],
        warnings=failed[Severity.WARNING],
        notes=failed[Severity.NOTE],
        dismissed=len(findings) - len(live),
    )


def sentence_of(verdict: Verdict, counts: Counts, *, lang: str, stamped_secret: bool = False) -> str:
    """Return the verdict in words."""
    if stamped_secret:
        return (
            "A secrecy stamp was seen: the check was stopped and nothing was kept."
            if lang == "en"
            else "Hồ sơ có dấu chỉ độ mật: đã dừng kiểm tra, không lưu lại bất cứ nội dung nào."
        )
    parts = _parts(counts, lang)
    if verdict is Verdict.FAULTS:
        return f"The dossier needs mending: {parts}." if lang == "en" else f"Hồ sơ cần hoàn thiện: {parts}."
    if verdict is Verdict.INCONCLUSIVE:
        start = "No verdict yet, a person must look" if lang == "en" else "Chưa thể kết luận, cần người xem"
        return f"{start}: {parts}." if parts else f"{start}."
    return _clean(parts, lang)


def _clean(parts: str, lang: str) -> str:
    if lang == "en":
        return f"No fault found; {parts}." if parts else "No fault found in what was checked."
    return f"Không thấy sai sót; {parts}." if parts else "Không thấy sai sót trong những nội dung đã kiểm tra."


_PARTS = (
    ("errors", "{} lỗi phải sửa", "{} error(s)"),
    ("warnings", "{} điểm nên sửa", "{} warning(s)"),
    ("notes", "{} lưu ý", "{} note(s)"),
    ("open", "{} điểm cần người xem", "{} point(s) for a person to look at"),
)


def _parts(counts: Counts, lang: str) -> str:
    shown = ((getattr(counts, name), english if lang == "en" else words) for name, words, english in _PARTS)
    return ", ".join(words.format(number) for number, words in shown if number)


def exit_code(report: Report, fail_on: Severity, *, allow_open: bool) -> ExitCode:
    """0 clean; 1 faults at or above `fail_on`, or inconclusive unless `allow_open`."""
    heavy = any(
        item.outcome is Outcome.FAIL and item.dismissed is None and item.severity.rank >= fail_on.rank
        for item in report.findings
    )
    unclear = report.stamped_secret or is_inconclusive(
        report.steps, report.incidents, procedure_known=report.procedure is not None and bool(report.procedure.id)
    )
    return ExitCode.FAULTS if heavy or (unclear and not allow_open) else ExitCode.CLEAN
