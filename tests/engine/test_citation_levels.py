"""A source that speaks of one level only is not cited at another."""

import datetime as dt

import pytest

from engine.report.wording import must_be_compared, source_words
from engine.rulebook.book import citation_on
from engine.rulebook.loader import load_rulebook

BOOK = load_rulebook()
DAY = dt.date(2026, 6, 15)
FORMS_OF_A_BRANCH = "an-phu-2026"


def cited(rule, level, day=DAY):
    requirement = BOOK.requirements[rule]
    found = requirement.citations or [requirement.citation]
    citation = citation_on(found, BOOK.regulations, day, level)
    return citation and citation.regulation


@pytest.mark.parametrize(
    ("rule", "branch", "committee"),
    [
        ("object-name-differs", FORMS_OF_A_BRANCH, "nd-30-2020"),
        ("decision-without-general-basis", FORMS_OF_A_BRANCH, "hq8-2026"),
        ("object-birth-differs", FORMS_OF_A_BRANCH, None),
        ("minute-part-missing", FORMS_OF_A_BRANCH, None),
        ("page-without-number", "05-hd-vptw", "05-hd-vptw"),
    ],
)
def test_each_level_has_its_own_source(rule, branch, committee):
    assert (cited(rule, "chi-bo"), cited(rule, "ubkt-co-so")) == (branch, committee)


def test_where_the_level_is_unknown_any_source_is_better_than_none():
    assert cited("minute-part-missing", None) == FORMS_OF_A_BRANCH


def test_no_requirement_cites_the_forms_of_a_branch_at_a_committee():
    reach = {rule for rule, item in BOOK.requirements.items() if _reaches(item, "ubkt-co-so")}
    assert [rule for rule in sorted(reach) if cited(rule, "ubkt-co-so") == FORMS_OF_A_BRANCH] == []


def _reaches(requirement, level):
    scope = requirement.applies_to
    only_branches = (where := scope.where.get("body")) is not None and where.is_ == "chi-bo"
    other_procedures = scope.procedure and all(name.startswith("chi-bo-") for name in scope.procedure)
    return not only_branches and not other_procedures and (not scope.level or level in scope.level)


def test_a_finding_without_a_source_says_so():
    assert source_words(None, "vi") == "Chưa có nguồn nêu riêng cho cấp này; xét theo chính các văn bản trong hồ sơ."
    assert source_words(None, "en").startswith("No source speaks of this level")
    assert must_be_compared(None)
