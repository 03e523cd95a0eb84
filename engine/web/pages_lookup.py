"""Things to look up before there is any dossier: what a procedure needs, what a rule says, what has changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from engine.locale.words import N_
from engine.report.wording import LEVEL, SEVERITY
from engine.rulebook.changes import changes
from engine.upkeep.rule_words import RuleWords
from engine.web.guide import Guide
from engine.web.pages import SiteHere, show
from engine.web.pages_case import grouped
from engine.web.refusals import Missing
from engine.web.said import read_day

router = APIRouter(include_in_schema=False)


@router.get("/can-gi")
def needed(request: Request, site: SiteHere) -> Response:
    """List the procedures."""
    return show(request, "needed.html", procedures=grouped(site.book(), site.lang))


@router.get("/can-gi/{quy_trinh}")
def needed_for(request: Request, site: SiteHere, quy_trinh: str) -> Response:
    """Say which papers a procedure needs, who issues and signs them, and by when."""
    book = site.book()
    procedure = book.procedures.get(quy_trinh)
    if procedure is None:
        raise Missing(N_("Không có quy trình này."), N_("Chọn trong danh sách quy trình."))
    guide = Guide(book, procedure, site.today(), site.lang)
    return show(request, "needed_one.html", procedure=procedure, phases=guide.phases(), guide=guide, level=LEVEL)


@router.get("/quy-tac/{ma}")
def rule(request: Request, site: SiteHere, ma: str) -> Response:
    """Show one rule: what it asks for, why, and by which source."""
    book = site.book()
    requirement = book.requirements.get(ma)
    if requirement is None:
        raise Missing(N_("Không có quy tắc này."))
    citations = [requirement.citation] if requirement.citation else []
    words = RuleWords(book, site.lang)
    sources = [words.citation(item) for item in (*citations, *requirement.citations)]
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
    found = [] if wrong else [item.en if site.lang == "en" else item.vi for item in changes(site.book(), start, end)]
    return show(request, "changes.html", start=start, end=end, found=found, wrong=wrong)
