"""No rule judges a paper older than everything it cites; papers without a date are judged."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from engine.check import CheckOptions
from engine.check.run import check_dossier
from engine.rulebook.book import Rulebook
from engine.rulebook.lint import lint
from engine.rulebook.loader import load_rulebook
from engine.rulebook.models import InForce
from parsers.facts import Document, Dossier, Fact, absent, read, unreadable

FORM_36 = dt.date(2018, 4, 3)  # the oldest guidance on the form of papers the rules cite
RULE = "number-missing"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(use_cache=False)


def found(book: Rulebook, date: Fact[dt.date], engine: str) -> dict[str, str]:
    plan = Document(
        id="d01", path="kh.pdf", kind=read("ke-hoach-kiem-tra"), date=date, number=absent(), symbol=absent()
    )
    options = CheckOptions(engine=engine, on=dt.date(2026, 11, 20))  # type: ignore[arg-type]
    report, _ = check_dossier(book, Dossier("thử", (plan,)), options)
    return {finding.rule: finding.outcome.value for finding in report.findings}


@pytest.mark.parametrize("engine", ["python", "durable"])
def test_a_paper_is_judged_from_the_day_of_the_oldest_source(book, engine) -> None:
    assert RULE in found(book, read(FORM_36), engine)
    assert RULE not in found(book, read(FORM_36 - dt.timedelta(days=1)), engine)


@pytest.mark.parametrize("date", [absent(), unreadable("scan")])
def test_a_paper_without_a_date_is_judged(book, date) -> None:
    assert found(book, date, "python")[RULE] == "fail"


def test_a_rule_begins_with_its_oldest_source(book) -> None:
    number = book.requirements[RULE]
    assert book.begins(number) == FORM_36
    own = number.model_copy(update={"in_force": InForce.model_validate({"from": "2026-01-01"})})
    assert book.begins(own) == dt.date(2026, 1, 1)
    undated = book.requirements["template-mark-left"]  # cites local forms without a day
    assert book.oldest_source(undated) is None


def test_lint_refuses_a_rule_that_begins_before_its_sources(book) -> None:
    early = InForce.model_validate({"from": FORM_36 - dt.timedelta(days=1)})
    changed = book.requirements | {RULE: book.requirements[RULE].model_copy(update={"in_force": early})}
    assert "date-before-source" not in {problem.code for problem in lint(book)}
    (problem,) = [p for p in lint(replace(book, requirements=changed)) if p.code == "date-before-source"]
    assert "number-missing" in str(problem.file)
    assert "03/4/2018" in str(problem.what)
