"""A limit that changed while a case ran: value and source both follow the paper the limit is counted from."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from engine.check import CheckOptions
from engine.check.run import check_dossier
from engine.findings import Outcome
from engine.rulebook.book import Rulebook
from engine.rulebook.loader import load_rulebook
from engine.rulebook.models import Citation, ParameterValue
from parsers.facts import Document, Dossier, read

CHANGE = dt.date(2026, 7, 1)
OLD, NEW = "dieu-le-dang-2011", "296-qd-tw-2025"
PROCEDURE, STEP, LIMIT = "chi-bo-giam-sat-chuyen-de", "ket-luan", "chi-bo-giam-sat-tong"


def cited(regulation: str) -> Citation:
    return Citation(regulation=regulation, mark="read", source="thử")


def changed(book: Rulebook, parameter: str, before: int, after: int) -> Rulebook:
    """The book with a parameter that has one value until the change and another from it on."""
    values = [
        ParameterValue.model_validate({"to": CHANGE - dt.timedelta(days=1), "value": before, "citation": cited(OLD)}),
        ParameterValue.model_validate({"from": CHANGE, "value": after, "citation": cited(NEW)}),
    ]
    regulations = {
        name: item.model_copy(
            update={
                "parameters": [
                    p.model_copy(update={"values": values, "unit": "days"}) if p.id == parameter else p
                    for p in item.parameters
                ]
            }
        )
        for name, item in book.regulations.items()
    }
    return replace(book, regulations=regulations)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(use_cache=False)


def case(*papers: tuple[str, dt.date]) -> Dossier:
    made = (
        Document(id=f"d{n:02d}", path=f"{n:02d}.pdf", kind=read(kind), date=read(day), issuer_body=read("chi-bo"))
        for n, (kind, day) in enumerate(papers, 1)
    )
    return Dossier("thử", tuple(made))


BEFORE, AFTER = dt.date(2026, 6, 20), dt.date(2026, 7, 2)
LATE = [  # begun, days later, the limit that counts and its source, or None where it is kept
    (BEFORE, 20, (30, OLD), False),
    (BEFORE, 31, (30, OLD), True),
    (AFTER, 10, (10, NEW), False),
    (AFTER, 20, (10, NEW), True),
]


@pytest.mark.parametrize(("begun", "days", "limit", "late"), LATE)
def test_a_requirement(book: Rulebook, begun: dt.date, days: int, limit: tuple[int, str], late: bool) -> None:
    two = Citation(regulation=OLD, mark="read", source="cũ"), Citation(regulation=NEW, mark="read", source="mới")
    rule = book.requirements["complaint-lodged-late"]
    own = book.regulations[NEW].in_force.model_copy(update={"start": CHANGE, "end": None})
    book = changed(book, "khieu-nai-thoi-han-gui", 30, 10)
    newer = book.regulations[NEW].model_copy(update={"in_force": own})
    older = book.regulations[OLD].model_copy(update={"in_force": own.model_copy(update={"start": None, "end": None})})
    book = replace(
        book,
        regulations=book.regulations | {NEW: newer, OLD: older},
        requirements={rule.id: rule.model_copy(update={"citation": None, "citations": list(two), "when_setting": {}})},
    )
    dossier = case(("quyet-dinh-ky-luat", begun), ("don-khieu-nai", begun + dt.timedelta(days=days)))
    report, _ = check_dossier(book, dossier, CheckOptions(pack="dang-uy-co-so", on=dt.date(2027, 1, 5)))
    (found,) = [item for item in (*report.findings, *report.passes) if item.rule == rule.id]
    assert found.outcome is (Outcome.FAIL if late else Outcome.PASS)
    assert found.citation is not None
    assert found.citation.regulation == limit[1]


@pytest.mark.parametrize(("begun", "days", "limit", "late"), LATE)
def test_a_step(book: Rulebook, begun: dt.date, days: int, limit: tuple[int, str], late: bool) -> None:
    book = changed(book, LIMIT, 30, 10)
    steps = {step.id: step for step in book.procedures[PROCEDURE].steps}
    (within,) = steps[STEP].within
    first, last = steps[within.start].kinds[0], steps[STEP].kinds[0]
    dossier = case((first, begun), (last, begun + dt.timedelta(days=days)))
    report, _ = check_dossier(book, dossier, CheckOptions(procedure=PROCEDURE, pack="chi-bo", on=dt.date(2027, 1, 5)))
    named = f"{PROCEDURE}/{STEP}:deadline"
    (found,) = [item for item in (*report.findings, *report.passes) if item.rule.startswith(named)]
    assert found.outcome is (Outcome.FAIL if late else Outcome.PASS)
    assert found.citation is not None
    assert found.citation.regulation == limit[1]
    assert not late or f"{limit[0]} ngày" in f"{found.title} {found.message} {found.expected}"
