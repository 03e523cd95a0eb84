"""Steps of procedures tried on mini-dossiers: every rule fails, passes and stays silent where it should."""

import pytest

from engine.inference.durable import why_not
from engine.rulebook.loader import load_rulebook
from engine.upkeep.step_tests import Maker, never_failing, try_steps

BOOK = load_rulebook(use_cache=False)
PROCEDURES = sorted(BOOK.procedures)


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_rule_of_every_step_says_what_it_should(name):
    procedure = BOOK.procedures[name]
    tried = try_steps(BOOK, procedure, ("python",))
    assert [item for item in tried if not item.right] == []
    demanding = [
        rule
        for rule, tree in Maker(BOOK, procedure).trees.items()
        if any(clause.part == "fail" for clause in tree.clauses)
    ]
    assert never_failing(tried, demanding) == []


@pytest.mark.parametrize("name", ["chi-bo-kiem-tra-khong-to", "chi-bo-chuong-trinh-nam"])
def test_the_rule_engine_agrees(name):
    tried = try_steps(BOOK, BOOK.procedures[name], ("durable",))
    assert {item.engine for item in tried} == {"python" if why_not() else "durable"}
    assert [item for item in tried if not item.right] == []


def test_a_step_that_contradicts_another_is_found():
    """A kind of paper that stands for an early and a late step cannot be in order for both."""
    procedure = BOOK.procedures["chi-bo-kiem-tra-chuyen-de"]
    steps = [
        step.model_copy(update={"kinds": ["ke-hoach-kiem-tra"]}) if step.id == "lam-viec" else step
        for step in procedure.steps
    ]
    tried = try_steps(BOOK, procedure.model_copy(update={"steps": steps}), ("python",))
    assert [item for item in tried if not item.right and item.rule == procedure.id]


def test_an_optional_step_is_no_part_of_the_complete_dossier():
    maker = Maker(BOOK, BOOK.procedures["chi-bo-kiem-tra-chuyen-de"])
    assert {"ke-hoach", "trien-khai"} <= {paper.step for paper in maker.complete()}
    assert "xac-minh" not in {paper.step for paper in maker.complete()}


def test_a_dossier_without_one_paper_fails_at_that_step_only():
    procedure = BOOK.procedures["chi-bo-kiem-tra-chuyen-de"]
    tried = try_steps(BOOK, procedure, ("python",))
    whole = [item for item in tried if item.rule == procedure.id]
    assert whole[0].found == "–"
    lone = next(item for item in whole if "trien-khai:present" in item.expected)
    assert lone.found == "chi-bo-kiem-tra-chuyen-de/trien-khai:present"
