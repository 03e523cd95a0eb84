"""Things to look up before there is any dossier: what a procedure needs, what a rule says, what has changed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from engine.locale.words import day
from engine.report.wording import LEVEL, PHASE, SEVERITY
from engine.rulebook.book import Rulebook
from engine.rulebook.changes import changes, regulation_name
from engine.rulebook.models import Citation, Procedure, Required, Step
from engine.web.pages import Missing, SiteHere, show
from engine.web.pages_case import grouped
from engine.web.said import read_day

router = APIRouter(include_in_schema=False)

_UNITS = {
    "days": "ngày",
    "working-days": "ngày làm việc",
    "months": "tháng",
    "years": "năm",
    "people": "người",
    "percent": "%",
    "pages": "trang",
}
MARKS = {
    "read": "đã đọc bản gốc",
    "read-local": "theo bộ quy trình, biểu mẫu của địa phương, cần đối chiếu",
    "read-2nd": "dẫn qua tài liệu khác, cần đối chiếu bản gốc",
    "inferred": "suy ra, cần đối chiếu",
    "memory": "theo thông lệ, chưa có bản gốc, cần đối chiếu",
}
_FILED = {
    "filed": "",
    "cited": "không cần lưu trong hồ sơ, chỉ cần dẫn",
    "not-kept": "không lưu trong hồ sơ",
    "later": "bổ sung sau khi kết thúc",
}


@router.get("/can-gi")
def needed(request: Request, site: SiteHere) -> Response:
    """List the procedures."""
    return show(request, "needed.html", procedures=grouped(site.book()))


@router.get("/can-gi/{quy_trinh}")
def needed_for(request: Request, site: SiteHere, quy_trinh: str) -> Response:
    """Say which papers a procedure needs, who issues and signs them, and by when."""
    book = site.book()
    procedure = book.procedures.get(quy_trinh)
    if procedure is None:
        raise Missing("Không có quy trình này.", "Chọn trong danh sách quy trình.")
    guide = Guide(book, procedure, site.today())
    return show(request, "needed_one.html", procedure=procedure, phases=guide.phases(), guide=guide, level=LEVEL)


class Guide:
    """A procedure in words."""

    def __init__(self, book: Rulebook, procedure: Procedure, on: dt.date) -> None:
        self.book, self.procedure, self.on = book, procedure, on
        vocabulary = book.vocabulary
        self.roles = {role.id: role.title.vi for role in vocabulary.roles} if vocabulary else {}
        self.bodies = {body.id: body.title.vi for body in vocabulary.bodies} if vocabulary else {}
        self.steps = {step.id: step for step in procedure.steps}

    def phases(self) -> list[tuple[str, list[Step]]]:
        """Return the steps by phase."""
        return [
            (words, [step for step in self.procedure.steps if step.phase == phase])
            for phase, words in PHASE.items()
            if any(step.phase == phase for step in self.procedure.steps)
        ]

    def papers(self, step: Step) -> list[str]:
        """Return the kinds of paper any one of which shows the step."""
        return [self.book.kinds[name].title.vi for name in step.kinds if name in self.book.kinds]

    def instead(self, step: Step) -> list[str]:
        """Return what may stand for it."""
        names = dict.fromkeys(item.kind for item in step.satisfied_by)
        return [self.book.kinds[name].title.vi for name in names if name in self.book.kinds]

    def need(self, step: Step) -> str:
        """Return whether the step is required, and when."""
        if step.required == "always":
            return _FILED[step.in_dossier] or "bắt buộc"
        if not isinstance(step.required, Required):
            return "không bắt buộc"
        when = step.required.when
        parts = []
        if when.document:
            parts.append("có " + " hoặc ".join(self._kinds(when.document)))
        if when.no_document:
            parts.append("không có " + ", ".join(self._kinds(when.no_document)))
        if when.answer:
            question = self.procedure.questions.get(when.answer)
            parts.append(f"trả lời «có» cho câu hỏi: {question.vi if question else when.answer}")
        return "khi " + "; ".join(parts)

    def _kinds(self, names: list[str]) -> list[str]:
        return [self.book.kinds[name].title.vi.lower() for name in names if name in self.book.kinds]

    def signers(self, step: Step) -> list[str]:
        """Return who signs, one line for each place to sign."""
        slots = step.signers
        if slots is None:
            kinds = [self.book.kinds[name] for name in step.kinds if name in self.book.kinds]
            slots = kinds[0].signers if kinds else []
        return [" hoặc ".join(self.roles.get(role, role) for role in slot) for slot in slots]

    def issuers(self, step: Step) -> str:
        """Return the bodies that issue the paper."""
        return " hoặc ".join(self.bodies.get(name, name) for name in step.issuer)

    def deadlines(self, step: Step) -> list[str]:
        """Return the deadlines in words, with the values of today."""
        return [words for within in step.within if (words := self._deadline(within.parameter, within.start))]

    def _deadline(self, name: str, start: str) -> str:
        parameter = self.book.parameters().get(name)
        if parameter is None or start not in self.steps:
            return ""
        values = [
            item.value
            for item in parameter.values
            if (item.start or dt.date.min) <= self.on <= (item.end or dt.date.max) and item.value is not None
        ]
        if not values:
            return ""
        unit = _UNITS.get(parameter.unit, "")
        return f"trong {values[-1]} {unit} kể từ bước {self.steps[start].no} ({self.steps[start].title.vi})"

    def source(self, citation: Citation) -> str:
        """Return where it stands, and how sure that is."""
        return cited(self.book, citation)


def cited(book: Rulebook, citation: Citation) -> str:
    """Return a citation in words, with its mark."""
    regulation = book.regulations.get(citation.regulation)
    name = regulation_name(regulation) if regulation else citation.regulation
    if regulation and not regulation.number:
        name = regulation.title.vi
    article = f", {citation.article}" if citation.article else ""
    mark = MARKS[citation.mark]
    if citation.confirmed_by:
        on = f", {day(citation.confirmed_on)}" if citation.confirmed_on else ""
        mark = f"đã đối chiếu bản gốc: {citation.confirmed_by}{on}"
    return f"{name}{article} ({mark})"


@router.get("/quy-tac/{ma}")
def rule(request: Request, site: SiteHere, ma: str) -> Response:
    """Show one rule: what it asks for, why, and by which source."""
    book = site.book()
    requirement = book.requirements.get(ma)
    if requirement is None:
        raise Missing("Không có quy tắc này.")
    citations = [requirement.citation] if requirement.citation else []
    sources = [cited(book, item) for item in (*citations, *requirement.citations)]
    weight = {str(name): str(words) for name, words in SEVERITY.items()}[requirement.severity]
    return show(request, "rule.html", rule=requirement, sources=sources, weight=weight)


@router.get("/thay-doi")
def changed(
    request: Request,
    site: SiteHere,
    tu: Annotated[str, Query(max_length=40)] = "",
    den: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Say what changes between two dates."""
    end = read_day(den) or site.today()
    start = read_day(tu) or end.replace(month=1, day=1)
    wrong = start > end
    found = [] if wrong else changes(site.book(), start, end)
    return show(request, "changes.html", start=start, end=end, found=found, wrong=wrong)
