"""The checklist of the procedure: each step with its papers, its status and, in a running case, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from engine.check.places import Scene
from engine.findings import Finding, Outcome, Severity, StepShown, StepStatus
from engine.inference.calendar import WorkingDays
from engine.rulebook.models import Parameter, Procedure, Step
from parsers.facts import Document

_WORST = (StepStatus.MISSING, StepStatus.OUT_OF_ORDER, StepStatus.LATE, StepStatus.OPEN)
_BY_RULE = {"present": StepStatus.MISSING, "order": StepStatus.OUT_OF_ORDER, "deadline": StepStatus.LATE}


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything needed to say where the steps stand."""

    scene: Scene
    procedure: Procedure
    findings: Sequence[Finding]
    parameters: dict[str, Parameter]
    days: WorkingDays
    stage: str
    on: dt.date

    def steps(self) -> list[StepShown]:
        """Return the steps in order."""
        papers = {step.id: self._papers(step) for step in self.procedure.steps}
        last_done = max((n for n, step in enumerate(self.procedure.steps) if papers[step.id]), default=-1)
        return [self._step(step, papers, later=n > last_done) for n, step in enumerate(self.procedure.steps)]

    def _papers(self, step: Step) -> list[Document]:
        kinds = {*step.kinds}
        found = [document for document in self.scene.documents.values() if document.kind.value in kinds]
        return found or [d for d in self.scene.documents.values() if self._stands_for(step, d)]

    def _stands_for(self, step: Step, document: Document) -> bool:
        for other in step.satisfied_by:
            named = {section.name for section in document.sections.value or ()}
            if document.kind.value == other.kind and (other.section is None or other.section in named):
                return True
        return False

    def _step(self, step: Step, papers: dict[str, list[Document]], *, later: bool) -> StepShown:
        mine = [item for item in self.findings if item.step == step.id and item.dismissed is None]
        found = papers[step.id]
        due = self._due(step, papers)
        status = self._status(step, mine, found, waiting=later and self.running)
        if status is StepStatus.NOT_YET and due is not None and due < self.on and step.in_dossier == "filed":
            status = StepStatus.LATE
        return StepShown(
            id=step.id,
            no=step.no,
            phase=step.phase,
            title=step.title.text(self.scene.lang),
            status=status,
            required=self._required(step, mine),
            documents=[document.id for document in found],
            date=min((d.date.value for d in found if d.date.value), default=None),
            due=due if status in (StepStatus.NOT_YET, StepStatus.LATE, StepStatus.MISSING) else None,
            note=self._note(step, found),
            findings=[item.fingerprint for item in mine],
        )

    def _note(self, step: Step, found: list[Document]) -> str | None:
        """Say why a step that nobody did in the dossier is no gap."""
        words = {
            "cited": ("chỉ cần dẫn chiếu, không phải lưu trong hồ sơ", "only cited, not filed here"),
            "not-kept": ("không phải lưu trong hồ sơ", "not kept in the dossier"),
        }
        return words[step.in_dossier][self.scene.lang == "en"] if step.in_dossier in words and not found else None

    def _required(self, step: Step, mine: list[Finding]) -> bool:
        if step.in_dossier != "filed":
            return False
        return step.required == "always" or any(item.rule.endswith(":present") for item in mine)

    def _status(self, step: Step, mine: list[Finding], found: list[Document], *, waiting: bool) -> StepStatus:
        seen = {_status_of(item) for item in mine} - {None}
        for status in _WORST:
            if status in seen:
                undone = status in (StepStatus.MISSING, StepStatus.OPEN)
                return StepStatus.NOT_YET if undone and waiting else status
        if found:
            return StepStatus.DONE
        if step.in_dossier == "later" or (waiting and step.required == "always"):
            return StepStatus.NOT_YET
        return StepStatus.NOT_APPLICABLE

    @property
    def running(self) -> bool:
        """True while the case is not closed: later steps are not due yet."""
        return self.stage != "hoan-chinh"

    def _due(self, step: Step, papers: dict[str, list[Document]]) -> dt.date | None:
        dates = [day for within in step.within if (day := self._deadline(within.parameter, within.start, papers))]
        return min(dates, default=None)

    def _deadline(self, parameter: str, start: str, papers: dict[str, list[Document]]) -> dt.date | None:
        begun = max((d.date.value for d in papers.get(start, []) if d.date.value), default=None)
        known = self.parameters.get(parameter)
        found = known.on(begun) if known and begun else None
        value = found.value if found else None
        if begun is None or value is None:
            return None
        if self.parameters[parameter].unit == "working-days":
            return self.days.add(begun, value)
        return begun + dt.timedelta(days=value) if self.parameters[parameter].unit == "days" else None


def _status_of(finding: Finding) -> StepStatus | None:
    what = finding.rule.partition(":")[2].partition(":")[0]
    if finding.outcome is Outcome.OPEN:
        return StepStatus.OPEN if what in ("present", "signers", "order") else None
    return _BY_RULE.get(what) if finding.outcome is Outcome.FAIL else None


def not_yet_due(procedure: Procedure | None, findings: Sequence[Finding], steps: Sequence[StepShown]) -> list[Finding]:
    """In a running case drop the missing papers of steps that are not due, and weigh overdue ones as their deadline."""
    waiting = {step.id for step in steps if step.status is StepStatus.NOT_YET}
    overdue = {step.id for step in steps if step.status is StepStatus.LATE and not step.documents}
    known = {step.id: step for step in procedure.steps} if procedure else {}
    kept = []
    for item in findings:
        lacking = item.rule.endswith(":present")
        if lacking and item.step in overdue:
            item = _as_deadline(item, known[item.step])  # noqa: PLW2901 - the same finding, weighed anew
        if not (lacking and item.step in waiting):
            kept.append(item)
    return kept


def _as_deadline(finding: Finding, step: Step) -> Finding:
    heaviest = max((Severity(within.severity) for within in step.within), key=lambda item: item.rank)
    return finding.model_copy(update={"severity": min(finding.severity, heaviest, key=lambda item: item.rank)})
